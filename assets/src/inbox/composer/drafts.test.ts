import { beforeEach, expect, test, vi } from 'vitest';
import {
  begin,
  discard,
  draft,
  draftsOf,
  edit,
  emptyDraft,
  forget,
  isEmpty,
  leave,
  recall,
  recallFromServer,
  safetyOf,
} from './drafts.svelte';
import { fetchDrafts, removeDraft, saveDraft } from './server_drafts';

vi.mock('./server_drafts', () => ({
  fetchDrafts: vi.fn(),
  saveDraft: vi.fn(),
  removeDraft: vi.fn(),
}));

beforeEach(() => {
  localStorage.clear();
  vi.mocked(saveDraft).mockReset().mockResolvedValue('2026-11-25T10:00:00Z');
  vi.mocked(removeDraft).mockReset().mockResolvedValue();
  vi.mocked(fetchDrafts).mockReset().mockResolvedValue({ message: null, comment: null });
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

/** What waits in the queue of a place is done. */
const settled = () => vi.waitFor(() => expect(safetyOf('a')).not.toBe('saving'));

test('what is left is kept on the server too', async () => {
  begin('a', emptyDraft('reply', { html: '<p>Kept</p>' }));
  leave('a');
  await vi.waitFor(() => expect(saveDraft).toHaveBeenCalledOnce());
  await settled();
  expect(recall('a')).toMatchObject({ savedAt: '2026-11-25T10:00:00Z', savedEdits: 1 });
});

test('without an answer the words stay here, and are not taken for sent', async () => {
  vi.mocked(saveDraft).mockRejectedValue(new Error('offline'));
  begin('a', emptyDraft('reply', { html: '<p>Mine</p>' }));
  leave('a');
  await vi.waitFor(() => expect(saveDraft).toHaveBeenCalled());
  await settled();
  await recallFromServer('a');
  expect(recall('a')?.html).toBe('<p>Mine</p>');
});

test('a draft that was sent elsewhere goes here too', async () => {
  begin('a', emptyDraft('reply', { html: '<p>Sent elsewhere</p>' }));
  leave('a');
  await vi.waitFor(() => expect(recall('a')?.savedAt).not.toBeNull());
  await vi.waitFor(async () => {
    await recallFromServer('a');
    expect(draft('a')).toBeUndefined();
  });
});

test('a draft that is given up is given up on the server', async () => {
  const made = emptyDraft('reply', { html: '<p>No</p>' });
  begin('a', made);
  discard('a', made.operationId);
  await vi.waitFor(() => expect(removeDraft).toHaveBeenCalledWith('a', made.operationId));
  expect(recall('a')).toBeUndefined();
});

test('a file that arrives after the composer was left still belongs to its draft', () => {
  begin('a', emptyDraft('reply', { html: '<p>With a file</p>' }));
  leave('a');
  edit('a', { uploads: [{ id: '1', name: 'plan.pdf', media_type: 'application/pdf', size: 1 }] });
  expect(recall('a')?.uploads).toHaveLength(1);
});
