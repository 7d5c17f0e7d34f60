import { expect, test } from 'vitest';
import type { ServerDraft } from '../../lib/api/types';
import { emptyDraft } from './drafts.svelte';
import { reconciled } from './reconcile';

const there: ServerDraft = {
  id: null,
  conversation_id: 'a',
  kind: 'reply',
  operation_id: 'op',
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  html: '<p>There</p>',
  uploads: [],
  quote_entry_id: null,
  forward_entry_id: null,
  inbox_id: null,
  from: null,
  saved_at: '2026-11-25T10:00:00Z',
};
const clean = emptyDraft('reply', { operationId: 'op', html: '<p>Here</p>', savedAt: '2026-11-25T09:00:00Z' });
const dirty = { ...clean, edits: 3, savedEdits: 2 };

test('what was written elsewhere is shown', () => {
  expect(reconciled(undefined, there)?.html).toBe('<p>There</p>');
  expect(reconciled(clean, there)).toMatchObject({ html: '<p>There</p>', version: clean.version + 1 });
});

test('what the server does not have yet is never given up', () => {
  expect(reconciled(dirty, there)).toBe(dirty);
  expect(reconciled(dirty, null)).toBe(dirty);
});

test('what was sent or discarded elsewhere is gone', () => {
  expect(reconciled(clean, null)).toBeUndefined();
});

test('the same draft is left alone', () => {
  const same = { ...clean, savedAt: there.saved_at };
  expect(reconciled(same, there)).toBe(same);
});

test('of two drafts begun at once, the words of both are kept', () => {
  const both = reconciled({ ...dirty, operationId: 'other' }, there);
  expect(both).toMatchObject({ operationId: 'other', html: '<p>There</p><p>Here</p>' });
});
