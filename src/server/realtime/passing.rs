//! Frames that pass: somebody types, a visitor turns a page. They have no number and are kept nowhere; whoever is
//! not there misses them.

use std::sync::Arc;

use bytestring::ByteString;
use tokio::sync::broadcast;

use crate::domain::ids::InboxId;

/// Frames that a slow page may be behind before it misses some.
const PASSING_MAX: usize = 256;

/// What passes, for whoever sees an inbox.
#[derive(Debug)]
pub struct PassingFrame {
    pub inbox: InboxId,
    /// JSON.
    pub text: ByteString,
}

/// Where frames pass. Cheap to clone.
#[derive(Clone)]
pub struct PassingFrames {
    sender: broadcast::Sender<Arc<PassingFrame>>,
}

impl Default for PassingFrames {
    fn default() -> Self {
        let (sender, _) = broadcast::channel(PASSING_MAX);
        Self { sender }
    }
}

impl PassingFrames {
    /// Tells everybody who listens.
    pub fn pass(&self, frame: PassingFrame) {
        // Nobody listens: nobody misses it.
        drop(self.sender.send(Arc::new(frame)));
    }

    /// Hears what passes from now on.
    pub fn listen(&self) -> broadcast::Receiver<Arc<PassingFrame>> {
        self.sender.subscribe()
    }
}
