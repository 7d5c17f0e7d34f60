// What keys and buttons do in the editor.
import { baseKeymap, chainCommands, exitCode, setBlockType, toggleMark, wrapIn, lift } from 'prosemirror-commands';
import { redo, undo } from 'prosemirror-history';
import {
  InputRule,
  inputRules,
  textblockTypeInputRule,
  undoInputRule,
  wrappingInputRule,
} from 'prosemirror-inputrules';
import { keymap } from 'prosemirror-keymap';
import type { MarkType, NodeType } from 'prosemirror-model';
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list';
import type { Command, EditorState, Plugin } from 'prosemirror-state';
import { isSafeHref, schema } from './schema';

const { nodes, marks } = schema;

export type Action =
  | 'strong'
  | 'em'
  | 'underline'
  | 'strike'
  | 'code'
  | 'bullet_list'
  | 'ordered_list'
  | 'blockquote'
  | 'code_block'
  | 'undo'
  | 'redo';

export const actions: Record<Action, Command> = {
  strong: toggleMark(marks.strong),
  em: toggleMark(marks.em),
  underline: toggleMark(marks.underline),
  strike: toggleMark(marks.strike),
  code: toggleMark(marks.code),
  bullet_list: toggleList(nodes.bullet_list),
  ordered_list: toggleList(nodes.ordered_list),
  blockquote: (state, dispatch, view) =>
    (isInside(state, nodes.blockquote) ? lift : wrapIn(nodes.blockquote))(state, dispatch, view),
  code_block: (state, dispatch, view) =>
    setBlockType(isInside(state, nodes.code_block) ? nodes.paragraph : nodes.code_block)(state, dispatch, view),
  undo,
  redo,
};

/** Which buttons are pressed where the caret stands. */
export function activeActions(state: EditorState): Set<Action | 'link'> {
  const active = new Set<Action | 'link'>();
  for (const name of ['strong', 'em', 'underline', 'strike', 'code', 'link'] as const) {
    if (hasMark(state, marks[name])) active.add(name);
  }
  for (const name of ['bullet_list', 'ordered_list', 'blockquote', 'code_block'] as const) {
    if (isInside(state, nodes[name])) active.add(name);
  }
  return active;
}

/** The address of the link at the caret, if there is one. */
export function linkAt(state: EditorState): string {
  const { $from } = state.selection;
  const found = marks.link.isInSet($from.marks()) ?? marks.link.isInSet($from.nodeAfter?.marks ?? []);
  return (found?.attrs.href as string | undefined) ?? '';
}

/** Links the selection, or writes the address itself; an empty address takes the link away. */
export function setLink(address: string): Command {
  return (state, dispatch) => {
    const wanted = address.trim();
    const href =
      !wanted || isSafeHref(wanted) ? wanted : wanted.includes('@') ? `mailto:${wanted}` : `https://${wanted}`;
    const { from, to, empty } = linkRange(state);
    const transaction = state.tr;
    if (!href) transaction.removeMark(from, to, marks.link);
    else if (empty) transaction.insert(from, schema.text(wanted, [marks.link.create({ href })]));
    else transaction.removeMark(from, to, marks.link).addMark(from, to, marks.link.create({ href }));
    dispatch?.(transaction.scrollIntoView());
    return true;
  };
}

export function keys(): Plugin[] {
  const breakLine: Command = (state, dispatch) => {
    dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
    return true;
  };
  return [
    keymap({
      'Mod-b': actions.strong,
      'Mod-i': actions.em,
      'Mod-u': actions.underline,
      'Mod-Shift-x': actions.strike,
      'Mod-e': actions.code,
      'Mod-Shift-7': actions.ordered_list,
      'Mod-Shift-8': actions.bullet_list,
      'Mod-Shift-9': actions.blockquote,
      'Mod-z': undo,
      'Mod-y': redo,
      'Mod-Shift-z': redo,
      // Tab leaves the editor, so that the keyboard is never caught in it (WCAG 2.1.2).
      'Mod-]': sinkListItem(nodes.list_item),
      'Mod-[': liftListItem(nodes.list_item),
      'Shift-Enter': chainCommands(exitCode, breakLine),
      Enter: splitListItem(nodes.list_item),
      Backspace: undoInputRule,
    }),
    keymap(baseKeymap),
    inputRules({
      rules: [
        wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
        wrappingInputRule(/^\s*([-*])\s$/, nodes.bullet_list),
        wrappingInputRule(/^(\d+)\.\s$/, nodes.ordered_list, (match) => ({ order: Number(match[1]) })),
        textblockTypeInputRule(/^```$/, nodes.code_block),
        linkRule(),
      ],
    }),
  ];
}

/** An address becomes a link when a space follows it. */
function linkRule(): InputRule {
  return new InputRule(/(?:^|\s)(https?:\/\/\S+[^\s.,;:!?)\]'"])\s$/, (state, match, start, end) => {
    const href = match[1]!;
    const from = start + match[0].indexOf(href);
    return state.tr.addMark(from, Math.min(from + href.length, end), marks.link.create({ href })).insertText(' ', end);
  });
}

function toggleList(type: NodeType): Command {
  return (state, dispatch, view) => {
    if (isInside(state, type)) return liftListItem(nodes.list_item)(state, dispatch, view);
    return wrapInList(type)(state, dispatch, view);
  };
}

function isInside(state: EditorState, type: NodeType): boolean {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type === type) return true;
  return false;
}

function hasMark(state: EditorState, type: MarkType): boolean {
  const { from, to, empty, $from } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  return state.doc.rangeHasMark(from, to, type);
}

/** The whole link when the caret merely stands in it. */
function linkRange(state: EditorState): { from: number; to: number; empty: boolean } {
  const { from, to, empty, $from } = state.selection;
  if (!empty) return { from, to, empty };
  const mark = marks.link.isInSet($from.marks());
  if (!mark) return { from, to, empty };
  let start = from;
  let end = to;
  const parentStart = $from.start();
  $from.parent.forEach((node, offset) => {
    const nodeStart = parentStart + offset;
    const isHere = nodeStart <= from && from <= nodeStart + node.nodeSize;
    if (isHere && mark.isInSet(node.marks)) {
      start = nodeStart;
      end = nodeStart + node.nodeSize;
    }
  });
  return { from: start, to: end, empty: start === end };
}
