// Answers the contract from memory, so that the page can be worked on without a server. WebSockets are refused on
// purpose: the page falls back to the long poll, as behind a proxy that breaks them.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import type { Entry, Upload } from '../src/lib/api/types';
import { kept } from './conversations';
import { agents, inboxes, me, newId, type Kept } from './data';
import {
  frames,
  waiting,
  uploads,
  undo_s,
  undone,
  Refused,
  rowOf,
  byNewest,
  find,
  say,
  touch,
  add,
  plainActivity,
  inView,
  once,
  plain,
  write,
  page,
  type Body,
  type Handler,
} from './memory';

const routes: [string, RegExp, Handler][] = [
  [
    'GET',
    /^\/api\/me$/,
    () => ({
      agent: me,
      preferences: {
        theme: 'system',
        density: 'comfortable',
        single_keys: true,
        time_zone: null,
        first_steps_dismissed: true,
      },
      workspace: { name: 'Nordlicht Lamps', public_url: 'http://localhost', mail_domain: 'nordlicht.example' },
      inbox_ids: inboxes.map((one) => one.id),
      undo_s,
      upload_bytes_max: 25_000_000,
      feed_position: frames.length,
    }),
  ],
  ['GET', /^\/api\/agents$/, () => agents],
  ['GET', /^\/api\/teams$/, () => []],
  ['GET', /^\/api\/inboxes$/, () => inboxes],
  [
    'GET',
    /^\/api\/counts$/,
    () => {
      const rows = kept.map((one) => one.conversation);
      const countsOf = (inboxId: string | null) => {
        const names = ['mine', 'unassigned', 'bots', 'all_open', 'snoozed', 'closed', 'sent', 'spam', 'trash'];
        return Object.fromEntries(names.map((view) => [view, rows.filter((row) => inView(row, view, inboxId)).length]));
      };
      return {
        views: countsOf(null),
        inboxes: inboxes.map(({ id }) => ({ inbox_id: id, views: countsOf(id) })),
      };
    },
  ],
  [
    'GET',
    /^\/api\/conversations$/,
    ({ query }) => {
      const view = query.get('view') ?? 'all_open';
      return page(
        kept
          .toSorted(byNewest)
          .map((one) => rowOf(one.conversation))
          .filter((row) => inView(row, view, query.get('inbox_id'))),
        query,
      );
    },
  ],
  [
    'POST',
    /^\/api\/conversations$/,
    async ({ body }) => {
      const given = await body();
      return once(given, () => {
        const to = (given.to as { name: string; address: string }[])[0]!;
        const at = new Date().toISOString();
        const of: Kept = {
          bodies: new Map(),
          entries: [],
          conversation: {
            id: newId(),
            inbox_id: given.inbox_id as string,
            contact: { id: newId(), ...to },
            channel: 'email',
            subject: given.subject as string,
            status: 'open',
            assignee_id: me.id,
            is_with_bot: false,
            created_at: at,
            active_at: at,
            newest: { speaker: 'agent', agent_id: me.id, preview: '' },
            waiting_since: null,
            participant_count: 1,
            message_count: 1,
            comment_count: 0,
            due_at: null,
            wakes_on_reply: false,
            tag_ids: [],
            answered_by_ids: [],
            has_attachments: false,
            heard_id: null,
            attention: { seen_id: '', follows: true, named_id: null },
            follower_ids: [me.id],
            drafting_agent_ids: [],
            participants: [{ ...to, standing: 'known' }],
            reply: { to: [to], cc: [] },
            reply_all: { to: [to], cc: [] },
          },
        };
        kept.push(of);
        return { entry: write(of, given), conversation: of.conversation };
      });
    },
  ],
  ['GET', /^\/api\/conversations\/([\w-]+)$/, ({ params: [id] }) => find(id!).conversation],
  [
    'GET',
    /^\/api\/conversations\/([\w-]+)\/entries$/,
    ({ params: [id], query }) => {
      const { entries } = find(id!);
      const before = query.get('before');
      const end = before ? entries.findIndex((entry) => entry.id === before) : entries.length;
      const start = Math.max(0, end - Number(query.get('limit') ?? 50));
      return { items: entries.slice(start, end), has_older: start > 0 };
    },
  ],
  [
    'POST',
    /^\/api\/conversations\/([\w-]+)\/messages$/,
    async ({ params: [id], body }) => {
      const given = await body();
      if ((given.html as string).includes('please fail')) throw new Refused(503, 'storage_unavailable');
      return once(given, () => write(find(id!), given));
    },
  ],
  [
    'POST',
    /^\/api\/conversations\/([\w-]+)\/messages\/([\w-]+)\/undo$/,
    ({ params: [id, entryId] }) => {
      const of = find(id!);
      const entry = of.entries.find((one) => one.id === entryId);
      if (entry?.message?.outgoing?.sending.state !== 'held') throw new Refused(409, 'conflict');
      of.entries.splice(of.entries.indexOf(entry), 1);
      say({ type: 'entry_removed', entry_id: entryId, conversation: rowOf(of.conversation) });
      return undone.get(entryId!);
    },
  ],
  ['POST', /^\/api\/conversations\/([\w-]+)\/messages\/([\w-]+)\/retry$/, () => undefined],
  [
    'POST',
    /^\/api\/conversations\/([\w-]+)\/comments$/,
    async ({ params: [id], body }) => {
      const given = await body();
      const html = given.html as string;
      const text = plain(html);
      const entry: Entry = {
        id: newId(),
        conversation_id: id!,
        at: new Date().toISOString(),
        kind: 'comment',
        comment: { agent_id: me.id, html, text, mentions: [], attachments: [] },
      };
      return once(given, () => add(find(id!), entry, text, 'commenter'));
    },
  ],
  [
    'PUT',
    /^\/api\/conversations\/([\w-]+)\/assignee$/,
    async ({ params: [id], body }) => {
      const of = find(id!);
      const to = (await body()).agent_id as string | null;
      const from = of.conversation.assignee_id;
      touch(of, { assignee_id: to });
      const entry: Entry = {
        id: newId(),
        conversation_id: id!,
        at: new Date().toISOString(),
        kind: 'activity',
        activity: { ...plainActivity, change: 'assigned', from_agent_id: from, to_agent_id: to },
      };
      of.entries.push(entry);
      say({ type: 'entry_added', entry, conversation: rowOf(of.conversation) });
    },
  ],
  ...(['POST', 'DELETE'] as const).map((method): [string, RegExp, Handler] => [
    method,
    /^\/api\/conversations\/([\w-]+)\/closure$/,
    ({ params: [id] }) => {
      const of = find(id!);
      touch(of, { status: method === 'POST' ? 'closed' : 'open', waiting_since: null });
      const entry: Entry = {
        id: newId(),
        conversation_id: id!,
        at: new Date().toISOString(),
        kind: 'activity',
        activity: { ...plainActivity, change: method === 'POST' ? 'closed' : 'reopened' },
      };
      of.entries.push(entry);
      say({ type: 'entry_added', entry, conversation: rowOf(of.conversation) });
    },
  ]),
  [
    'GET',
    /^\/api\/conversations\/([\w-]+)\/entries\/([\w-]+)\/body$/,
    ({ params: [id, entryId], response }) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader(
        'content-security-policy',
        "default-src 'none'; img-src 'self' data: blob:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox",
      );
      response.end(find(id!).bodies.get(entryId!) ?? '');
      return response;
    },
  ],
  [
    'GET',
    /^\/api\/conversations\/([\w-]+)\/entries\/([\w-]+)\/text$/,
    () => ({ text: 'The whole text.\n\n> And what was quoted before.' }),
  ],
  [
    'GET',
    /^\/api\/conversations\/[\w-]+\/entries\/[\w-]+\/attachments\/\d+$/,
    ({ response }) => {
      response.setHeader('content-type', 'image/png');
      response.end(
        Buffer.from(
          'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
          'base64',
        ),
      );
      return response;
    },
  ],
  [
    'GET',
    /^\/api\/contacts\/([\w-]+)$/,
    ({ params: [id] }) => {
      const contact = kept.find((one) => one.conversation.contact.id === id)!.conversation.contact;
      return {
        id,
        name: contact.name,
        addresses: contact.address ? [contact.address] : [],
        created_at: kept[0]!.conversation.created_at,
        seen_at: new Date().toISOString(),
      };
    },
  ],
  [
    'PATCH',
    /^\/api\/contacts\/([\w-]+)$/,
    async ({ params: [id], body }) => {
      const of = kept.find((one) => one.conversation.contact.id === id)!;
      const name = (await body()).name as string;
      touch(of, { contact: { ...of.conversation.contact, name } });
      return {
        id,
        name,
        addresses: [of.conversation.contact.address],
        created_at: of.conversation.created_at,
        seen_at: new Date().toISOString(),
      };
    },
  ],
  [
    'GET',
    /^\/api\/contacts\/([\w-]+)\/conversations$/,
    ({ params: [id], query }) => {
      const own = kept.filter((one) => one.conversation.contact.id === id);
      const others = kept.filter((one) => one.conversation.status === 'closed').slice(0, 3);
      return page(
        [...own, ...others].map((one) => rowOf(one.conversation)),
        query,
      );
    },
  ],
  [
    'POST',
    /^\/api\/uploads$/,
    async ({ query, raw, request }) => {
      const bytes = await raw();
      const type = request.headers['content-type'] ?? 'application/octet-stream';
      const upload: Upload = { id: newId(), name: query.get('name') ?? 'file', media_type: type, size: bytes.length };
      uploads.set(upload.id, { upload, bytes, type });
      return upload;
    },
  ],
  ['DELETE', /^\/api\/uploads\/([\w-]+)$/, ({ params: [id] }) => void uploads.delete(id!)],
  [
    'GET',
    /^\/api\/uploads\/([\w-]+)\/content$/,
    ({ params: [id], response }) => {
      const found = uploads.get(id!);
      if (!found) throw new Refused(404, 'not_found');
      response.setHeader('content-type', found.type);
      response.end(found.bytes);
      return response;
    },
  ],
  [
    'GET',
    /^\/api\/events$/,
    async ({ query }) => {
      const after = Number(query.get('after') ?? 0);
      if (frames.length <= after && Number(query.get('wait_s') ?? 0) > 0) {
        await new Promise<void>((resolve) => {
          const wake = () => {
            waiting.delete(wake);
            resolve();
          };
          waiting.add(wake);
          setTimeout(wake, 25_000);
        });
      }
      return { frames: frames.slice(after), position: frames.length };
    },
  ],
];

async function answer(request: IncomingMessage, response: ServerResponse, next: Connect.NextFunction): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://mock');
  if (!url.pathname.startsWith('/api/')) return next();
  const raw = async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  };
  for (const [method, pattern, handle] of routes) {
    const found = request.method === method ? pattern.exec(url.pathname) : null;
    if (!found) continue;
    try {
      const result = await handle({
        params: found.slice(1),
        query: url.searchParams,
        raw,
        body: async () => JSON.parse((await raw()).toString()) as Body,
        request,
        response,
      });
      if (result === response) return;
      response.statusCode = result === undefined ? 204 : 200;
      response.setHeader('content-type', 'application/json');
      response.end(result === undefined ? '' : JSON.stringify(result));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      response.statusCode = error.status;
      response.setHeader('content-type', 'application/problem+json');
      response.end(
        JSON.stringify({ type: 'about:blank', title: error.code, status: error.status, detail: '', code: error.code }),
      );
    }
    return;
  }
  response.statusCode = 404;
  response.setHeader('content-type', 'application/problem+json');
  response.end(JSON.stringify({ type: 'about:blank', title: 'Not found', status: 404, detail: '', code: 'not_found' }));
}

/** Somebody writes now and then, so that the page can be seen to be alive. */
function live(): void {
  setInterval(() => {
    const of = kept[10 + Math.floor(Math.random() * 60)]!;
    const at = new Date().toISOString();
    touch(of, {
      active_at: at,
      waiting_since: at,
      status: 'open',
      newest: { speaker: 'contact', agent_id: null, preview: 'One more thing: could you also send me the manual?' },
    });
  }, 20_000).unref();
}

export function mock(): Plugin {
  return {
    name: 'postroom-mock',
    configureServer(server) {
      if (!process.env.POSTROOM_MOCK_STILL) live();
      server.middlewares.use((request, response, next) => void answer(request, response, next));
    },
  };
}
