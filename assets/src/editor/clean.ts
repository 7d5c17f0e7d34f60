// Foreign HTML becomes a document of our schema, and a document becomes HTML. DOMPurify is the only parser: it owns a
// Trusted Types policy, and what it yields runs nothing and loads nothing. It comes when it is first needed.
import { DOMParser, DOMSerializer, type Node, type Slice } from 'prosemirror-model';
import { schema } from './schema';

const parser = DOMParser.fromSchema(schema);
const serializer = DOMSerializer.fromSchema(schema);

let purifier: Promise<(html: string) => HTMLElement> | undefined;

/** Fetches the purifier ahead of the first paste. */
export function prepare(): Promise<(html: string) => HTMLElement> {
  purifier ??= import('dompurify').then(({ default: createPurify }) => {
    const purify = createPurify(window);
    return (html) =>
      purify.sanitize(html, { RETURN_DOM: true, FORBID_TAGS: ['style', 'svg', 'math', 'form'] }) as HTMLElement;
  });
  return purifier;
}

export async function documentOf(html: string): Promise<Node> {
  return parser.parse((await prepare())(html));
}

export async function sliceOf(html: string): Promise<Slice> {
  return parser.parseSlice((await prepare())(html));
}

export function htmlOf(document: Node): string {
  const holder = window.document.createElement('div');
  holder.append(serializer.serializeFragment(document.content));
  return holder.innerHTML;
}
