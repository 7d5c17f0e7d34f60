import { expect, test } from 'vitest';
import { detail, meId, reply, row } from '../store/fixtures';
import { answersTo } from './answer';

const conversation = {
  ...detail(row('a', { subject: 'Order 17' })),
  reply_all: { to: [{ name: 'Zoë', address: 'zoe@example.org' }], cc: [{ name: '', address: 'ben@example.org' }] },
};
const ours = reply('e1', 'a', meId);
const theirs = {
  ...ours,
  id: 'e2',
  message: {
    ...ours.message!,
    direction: 'incoming' as const,
    outgoing: null,
    from: { name: 'Ben', address: 'ben@example.org' },
  },
};

test('a reply goes to whom the server proposes and quotes the newest message', () => {
  expect(answersTo('reply', conversation, undefined, theirs)).toMatchObject({
    ...conversation.reply,
    quoteEntryId: 'e2',
  });
});

test('a reply to one message goes to who wrote it, or to whom we wrote it', () => {
  expect(answersTo('reply', conversation, theirs, ours).to).toEqual([{ name: 'Ben', address: 'ben@example.org' }]);
  expect(answersTo('reply', conversation, ours, theirs).to).toEqual(ours.message!.to);
});

test('Reply-To is heeded', () => {
  const list = { ...theirs, message: { ...theirs.message, reply_to: [{ name: 'List', address: 'list@example.org' }] } };
  expect(answersTo('reply', conversation, list, list).to).toEqual([{ name: 'List', address: 'list@example.org' }]);
});

test('reply all takes the copied along', () => {
  expect(answersTo('reply_all', conversation, undefined, theirs)).toMatchObject(conversation.reply_all);
});

test('a forward begins without recipients and says so in its subject once', () => {
  expect(answersTo('forward', conversation, undefined, theirs)).toMatchObject({
    to: [],
    subject: 'Fwd: Order 17',
    forwardEntryId: 'e2',
  });
  expect(answersTo('forward', { ...conversation, subject: 'FW: Order 17' }, undefined, theirs).subject).toBe(
    'FW: Order 17',
  );
});
