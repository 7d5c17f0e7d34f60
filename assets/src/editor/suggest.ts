// Words that begin with a sign and ask for something: `@` a colleague, `#` and `/` a snippet, `:` an emoji.
import type { EditorState } from 'prosemirror-state';
import { Plugin } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import type { Facts } from './tokens';

export type Sign = '@' | '#' | '/' | ':';

export interface Trigger {
  sign: Sign;
  query: string;
  /** From the sign to the caret. */
  from: number;
  to: number;
}

export interface Suggestion {
  key: string;
  label: string;
  /** Said beside the label, softer. */
  detail?: string;
  /** Drawn before the label: an emoji, or `#`. */
  mark?: string;
  content:
    | { kind: 'text'; text: string }
    | { kind: 'mention'; id: string; name: string }
    | { kind: 'html'; html: string; facts: Facts };
}

export type Sources = Partial<Record<Sign, (query: string) => Suggestion[] | Promise<Suggestion[]>>>;

/** A query longer than this is a sentence. */
const query_max = 30;
/** So many letters make `:` more than punctuation. */
const emoji_min = 2;
const pattern = /(?:^|[\s([{"'“‘])([@#/:])([^\s@#/:]*)$/u;

/** What stands before the caret and asks for something. */
export function triggerAt(state: EditorState, signs: readonly Sign[]): Trigger | undefined {
  const { $from, empty } = state.selection;
  if (!empty || $from.parent.type.spec.code || !$from.parent.isTextblock) return undefined;
  if ($from.marks().some((mark) => mark.type.spec.code)) return undefined;
  const before = $from.parent.textBetween(
    Math.max(0, $from.parentOffset - query_max - 2),
    $from.parentOffset,
    '\n',
    '\ufffc',
  );
  const match = pattern.exec(before);
  if (!match) return undefined;
  const sign = match[1] as Sign;
  const query = match[2]!;
  if (!signs.includes(sign) || query.length > query_max) return undefined;
  if (sign === ':' && query.length < emoji_min) return undefined;
  return { sign, query, from: $from.pos - query.length - 1, to: $from.pos };
}

/** Tells what is asked for whenever that changes, and lets the list have its keys first. */
export function suggest(
  signs: readonly Sign[],
  asked: (trigger: Trigger | undefined, view: EditorView) => void,
  key: (event: KeyboardEvent) => boolean,
): Plugin {
  return new Plugin({
    props: { handleKeyDown: (_view, event) => key(event) },
    view: () => ({
      update(view, before) {
        if (before && before.doc.eq(view.state.doc) && before.selection.eq(view.state.selection)) return;
        // While a character is being composed, the text is not there yet.
        if (view.composing) return;
        asked(view.hasFocus() ? triggerAt(view.state, signs) : undefined, view);
      },
    }),
  });
}
