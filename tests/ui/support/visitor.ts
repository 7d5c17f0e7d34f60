// A visitor of a web site, as the panel speaks for them.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Postroom } from './postroom.ts';

type Json = Record<string, unknown>;

export class Visitor {
  private constructor(
    private readonly postroom: Postroom,
    private readonly token: string,
  ) {}

  /** Opens the chat of a new channel, which the person at the page makes. */
  static async open(page: Page, postroom: Postroom): Promise<Visitor> {
    const channel = await page.evaluate(async () => {
      const ask = async (path: string, body?: object) => {
        const method = body ? 'POST' : 'GET';
        const headers = { 'content-type': 'application/json' };
        return (await fetch(path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })).json();
      };
      const [inbox] = await ask('/api/inboxes');
      return ask('/api/channels', { inbox_id: inbox.id, name: 'Shop', allowed_origins: ['https://shop.example'] });
    });
    const body = {
      channel: channel.public_key,
      token: null,
      identity: null,
      page: { url: 'https://shop.example/tea', title: 'Green tea', referrer: '', language: 'nl', device: 'phone' },
    };
    const answer = await fetch(`${postroom.url}/api/visitor/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const session = (await answer.json()) as { token: string };
    return new Visitor(postroom, session.token);
  }

  async call(method: string, path: string, body?: Json): Promise<Json> {
    const answer = await fetch(`${this.postroom.url}/api/visitor${path}`, {
      method,
      headers: { authorization: `Visitor ${this.token}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? {} : ((await answer.json()) as Json);
  }

  /** Begins a conversation; says its id. */
  async start(text: string, more: Json = {}): Promise<string> {
    const said = await this.call('POST', '/conversations', { operation_id: randomUUID(), text, ...more });
    return (said.conversation as { id: string }).id;
  }

  async say(conversation: string, text: string): Promise<void> {
    await this.call('POST', `/conversations/${conversation}/messages`, { operation_id: randomUUID(), text });
  }

  async words(conversation: string): Promise<{ id: string; text: string }[]> {
    const page = await this.call('GET', `/conversations/${conversation}/entries`);
    return page.items as { id: string; text: string }[];
  }
}
