// What the signs find: colleagues, snippets, emoji.
import { allAgents, allInboxes, allTeams } from '../../app/session.svelte';
import type { Inbox } from '../../lib/api/types';
import type { Sources, Suggestion } from '../../editor/suggest';
import type { Facts } from '../../editor/tokens';
import { t } from '../../lib/i18n/i18n.svelte';
import { snippets } from './snippets.svelte';

/** For a message and for a comment; only a comment names colleagues: a contact must not read their handles. */
export function sourcesFor(kind: 'message' | 'comment', inboxId: string | null, facts: () => Facts): Sources {
  const snippet = async (query: string) => foundSnippets(query, inboxId, facts());
  return {
    ...(kind === 'comment' ? { '@': (query: string) => foundColleagues(query, inboxId) } : {}),
    '#': snippet,
    '/': snippet,
    ':': async (query: string) => {
      const { foundEmoji } = await import('../../editor/emoji');
      return foundEmoji(query);
    },
  };
}

function foundColleagues(query: string, inboxId: string | null): Suggestion[] {
  const inbox = allInboxes().find((one) => one.id === inboxId);
  const teams: Suggestion[] = allTeams()
    .filter((team) => begins(team.name, query))
    .map((team) => ({
      key: team.id,
      label: team.name,
      detail: t('compose.mention_team', { n: team.member_ids.length }),
      mark: '@',
      content: { kind: 'mention', id: `team-${team.id}`, name: team.name },
    }));
  const agents: Suggestion[] = allAgents()
    .filter((agent) => agent.standing === 'active' && canRead(agent, inbox) && begins(agent.name, query))
    .map((agent) => ({
      key: agent.id,
      label: agent.name,
      detail: agent.email,
      mark: '@',
      content: { kind: 'mention', id: `agent-${agent.id}`, name: agent.name },
    }));
  return [...agents, ...teams];
}

function canRead(agent: { id: string; role: string }, inbox: Inbox | undefined): boolean {
  if (!inbox || agent.role === 'administrator' || inbox.members.kind === 'everyone') return true;
  return inbox.members.agent_ids.includes(agent.id);
}

async function foundSnippets(query: string, inboxId: string | null, facts: Facts): Promise<Suggestion[]> {
  const wanted = folded(query);
  const all = (await snippets()).filter((one) => one.inbox_id === null || one.inbox_id === inboxId);
  const byShortcut = all.filter((one) => folded(one.shortcut).startsWith(wanted));
  const byName = all.filter((one) => !byShortcut.includes(one) && begins(one.name, query));
  return [...byShortcut, ...byName].map((one) => ({
    key: one.id,
    label: one.name,
    detail: `#${one.shortcut}`,
    mark: '#',
    content: { kind: 'html', html: one.html, facts },
  }));
}

/** Whether any word of a name begins like this, whatever its accents. */
function begins(name: string, query: string): boolean {
  const wanted = folded(query);
  return folded(name)
    .split(/[\s.-]+/)
    .some((word, index, words) => word.startsWith(wanted) || words.slice(index).join(' ').startsWith(wanted));
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
