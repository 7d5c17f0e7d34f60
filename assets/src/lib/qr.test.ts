// What other encoders draw for the same texts.
import { expect, test } from 'vitest';
import { qrCode } from './qr';

const hello = [
  '111111101101001111111',
  '100000100110101000001',
  '101110100111101011101',
  '101110101001001011101',
  '101110101000101011101',
  '100000101011001000001',
  '111111101010101111111',
  '000000001111100000000',
  '100010111111011111001',
  '000111001011100101111',
  '101100101011001110010',
  '111001000100011010000',
  '001011100100111000110',
  '000000001110111001011',
  '111111101100110001010',
  '100000100001100100010',
  '101110101001001110101',
  '101110100001100001011',
  '101110100111001111000',
  '100000100100011000000',
  '111111101000111110101',
];

function shown(text: string): string[] {
  return qrCode(text).map((row) => row.map((dark) => (dark ? '1' : '0')).join(''));
}

test('a short text is drawn as other encoders draw it', () => {
  expect(shown('HELLO')).toEqual(hello);
});

test('an address of a second factor is drawn as other encoders draw it', () => {
  const address =
    'otpauth://totp/Postroom%20Example%20Ltd:zoe%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Postroom%20Example%20Ltd';
  const rows = shown(address);
  expect(rows).toHaveLength(49);
  const sum = [...rows.join('')].reduce((value, bit) => (value * 31 + Number(bit)) % 1_000_000_007, 0);
  expect(sum).toBe(939525801);
});

test('what does not fit is refused', () => {
  expect(() => qrCode('x'.repeat(500))).toThrow();
});
