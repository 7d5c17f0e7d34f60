// A thread as it is drawn: entries, days, what is new, and runs of activities folded into one line. Pure.
import type { Entry } from '../../lib/api/types';
import { isSameDay } from '../../lib/i18n/dates';

export type Piece =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: string }
  | { kind: 'entry'; key: string; entry: Entry }
  | { kind: 'run'; key: string; entries: Entry[] };

/** So many activities in a row are one line until somebody asks. */
const run_min = 4;

/** `seenId` is the newest entry that the person has seen; where they have seen none, nothing is marked as new. */
export function piecesOf(
  entries: readonly Entry[],
  seenId: string | undefined,
  isMine: (entry: Entry) => boolean,
): Piece[] {
  const found: Piece[] = [];
  let run: Entry[] = [];
  let isNewShown = seenId === undefined || entries.every((entry) => entry.id > seenId);
  const flush = () => {
    if (run.length >= run_min) found.push({ kind: 'run', key: `run ${run[0]!.id}`, entries: run });
    else for (const entry of run) found.push({ kind: 'entry', key: entry.id, entry });
    run = [];
  };
  entries.forEach((entry, index) => {
    const before = entries[index - 1];
    if (before === undefined || !isSameDay(before.at, entry.at)) {
      flush();
      found.push({ kind: 'day', key: `day ${entry.id}`, at: entry.at });
    }
    const isNew = !isNewShown && entry.activity === undefined && entry.id > seenId!;
    if (isNew) {
      flush();
      // What one wrote oneself is not news.
      if (!isMine(entry)) found.push({ kind: 'new', key: 'new' });
      isNewShown = !isMine(entry);
    }
    if (entry.activity) run.push(entry);
    else {
      flush();
      found.push({ kind: 'entry', key: entry.id, entry });
    }
  });
  flush();
  return found;
}
