// Plain text with its links, as pieces to draw. Nothing is ever parsed as HTML.

export interface Piece {
  text: string;
  href?: string;
}

const link = /\b(?:https?:\/\/[^\s<>"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/giu;
/** Ends a sentence rather than an address. */
const tail = /[.,;:!?)\]}'"»”]+$/u;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(link)) {
    const shown = match[0].replace(tail, '');
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ text: shown, href: shown.includes('://') ? shown : `mailto:${shown}` });
    from = match.index + shown.length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}
