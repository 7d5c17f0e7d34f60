// Pictures that are pasted or dropped: a place is kept while they travel, then the picture stands there.
import { Plugin, PluginKey } from 'prosemirror-state';
import { Decoration, DecorationSet, type EditorView } from 'prosemirror-view';
import { schema } from './schema';

/** Sends a picture and yields the address under which it can be shown. */
export type SendPicture = (file: File) => Promise<string>;

type Step = { put: { id: object; at: number } } | { take: { id: object } };
const key = new PluginKey<DecorationSet>('pictures');

export function pictures(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply(transaction, set) {
        const moved = set.map(transaction.mapping, transaction.doc);
        const step = transaction.getMeta(key) as Step | undefined;
        if (!step) return moved;
        if ('take' in step) return moved.remove(moved.find(undefined, undefined, (spec) => spec.id === step.take.id));
        const place = document.createElement('span');
        place.className = 'picture-place';
        return moved.add(transaction.doc, [Decoration.widget(step.put.at, place, { id: step.put.id })]);
      },
    },
    props: { decorations: (state) => key.getState(state) },
  });
}

export function picturesIn(data: DataTransfer): File[] {
  return [...data.files].filter((file) => /^image\/(png|jpeg|gif|webp|avif)$/.test(file.type));
}

export async function insertPicture(view: EditorView, file: File, at: number, send: SendPicture): Promise<void> {
  const id = {};
  view.dispatch(view.state.tr.setMeta(key, { put: { id, at } } satisfies Step));
  let src: string | undefined;
  try {
    src = await send(file);
  } finally {
    if (!view.isDestroyed) {
      const place = key.getState(view.state)?.find(undefined, undefined, (spec) => spec.id === id)[0]?.from;
      const transaction = view.state.tr.setMeta(key, { take: { id } } satisfies Step);
      // The place is gone when somebody deleted what stood around it.
      if (src !== undefined && place !== undefined) {
        transaction.insert(place, schema.nodes.image.create({ src, alt: file.name }));
      }
      view.dispatch(transaction);
    }
  }
}
