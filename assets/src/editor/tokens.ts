// Tokens of snippets: `{{contact.name|there}}`. The one place where they are read and filled in. Pure.

/** What is known here and now. */
export interface Facts {
  contact: { name: string; email: string };
  agent: { name: string };
  conversation: { subject: string };
  inbox: { name: string };
}

export const tokenNames = [
  'contact.name',
  'contact.first_name',
  'contact.email',
  'agent.name',
  'agent.first_name',
  'conversation.subject',
  'inbox.name',
] as const;
export type TokenName = (typeof tokenNames)[number];

export type Piece = { text: string } | { token: TokenName; fallback: string };

const pattern = /\{\{\s*([a-z_.]+)\s*(?:\|([^{}]*))?\}\}/g;

/** Text and tokens in their order; what looks like a token and is none stays text. */
export function piecesOf(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    const name = match[1] as TokenName;
    if (!tokenNames.includes(name)) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index) });
    found.push({ token: name, fallback: (match[2] ?? '').trim() });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ text: text.slice(from) });
  return found;
}

/** What stands for a token: the fact, else the fallback, else nothing, which somebody must look at. */
export function filled(token: TokenName, fallback: string, facts: Facts): string {
  return factOf(token, facts).trim() || fallback;
}

/** A whole text with everything filled in, for previews. */
export function filledText(text: string, facts: Facts): string {
  return piecesOf(text)
    .map((piece) => ('text' in piece ? piece.text : filled(piece.token, piece.fallback, facts)))
    .join('');
}

function factOf(token: TokenName, facts: Facts): string {
  switch (token) {
    case 'contact.name':
      return facts.contact.name;
    case 'contact.first_name':
      return firstName(facts.contact.name);
    case 'contact.email':
      return facts.contact.email;
    case 'agent.name':
      return facts.agent.name;
    case 'agent.first_name':
      return firstName(facts.agent.name);
    case 'conversation.subject':
      return facts.conversation.subject;
    case 'inbox.name':
      return facts.inbox.name;
  }
}

/** "Visser, Zoë" and "Zoë Visser" are both Zoë; what looks like an address or a company is no first name. */
function firstName(name: string): string {
  const trimmed = name.trim();
  if (trimmed.includes('@')) return '';
  const turned = /^[^,]+,\s*(.+)$/.exec(trimmed);
  return (turned?.[1] ?? trimmed).split(/\s+/)[0] ?? '';
}

/** The first chip that nothing is known for: it would leave a hole in the sentence. */
export function emptyToken(html: string): string | undefined {
  return /<span[^>]*data-token="([a-z_.]+)"[^>]*><\/span>/.exec(html)?.[1];
}
