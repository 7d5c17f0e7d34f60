//! A file that an agent has uploaded and not sent yet.

use super::entry::BlobRef;
use super::ids::{AgentId, UploadId};
use super::moment::Moment;

/// A file that waits to go out with a message of its agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub id: UploadId,
    pub agent: AgentId,
    pub name: String,
    /// What the bytes are by their first bytes.
    pub media_type: String,
    pub blob: BlobRef,
    pub created_at: Moment,
}
