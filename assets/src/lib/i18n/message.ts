// The words of one locale, compiled: `{name}` and `{n, plural, =0 {…} one {…} other {…}}` with `#` for the number.

export type Values = Record<string, string | number>;

type Part =
  | { kind: 'text'; text: string }
  | { kind: 'value'; name: string }
  | { kind: 'plural'; name: string; cases: Map<string, Part[]> };

const plural = /^(\w+),\s*plural,\s*/;

export function compile(source: string): Part[] {
  const parts: Part[] = [];
  let text = '';
  let at = 0;
  while (at < source.length) {
    const character = source[at];
    if (character !== '{') {
      text += character;
      at += 1;
      continue;
    }
    const end = closing(source, at);
    const inner = source.slice(at + 1, end);
    if (text) parts.push({ kind: 'text', text });
    text = '';
    const head = plural.exec(inner);
    parts.push(
      head
        ? { kind: 'plural', name: head[1]!, cases: cases(inner.slice(head[0].length)) }
        : { kind: 'value', name: inner.trim() },
    );
    at = end + 1;
  }
  if (text) parts.push({ kind: 'text', text });
  return parts;
}

export function format(parts: Part[], values: Values, locale: string, count?: number): string {
  return parts
    .map((part) => {
      switch (part.kind) {
        case 'text':
          return count === undefined ? part.text : part.text.replaceAll('#', number(count, locale));
        case 'value': {
          const value = values[part.name];
          return typeof value === 'number' ? number(value, locale) : isolated(value ?? `{${part.name}}`);
        }
        case 'plural': {
          const n = Number(values[part.name] ?? 0);
          const chosen =
            part.cases.get(`=${n}`) ?? part.cases.get(pluralRules(locale).select(n)) ?? part.cases.get('other') ?? [];
          return format(chosen, values, locale, n);
        }
      }
    })
    .join('');
}

/** What is written from right to left must not reorder the words around it (Unicode Standard Annex 9, 6.3). */
export function isolated(value: string): string {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(value) ? `\u2068${value}\u2069` : value;
}

/** The names that a message asks for, and the plural cases that it knows: what must agree between locales. */
export function holes(parts: Part[]): string[] {
  return parts.flatMap((part) => {
    switch (part.kind) {
      case 'text':
        return [];
      case 'value':
        return [part.name];
      case 'plural':
        return [`${part.name}, plural`, ...[...part.cases.values()].flatMap(holes)];
    }
  });
}

export function pluralCases(parts: Part[]): string[][] {
  return parts.flatMap((part) => (part.kind === 'plural' ? [[...part.cases.keys()]] : []));
}

function closing(source: string, open: number): number {
  let depth = 0;
  for (let at = open; at < source.length; at += 1) {
    if (source[at] === '{') depth += 1;
    if (source[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`A brace is not closed: ${source}`);
}

function cases(source: string): Map<string, Part[]> {
  const found = new Map<string, Part[]>();
  let rest = source.trim();
  while (rest) {
    const open = rest.indexOf('{');
    const end = closing(rest, open);
    found.set(rest.slice(0, open).trim(), compile(rest.slice(open + 1, end)));
    rest = rest.slice(end + 1).trim();
  }
  return found;
}

const rules = new Map<string, Intl.PluralRules>();
function pluralRules(locale: string): Intl.PluralRules {
  let found = rules.get(locale);
  if (!found) rules.set(locale, (found = new Intl.PluralRules(locale)));
  return found;
}

const numbers = new Map<string, Intl.NumberFormat>();
export function number(value: number, locale: string): string {
  let found = numbers.get(locale);
  if (!found) numbers.set(locale, (found = new Intl.NumberFormat(locale)));
  return found.format(value);
}
