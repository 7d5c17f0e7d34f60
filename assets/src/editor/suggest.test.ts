import { EditorState, TextSelection } from 'prosemirror-state';
import { expect, test } from 'vitest';
import { schema } from './schema';
import { triggerAt, type Sign } from './suggest';

const all: Sign[] = ['@', '#', '/', ':'];

function at(text: string, signs = all, block = 'paragraph') {
  const content = text ? [schema.text(text)] : [];
  const doc = schema.node('doc', null, [schema.node(block, null, content)]);
  const state = EditorState.create({ doc, selection: TextSelection.create(doc, text.length + 1) });
  return triggerAt(state, signs);
}

test.each([
  ['@', '@', ''],
  ['Hi @id', '@', 'id'],
  ['(#hel', '#', 'hel'],
  ['/refund', '/', 'refund'],
  ['nice :smi', ':', 'smi'],
])('%s asks for something', (text, sign, query) => {
  expect(at(text)).toMatchObject({ sign, query, from: text.length - query.length, to: text.length + 1 });
});

test.each([
  ['zoe@example', 'an address'],
  ['https://example', 'a link'],
  ['and/or', 'two words'],
  ['at 10:30', 'a time'],
  ['so :', 'punctuation'],
  [':)', 'a face'],
  ['#one two', 'a sentence'],
  [`#${'a'.repeat(31)}`, 'too long'],
  ['', 'nothing'],
])('%s is %s', (text) => {
  expect(at(text)).toBeUndefined();
});

test('signs that mean nothing here ask for nothing', () => {
  expect(at('@id', ['#', '/', ':'])).toBeUndefined();
});

test('code is left alone', () => {
  expect(at('#include', all, 'code_block')).toBeUndefined();
});
