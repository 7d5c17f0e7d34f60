//! What can be done in the house: one file per deed, verb and noun.
//!
//! A deed that changes something prepares (parses, hashes, composes) first and then runs in one
//! write transaction with all that it changes, announces and sends. A deed does not call a deed.

mod media_type;

mod bot_turn;
mod change_conversation;
mod chat_entry;
mod chat_mail;
#[cfg(test)]
mod conversation_tests;
pub mod notice_mail;
mod quote_message;
mod tell;
#[cfg(test)]
mod tests;
mod write_message;

pub mod accept_address;
pub mod add_comment;
pub mod agents;
pub mod api_tokens;
pub mod assign_conversation;
pub mod block_contact;
pub mod bot_images;
pub mod bot_statistics;
pub mod bot_webhooks;
pub mod change_contact;
pub mod change_profile;
pub mod channels;
pub mod chatflows;
pub mod check_recipient;
pub mod close_conversation;
pub mod contact_notes;
pub mod contacts;
pub mod conversation_bot;
pub mod dns_records;
pub mod drafts;
pub mod end_silent_bots;
pub mod find_chat_origins;
pub mod find_inboxes;
pub mod follow_by_mail;
pub mod follow_conversation;
pub mod forget_old_operations;
pub mod forget_visitors;
pub mod identify;
pub mod image_senders;
pub mod inboxes;
pub mod jobs;
pub mod list_conversations;
pub mod look_at_chat;
pub mod mail_ledger;
pub mod mail_news;
pub mod mail_route;
pub mod mark_read;
pub mod mark_spam;
pub mod merge_contacts;
pub mod merge_conversations;
mod merged_chats;
pub mod move_conversation;
mod notice_words;
pub mod notices;
pub mod onboarding;
pub mod outbox;
pub mod password;
pub mod pictures;
pub mod preview_bot;
pub mod process_again;
pub mod push_notices;
pub mod push_subscriptions;
pub mod receive_mail;
pub mod record_delivery;
pub mod reopen_conversation;
pub mod reply_to_conversation;
pub mod reschedule_message;
pub mod reset_password;
pub mod retry_message;
pub mod run_timers;
pub mod say_in_chat;
pub mod search_contacts;
pub mod search_conversations;
pub mod second_factor;
pub mod set_availability;
pub mod set_up_workspace;
pub mod show_body;
pub mod show_conversation;
pub mod show_events;
pub mod show_visitor;
pub mod sign_in;
pub mod snippets;
pub mod snooze_conversation;
pub mod split_conversation;
pub mod start_conversation;
pub mod tag_conversation;
pub mod tags;
pub mod take_due_delivery;
pub mod teams;
pub mod trash_conversation;
pub mod undo_message;
pub mod uploads;
pub mod visitor;
pub mod workspace;
pub mod written_answers;

pub use crate::mail::sanitize::RemoteImages;
pub use write_message::Written;

use std::sync::Arc;

use crate::domain::delivery_route::DeliveryRoute;
use crate::domain::egress::EgressRules;
use crate::domain::workspace::Secrets;
use crate::store::{Store, StoreError};
use crate::world::World;

/// What every deed is given. Cheap to clone.
#[derive(Clone)]
pub struct Context {
    pub store: Store,
    pub world: World,
    pub policy: Arc<Policy>,
}

/// What the owner's configuration says about deeds.
#[derive(Debug, Clone)]
pub struct Policy {
    /// How long a reply waits before it leaves, in seconds.
    pub undo_s: u64,
    /// How long somebody must be away before news is mailed to them, in seconds.
    pub news_after_s: u64,
    /// The name under which mail servers reach this one; the host of the page if it is not given.
    pub mail_host: Option<String>,
    /// How outgoing mail leaves, where the configuration and not the page decides.
    pub fixed_route: Option<DeliveryRoute>,
    /// Whom bots may call.
    pub egress: EgressRules,
}

impl Default for Policy {
    fn default() -> Self {
        Self { undo_s: 10, news_after_s: 600, mail_host: None, fixed_route: None, egress: EgressRules::default() }
    }
}

/// Why a deed was not done. Nothing of it was kept.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// It is not there, or this actor may not know that it is.
    #[error("there is nothing here by that name")]
    NotFound,
    /// The actor may see it but not do this.
    #[error("only an administrator can do this")]
    NotPermitted,
    /// A value that cannot be used; the words say what to do.
    #[error("{reason}")]
    Invalid { field: &'static str, reason: String },
    /// The state of things does not allow it.
    #[error("{reason}")]
    Conflict { code: &'static str, reason: String },
    #[error("the address or the password is wrong")]
    WrongCredentials,
    /// The password is right; a code is asked for besides.
    #[error("a code of your device is needed as well")]
    SecondFactorNeeded,
    #[error("the code is wrong or was used already")]
    WrongCode,
    /// What is sensitive asks who is there when that was proved too long ago.
    #[error("say once more who you are")]
    ProofNeeded,
    /// A token cannot do it: only somebody at a screen.
    #[error("only somebody who is signed in can do this, not a token")]
    SessionNeeded,
    #[error("too many tries; wait {retry_after_s} seconds")]
    TooManyTries { retry_after_s: u64 },
    /// The workspace is set up: the page is closed for ever.
    #[error("this workspace is set up already")]
    SetUpAlready,
    /// There is no workspace yet.
    #[error("this workspace is not set up yet")]
    NotSetUp,
    /// The signed identity of a visitor is not to be believed.
    #[error("this identity is not signed by the web site, or it is over")]
    BadIdentity,
    /// A visitor's token that opens nothing, or nothing any more.
    #[error("this visitor is not known here")]
    UnknownVisitor,
    #[error("messages of this visitor are not taken")]
    Blocked,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ActionError {
    /// A value that cannot be used, and what to do about it.
    pub fn invalid(field: &'static str, reason: impl Into<String>) -> Self {
        Self::Invalid { field, reason: reason.into() }
    }

    /// A state that does not allow it, by a code that the page knows.
    pub fn conflict(code: &'static str, reason: impl Into<String>) -> Self {
        Self::Conflict { code, reason: reason.into() }
    }
}

impl Context {
    /// The secrets of the workspace; there are none before the set-up.
    fn secrets(&self) -> Result<Secrets, ActionError> {
        self.store.secrets()?.ok_or(ActionError::NotSetUp)
    }
}
