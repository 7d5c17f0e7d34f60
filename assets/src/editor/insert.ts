// What a suggestion puts into the text.
import { Fragment, Slice, type Node } from 'prosemirror-model';
import { TextSelection } from 'prosemirror-state';
import type { EditorView } from 'prosemirror-view';
import { sliceOf } from './clean';
import { schema } from './schema';
import type { Suggestion, Trigger } from './suggest';
import { filled, filledText, piecesOf, type Facts } from './tokens';

export async function insertSuggestion(
  view: EditorView,
  { from, to }: Trigger,
  { content }: Suggestion,
): Promise<void> {
  switch (content.kind) {
    case 'text':
      view.dispatch(view.state.tr.insertText(`${content.text} `, from, to).scrollIntoView());
      break;
    case 'mention': {
      const mention = schema.nodes.mention.create({ id: content.id, name: content.name });
      view.dispatch(view.state.tr.replaceWith(from, to, [mention, schema.text(' ')]).scrollIntoView());
      break;
    }
    case 'html': {
      // The words that asked go at once: the snippet may take a moment to be read.
      view.dispatch(view.state.tr.delete(from, to));
      const slice = withTokens(await sliceOf(content.html), content.facts);
      if (view.isDestroyed) return;
      const at = Math.min(from, view.state.doc.content.size);
      const transaction = view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at)));
      view.dispatch(transaction.replaceSelection(slice).scrollIntoView());
      break;
    }
  }
  view.focus();
}

/** Makes chips of the tokens in a text that was just read. */
export function withTokens(slice: Slice, facts: Facts): Slice {
  return new Slice(tokenized(slice.content, facts), slice.openStart, slice.openEnd);
}

function tokenized(fragment: Fragment, facts: Facts): Fragment {
  const nodes: Node[] = [];
  fragment.forEach((node) => {
    if (!node.isText) {
      // Code holds letters and nothing else.
      const code = node.type.spec.code && node.textContent;
      if (code) nodes.push(node.copy(Fragment.from(schema.text(filledText(code, facts) || ' '))));
      else nodes.push(node.copy(tokenized(node.content, facts)));
      return;
    }
    for (const piece of piecesOf(node.text ?? '')) {
      if ('text' in piece) nodes.push(schema.text(piece.text, node.marks));
      else {
        const value = filled(piece.token, piece.fallback, facts);
        nodes.push(schema.nodes.token.create({ name: piece.token, value }, null, node.marks));
      }
    }
  });
  return Fragment.fromArray(nodes);
}
