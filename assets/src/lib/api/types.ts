// The wire's shapes, by the names that the contract gives them.

export type AgentRole = 'administrator' | 'agent';
export type AgentStanding = 'invited' | 'active' | 'deactivated';
export type LocaleTag = 'en' | 'nl' | 'de';

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  field?: string;
}

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

export interface Mailbox {
  name: string;
  address: string;
}

export interface Agent {
  id: string;
  name: string;
  email: string;
  role: AgentRole;
  standing: AgentStanding;
  locale: LocaleTag;
  created_at: string;
}

/** A colleague with the link that lets them in, once. */
export interface InvitedAgent {
  agent: Agent;
  invitation_link: string;
}

export interface Workspace {
  name: string;
  public_url: string;
  mail_domain: string;
}

export interface Me {
  agent: Agent;
  workspace: Workspace;
  inbox_ids: string[];
  undo_s: number;
  upload_bytes_max: number;
  feed_position: number;
}

export type InboxMembers = { kind: 'everyone' } | { kind: 'only'; agent_ids: string[] };

export interface FromName {
  kind: 'agent_at_company' | 'company';
  company: string;
}

export interface Inbox {
  id: string;
  name: string;
  members: InboxMembers;
  fallback_address: string;
  addresses: string[];
  sender_address: string;
  from_name: FromName;
  signature_html: string;
  created_at: string;
}

export type ConversationStatus = 'open' | 'closed';
export type Speaker = 'contact' | 'agent' | 'commenter' | 'machine';
export type ViewName = 'mine' | 'unassigned' | 'all_open' | 'closed';

export interface ConversationRow {
  id: string;
  inbox_id: string;
  contact: { id: string; name: string; address: string | null };
  subject: string;
  status: ConversationStatus;
  assignee_id: string | null;
  created_at: string;
  active_at: string;
  newest: { speaker: Speaker; agent_id: string | null; preview: string };
  waiting_since: string | null;
  participant_count: number;
  message_count: number;
  comment_count: number;
  has_attachments: boolean;
}

export interface Recipients {
  to: Mailbox[];
  cc: Mailbox[];
}

export interface Participant {
  name: string;
  address: string;
  standing: 'known' | 'copied' | 'unverified';
}

export interface Conversation extends ConversationRow {
  participants: Participant[];
  /** What "Reply" would use. */
  reply: Recipients;
  /** What "Reply all" would use. */
  reply_all: Recipients;
}

export interface Attachment {
  index: number;
  name: string;
  media_type: string;
  size: number;
  is_inline: boolean;
}

export type CheckResult = 'pass' | 'fail' | 'none' | 'unknown';

export interface Incoming {
  contact_id: string | null;
  kind: 'personal' | 'automatic' | 'bounce';
  written_at: string | null;
  checks: { spf: CheckResult; dkim: CheckResult; dmarc: CheckResult };
  note: string | null;
}

export interface Sending {
  state: 'held' | 'queued' | 'sent' | 'failed';
  /** When a held message leaves. */
  until: string | null;
  attempts: number;
  next_at: string | null;
  /** The last words of the other side's mail server. */
  words: string | null;
  at: string | null;
  failed: { address: string; words: string }[];
}

export interface Outgoing {
  agent_id: string;
  sending: Sending;
}

export interface Message {
  direction: 'incoming' | 'outgoing';
  from: Mailbox | null;
  reply_to: Mailbox[];
  to: Mailbox[];
  cc: Mailbox[];
  bcc: Mailbox[];
  subject: string;
  text: string;
  has_quote: boolean;
  has_html: boolean;
  attachments: Attachment[];
  incoming?: Incoming | null;
  outgoing?: Outgoing | null;
}

export interface Comment {
  agent_id: string;
  html: string;
  text: string;
}

export interface Activity {
  change: 'closed' | 'reopened' | 'assigned';
  from_agent_id: string | null;
  to_agent_id: string | null;
  cause: 'agent' | 'new_message' | 'first_answer';
  agent_id: string | null;
}

export interface Entry {
  id: string;
  conversation_id: string;
  at: string;
  kind: 'message' | 'comment' | 'activity';
  message?: Message | null;
  comment?: Comment | null;
  activity?: Activity | null;
}

export interface ViewCounts {
  views: Record<ViewName, number>;
  inboxes: { inbox_id: string; open: number; unassigned: number; mine: number; closed: number }[];
}

export interface Contact {
  id: string;
  name: string;
  addresses: string[];
  created_at: string;
  seen_at: string;
}

export interface Upload {
  id: string;
  name: string;
  media_type: string;
  size: number;
}

export interface Session {
  id: string;
  created_at: string;
  used_at: string;
  user_agent: string;
  address: string;
  is_current: boolean;
}

export interface NewConversation {
  operation_id: string;
  inbox_id: string;
  to: Mailbox[];
  cc: Mailbox[];
  bcc: Mailbox[];
  subject: string;
  html: string;
  upload_ids: string[];
}

export interface NewMessage {
  operation_id: string;
  to: Mailbox[];
  cc: Mailbox[];
  bcc: Mailbox[];
  subject?: string;
  html: string;
  upload_ids: string[];
  quote_entry_id?: string;
  forward_entry_id?: string;
  forward_attachments?: boolean;
  close_after?: boolean;
}

export interface UndoneMessage {
  html: string;
  to: Mailbox[];
  cc: Mailbox[];
  bcc: Mailbox[];
  subject: string;
  uploads: Upload[];
}

export interface LedgerRow {
  id: string;
  at: string;
  from: string | null;
  recipients: string[];
  peer: string;
  helo: string;
  over_tls: boolean;
  header_from: string;
  subject: string;
  size: number;
  decisions: {
    inbox_id: string;
    verdict: 'began' | 'joined' | 'duplicate';
    conversation_id: string;
    reason: string | null;
  }[];
}

export type RelayTls = 'starttls' | 'implicit' | 'none';

export interface MailDelivery {
  mode: 'direct' | 'relay';
  relay: { host: string; port: number; tls: RelayTls; username: string | null; password_is_set: boolean } | null;
  fixed_by_configuration: boolean;
  outbox: { waiting: number; oldest_due: string | null };
}

export interface DnsRecord {
  purpose: 'mx' | 'spf' | 'dkim_rsa' | 'dkim_ed25519' | 'dmarc';
  kind: 'MX' | 'TXT';
  name: string;
  value: string;
  /** After a check only. */
  state?: 'found' | 'missing' | 'different' | 'unknown';
  found?: string[];
}

export interface DnsRecords {
  domain: string;
  records: DnsRecord[];
}

interface Numbered {
  /** Places an event in the feed. */
  seq: number;
}

export type Frame = Numbered &
  (
    | { type: 'conversation_changed'; conversation: ConversationRow }
    | { type: 'conversation_gone'; conversation_id: string }
    | { type: 'entry_added' | 'entry_changed'; entry: Entry; conversation: ConversationRow }
    | { type: 'entry_removed'; entry_id: string; conversation: ConversationRow }
    | { type: 'contact_changed'; contact_id: string }
    | { type: 'inbox_changed'; inbox_id: string }
    | { type: 'agent_changed'; agent_id: string }
    | { type: 'workspace_changed' }
    | { type: 'ledger_grew'; row_id: string }
    /** Go on after `seq`; after a resync everything that is shown must be fetched anew. */
    | { type: 'hello' | 'resync' }
  );
