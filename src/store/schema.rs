//! The tables: every key and value type in one place.
//!
//! Keys are tuples that begin with what a reader knows. Records (`&[u8]`) are a version byte and
//! MessagePack, see `record`. Ids stand as `u128`, so that tables order them by time.

use redb::TableDefinition;

type Table<K, V> = TableDefinition<'static, K, V>;

/// Named single records: the workspace, secrets, the file's version.
pub(super) const SETTINGS: Table<&str, &[u8]> = Table::new("settings");

pub(super) const AGENTS: Table<u128, &[u8]> = Table::new("agents");
pub(super) const AGENT_BY_EMAIL: Table<&str, u128> = Table::new("agent_by_email");
/// PHC strings, apart from the agents so that no list can show them.
pub(super) const PASSWORDS: Table<u128, &str> = Table::new("passwords");

pub(super) const SECOND_FACTORS: Table<u128, &[u8]> = Table::new("second_factors");
pub(super) const PASSWORD_RESETS: Table<&[u8; 32], &[u8]> = Table::new("password_resets");
pub(super) const PASSWORD_RESET_BY_AGENT: Table<u128, &[u8; 32]> = Table::new("password_reset_by_agent");
pub(super) const NOTICE_MAILS: Table<u128, &[u8]> = Table::new("notice_mails");
/// (due, notice)
pub(super) const NOTICE_MAIL_OUTBOX: Table<(u64, u128), ()> = Table::new("notice_mail_outbox");

pub(super) const TEAMS: Table<u128, &[u8]> = Table::new("teams");
pub(super) const PICTURES: Table<u128, &[u8]> = Table::new("pictures");
/// (since when, picture): nothing may refer to it.
pub(super) const PICTURE_LOOSE: Table<(u64, u128), ()> = Table::new("picture_loose");

pub(super) const SESSIONS: Table<&[u8; 32], &[u8]> = Table::new("sessions");
/// (agent, session)
pub(super) const SESSION_BY_AGENT: Table<(u128, u128), &[u8; 32]> = Table::new("session_by_agent");
pub(super) const API_TOKENS: Table<&[u8; 32], &[u8]> = Table::new("api_tokens");
/// (agent, token)
pub(super) const API_TOKEN_BY_AGENT: Table<(u128, u128), &[u8; 32]> = Table::new("api_token_by_agent");
pub(super) const INVITATIONS: Table<&[u8; 32], &[u8]> = Table::new("invitations");
pub(super) const INVITATION_BY_AGENT: Table<u128, &[u8; 32]> = Table::new("invitation_by_agent");

pub(super) const INBOXES: Table<u128, &[u8]> = Table::new("inboxes");
pub(super) const INBOX_BY_ADDRESS: Table<&str, u128> = Table::new("inbox_by_address");

pub(super) const CONTACTS: Table<u128, &[u8]> = Table::new("contacts");
pub(super) const CONTACT_BY_ADDRESS: Table<&str, u128> = Table::new("contact_by_address");
/// (what somebody may type, contact)
pub(super) const CONTACT_KEYS: Table<(&str, u128), ()> = Table::new("contact_keys");
/// A contact that was merged → the one that took it in
pub(super) const CONTACT_ALIASES: Table<u128, u128> = Table::new("contact_aliases");
/// (the one that stays, the other)
pub(super) const CONTACT_MERGES: Table<(u128, u128), &[u8]> = Table::new("contact_merges");
/// (the lower id, the higher): two people, whatever they share
pub(super) const CONTACTS_APART: Table<(u128, u128), ()> = Table::new("contacts_apart");
/// (contact, note)
pub(super) const CONTACT_NOTES: Table<(u128, u128), &[u8]> = Table::new("contact_notes");
/// The domain of its mail → how a company is called
pub(super) const COMPANIES: Table<&str, &str> = Table::new("companies");

pub(super) const CHANNELS: Table<u128, &[u8]> = Table::new("channels");
pub(super) const CHANNEL_BY_KEY: Table<&str, u128> = Table::new("channel_by_key");
/// (channel, key) → the sealed key that a web site signs identities with.
pub(super) const IDENTITY_SECRETS: Table<(u128, u128), &[u8]> = Table::new("identity_secrets");

pub(super) const CHATFLOWS: Table<u128, &[u8]> = Table::new("chatflows");
/// Place → chatflow: the order of priority.
pub(super) const CHATFLOW_ORDER: Table<u64, u128> = Table::new("chatflow_order");
/// Inbox → minutes in which its chats are usually answered.
pub(super) const REPLY_TIMES: Table<u128, u32> = Table::new("reply_times");

pub(super) const VISITORS: Table<u128, &[u8]> = Table::new("visitors");
pub(super) const VISITOR_TOKENS: Table<&[u8; 32], &[u8]> = Table::new("visitor_tokens");
/// (when it ends, digest): so that old ones can be forgotten.
pub(super) const VISITOR_TOKEN_BY_END: Table<(u64, &[u8; 32]), ()> = Table::new("visitor_token_by_end");
/// What a conversation by chat has beside its head.
pub(super) const CHATS: Table<u128, &[u8]> = Table::new("chats");
/// (visitor, conversation)
pub(super) const CHAT_BY_VISITOR: Table<(u128, u128), ()> = Table::new("chat_by_visitor");
/// (due, conversation): words that follow by mail.
pub(super) const CHAT_MAIL_DUE: Table<(u64, u128), ()> = Table::new("chat_mail_due");

pub(super) const CONVERSATIONS: Table<u128, &[u8]> = Table::new("conversations");
/// (facet, its value, inbox, status, inverted activity, conversation)
pub(super) const CONVERSATION_BY_ACTIVITY: Table<(u8, u128, u128, u8, u64, u128), ()> =
    Table::new("conversation_by_activity");
/// (facet, its value, inbox, status, beginning of the waiting or what comes after it, conversation)
pub(super) const CONVERSATION_BY_WAIT: Table<(u8, u128, u128, u8, u64, u128), ()> = Table::new("conversation_by_wait");
/// (facet, its value, inbox, status) → how many
pub(super) const CONVERSATION_TALLY: Table<(u8, u128, u128, u8), u64> = Table::new("conversation_tally");
/// (due, conversation): what wakes or is erased by time.
pub(super) const CONVERSATION_TIMERS: Table<(u64, u128), ()> = Table::new("conversation_timers");
/// A conversation that was merged → the one that took it in
pub(super) const CONVERSATION_ALIASES: Table<u128, u128> = Table::new("conversation_aliases");

/// (inbox, word of the subject, conversation)
pub(super) const CONVERSATION_WORDS: Table<(u128, &str, u128), ()> = Table::new("conversation_words");

/// Conversation → the newest entry that is news.
pub(super) const NEWEST_HEARD: Table<u128, u128> = Table::new("newest_heard");
/// (agent, conversation) → the entry up to which it was seen
pub(super) const READ_MARKS: Table<(u128, u128), u128> = Table::new("read_marks");
/// (conversation, agent) → whether they follow it or have left it
pub(super) const FOLLOWERS: Table<(u128, u128), u8> = Table::new("followers");
/// (conversation, agent) → the newest comment that names them
pub(super) const MENTIONED: Table<(u128, u128), u128> = Table::new("mentioned");

/// (agent, notice)
pub(super) const NOTICES: Table<(u128, u128), &[u8]> = Table::new("notices");
/// (agent, conversation, notice)
pub(super) const UNREAD_NOTICES: Table<(u128, u128, u128), ()> = Table::new("unread_notices");
/// Agent → (since when news waits, or 0; the newest notice that was mailed, or 0; when it was)
pub(super) const AWAY_MAIL: Table<u128, (u64, u128, u64)> = Table::new("away_mail");
/// Agent → what they want to be told of
pub(super) const NOTICE_PREFERENCES: Table<u128, &[u8]> = Table::new("notice_preferences");
/// (agent, browser): where a push service takes pushes, and the keys that seal them. Nobody can push by these alone: the
/// service asks for the signature of our own key, which lies sealed.
pub(super) const PUSH_SUBSCRIPTIONS: Table<(u128, u128), &[u8]> = Table::new("push_subscriptions");

/// (conversation, entry)
pub(super) const ENTRIES: Table<(u128, u128), &[u8]> = Table::new("entries");
/// (conversation, entry): the long form of what was written here; incoming mail is read from its raw form.
pub(super) const BODIES: Table<(u128, u128), &[u8]> = Table::new("bodies");
/// (Message-ID, conversation, entry)
pub(super) const MESSAGE_IDS: Table<(&str, u128, u128), ()> = Table::new("message_ids");
/// The signed part of an address → (conversation, entry or 0 for all of it)
pub(super) const REPLY_ADDRESSES: Table<&str, (u128, u128)> = Table::new("reply_addresses");
/// (inbox, digest of the bytes as they came) → (conversation, entry)
pub(super) const SEEN_MAILS: Table<(u128, &[u8; 32]), (u128, u128)> = Table::new("seen_mails");

/// (inbox, digest of Message-ID and words) → the conversation: mail that was erased on purpose
pub(super) const TOMBSTONES: Table<(u128, &[u8; 32]), u128> = Table::new("tombstones");

pub(super) const LEDGER: Table<u128, &[u8]> = Table::new("ledger");
/// (verdict, row)
pub(super) const LEDGER_BY_VERDICT: Table<(u8, u128), ()> = Table::new("ledger_by_verdict");
/// (address from or to, row)
pub(super) const LEDGER_BY_ADDRESS: Table<(&str, u128), ()> = Table::new("ledger_by_address");

pub(super) const DELIVERIES: Table<u128, &[u8]> = Table::new("deliveries");
/// (due, delivery): what the outbox still has to do.
pub(super) const OUTBOX: Table<(u64, u128), ()> = Table::new("outbox");

/// A merged conversation → what must be known to take it out again
pub(super) const MERGES: Table<u128, &[u8]> = Table::new("merges");
pub(super) const JOBS: Table<u128, &[u8]> = Table::new("jobs");
/// Those that the worker has not finished.
pub(super) const JOBS_WAITING: Table<u128, ()> = Table::new("jobs_waiting");
/// (job, conversation)
pub(super) const JOB_STEPS: Table<(u128, u128), &[u8]> = Table::new("job_steps");
pub(super) const TAGS: Table<u128, &[u8]> = Table::new("tags");
pub(super) const SNIPPETS: Table<u128, &[u8]> = Table::new("snippets");
pub(super) const SNIPPET_BY_SHORTCUT: Table<&str, u128> = Table::new("snippet_by_shortcut");
/// (agent, address): whose pictures an agent sees without being asked.
pub(super) const IMAGE_SENDERS: Table<(u128, &str), ()> = Table::new("image_senders");
/// (agent, conversation or id of a new one, slot)
pub(super) const DRAFTS: Table<(u128, u128, u8), &[u8]> = Table::new("drafts");
/// (conversation, agent, slot): who is drafting there.
pub(super) const DRAFT_BY_CONVERSATION: Table<(u128, u128, u8), ()> = Table::new("draft_by_conversation");

/// Digest → references (u64, big end first), place (one byte), the bytes if they lie here.
pub(super) const BLOBS: Table<&[u8; 32], &[u8]> = Table::new("blobs");
pub(super) const UPLOADS: Table<u128, &[u8]> = Table::new("uploads");

/// Conversation → the bot that speaks in it.
pub(super) const RUNNING_BOTS: Table<u128, &[u8]> = Table::new("running_bots");
/// (due, conversation): bots that the time ends.
pub(super) const BOT_BY_DUE: Table<(u64, u128), ()> = Table::new("bot_by_due");
/// By when a call of a bot is to be made.
pub(super) const BOT_BY_CALL: Table<(u64, u128), ()> = Table::new("bot_by_call");

/// (chatflow, hour since 1970, step or 0, what) → how often
pub(super) const BOT_COUNTS: Table<(u128, u64, u32, u8), u64> = Table::new("bot_counts");
pub(super) const BOT_IMAGES: Table<u128, &[u8]> = Table::new("bot_images");
/// (contact or conversation, key) → value
pub(super) const PROPERTIES: Table<(u128, &str), &str> = Table::new("properties");
/// (inbox, agent or 0 for the inbox) → the number of the newest turn
pub(super) const TURNS: Table<(u128, u128), u64> = Table::new("turns");
/// (conversation, activity) → who was considered for it
pub(super) const DECISIONS: Table<(u128, u128), &[u8]> = Table::new("decisions");

pub(super) const WRITTEN_ANSWERS: Table<u128, &[u8]> = Table::new("written_answers");
/// (language, word, answer) → how much the word counts there
pub(super) const ANSWER_WORDS: Table<(&str, &str, u128), u32> = Table::new("answer_words");

/// (agent, operation) → (conversation, entry)
pub(super) const OPERATIONS: Table<(u128, u128), (u128, u128)> = Table::new("operations");
/// (when, agent, operation): so that old ones can be forgotten.
pub(super) const OPERATION_BY_AGE: Table<(u64, u128, u128), ()> = Table::new("operation_by_age");

/// The numbered event log.
pub(super) const FEED: Table<u64, &[u8]> = Table::new("feed");

/// Makes every table, so that reading one that holds nothing is not an error.
pub(super) fn create(transaction: &redb::WriteTransaction) -> Result<(), redb::TableError> {
    macro_rules! create {
        ($($table:ident)*) => { $( transaction.open_table($table)?; )* };
    }
    create!(SETTINGS AGENTS AGENT_BY_EMAIL PASSWORDS SESSIONS SESSION_BY_AGENT API_TOKENS API_TOKEN_BY_AGENT);
    create!(INVITATIONS INVITATION_BY_AGENT INBOXES INBOX_BY_ADDRESS CONTACTS CONTACT_BY_ADDRESS CONVERSATIONS);
    create!(CONVERSATION_BY_ACTIVITY CONVERSATION_BY_WAIT CONVERSATION_TALLY CONVERSATION_TIMERS CONVERSATION_WORDS);
    create!(CONVERSATION_ALIASES TOMBSTONES TAGS MERGES JOBS JOBS_WAITING JOB_STEPS ENTRIES);
    create!(TEAMS PICTURES PICTURE_LOOSE CONTACT_KEYS CONTACT_ALIASES CONTACT_MERGES CONTACTS_APART CONTACT_NOTES);
    create!(SECOND_FACTORS PASSWORD_RESETS PASSWORD_RESET_BY_AGENT NOTICE_MAILS NOTICE_MAIL_OUTBOX);
    create!(BODIES MESSAGE_IDS REPLY_ADDRESSES SEEN_MAILS LEDGER LEDGER_BY_VERDICT LEDGER_BY_ADDRESS DELIVERIES);
    create!(CHANNELS CHANNEL_BY_KEY IDENTITY_SECRETS VISITORS VISITOR_TOKENS VISITOR_TOKEN_BY_END CHATS);
    create!(CHATFLOWS CHATFLOW_ORDER REPLY_TIMES COMPANIES);
    create!(CHAT_BY_VISITOR CHAT_MAIL_DUE);
    create!(NOTICES UNREAD_NOTICES NOTICE_PREFERENCES AWAY_MAIL PUSH_SUBSCRIPTIONS);
    create!(NEWEST_HEARD READ_MARKS FOLLOWERS MENTIONED);
    create!(RUNNING_BOTS BOT_BY_DUE BOT_BY_CALL BOT_COUNTS BOT_IMAGES PROPERTIES TURNS DECISIONS WRITTEN_ANSWERS ANSWER_WORDS);
    create!(DRAFTS DRAFT_BY_CONVERSATION SNIPPETS SNIPPET_BY_SHORTCUT IMAGE_SENDERS);
    create!(OUTBOX BLOBS UPLOADS OPERATIONS OPERATION_BY_AGE FEED);
    Ok(())
}
