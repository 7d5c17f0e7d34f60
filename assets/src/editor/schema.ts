// What a message may hold: the same list that the server keeps when it cleans what agents write.
import { Schema, type DOMOutputSpec } from 'prosemirror-model';

const safeHref = /^(https?:|mailto:|tel:)/i;
/** Pictures are our own uploads, or nothing: a message must not load from elsewhere. */
const uploadSrc = /\/api\/uploads\/([0-9a-f-]{36})\/content$/i;

export function isSafeHref(href: string): boolean {
  return safeHref.test(href.trim());
}

export const schema = new Schema({
  nodes: {
    doc: { content: 'block+' },
    paragraph: { content: 'inline*', group: 'block', parseDOM: [{ tag: 'p' }, { tag: 'div' }], toDOM: () => ['p', 0] },
    heading: {
      content: 'inline*',
      group: 'block',
      defining: true,
      parseDOM: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => ({ tag })),
      toDOM: () => ['h3', 0],
    },
    blockquote: {
      content: 'block+',
      group: 'block',
      defining: true,
      parseDOM: [{ tag: 'blockquote' }],
      toDOM: () => ['blockquote', 0],
    },
    bullet_list: { content: 'list_item+', group: 'block', parseDOM: [{ tag: 'ul' }], toDOM: () => ['ul', 0] },
    ordered_list: {
      content: 'list_item+',
      group: 'block',
      attrs: { order: { default: 1 } },
      parseDOM: [{ tag: 'ol', getAttrs: (dom) => ({ order: (dom as HTMLOListElement).start || 1 }) }],
      toDOM: (node): DOMOutputSpec =>
        node.attrs.order === 1 ? ['ol', 0] : ['ol', { start: node.attrs.order as number }, 0],
    },
    list_item: { content: 'paragraph block*', defining: true, parseDOM: [{ tag: 'li' }], toDOM: () => ['li', 0] },
    code_block: {
      content: 'text*',
      marks: '',
      group: 'block',
      code: true,
      defining: true,
      parseDOM: [{ tag: 'pre', preserveWhitespace: 'full' }],
      toDOM: () => ['pre', ['code', 0]],
    },
    // Tables come by paste and are kept; they are not built here.
    table: {
      content: 'table_row+',
      group: 'block',
      isolating: true,
      parseDOM: [{ tag: 'table' }],
      toDOM: () => ['table', ['tbody', 0]],
    },
    table_row: { content: 'table_cell+', parseDOM: [{ tag: 'tr' }], toDOM: () => ['tr', 0] },
    table_cell: {
      content: 'block+',
      isolating: true,
      attrs: { header: { default: false }, colspan: { default: 1 }, rowspan: { default: 1 } },
      parseDOM: [
        { tag: 'td', getAttrs: (dom) => spans(dom, false) },
        { tag: 'th', getAttrs: (dom) => spans(dom, true) },
      ],
      toDOM: (node): DOMOutputSpec => {
        const { header, colspan, rowspan } = node.attrs as { header: boolean; colspan: number; rowspan: number };
        const attributes = { ...(colspan > 1 ? { colspan } : {}), ...(rowspan > 1 ? { rowspan } : {}) };
        return [header ? 'th' : 'td', attributes, 0];
      },
    },
    text: { group: 'inline' },
    image: {
      inline: true,
      group: 'inline',
      draggable: true,
      attrs: { src: {}, alt: { default: '' } },
      parseDOM: [
        {
          tag: 'img[src]',
          getAttrs: (dom) => {
            const src = dom.getAttribute('src') ?? '';
            return uploadSrc.test(src) ? { src, alt: dom.getAttribute('alt') ?? '' } : false;
          },
        },
      ],
      toDOM: (node) => ['img', { src: node.attrs.src as string, alt: node.attrs.alt as string }],
    },
    /** A colleague or a team, in a comment. The server knows whom by the id. */
    mention: {
      inline: true,
      group: 'inline',
      atom: true,
      attrs: { id: {}, name: {} },
      parseDOM: [
        {
          tag: 'span[data-mention]',
          getAttrs: (dom) => ({ id: dom.dataset.mention ?? '', name: (dom.textContent ?? '').replace(/^@/, '') }),
        },
      ],
      toDOM: (node) => ['span', { 'data-mention': node.attrs.id as string }, `@${node.attrs.name as string}`],
      leafText: (node) => `@${node.attrs.name as string}`,
    },
    /** What a snippet's token became here; empty when nothing is known. On the way out it is its letters. */
    token: {
      inline: true,
      group: 'inline',
      atom: true,
      attrs: { name: {}, value: { default: '' } },
      parseDOM: [
        {
          tag: 'span[data-token]',
          getAttrs: (dom) => ({ name: dom.dataset.token ?? '', value: dom.textContent ?? '' }),
        },
      ],
      toDOM: (node) => ['span', { 'data-token': node.attrs.name as string }, node.attrs.value as string],
      leafText: (node) => node.attrs.value as string,
    },
    hard_break: { inline: true, group: 'inline', selectable: false, parseDOM: [{ tag: 'br' }], toDOM: () => ['br'] },
  },
  marks: {
    link: {
      attrs: { href: {} },
      inclusive: false,
      parseDOM: [
        {
          tag: 'a[href]',
          getAttrs: (dom) => {
            const href = dom.getAttribute('href') ?? '';
            return isSafeHref(href) ? { href } : false;
          },
        },
      ],
      toDOM: (mark) => ['a', { href: mark.attrs.href as string }, 0],
    },
    strong: {
      parseDOM: [
        { tag: 'strong' },
        // Pasted from Google Docs, everything is wrapped in a <b> that means nothing.
        { tag: 'b', getAttrs: (dom) => dom.style.fontWeight !== 'normal' && null },
        { style: 'font-weight', getAttrs: (value) => /^(bold|[6-9]00)$/.test(value) && null },
      ],
      toDOM: () => ['strong', 0],
    },
    em: { parseDOM: [{ tag: 'em' }, { tag: 'i' }, { style: 'font-style=italic' }], toDOM: () => ['em', 0] },
    underline: { parseDOM: [{ tag: 'u' }], toDOM: () => ['u', 0] },
    strike: { parseDOM: [{ tag: 's' }, { tag: 'del' }, { tag: 'strike' }], toDOM: () => ['s', 0] },
    code: { code: true, parseDOM: [{ tag: 'code' }], toDOM: () => ['code', 0] },
  },
});

function spans(dom: HTMLElement, header: boolean) {
  const cell = dom as HTMLTableCellElement;
  return { header, colspan: cell.colSpan || 1, rowspan: cell.rowSpan || 1 };
}
