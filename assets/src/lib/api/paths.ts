// The operations of the contract, in the form that openapi-fetch reads.
import type * as wire from './types';

type Answer<Result> = {
  responses: { 200: { content: { 'application/json': Result } }; default: { content: { 'application/problem+json': wire.Problem } } };
};
type Read<Result, Path = Record<never, never>, Query = Record<never, never>> = Answer<Result> & {
  parameters: Parameters<Path, Query>;
};
type Write<Body, Result, Path = Record<never, never>> = Read<Result, Path> & {
  requestBody: { content: { 'application/json': Body } };
};
type Parameters<Path, Query> = (keyof Path extends never ? { path?: never } : { path: Path }) &
  (keyof Query extends never ? { query?: never } : { query?: Query });

type Id = { id: string };
type EntryPath = { id: string; entry: string };
type PageQuery = { cursor?: string; limit?: number };
type Nothing = undefined;
type WithoutBody<Result, Path = Record<never, never>> = Read<Result, Path>;

export interface paths {
  '/api/setup': {
    get: Read<{ open: boolean; suggested_mail_domain?: string | null }>;
    post: Write<
      {
        token: string;
        workspace_name: string;
        public_url: string;
        mail_domain: string;
        inbox_name: string;
        admin_name: string;
        admin_email: string;
        admin_password: string;
        locale: wire.LocaleTag;
      },
      Nothing
    >;
  };
  '/api/sessions': { get: Read<wire.Session[]>; post: Write<{ email: string; password: string }, wire.Me> };
  '/api/sessions/current': { delete: WithoutBody<Nothing> };
  '/api/sessions/{id}': { delete: WithoutBody<Nothing, Id> };
  '/api/invitations/lookup': { post: Write<{ token: string }, { name: string; email: string; workspace_name: string }> };
  '/api/invitations/accept': {
    post: Write<{ token: string; name: string; password: string; locale: wire.LocaleTag }, wire.Me>;
  };
  '/api/me': { get: Read<wire.Me>; patch: Write<{ name?: string; locale?: wire.LocaleTag }, wire.Agent> };
  '/api/me/password': { put: Write<{ old_password: string; new_password: string }, Nothing> };
  '/api/workspace': { get: Read<wire.Workspace>; patch: Write<{ name?: string; public_url?: string }, wire.Workspace> };
  '/api/agents': {
    get: Read<wire.Agent[]>;
    post: Write<
      { name: string; email: string; role: wire.AgentRole },
      wire.InvitedAgent
    >;
  };
  '/api/agents/{id}': {
    patch: Write<{ role?: wire.AgentRole; is_active?: boolean }, wire.Agent, Id>;
  };
  '/api/agents/{id}/invitation': { post: WithoutBody<wire.InvitedAgent, Id> };
  '/api/inboxes': { get: Read<wire.Inbox[]>; post: Write<{ name: string }, wire.Inbox> };
  '/api/inboxes/{id}': {
    patch: Write<
      Partial<Pick<wire.Inbox, 'name' | 'members' | 'from_name' | 'signature_html' | 'sender_address'>>,
      wire.Inbox,
      Id
    >;
  };
  '/api/inboxes/{id}/addresses': { post: Write<{ address: string }, wire.Inbox, Id> };
  '/api/inboxes/{id}/addresses/{address}': { delete: WithoutBody<wire.Inbox, { id: string; address: string }> };
  '/api/counts': { get: Read<wire.ViewCounts> };
  '/api/conversations': {
    get: Read<
      wire.Page<wire.ConversationRow>,
      Record<never, never>,
      PageQuery & { view: wire.ViewName; inbox_id?: string }
    >;
    post: Write<wire.NewConversation, { conversation: wire.Conversation; entry: wire.Entry }>;
  };
  '/api/conversations/{id}': { get: Read<wire.Conversation, Id> };
  '/api/conversations/{id}/entries': {
    get: Read<{ items: wire.Entry[]; has_older: boolean }, Id, { before?: string; limit?: number }>;
  };
  '/api/conversations/{id}/messages': { post: Write<wire.NewMessage, wire.Entry, Id> };
  '/api/conversations/{id}/messages/{entry}/undo': { post: WithoutBody<wire.UndoneMessage, EntryPath> };
  '/api/conversations/{id}/messages/{entry}/retry': { post: WithoutBody<Nothing, EntryPath> };
  '/api/conversations/{id}/entries/{entry}/text': { get: Read<{ text: string }, EntryPath> };
  '/api/conversations/{id}/comments': { post: Write<{ operation_id: string; html: string }, wire.Entry, Id> };
  '/api/conversations/{id}/assignee': { put: Write<{ agent_id: string | null }, Nothing, Id> };
  '/api/conversations/{id}/closure': { post: WithoutBody<Nothing, Id>; delete: WithoutBody<Nothing, Id> };
  '/api/contacts/{id}': { get: Read<wire.Contact, Id>; patch: Write<{ name: string }, wire.Contact, Id> };
  '/api/contacts/{id}/conversations': { get: Read<wire.Page<wire.ConversationRow>, Id, PageQuery> };
  '/api/uploads/{id}': { delete: WithoutBody<Nothing, Id> };
  '/api/mail/ledger': {
    get: Read<
      wire.Page<wire.LedgerRow>,
      Record<never, never>,
      PageQuery & { verdict?: 'began' | 'joined' | 'duplicate'; address?: string }
    >;
  };
  '/api/mail/ledger/{id}/process': { post: WithoutBody<wire.LedgerRow, Id> };
  '/api/mail/delivery': {
    get: Read<wire.MailDelivery>;
    put: Write<
      {
        mode: 'direct' | 'relay';
        relay?: { host: string; port: number; tls: wire.RelayTls; username?: string; password?: string };
      },
      wire.MailDelivery
    >;
  };
  '/api/mail/dns': { get: Read<wire.DnsRecords> };
  '/api/mail/dns/check': { post: WithoutBody<wire.DnsRecords> };
}
