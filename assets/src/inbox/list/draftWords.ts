// The words of a draft in one line, for a list. Pure.

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" };
const shown_chars = 200;

export function wordsOf(html: string): string {
  return html
    .slice(0, shown_chars * 10)
    .replace(/<[^>]*>/g, ' ')
    .replace(/&([\w#]+);/g, (whole, name: string) => named[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, shown_chars);
}
