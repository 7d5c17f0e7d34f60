//! What can happen to a conversation, why, and why not.

use crate::domain::ids::{AgentId, ConversationId, EntryId, InboxId, TagId};
use crate::domain::moment::Moment;

/// Why a change was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefused {
    #[error("the conversation is closed already")]
    ClosedAlready,
    #[error("the conversation is open already")]
    OpenAlready,
    #[error("the conversation is assigned like that already")]
    AssignedAlready,
    #[error("the conversation sleeps like that already")]
    SnoozedAlready,
    #[error("the conversation is not asleep")]
    NotSnoozed,
    #[error("the end of the snooze is not in the next five years")]
    NoSuchTime,
    #[error("the conversation is in the spam already")]
    SpamAlready,
    #[error("the conversation is not in the spam")]
    NotSpam,
    #[error("the conversation is in the trash already")]
    TrashedAlready,
    #[error("the conversation is not in the trash")]
    NotTrashed,
    #[error("the conversation was put away; take it back first")]
    PutAway,
    #[error("the conversation has that tag already")]
    TaggedAlready,
    #[error("the conversation does not have that tag")]
    NotTagged,
    #[error("the conversation has too many tags")]
    TooManyTags,
    #[error("the conversation is in that inbox already")]
    InInboxAlready,
    #[error("a conversation cannot be merged with itself")]
    SameConversation,
    #[error("a chat is tied to its visitor: it cannot be split")]
    IsChat,
    #[error("a chat cannot go into a conversation by mail: merge that one into the chat instead")]
    ChatIntoMail,
    #[error("these are chats of two visitors: one would see what the other wrote")]
    OtherVisitor,
}

/// Who or what brought a change about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    Agent(AgentId),
    /// A contact's new message.
    NewMessage,
    /// The first to answer takes it.
    FirstAnswer(AgentId),
    /// The time that somebody set has come.
    TimeCame,
    /// The agent moved it to an inbox that its assignee does not see.
    AssigneeNotMember(AgentId),
    /// A bot did it on its way.
    Bot,
    /// A bot handed over, and the house chose among those who could take it.
    Routed,
    /// This colleague has blocked the sender.
    SenderBlocked(AgentId),
}

/// What happened to a conversation: the words of an activity line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Closed,
    Reopened,
    Assigned {
        from: Option<AgentId>,
        to: Option<AgentId>,
    },
    /// None: until the contact replies.
    Snoozed {
        until: Option<Moment>,
    },
    /// A snooze ended.
    Woken,
    MarkedSpam,
    /// It was no spam after all.
    UnmarkedSpam,
    Trashed,
    Restored,
    Tagged {
        tag: TagId,
    },
    Untagged {
        tag: TagId,
    },
    Moved {
        from: InboxId,
        to: InboxId,
    },
    /// Another conversation was put into this one.
    Merged {
        from: ConversationId,
    },
    /// A merge was undone.
    Unmerged {
        from: ConversationId,
    },
    /// A part of this one became a conversation of its own.
    SplitOff {
        to: ConversationId,
    },
    /// This one was a part of another.
    SplitFrom {
        from: ConversationId,
    },
    /// A bot has done its part, and nobody in particular goes on.
    HandedOver,
    /// Somebody took over from a bot.
    BotStopped,
    /// The visitor said nothing to the bot for too long.
    BotTimedOut,
}

/// One change of one conversation, with who brought it about: becomes an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened {
    pub entry: EntryId,
    pub change: Change,
    pub cause: Cause,
}
