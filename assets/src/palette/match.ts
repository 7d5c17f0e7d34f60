// Whether something is meant by what was typed, how well it fits, and which letters fit.

export interface Match {
  /** The higher, the better. */
  score: number;
  /** Places in the text that fit, from left to right. */
  at: readonly number[];
}

/** Letters without case and accents, one for each letter of the text, so that places stay the same. */
function folded(text: string): string[] {
  return [...text].map((letter) => letter.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()[0] ?? letter);
}

const isWordPart = (letter: string | undefined) => letter !== undefined && /[\p{L}\p{N}]/u.test(letter);

/**
 * Every word that was typed must be found: together, at the beginning of a word, or at least with its letters in order.
 * Nothing typed fits everything.
 */
export function match(text: string, wanted: string): Match | undefined {
  const letters = folded(text);
  const words = folded(wanted).join('').split(/\s+/).filter(Boolean);
  let score = 0;
  const at = new Set<number>();
  for (const word of words) {
    const found = together(letters, word) ?? scattered(letters, word);
    if (!found) return undefined;
    score += found.score;
    found.at.forEach((place) => at.add(place));
  }
  // Of two that fit alike, the shorter one is meant.
  return { score: score - letters.length / 1000, at: [...at].sort((one, other) => one - other) };
}

function together(letters: string[], word: string): Match | undefined {
  const text = letters.join('');
  const size = [...word].length;
  let best: Match | undefined;
  for (let from = text.indexOf(word); from !== -1; from = text.indexOf(word, from + 1)) {
    const begins = !isWordPart(letters[from - 1]);
    const score = 10 + size + (begins ? 10 : 0) + (from === 0 ? 5 : 0);
    if (!best || score > best.score) best = { score, at: Array.from({ length: size }, (_, step) => from + step) };
  }
  return best;
}

/** Initials, or the letters of one word with others between: each letter begins a word or follows the one before. */
function scattered(letters: string[], word: string): Match | undefined {
  const at: number[] = [];
  let score = 0;
  let place = -1;
  for (const letter of word) {
    let next = letters.indexOf(letter, place + 1);
    // The beginning of a later word is meant rather than a letter within this one.
    for (let later = next; later !== -1; later = letters.indexOf(letter, later + 1)) {
      if (later === place + 1 || !isWordPart(letters[later - 1])) {
        next = later;
        break;
      }
    }
    if (next === -1) return undefined;
    const isNear = next === place + 1;
    const begins = !isWordPart(letters[next - 1]);
    if (!isNear && !begins && word.length > 3) score -= 2;
    score += isNear ? 1 : begins ? 2 : 0;
    at.push(next);
    place = next;
  }
  // Letters that merely stand somewhere are chance.
  return score > 0 ? { score, at } : undefined;
}
