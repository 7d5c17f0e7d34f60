import { beforeEach, expect, test } from 'vitest';
import { begin, draft, draftsOf, edit, emptyDraft, forget, isEmpty, leave, recall } from './drafts.svelte';

beforeEach(() => {
  localStorage.clear();
  draftsOf(`agent ${Math.random()}`);
});

test('what was written comes back after the composer was left', () => {
  begin('a', emptyDraft('reply'));
  edit('a', { html: '<p>Half a sentence</p>' });
  leave('a');
  expect(draft('a')).toBeUndefined();
  expect(recall('a')?.html).toBe('<p>Half a sentence</p>');
});

test('an empty draft leaves nothing behind', () => {
  begin('a', emptyDraft('reply'));
  leave('a');
  expect(recall('a')).toBeUndefined();
});

test('a draft that was sent is forgotten, one begun meanwhile is not', () => {
  const sent = emptyDraft('reply', { html: '<p>Sent</p>' });
  begin('a', sent);
  leave('a');
  begin('a', emptyDraft('reply', { html: '<p>Next</p>' }));
  forget('a', sent.operationId);
  expect(draft('a')?.html).toBe('<p>Next</p>');
});

test('drafts belong to who wrote them', () => {
  begin('a', emptyDraft('comment', { html: '<p>Mine</p>' }));
  leave('a');
  draftsOf('somebody else');
  expect(recall('a')).toBeUndefined();
});

test('a picture or a file is something, markup alone is not', () => {
  expect(isEmpty({ html: '<p></p><p><br></p>', uploads: [] })).toBe(true);
  expect(isEmpty({ html: '<p><img src="/api/uploads/1/content"></p>', uploads: [] })).toBe(false);
});
