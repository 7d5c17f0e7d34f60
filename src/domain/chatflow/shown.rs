//! What one visitor is given of a chatflow, and whether they may start with it.

use super::availability::{OpenOrAway, WhenAway};
use super::display::{Colour, How, Position, ReplyTime, Showing, Triggers, WebAddress};
use super::options::{Consent, EmailCapture, Options};
use super::templates::USUAL_COLOUR;
use super::texts::{Spoken, Texts};
use super::{Chatflow, FlowKind};
use crate::domain::agent::Locale;
use crate::domain::ids::{AgentId, ChatflowId, InboxId, PictureId};
use crate::domain::moment::Moment;
use crate::domain::visitor::VisitorFacts;

/// A chatflow for one visitor: their device, their language, this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownFlow {
    /// None where a chat has no chatflow: it is a plain live chat.
    pub id: Option<ChatflowId>,
    pub name: String,
    pub inbox: InboxId,
    pub kind: FlowKind,
    pub showing: Showing,
    pub colour: Colour,
    pub position: Position,
    pub heading: ShownHeading,
    pub meeting_link: Option<WebAddress>,
    /// Minutes in which an answer usually comes.
    pub reply_minutes: Option<u32>,
    pub opening: OpenOrAway,
    pub away: WhenAway,
    pub options: Options,
    pub spoken: Spoken,
}

/// Who stands at the top of the panel. The name is never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownHeading {
    pub kind: HeadingKind,
    pub name: String,
    /// At most `HEADING_FACES_MAX`.
    pub faces: Vec<Face>,
    /// Of a custom heading.
    pub picture: Option<PictureId>,
}

/// Whose names these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingKind {
    People,
    Team,
    Custom,
}

/// A person as visitors see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    pub agent: AgentId,
    pub name: String,
    pub picture: Option<PictureId>,
}

/// What a visitor brings when they start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    pub address: AddressGiven,
    pub agreed: Agreed,
}

/// Whether the visitor has an address, typed now or known before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressGiven {
    Yes,
    No,
}

/// To what the visitor has agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreed {
    Nothing,
    /// By a button.
    Explicitly,
}

/// Why a visitor may not start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StartRefused {
    #[error("nobody is there at the moment")]
    Away,
    #[error("an e-mail address is needed first")]
    AddressNeeded,
    #[error("your agreement is needed first")]
    ConsentNeeded,
}

impl ShownFlow {
    /// A chatflow as this visitor sees it; none if their device is shown nothing.
    pub fn of(
        flow: &Chatflow,
        visitor: &VisitorFacts,
        opening: OpenOrAway,
        heading: ShownHeading,
        measured_minutes: Option<u32>,
    ) -> Option<Self> {
        Some(Self {
            id: Some(flow.id),
            name: flow.name.clone(),
            inbox: flow.inbox,
            kind: flow.kind.clone(),
            showing: flow.display.showing_on(visitor.page.device)?,
            colour: flow.display.colour,
            position: flow.display.position,
            heading,
            meeting_link: flow.display.meeting_link.clone(),
            reply_minutes: match flow.display.reply_time {
                ReplyTime::Unsaid => None,
                ReplyTime::Typed { minutes } => Some(minutes),
                ReplyTime::Measured => measured_minutes,
            },
            opening,
            away: flow.availability.away,
            options: flow.options.clone(),
            spoken: flow.texts.for_visitor(&visitor.page.language),
        })
    }

    /// A live chat without a chatflow.
    pub fn plain(name: String, inbox: InboxId, visitor: &VisitorFacts) -> Self {
        Self {
            id: None,
            name: name.clone(),
            inbox,
            kind: FlowKind::LiveChat,
            showing: Showing { how: How::Launcher, triggers: Triggers::default() },
            colour: USUAL_COLOUR,
            position: Position::Right,
            heading: ShownHeading { kind: HeadingKind::Custom, name, faces: Vec::new(), picture: None },
            meeting_link: None,
            reply_minutes: None,
            opening: OpenOrAway::Open,
            away: WhenAway::TakeMessages { asks_email: true, says_return: true },
            options: Options::usual(),
            spoken: Texts::built_in(Locale::English).for_visitor(&visitor.page.language),
        }
    }

    /// Whether a bot has the first word.
    pub const fn has_bot(&self) -> bool {
        matches!(self.kind, FlowKind::Bot(_))
    }

    /// When somebody will be there, if that is known and is to be said.
    pub const fn back_at(&self) -> Option<Moment> {
        match (self.opening, self.away) {
            (OpenOrAway::Away { back_at }, WhenAway::TakeMessages { says_return: true, .. }) => back_at,
            (OpenOrAway::Open, _)
            | (OpenOrAway::Away { .. }, WhenAway::Hide | WhenAway::TakeMessages { says_return: false, .. }) => None,
        }
    }

    /// Whether a visitor may start now. The panel asks for what is needed; it is decided here, at the moment of the
    /// start, because the page may have been open for hours.
    pub const fn admit(&self, start: Start) -> Result<(), StartRefused> {
        let asks_address = match (self.opening, self.away) {
            (OpenOrAway::Away { .. }, WhenAway::Hide) => return Err(StartRefused::Away),
            (OpenOrAway::Away { .. }, WhenAway::TakeMessages { asks_email, .. }) => asks_email,
            (OpenOrAway::Open, _) => false,
        };
        let asks_address = match self.options.email_capture {
            EmailCapture::Required => true,
            EmailCapture::Never | EmailCapture::AtOnce | EmailCapture::AfterDelay { .. } => asks_address,
        };
        if asks_address && matches!(start.address, AddressGiven::No) {
            return Err(StartRefused::AddressNeeded);
        }
        match (self.options.consent, start.agreed) {
            (Consent::Explicit, Agreed::Nothing) => Err(StartRefused::ConsentNeeded),
            (Consent::Explicit, Agreed::Explicitly) | (Consent::None | Consent::Implied, _) => Ok(()),
        }
    }
}

/// The names of some people in one line: "Zoe, Ida, Max".
pub fn name_of_faces(faces: &[Face]) -> String {
    faces.iter().map(|face| face.name.as_str()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
