//! The tables: every key and value type in one place.
//!
//! Keys are tuples that begin with what a reader knows. Records (`&[u8]`) are a version byte and
//! MessagePack, see `record`. Ids stand as `u128`, so that tables order them by time.

use std::cell::{OnceCell, RefCell};

use redb::{Key, ReadOnlyTable, TableDefinition, Value};

/// A table. It is a type of its own, so that a transaction can keep it open in a place of its own: to open one costs more
/// than to read a row of it.
pub(super) trait Table: Copy {
    type Key: Key + 'static;
    type Value: Value + 'static;
    const DEFINITION: TableDefinition<'static, Self::Key, Self::Value>;

    fn read(tables: &ReadTables) -> &OnceCell<ReadOnlyTable<Self::Key, Self::Value>>;
    fn written<'s, 't>(tables: &'s WrittenTables<'t>) -> &'s RefCell<Option<redb::Table<'t, Self::Key, Self::Value>>>;
}

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident: $key:ty => $value:ty = $title:literal;)*) => {
        $(
            $(#[$doc])*
            // Tables are named as constants are: a table is one thing, and its type is only how it is told apart.
            #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
            #[derive(Clone, Copy)]
            pub(super) struct $name;

            impl Table for $name {
                type Key = $key;
                type Value = $value;
                const DEFINITION: TableDefinition<'static, $key, $value> = TableDefinition::new($title);

                fn read(tables: &ReadTables) -> &OnceCell<ReadOnlyTable<$key, $value>> {
                    &tables.$name
                }

                fn written<'s, 't>(tables: &'s WrittenTables<'t>) -> &'s RefCell<Option<redb::Table<'t, $key, $value>>> {
                    &tables.$name
                }
            }
        )*

        /// The tables that a reading transaction has opened.
        #[allow(non_snake_case)]
        #[derive(Default)]
        pub(super) struct ReadTables {
            $($name: OnceCell<ReadOnlyTable<$key, $value>>,)*
        }

        /// The tables that a writing transaction has opened.
        #[allow(non_snake_case)]
        #[derive(Default)]
        pub(super) struct WrittenTables<'t> {
            $($name: RefCell<Option<redb::Table<'t, $key, $value>>>,)*
        }

        /// Makes every table, so that reading one that holds nothing is not an error.
        pub(super) fn create(transaction: &redb::WriteTransaction) -> Result<(), redb::TableError> {
            $(transaction.open_table($name::DEFINITION)?;)*
            Ok(())
        }
    };
}

tables! {
    /// Named single records: the workspace, secrets, the file's version.
    SETTINGS: &'static str => &'static [u8] = "settings";

    AGENTS: u128 => &'static [u8] = "agents";
    AGENT_BY_EMAIL: &'static str => u128 = "agent_by_email";
    /// PHC strings, apart from the agents so that no list can show them.
    PASSWORDS: u128 => &'static str = "passwords";

    SECOND_FACTORS: u128 => &'static [u8] = "second_factors";
    PASSWORD_RESETS: &'static [u8; 32] => &'static [u8] = "password_resets";
    PASSWORD_RESET_BY_AGENT: u128 => &'static [u8; 32] = "password_reset_by_agent";
    NOTICE_MAILS: u128 => &'static [u8] = "notice_mails";
    /// (due, notice)
    NOTICE_MAIL_OUTBOX: (u64, u128) => () = "notice_mail_outbox";

    TEAMS: u128 => &'static [u8] = "teams";
    PICTURES: u128 => &'static [u8] = "pictures";
    /// (since when, picture): nothing may refer to it.
    PICTURE_LOOSE: (u64, u128) => () = "picture_loose";

    SESSIONS: &'static [u8; 32] => &'static [u8] = "sessions";
    /// (agent, session)
    SESSION_BY_AGENT: (u128, u128) => &'static [u8; 32] = "session_by_agent";
    API_TOKENS: &'static [u8; 32] => &'static [u8] = "api_tokens";
    /// (agent, token)
    API_TOKEN_BY_AGENT: (u128, u128) => &'static [u8; 32] = "api_token_by_agent";
    INVITATIONS: &'static [u8; 32] => &'static [u8] = "invitations";
    INVITATION_BY_AGENT: u128 => &'static [u8; 32] = "invitation_by_agent";

    INBOXES: u128 => &'static [u8] = "inboxes";
    INBOX_BY_ADDRESS: &'static str => u128 = "inbox_by_address";

    CONTACTS: u128 => &'static [u8] = "contacts";
    CONTACT_BY_ADDRESS: &'static str => u128 = "contact_by_address";
    /// (what somebody may type, contact)
    CONTACT_KEYS: (&'static str, u128) => () = "contact_keys";
    /// A contact that was merged → the one that took it in
    CONTACT_ALIASES: u128 => u128 = "contact_aliases";
    /// (the one that stays, the other)
    CONTACT_MERGES: (u128, u128) => &'static [u8] = "contact_merges";
    /// (the lower id, the higher): two people, whatever they share
    CONTACTS_APART: (u128, u128) => () = "contacts_apart";
    /// (contact, note)
    CONTACT_NOTES: (u128, u128) => &'static [u8] = "contact_notes";
    /// The domain of its mail → how a company is called
    COMPANIES: &'static str => &'static str = "companies";

    CHANNELS: u128 => &'static [u8] = "channels";
    CHANNEL_BY_KEY: &'static str => u128 = "channel_by_key";
    /// (channel, key) → the sealed key that a web site signs identities with.
    IDENTITY_SECRETS: (u128, u128) => &'static [u8] = "identity_secrets";

    CHATFLOWS: u128 => &'static [u8] = "chatflows";
    /// Place → chatflow: the order of priority.
    CHATFLOW_ORDER: u64 => u128 = "chatflow_order";
    /// Inbox → minutes in which its chats are usually answered.
    REPLY_TIMES: u128 => u32 = "reply_times";

    VISITORS: u128 => &'static [u8] = "visitors";
    VISITOR_TOKENS: &'static [u8; 32] => &'static [u8] = "visitor_tokens";
    /// (when it ends, digest): so that old ones can be forgotten.
    VISITOR_TOKEN_BY_END: (u64, &'static [u8; 32]) => () = "visitor_token_by_end";
    /// What a conversation by chat has beside its head.
    CHATS: u128 => &'static [u8] = "chats";
    /// (visitor, conversation)
    CHAT_BY_VISITOR: (u128, u128) => () = "chat_by_visitor";
    /// (due, conversation): words that follow by mail.
    CHAT_MAIL_DUE: (u64, u128) => () = "chat_mail_due";

    CONVERSATIONS: u128 => &'static [u8] = "conversations";
    /// (facet, its value, inbox, status, inverted activity, conversation)
    CONVERSATION_BY_ACTIVITY: (u8, u128, u128, u8, u64, u128) => () = "conversation_by_activity";
    /// (facet, its value, inbox, status, beginning of the waiting or what comes after it, conversation)
    CONVERSATION_BY_WAIT: (u8, u128, u128, u8, u64, u128) => () = "conversation_by_wait";
    /// (facet, its value, inbox, status) → how many
    CONVERSATION_TALLY: (u8, u128, u128, u8) => u64 = "conversation_tally";
    /// (due, conversation): what wakes or is erased by time.
    CONVERSATION_TIMERS: (u64, u128) => () = "conversation_timers";
    /// A conversation that was merged → the one that took it in
    CONVERSATION_ALIASES: u128 => u128 = "conversation_aliases";

    /// (inbox, word of the subject, conversation)
    CONVERSATION_WORDS: (u128, &'static str, u128) => () = "conversation_words";

    /// Conversation → the newest entry that is news.
    NEWEST_HEARD: u128 => u128 = "newest_heard";
    /// (agent, conversation) → the entry up to which it was seen
    READ_MARKS: (u128, u128) => u128 = "read_marks";
    /// (conversation, agent) → whether they follow it or have left it
    FOLLOWERS: (u128, u128) => u8 = "followers";
    /// (conversation, agent) → the newest comment that names them
    MENTIONED: (u128, u128) => u128 = "mentioned";

    /// (agent, notice)
    NOTICES: (u128, u128) => &'static [u8] = "notices";
    /// (agent, conversation, notice)
    UNREAD_NOTICES: (u128, u128, u128) => () = "unread_notices";
    /// Agent → (since when news waits, or 0; the newest notice that was mailed, or 0; when it was)
    AWAY_MAIL: u128 => (u64, u128, u64) = "away_mail";
    /// Agent → what they want to be told of
    NOTICE_PREFERENCES: u128 => &'static [u8] = "notice_preferences";
    /// (agent, browser): where a push service takes pushes, and the keys that seal them. Nobody can push by these alone: the
    /// service asks for the signature of our own key, which lies sealed.
    PUSH_SUBSCRIPTIONS: (u128, u128) => &'static [u8] = "push_subscriptions";

    /// (conversation, entry)
    ENTRIES: (u128, u128) => &'static [u8] = "entries";
    /// (conversation, entry): the long form of what was written here; incoming mail is read from its raw form.
    BODIES: (u128, u128) => &'static [u8] = "bodies";
    /// (Message-ID, conversation, entry)
    MESSAGE_IDS: (&'static str, u128, u128) => () = "message_ids";
    /// The signed part of an address → (conversation, entry or 0 for all of it)
    REPLY_ADDRESSES: &'static str => (u128, u128) = "reply_addresses";
    /// (inbox, digest of the bytes as they came) → (conversation, entry)
    SEEN_MAILS: (u128, &'static [u8; 32]) => (u128, u128) = "seen_mails";

    /// (inbox, digest of Message-ID and words) → the conversation: mail that was erased on purpose
    TOMBSTONES: (u128, &'static [u8; 32]) => u128 = "tombstones";

    LEDGER: u128 => &'static [u8] = "ledger";
    /// (verdict, row)
    LEDGER_BY_VERDICT: (u8, u128) => () = "ledger_by_verdict";
    /// (address from or to, row)
    LEDGER_BY_ADDRESS: (&'static str, u128) => () = "ledger_by_address";

    DELIVERIES: u128 => &'static [u8] = "deliveries";
    /// (due, delivery): what the outbox still has to do.
    OUTBOX: (u64, u128) => () = "outbox";

    /// A merged conversation → what must be known to take it out again
    MERGES: u128 => &'static [u8] = "merges";
    JOBS: u128 => &'static [u8] = "jobs";
    /// Those that the worker has not finished.
    JOBS_WAITING: u128 => () = "jobs_waiting";
    /// (job, conversation)
    JOB_STEPS: (u128, u128) => &'static [u8] = "job_steps";
    TAGS: u128 => &'static [u8] = "tags";
    SNIPPETS: u128 => &'static [u8] = "snippets";
    SNIPPET_BY_SHORTCUT: &'static str => u128 = "snippet_by_shortcut";
    /// (agent, address): whose pictures an agent sees without being asked.
    IMAGE_SENDERS: (u128, &'static str) => () = "image_senders";
    /// (agent, conversation or id of a new one, slot)
    DRAFTS: (u128, u128, u8) => &'static [u8] = "drafts";
    /// (conversation, agent, slot): who is drafting there.
    DRAFT_BY_CONVERSATION: (u128, u128, u8) => () = "draft_by_conversation";

    /// Digest → references (u64, big end first), place (one byte), the bytes if they lie here.
    BLOBS: &'static [u8; 32] => &'static [u8] = "blobs";
    UPLOADS: u128 => &'static [u8] = "uploads";

    /// Conversation → the bot that speaks in it.
    RUNNING_BOTS: u128 => &'static [u8] = "running_bots";
    /// (due, conversation): bots that the time ends.
    BOT_BY_DUE: (u64, u128) => () = "bot_by_due";
    /// By when a call of a bot is to be made.
    BOT_BY_CALL: (u64, u128) => () = "bot_by_call";

    /// (chatflow, hour since 1970, step or 0, what) → how often
    BOT_COUNTS: (u128, u64, u32, u8) => u64 = "bot_counts";
    BOT_IMAGES: u128 => &'static [u8] = "bot_images";
    /// (contact or conversation, key) → value
    PROPERTIES: (u128, &'static str) => &'static str = "properties";
    /// (inbox, agent or 0 for the inbox) → the number of the newest turn
    TURNS: (u128, u128) => u64 = "turns";
    /// (conversation, activity) → who was considered for it
    DECISIONS: (u128, u128) => &'static [u8] = "decisions";

    WRITTEN_ANSWERS: u128 => &'static [u8] = "written_answers";
    /// (language, word, answer) → how much the word counts there
    ANSWER_WORDS: (&'static str, &'static str, u128) => u32 = "answer_words";

    /// (agent, operation) → (conversation, entry)
    OPERATIONS: (u128, u128) => (u128, u128) = "operations";
    /// (when, agent, operation): so that old ones can be forgotten.
    OPERATION_BY_AGE: (u64, u128, u128) => () = "operation_by_age";

    /// The numbered event log.
    FEED: u64 => &'static [u8] = "feed";
}
