//! Every limit of the house, with its unit and its reason. What a configuration may change has its
//! default here too.

use std::time::Duration;

/// Agents of one workspace; every agent's rights are kept in memory for the live feed.
pub const AGENTS_MAX: usize = 500;
/// Inboxes of one workspace; a list merges one range per inbox.
pub const INBOXES_MAX: usize = 200;
/// Addresses of one inbox.
pub const INBOX_ADDRESSES_MAX: usize = 50;

/// Teams of one workspace; every page knows them all.
pub const TEAMS_MAX: usize = 200;
/// Ranges of working hours of one day: mornings, afternoons, and a few split shifts.
pub const WORKING_RANGES_PER_DAY_MAX: usize = 6;
/// The picture of an agent, in bytes: the page sends a square of 256 pixels.
pub const PICTURE_BYTES_MAX: usize = 512 * 1024;
/// Its sides, in pixels: unpacked in every visitor's browser.
pub const PICTURE_SIDE_MAX: u32 = 1_024;
/// An address of a web page, in characters.
pub const LINK_CHARS_MAX: usize = 2_000;

/// Commands of the page whose keys one agent has chosen; the page has fewer.
pub const KEY_COMMANDS_MAX: usize = 100;
/// The name of a command, in characters.
pub const KEY_COMMAND_CHARS_MAX: usize = 40;
/// A key, or two one after the other, in characters: `g m`, `Mod+Shift+Enter`.
pub const KEY_CHARS_MAX: usize = 40;

/// Words of one subject that can be looked up, and words that are looked for at once.
pub const SEARCH_WORDS_MAX: usize = 40;
/// One word, in characters; longer ones are found by their beginning.
pub const SEARCH_WORD_CHARS_MAX: usize = 24;
/// Rows of one word in one inbox that a search reads before it takes another word to go by.
pub const SEARCH_ROWS_MAX: usize = 500;
/// Conversations that one search shows: more is a list, not an answer.
pub const SEARCH_HITS_MAX: usize = 20;

/// Names of inboxes, people and workspaces stand in one line, in characters.
pub const NAME_CHARS_MAX: usize = 100;
/// A signature is a few lines, in characters of HTML.
pub const SIGNATURE_CHARS_MAX: usize = 20_000;

/// RFC 5322, 2.1.1: a header line may have 998 characters; a subject is cut there when written.
pub const SUBJECT_CHARS_MAX: usize = 998;
/// What a list or a thread shows of a subject, in characters.
pub const SUBJECT_SHOWN_CHARS_MAX: usize = 250;
/// What a list row shows of the newest message, in characters.
pub const PREVIEW_CHARS_MAX: usize = 160;
/// What an agent writes in one message or comment, in bytes of HTML: a long letter with tables.
pub const WRITTEN_BYTES_MAX: usize = 1024 * 1024;
/// Text of one message kept for showing, in bytes; the whole stands in the raw mail.
pub const TEXT_SHOWN_BYTES_MAX: usize = 256 * 1024;
/// HTML of one message kept for showing, in bytes; more is shown as text.
pub const HTML_SHOWN_BYTES_MAX: usize = 1024 * 1024;
/// Elements of HTML open at once; cleaning takes time with the square of it.
pub const HTML_DEPTH_MAX: usize = 200;
/// Formatting elements open at once: a browser opens each anew in every paragraph.
pub const HTML_FORMATTING_MAX: usize = 32;
/// Open formatting elements, summed over all tags: so many copies may be made at worst.
pub const HTML_FORMATTING_WORK_MAX: usize = 500_000;
/// Attributes of one tag.
pub const HTML_ATTRIBUTES_MAX: usize = 64;
/// An image within the HTML itself (RFC 2397), in bytes of its base64 form.
pub const DATA_IMAGE_BYTES_MAX: usize = 256 * 1024;

/// One mail, in bytes, as announced by SIZE (RFC 1870): what large providers accept.
pub const MAIL_BYTES_MAX: usize = 25 * 1024 * 1024;
/// Header section of one mail that is read, in bytes.
pub const HEADER_BYTES_MAX: usize = 256 * 1024;
/// Parts of one mail that are read; real newsletters have fewer than fifty.
pub const MAIL_PARTS_MAX: usize = 1_000;
/// How deep multiparts may nest before a mail is shown raw: a parser must not be led to recurse.
pub const MAIL_DEPTH_MAX: usize = 20;
/// Attachments of one mail that are listed apart; the rest stays in the raw mail.
pub const ATTACHMENTS_MAX: usize = 200;
/// The name of a file, in characters.
pub const FILE_NAME_CHARS_MAX: usize = 200;
/// Addresses read from one header; the rest stays in the raw mail.
pub const HEADER_ADDRESSES_MAX: usize = 500;
/// Ids read from References: the first and the newest matter, long threads have hundreds.
pub const REFERENCES_MAX: usize = 100;
/// One Message-ID, in bytes.
pub const MESSAGE_ID_BYTES_MAX: usize = 512;
/// RFC 5321, 6.3: a mail that has passed so many servers goes in circles.
pub const RECEIVED_HEADERS_MAX: usize = 100;

/// RFC 5321, 4.5.3.1.8 asks for at least this many.
pub const RECIPIENTS_MAX: usize = 100;
/// People of one conversation that are remembered for reply all.
pub const PARTICIPANTS_MAX: usize = 100;

/// Agents who are remembered as having answered in one conversation; more share it in the list of all.
pub const ANSWERERS_MAX: usize = 50;
/// A snooze ends within five years: later is a slip of the keyboard.
pub const SNOOZE_DAYS_MAX: u64 = 5 * 366;
/// How long the trash keeps a conversation, in days.
pub const TRASH_KEPT_DAYS: u64 = 30;
/// How long the spam keeps a conversation, in days: who was taken for spam by mistake writes again by then.
pub const SPAM_KEPT_DAYS: u64 = 90;
/// Tags of one workspace; a picker lists them all.
pub const TAGS_MAX: usize = 300;
/// Tags on one conversation; each is a row of an index.
pub const TAGS_PER_CONVERSATION_MAX: usize = 20;
/// The name of a tag, in characters: it stands in a list row.
pub const TAG_CHARS_MAX: usize = 40;
/// Steps from index to index that one page of a filtered list may take, before it says where to go on.
pub const LIST_STEPS_MAX: usize = 20_000;
/// Values of one filter: a question, not a dump.
pub const FILTER_VALUES_MAX: usize = 20;
/// Conversations that one job names one by one; a whole view needs no names.
pub const JOB_IDS_MAX: usize = 1_000;
/// Conversations that one job changes; a larger view is done in several.
pub const JOB_CONVERSATIONS_MAX: u64 = 50_000;
/// Conversations of a job that share one transaction: others must not wait for long.
pub const JOB_SLICE: usize = 50;
/// How long a job can be undone, in hours.
pub const JOB_KEPT_H: u64 = 24;
/// Conversations that one transaction wakes or erases.
pub const TIMERS_SLICE: usize = 20;
/// Entries that one merge or split moves: it is one transaction.
pub const MOVED_ENTRIES_MAX: usize = 2_000;
/// Colleagues who are remembered as named in one conversation; each is a row of an index.
pub const NAMED_MAX: usize = 100;
/// Colleagues and teams that one comment names: more is a call to everybody.
pub const MENTIONS_MAX: usize = 50;

/// Conversations that one browser shows at once, over all its tabs.
pub const PRESENCE_PLACES_MAX: usize = 8;
/// Browsers and polling pages of one agent that are remembered at once.
pub const PRESENCE_CONNECTIONS_MAX: usize = 20;

/// Notices of one agent that are kept: more than anybody reads.
pub const NOTICES_KEPT_MAX: usize = 200;
/// Unread notices that are counted one by one; nobody needs to know how many there are beyond "99+", and every page
/// that is open is told the number with each new one.
pub const UNREAD_NOTICES_COUNTED_MAX: u64 = 100;

/// Files up to this many bytes lie in the database, larger ones beside it: big values fragment a B-tree.
pub const BLOB_INLINE_BYTES_MAX: usize = 64 * 1024;
/// One upload of an agent, in bytes.
pub const UPLOAD_BYTES_MAX: usize = 25 * 1024 * 1024;
/// Files of one outgoing message.
pub const UPLOADS_PER_MESSAGE_MAX: usize = 20;
/// Drafts of one agent: more than anybody can mean to finish, and few enough to list at once.
pub const DRAFTS_PER_AGENT_MAX: usize = 500;
/// How long a file that was uploaded waits to be sent, in hours.
pub const UPLOAD_KEPT_H: u64 = 48;

/// Mails of the outbox that are shown at once.
pub const OUTBOX_ROWS_MAX: usize = 200;

/// Rows of one page of a list.
pub const PAGE_ROWS_MAX: usize = 100;
/// Rows of one page when none are asked for.
pub const PAGE_ROWS_DEFAULT: usize = 50;
/// Entries of a thread that are sent at once; older ones on demand.
pub const THREAD_ENTRIES_MAX: usize = 200;

/// Events kept for pages that come back after a break; who was away longer starts afresh.
pub const FEED_EVENTS_KEPT: u64 = 200_000;
/// Events read in one go.
pub const FEED_READ_MAX: usize = 500;

/// Deeds that share one fsync.
pub const DEEDS_PER_COMMIT_MAX: usize = 512;
/// Deeds that may wait for the writer before new ones are turned away.
pub const DEEDS_WAITING_MAX: usize = 4_096;

/// A password is hashed whole; a longer one is an attack on the processor.
pub const PASSWORD_BYTES_MAX: usize = 1_024;
/// NIST SP 800-63B, 3.1.1 and OWASP ASVS 6.2.1: length is what counts.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// A session ends when it was not used for so many hours.
pub const SESSION_IDLE_H: u64 = 8 * 24;
/// A session ends after so many days, used or not.
pub const SESSION_DAYS_MAX: u64 = 30;
/// An invitation opens an account for so many hours.
pub const INVITATION_H: u64 = 72;
/// A link for a new password works for so many minutes: it lies in a mailbox that others may read.
pub const PASSWORD_RESET_MIN: u64 = 30;
/// How long identity counts as proved for what is sensitive, in minutes.
pub const PROOF_MIN: u64 = 10;
/// Wrong codes of a second factor before nothing is looked at for a while: six digits can be guessed.
pub const SECOND_FACTOR_TRIES_MAX: u32 = 5;
/// That while, in minutes.
pub const SECOND_FACTOR_TRIES_MIN: u64 = 5;
/// Codes on paper of one agent.
pub const RECOVERY_CODES: usize = 10;
/// A notice mail that brings no link is tried for so many hours.
pub const NOTICE_USEFUL_H: u64 = 24;
/// Tokens of one agent.
pub const API_TOKENS_MAX: usize = 50;
/// An API token ends after so many days.
pub const API_TOKEN_DAYS: u64 = 365;

/// Chat channels of one workspace: one for each web site.
pub const CHANNELS_MAX: usize = 200;
/// Web sites that one chat channel may stand on.
pub const CHANNEL_ORIGINS_MAX: usize = 50;
/// Keys that sign the identity of visitors at the same time: the one in use, and the next one while it is changed.
pub const IDENTITY_KEYS_MAX: usize = 2;
/// A signed identity, in bytes: larger ones say more than we ask.
pub const IDENTITY_BYTES_MAX: usize = 4 * 1024;
/// How far ahead a signed identity may end, in hours: one that leaks is soon worth nothing.
pub const IDENTITY_H_MAX: u64 = 12;
/// How far the clock of the web site may differ from ours, in seconds.
pub const IDENTITY_CLOCK_S: u64 = 60;
/// Who has answered in a chat, as the panel shows them.
pub const CHAT_PEOPLE_SHOWN_MAX: usize = 3;
/// What a visitor or an agent says at once in a chat, in characters.
pub const CHAT_TEXT_CHARS_MAX: usize = 10_000;
/// One upload of a visitor, in bytes.
pub const VISITOR_UPLOAD_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Files of one chat message.
pub const CHAT_UPLOADS_MAX: usize = 10;
/// Conversations that a visitor may have open at the same time.
pub const VISITOR_OPEN_MAX: usize = 5;
/// Conversations of a visitor that the panel lists.
pub const VISITOR_CONVERSATIONS_MAX: usize = 50;
/// Addresses of pages and of where a visitor came from, in characters: browsers cut there too.
pub const PAGE_URL_CHARS_MAX: usize = 2_048;
/// Title of a page, in characters.
pub const PAGE_TITLE_CHARS_MAX: usize = 300;
/// Pages of one visit that are remembered.
pub const VISIT_PAGES_MAX: usize = 50;
/// A visitor's browser is known for so many days after it was last seen.
pub const VISITOR_DAYS: u64 = 30;
/// Visitors who have said nothing yet: they lie in memory alone, the longest quiet are forgotten first.
pub const FRESH_VISITORS_MAX: usize = 100_000;
/// What a visitor says of a chat beside the verdict, in characters.
pub const RATING_COMMENT_CHARS_MAX: usize = 2_000;
/// Sockets of one visitor: tabs that are open at the same time.
pub const VISITOR_SOCKETS_MAX: usize = 5;
/// Visitors' sockets in all: each holds a connection and a few kilobytes.
pub const VISITORS_SOCKETS_MAX: usize = 20_000;
/// Frames that wait for one visitor's socket before it is closed; it comes back and says where it was.
pub const VISITOR_FRAMES_WAITING_MAX: usize = 256;
/// How long an answer in a chat waits to be seen before it follows by mail, in minutes.
pub const CONTINUITY_QUIET_MIN: u64 = 5;
/// Words of ours that one mail brings after a visitor; what is older was mailed before.
pub const CONTINUITY_ENTRIES_MAX: usize = 50;

/// How long an operation's id is remembered, in hours: what waits in a browser may come back after a holiday.
pub const OPERATION_KEPT_H: u64 = 30 * 24;

/// Snippets of one workspace; a page holds them all, to find them while somebody types.
pub const SNIPPETS_MAX: usize = 1_000;
/// One snippet, in bytes of HTML: a page of text.
pub const SNIPPET_BYTES_MAX: usize = 50_000;
/// What is typed to find a snippet, in characters.
pub const SNIPPET_SHORTCUT_CHARS_MAX: usize = 30;
/// Senders whose pictures one agent sees without being asked; a page holds them all.
pub const IMAGE_SENDERS_MAX: usize = 1_000;
/// All files of one message in one archive, in bytes: below the 4 GiB that its form can say.
pub const ARCHIVE_BYTES_MAX: u64 = 1024 * 1024 * 1024;
/// How far ahead a message can be sent later, in days.
pub const SEND_LATER_DAYS_MAX: u64 = 366;
/// The undo time of a reply, in seconds, that a configuration may set at most.
pub const UNDO_S_MAX: u64 = 120;
/// A delivery is leased so many seconds: RFC 5321, 4.5.3.2 lets each command take five minutes and the final dot ten.
pub const DELIVERY_LEASE_S: u64 = 30 * 60;
/// Lines of a mail server's answer that are kept, in characters.
pub const SERVER_WORDS_CHARS_MAX: usize = 500;

/// Chatflows of one workspace; each visitor's page is held against all of them.
pub const CHATFLOWS_MAX: usize = 200;
/// Removed chatflows that can still be brought back.
pub const REMOVED_CHATFLOWS_KEPT: usize = 50;
/// Rules of one chatflow about pages.
pub const URL_RULES_MAX: usize = 100;
/// Rules of one chatflow about visitors.
pub const VISITOR_RULES_MAX: usize = 30;
/// Languages, countries or devices of one rule.
pub const RULE_VALUES_MAX: usize = 250;
/// The text of one rule, in characters: as long as the addresses that it is held against.
pub const RULE_CHARS_MAX: usize = 2_048;
/// An address that visitors may follow, in characters.
pub const WEB_ADDRESS_CHARS_MAX: usize = 2_048;
/// One text of a chatflow, in characters: it stands in a small panel.
pub const FLOW_TEXT_CHARS_MAX: usize = 2_000;
/// Languages of one chatflow.
pub const FLOW_LANGUAGES_MAX: usize = 30;
/// People and teams that a chatflow names.
pub const FLOW_PEOPLE_MAX: usize = 100;
/// Faces at the top of the panel: more are a crowd.
pub const HEADING_FACES_MAX: usize = 3;
/// How long a page may be open before a chatflow comes up, in seconds.
pub const TRIGGER_AFTER_S_MAX: u32 = 3_600;
/// How long after the first message an address is asked for at the latest, in seconds.
pub const CAPTURE_AFTER_S_MAX: u32 = 3_600;
/// How long a bot waits for an answer at least, in minutes.
pub const SESSION_TIMEOUT_MIN_MIN: u32 = 1;
/// How long a bot waits for an answer at most, in minutes: a week.
pub const SESSION_TIMEOUT_MIN_MAX: u32 = 7 * 24 * 60;
/// A reply time that can be promised, in minutes: a week.
pub const REPLY_MINUTES_MAX: u32 = 7 * 24 * 60;

/// Chats that a reply time is worked out from, the newest: what was true last year is not promised.
pub const REPLY_TIME_CHATS_MAX: usize = 500;
/// Answers that it takes at least before a reply time is said.
pub const REPLY_TIME_ANSWERS_MIN: usize = 5;
/// Steps of one bot: a tree that a person can still read.
pub const BOT_STEPS_MAX: usize = 200;
/// Balloons of one step.
pub const BOT_BUBBLES_MAX: usize = 10;
/// One text of a bot, in characters.
pub const BOT_TEXT_CHARS_MAX: usize = 2_000;
/// Buttons below one question: more is a list that nobody reads.
pub const BOT_CHOICES_MAX: usize = 12;
/// The words on one button, in characters.
pub const BOT_CHOICE_CHARS_MAX: usize = 60;
/// Ways out of one branch.
pub const BOT_ARMS_MAX: usize = 20;
/// Fields that are kept of one webhook's answer.
pub const BOT_KEPT_FIELDS_MAX: usize = 20;
/// How long a bot may seem to type, in milliseconds: longer looks broken.
pub const BOT_DELAY_MS_MAX: u32 = 10_000;
/// How often a question is put before the bot goes on without an answer.
pub const BOT_TRIES_MAX: u8 = 3;
/// Answers that one session takes before a person must look.
pub const BOT_ANSWERS_MAX: u32 = 200;
/// Written answers that a bot shows at once.
pub const BOT_HITS_MAX: usize = 3;
/// The IANA name of a time zone, in bytes: the longest has about 30.
pub const TIME_ZONE_BYTES_MAX: usize = 64;
/// An address in the web, in bytes.
pub const URL_BYTES_MAX: usize = 2_000;
/// The name of a tag, in characters.
pub const TAG_NAME_CHARS_MAX: usize = 50;
/// The key of a property, in characters.
pub const PROPERTY_KEY_CHARS_MAX: usize = 40;
/// The value of a property, in characters.
pub const PROPERTY_VALUE_CHARS_MAX: usize = 1_000;
/// One script of a bot as the page sends it, in bytes.
pub const BOT_SCRIPT_BYTES_MAX: usize = 256 * 1024;
/// A picture that a bot shows, in bytes: visitors load it on their way.
pub const BOT_IMAGE_BYTES_MAX: usize = 2 * 1024 * 1024;
/// The longest span of a bot's statistics, in days: a leap year.
pub const BOT_STATISTICS_DAYS_MAX: u64 = 366;
/// How long after each attempt a webhook of a bot is called again; then it has failed. A visitor waits for it.
pub const BOT_WEBHOOK_WAITS: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(8)];
/// A call that is under way belongs to whoever makes it for so long, in seconds: more than a call may take.
pub const BOT_WEBHOOK_LEASE_S: u64 = 40;
/// Bots that the time ends in one transaction.
pub const BOT_TIMERS_SLICE: usize = 50;

/// Answers that a team writes for its bots.
pub const WRITTEN_ANSWERS_MAX: usize = 2_000;
/// One written answer in one language, in characters: what a visitor reads in a small panel.
pub const WRITTEN_ANSWER_CHARS_MAX: usize = 5_000;
/// Words of a written answer by which it is found.
pub const ANSWER_WORDS_MAX: usize = 1_000;
/// Words of a question that are looked up.
pub const ANSWER_QUERY_WORDS_MAX: usize = 12;
/// Rows that are read for one word of a question.
pub const ANSWER_ROWS_PER_WORD_MAX: usize = 500;

/// Words of a search for contacts that are looked at: more narrow nothing down.
pub const CONTACT_QUERY_WORDS_MAX: usize = 6;
/// Keys by which one contact is found: more are chance, or somebody's prank.
pub const CONTACT_KEYS_MAX: usize = 200;
/// One key by which a contact is found, in bytes: longer words are cut, and found by what is left.
pub const CONTACT_KEY_BYTES_MAX: usize = 80;
/// Rows of the index that one search for contacts reads.
pub const CONTACT_SEARCH_ROWS_MAX: usize = 1_000;
/// Contacts that fit among which the best are chosen.
pub const CONTACT_SEARCH_CHOSEN_FROM_MAX: usize = 100;
/// Contacts that one search shows.
pub const CONTACT_SEARCH_SHOWN_MAX: usize = 25;
/// Conversations whose contacts are offered before anything is typed.
pub const CONTACT_RECENT_CONVERSATIONS_MAX: usize = 60;
/// E-mail addresses of one contact.
pub const CONTACT_ADDRESSES_MAX: usize = 20;
/// Telephone numbers of one contact.
pub const CONTACT_PHONES_MAX: usize = 20;
/// What is known of one contact beside that, bots' findings included.
pub const CONTACT_FACTS_MAX: usize = 60;
/// Notes about one contact.
pub const CONTACT_NOTES_MAX: usize = 300;
/// One note about a contact, in characters.
pub const CONTACT_NOTE_CHARS_MAX: usize = 4_000;
/// Conversations that change hands in one transaction when two contacts are merged.
pub const CONTACT_MERGE_CONVERSATIONS_MAX: usize = 1_000;
/// How often a contact that was merged may have been merged before.
pub const CONTACT_MERGE_DEPTH_MAX: usize = 20;
/// People who may be the same as a contact, as many as anybody looks at.
pub const CONTACT_LIKELY_SAME_MAX: usize = 3;
/// Contacts with the same mark that are looked at to find those.
pub const CONTACT_LIKELY_SAME_ROWS_MAX: usize = 30;
/// Others at the same company that are shown.
pub const COMPANY_PEOPLE_SHOWN_MAX: usize = 5;
/// RFC 5646, 4.4.1: no language tag needs more characters.
pub const LANGUAGE_TAG_CHARS_MAX: usize = 35;
/// Notices that are looked at for one mail of news.
pub const NEWS_LOOKED_AT_MAX: usize = 200;
/// News that one mail lists; of the rest it says how much there is.
pub const NEWS_SHOWN_MAX: usize = 10;
