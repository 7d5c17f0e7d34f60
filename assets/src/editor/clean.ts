// HTML becomes a document of our schema, and a document becomes HTML.
import { DOMParser, DOMSerializer, type Node, type Slice } from 'prosemirror-model';
import { purified } from '../lib/purify';
import { schema } from './schema';

const parser = DOMParser.fromSchema(schema);
const serializer = DOMSerializer.fromSchema(schema);

export async function documentOf(html: string): Promise<Node> {
  return parser.parse(await purified(html));
}

export async function sliceOf(html: string): Promise<Slice> {
  return parser.parseSlice(await purified(html));
}

export function htmlOf(document: Node): string {
  const holder = window.document.createElement('div');
  holder.append(serializer.serializeFragment(document.content));
  return holder.innerHTML;
}
