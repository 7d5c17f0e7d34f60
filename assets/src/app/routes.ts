// Every address of the page. A new page is a line here, a line in pages.ts and a component.
import { inject, parse } from 'regexparam';
import type { ViewName } from '../lib/api/types';

/** The server's views, and the drafts of the person at the screen, which are no conversations of their own. */
export type ShownView = ViewName | 'drafts';

/** Views as they stand in addresses. */
export const viewSlugs: Record<ShownView, string> = {
  mine: 'mine',
  unassigned: 'unassigned',
  bots: 'bots',
  all_open: 'open',
  snoozed: 'snoozed',
  closed: 'closed',
  sent: 'sent',
  drafts: 'drafts',
  spam: 'spam',
  trash: 'trash',
  mentions: 'mentions',
};

export const routes = {
  inbox: '/inbox/:view?/:conversation?',
  chatflows: '/chatflows/:chatflow?/:tab?',
  settings: '/settings/:section?/:item?',
  sign_in: '/sign-in',
  setup: '/setup',
  invitation: '/invitation',
  forgotten: '/forgotten',
  reset: '/reset',
} as const;

export type RouteName = keyof typeof routes;
export type Values = Partial<Record<string, string>>;

export interface Place {
  route: RouteName | 'home' | 'unknown';
  values: Values;
  query: URLSearchParams;
}

const parsed = Object.entries(routes).map(([name, pattern]) => ({ name: name as RouteName, ...parse(pattern) }));

/** What an address, without the base path, shows. */
export function match(path: string, search: string): Place {
  const query = new URLSearchParams(search);
  if (path === '/') return { route: 'home', values: {}, query };
  for (const { name, keys, pattern } of parsed) {
    const found = pattern.exec(path);
    if (!found) continue;
    const values: Values = {};
    keys.forEach((key, index) => {
      const value = found[index + 1];
      if (value !== undefined) values[key] = decodeURIComponent(value);
    });
    return { route: name, values, query };
  }
  return { route: 'unknown', values: {}, query };
}

/** The address of a page, without the base path. */
export function pathTo(route: RouteName, values: Values = {}, query: Record<string, string | undefined> = {}): string {
  const encoded = Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, encodeURIComponent(value)]])),
  );
  const search = new URLSearchParams(
    Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined),
  ).toString();
  return inject(routes[route], encoded) + (search ? `?${search}` : '');
}
