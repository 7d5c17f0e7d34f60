// Whom a comment names: the editor marks them as `<span data-mention="agent-ID">`.
import type { components } from '../lib/api/schema';

type Mention = components['schemas']['MentionView'];

const mark = /data-mention="(agent|team)-([\w-]+)"/g;

/** The colleagues named in what the editor wrote, each once. */
export function mentionsIn(html: string): Mention[] {
  const found = new Map<string, Mention>();
  for (const [, kind, id] of html.matchAll(mark))
    found.set(`${kind} ${id}`, { kind: kind as Mention['kind'], id: id! });
  return [...found.values()];
}
