import { expect, test } from 'vitest';
import type { Entry } from '../../lib/api/types';
import { meId, reply } from '../store/fixtures';
import { piecesOf } from './pieces';

const said = (id: string, at: string): Entry => ({ ...reply(id, 'a', 'somebody'), id, at });
const mine = (id: string, at: string): Entry => ({ ...reply(id, 'a', meId), id, at });
const did = (id: string, at: string): Entry => {
  const { message: _message, ...entry } = reply(id, 'a', meId);
  return { ...entry, id, at, kind: 'activity', activity: { change: 'closed' } as Entry['activity'] } as Entry;
};
const isMine = (entry: Entry) => entry.message?.outgoing?.agent_id === meId;
const kinds = (entries: Entry[], seenId?: string) =>
  piecesOf(entries, seenId, isMine).map((piece) => (piece.kind === 'entry' ? piece.key : piece.kind));

test('each day is named once', () => {
  expect(
    kinds([said('1', '2026-11-24T10:00:00Z'), said('2', '2026-11-24T11:00:00Z'), said('3', '2026-11-25T10:00:00Z')]),
  ).toEqual(['day', '1', '2', 'day', '3']);
});

test('what was not seen stands below a line, but not where nothing was seen', () => {
  const entries = [said('1', '2026-11-24T10:00:00Z'), said('2', '2026-11-24T11:00:00Z')];
  expect(kinds(entries, '1')).toEqual(['day', '1', 'new', '2']);
  expect(kinds(entries)).toEqual(['day', '1', '2']);
  expect(kinds(entries, '0')).toEqual(['day', '1', '2']);
  expect(kinds(entries, '2')).toEqual(['day', '1', '2']);
});

test('what one wrote oneself is not new', () => {
  const entries = [
    said('1', '2026-11-24T10:00:00Z'),
    mine('2', '2026-11-24T11:00:00Z'),
    said('3', '2026-11-24T12:00:00Z'),
  ];
  expect(kinds(entries, '1')).toEqual(['day', '1', '2', 'new', '3']);
});

test('a run of activities is one line, a few are not', () => {
  const at = (n: number) => `2026-11-24T10:0${n}:00Z`;
  const few = [1, 2, 3].map((n) => did(String(n), at(n)));
  expect(kinds(few)).toEqual(['day', '1', '2', '3']);
  expect(kinds([...few, did('4', at(4)), said('5', at(5))])).toEqual(['day', 'run', '5']);
});
