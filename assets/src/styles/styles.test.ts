import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contrast, luminance, parseOklch } from './oklch';

const source = join(import.meta.dirname, '..');
const tokens = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

const themes = ['light', 'dark'] as const;

function colour(token: string, theme: (typeof themes)[number]): number {
  const value = new RegExp(`--${token}: (.+);`).exec(tokens)?.[1];
  if (!value) throw new Error(`there is no token --${token}`);
  const found = value.match(/oklch\([^)]*\)/g) ?? [];
  const text = found.length === 1 ? found[0] : found[theme === 'light' ? 0 : 1];
  return luminance(parseOklch(text ?? ''));
}

const surfaces = ['surface-0', 'surface-1', 'surface-2', 'surface-3'];
const softs = ['accent-soft', 'accent-soft-hover', 'comment', 'mine'];

const pairs: [string, string[], number][] = [
  ['text', [...surfaces, ...softs, 'good-soft', 'warn-soft', 'bad-soft', 'mark'], 4.5],
  ['text-soft', [...surfaces, ...softs, 'good-soft', 'warn-soft', 'bad-soft'], 4.5],
  ['text-faint', [...surfaces, ...softs], 4.5],
  ['accent', [...surfaces, 'accent-soft', 'mine', 'comment'], 4.5],
  ['accent-hover', [...surfaces, 'accent-soft', 'accent-soft-hover'], 4.5],
  ['on-accent', ['accent', 'accent-hover'], 4.5],
  ['brand', surfaces, 3],
  ['good', [...surfaces, 'good-soft', 'accent-soft'], 4.5],
  ['warn', [...surfaces, 'warn-soft', 'accent-soft', 'accent-soft-hover'], 4.5],
  ['bad', [...surfaces, 'bad-soft', 'accent-soft', 'mine'], 4.5],
  ['comment-text', [...surfaces, 'comment', 'accent-soft', 'accent-soft-hover'], 4.5],
  ['viewing', [...surfaces, 'accent-soft'], 3],
  ['typing', [...surfaces, 'accent-soft'], 3],
  ['line-strong', ['surface-0', 'surface-1', 'surface-2'], 3],
  ...['grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'].map(
    (name): [string, string[], number] => [`tag-${name}`, [...surfaces, 'accent-soft'], 3],
  ),
];

/** Colours that carry no words and no meaning of their own, each with its reason. */
const unmeasured: Record<string, string> = {
  line: 'divides what is divided by space as well; `prefers-contrast` makes it strong',
  'comment-line': 'the edge of a note, which has a label and an icon',
  'mine-line': 'the edge of a card, which has a name',
  badge: 'drawn on the picture of the tab, with a white edge; the title says the same',
  'code-light': 'a code for cameras: the same in both themes',
  'code-dark': 'a code for cameras: the same in both themes',
  scrim: 'darkens what is behind a dialog',
  'avatar-lightness': 'measured on every hue below',
  'avatar-ink': 'measured on every hue below',
};

test('every colour is measured, or has a reason not to be', () => {
  const colours = [...tokens.matchAll(/--([\w-]+): (?:light-dark\()?oklch/g)].map((match) => match[1]!);
  const measured = new Set(pairs.flatMap(([token, grounds]) => [token, ...grounds]));
  const known = (name: string) => measured.has(name) || name in unmeasured || name.startsWith('shadow');
  expect(colours.length).toBeGreaterThan(30);
  expect(colours.filter((name) => !known(name))).toEqual([]);
  expect(Object.keys(unmeasured).filter((name) => !colours.includes(name))).toEqual([]);
});

describe.each(themes)('in the %s theme', (theme) => {
  test.each(pairs)('%s can be read on %j at %f', (token, grounds, least) => {
    for (const ground of grounds) {
      const ratio = contrast(colour(token, theme), colour(ground, theme));
      expect(ratio, `${token} on ${ground}`).toBeGreaterThanOrEqual(least);
    }
  });

  test('initials can be read on every hue of an avatar', () => {
    const parts = (token: string) => {
      const found = new RegExp(`--${token}: (.+);`).exec(tokens)![1]!.match(/oklch\([^)]*\)/g)!;
      return parseOklch(found[theme === 'light' ? 0 : 1]!);
    };
    const [groundLightness, groundChroma] = parts('avatar-lightness');
    const [inkLightness, inkChroma] = parts('avatar-ink');
    for (let hue = 0; hue < 360; hue += 5) {
      const ratio = contrast(
        luminance([groundLightness, groundChroma, hue]),
        luminance([inkLightness, inkChroma, hue]),
      );
      expect(ratio, `hue ${hue}`).toBeGreaterThanOrEqual(4.5);
    }
  });
});

const sheets = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(svelte|css)$/.test(path) && !path.endsWith('tokens.css'))
  .map((path) => {
    const text = readFileSync(join(source, path), 'utf8');
    return { path, css: path.endsWith('.css') ? text : (/<style>([^]*)<\/style>/.exec(text)?.[1] ?? '') };
  });

test('only the tokens name colours and durations', () => {
  const raw = /#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|\boklch\((?!from var)|\b\d+m?s\b/i;
  const found = sheets.flatMap(({ path, css }) =>
    css
      .split('\n')
      .filter((line) => raw.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});

test('no sheet speaks of left and right, so that every page can be mirrored', () => {
  const physical = /(^|[\s;{-])(left|right)\s*:|text-align:\s*(left|right)|(margin|padding|border)-(left|right)/;
  const found = sheets.flatMap(({ path, css }) =>
    css
      .split('\n')
      .filter((line) => physical.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});

test('every token that is used exists', () => {
  const known = new Set([...tokens.matchAll(/(--[\w-]+):/g)].map((match) => match[1]));
  // Set by the component itself, with a `style:` directive.
  const local = /style:(--[\w-]+)/g;
  const found = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.svelte') || path.endsWith('base.css'))
    .flatMap((path) => {
      const text = readFileSync(join(source, path), 'utf8');
      const own = new Set([...text.matchAll(local)].map((match) => match[1]));
      return [...text.matchAll(/var\((--[\w-]+)/g)]
        .map((match) => match[1]!)
        .filter((name) => !known.has(name) && !own.has(name) && !name.startsWith('--bits-'))
        .map((name) => `${path}: ${name}`);
    });
  expect(found).toEqual([]);
});
