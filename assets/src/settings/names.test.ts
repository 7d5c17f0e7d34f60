import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import english from '../lib/i18n/catalogue.en';
import { sectionNames } from './names';

const words: Record<string, Record<string, string>> = english;
const folder = import.meta.dirname;
const sections = readFileSync(join(folder, 'sections.ts'), 'utf8');

/** What a page of the settings is made of: its component, and those beside it that it uses. */
function sources(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+\.svelte)'/g)) {
    const next = resolve(dirname(file), path!);
    if (next.startsWith(folder) && !next.endsWith('Card.svelte')) sources(next, seen);
  }
  return seen;
}

function fileOf(slug: string): string {
  const name = new RegExp(`(?:'${slug}'|\\b${slug}): (\\w+),`).exec(sections)?.[1];
  const path = new RegExp(`import ${name} from '([^']+)'`).exec(sections)?.[1];
  if (!path) throw new Error(`${slug} has a component`);
  return resolve(folder, path);
}

/** Shown only for a moment, after something was made. */
const passing = ['security.token_made'];

test.each(sectionNames.map((section) => section.slug))('the search finds every card of %s', (slug) => {
  const section = sectionNames.find((one) => one.slug === slug)!;
  const found = new Set<string>([section.label, ...section.finds]);
  const cards = [...sources(fileOf(slug))].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/<Card\s+title=\{t\('([^']+)'\)\}/g)].map((match) => match[1]!),
  );
  expect(cards.filter((title) => !found.has(title) && !passing.includes(title))).toEqual([]);
});

test('every page has its component and words that exist', () => {
  expect(new Set(sectionNames.map((one) => one.slug)).size).toBe(sectionNames.length);
  for (const { slug, label, finds } of sectionNames) {
    expect(readdirSync(dirname(fileOf(slug))).length, slug).toBeGreaterThan(0);
    for (const key of [label, ...finds]) {
      const [area, name] = key.split('.') as [string, string];
      expect(words[area]?.[name], key).toBeTypeOf('string');
    }
  }
});
