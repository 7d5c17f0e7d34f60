// The wire's shapes by the names that the page uses; schema.d.ts is made from the server's own contract.
import type { components, paths } from './schema';

type Schemas = components['schemas'];

/** An answer holds every field, with `null` for nothing, though the contract calls what may be `null` optional. */
export type Whole<Shape> = Shape extends (infer Item)[]
  ? Whole<Item>[]
  : Shape extends object
    ? { [Field in keyof Shape]-?: Whole<Exclude<Shape[Field], undefined>> }
    : Shape;

/** But these fields are left out where they do not apply. */
type Sparse<Shape, Field extends keyof Shape> = Omit<Shape, Field> & { [F in Field]?: Shape[F] };

export type Problem = Schemas['Problem'];
export type Page<Item> = { items: Item[]; next_cursor: string | null };

export type Mailbox = Whole<Schemas['MailboxView']>;
export type Agent = Whole<Schemas['AgentView']>;
export type Picture = Whole<Schemas['PictureView']>;
export type AgentRole = Schemas['RoleView'];
export type AgentStanding = Schemas['StandingView'];
export type Team = Whole<Schemas['TeamView']>;
export type Availability = Whole<Schemas['AvailabilityView']>;
export type AvailabilityChoice = Schemas['AvailabilityChoice'];
export type WorkingHours = Whole<Schemas['WorkingHoursView']>;
export type ServerPreferences = Whole<Schemas['PreferencesView']>;
export type ApiToken = Whole<Schemas['ApiTokenView']>;
export type WaitingMail = Whole<Schemas['WaitingMailView']>;
export type About = Whole<Schemas['AboutView']>;
export type Onboarding = Whole<Schemas['OnboardingView']>;
export type LocaleTag = Schemas['LocaleView'];
export type Workspace = Whole<Schemas['WorkspaceView']>;
export type Me = Whole<Schemas['MeView']>;
export type Inbox = Whole<Schemas['InboxView']>;
export type InboxMembers = Schemas['MembersView'];
export type FromName = Schemas['FromNameView'];
export type Session = Whole<Schemas['SessionView']>;

export type ViewName = NonNullable<paths['/api/conversations']['get']['parameters']['query']>['view'];
export type ListOrder = NonNullable<NonNullable<paths['/api/conversations']['get']['parameters']['query']>['order']>;
export type ChannelKind = Schemas['ConversationRow']['channel'];
export type Job = Whole<Schemas['JobView']>;
export type BulkDeed = Schemas['BulkDeedView'];
export type Tag = Whole<Schemas['TagView']>;
export type TagColour = Schemas['TagColourView'];
export type ConversationStatus = Schemas['StatusView'];
export type Speaker = Schemas['SpeakerView'];
export type ConversationRow = Whole<Schemas['ConversationRow']>;
export type Conversation = Whole<Schemas['ConversationView']>;
export type Attention = Whole<Schemas['AttentionView']>;
export type Participant = Whole<Schemas['ParticipantView']>;
export type Recipients = Whole<Schemas['RecipientsView']>;
export type ViewCounts = Whole<Schemas['CountsView']>;
export type Contact = Whole<Schemas['ContactView']>;
export type ContactRow = Whole<Schemas['ContactRowView']>;
export type ContactChange = Schemas['ChangedContact'];

export type Attachment = Whole<Schemas['AttachmentView']>;
export type CheckResult = Schemas['VerdictView'];
export type Incoming = Whole<Schemas['IncomingView']>;
export type Sending = Whole<Schemas['SendingView']>;
export type Outgoing = Whole<Schemas['OutgoingView']>;
export type Message = Sparse<
  Omit<Whole<Schemas['MessageView']>, 'incoming' | 'outgoing'> & {
    incoming: Incoming | null;
    outgoing: Outgoing | null;
  },
  'incoming' | 'outgoing'
>;
export type ChatMessage = Sparse<
  Omit<Whole<Schemas['ChatMessageView']>, 'prompt'> & { prompt: Whole<Schemas['BotPromptView']> | null },
  'prompt'
>;
export type Comment = Whole<Schemas['CommentView']>;
export type Activity = Whole<Schemas['ActivityView']>;
export type Entry = Sparse<
  Omit<Whole<Schemas['EntryView']>, 'message' | 'chat' | 'comment' | 'activity'> & {
    message: Message | null;
    chat: ChatMessage | null;
    comment: Comment | null;
    activity: Activity | null;
  },
  'message' | 'chat' | 'comment' | 'activity'
>;

export type ChatChannel = Whole<Schemas['ChannelView']>;
export type NewIdentityKey = Whole<Schemas['NewIdentityKeyView']>;

export type Upload = Whole<Schemas['UploadView']>;
export type ServerDraft = Whole<Schemas['DraftView']>;
export type Snippet = Whole<Schemas['SnippetView']>;
export type ListedDraft = Whole<Schemas['ListedDraftView']>;
export type NewConversation = Schemas['NewConversation'];
export type NewMessage = Schemas['NewMessage'];
export type UndoneMessage = Whole<Schemas['UndoneMessageView']>;

export type LedgerRow = Whole<Schemas['LedgerRowView']>;
export type MailDelivery = Whole<Schemas['MailDeliveryView']>;
export type RelayTls = Schemas['RelayTls'];
export type DnsRecord = Whole<Schemas['DnsRecordView']>;
export type DnsRecords = Whole<Schemas['DnsView']>;

export type Notice = Whole<Schemas['NoticeView']>;
export type NoticePreferences = Whole<Schemas['NoticePreferencesView']>;
export type Push = Whole<Schemas['PushView']>;
export type PushBrowser = Whole<Schemas['PushBrowserView']>;
export type Frame = Whole<Schemas['FrameView']>;
export type PassingFrame = Schemas['PassingFrame'];
export type InvitedAgent = Whole<Schemas['InvitedAgentView']>;

export type Chatflow = Whole<Schemas['ChatflowView']>;
export type ChatflowBody = Whole<Schemas['ChatflowBody']>;
export type Targeting = Whole<Schemas['TargetingView']>;
export type TriedChatflows = Whole<Schemas['TriedView']>;
export type FlowVerdict = Whole<Schemas['VerdictOfFlow']>;
