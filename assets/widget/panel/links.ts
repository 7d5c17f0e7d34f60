// Text with the web addresses in it found: everything else stays text.

export interface Piece {
  text: string;
  href?: string;
}

/** http and https only; a full stop or bracket at the end belongs to the sentence. */
const address = /https?:\/\/[^\s<>"']+/gi;

export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(address)) {
    let href = match[0].replace(/[.,;:!?…]+$/, '');
    if (href.endsWith(')') && !href.includes('(')) href = href.slice(0, -1);
    if (match.index > at) found.push({ text: text.slice(at, match.index) });
    found.push({ text: href, href });
    at = match.index + href.length;
  }
  if (at < text.length) found.push({ text: text.slice(at) });
  return found;
}

/** An address that a site or a flow has given, if it is one of the web. */
export function webAddress(url: string): string | undefined {
  return /^https?:\/\//i.test(url) ? url : undefined;
}
