import { expect, test } from 'vitest';
import { filled, filledText, piecesOf, type Facts } from './tokens';

const facts: Facts = {
  contact: { name: 'Zoë Visser', email: 'zoe@example.org' },
  agent: { name: 'Ida Berg' },
  conversation: { subject: 'Order 17' },
  inbox: { name: 'Support' },
};
const stranger: Facts = { ...facts, contact: { name: '', email: 'x@example.org' } };

test('tokens are read with and without a fallback', () => {
  expect(piecesOf('Hi {{contact.name|there}}, {{ agent.name }}!')).toEqual([
    { text: 'Hi ' },
    { token: 'contact.name', fallback: 'there' },
    { text: ', ' },
    { token: 'agent.name', fallback: '' },
    { text: '!' },
  ]);
});

test('what is no token stays as it is', () => {
  for (const text of ['{{contact.shoe_size}}', '{{', '}}{{', '{contact.name}', '']) {
    expect(piecesOf(text)).toEqual(text ? [{ text }] : []);
  }
});

test.each([
  ['contact.name', '', facts, 'Zoë Visser'],
  ['contact.first_name', 'there', facts, 'Zoë'],
  ['contact.name', 'there', stranger, 'there'],
  ['contact.name', '', stranger, ''],
  ['contact.email', '', stranger, 'x@example.org'],
  ['agent.first_name', '', facts, 'Ida'],
  ['conversation.subject', '', facts, 'Order 17'],
  ['inbox.name', '', facts, 'Support'],
] as const)('%s or “%s” is filled in', (token, fallback, known, expected) => {
  expect(filled(token, fallback, known)).toBe(expected);
});

test('a first name is found in both orders, and not in an address', () => {
  const of = (name: string) => filled('contact.first_name', '', { ...facts, contact: { name, email: '' } });
  expect(of('Visser, Zoë')).toBe('Zoë');
  expect(of('zoe@example.org')).toBe('');
});

test('a preview has everything filled in', () => {
  expect(filledText('Hi {{contact.first_name|there}}, about {{conversation.subject}}', stranger)).toBe(
    'Hi there, about Order 17',
  );
});
