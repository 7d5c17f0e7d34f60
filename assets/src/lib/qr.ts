// A QR code (ISO/IEC 18004) of a short text: byte mode, error correction M, versions 1 to 15. Made in the page, so that
// no other service learns what it says.

/** Error correction words of each block, and blocks, by version from 1 (table 9, level M). */
const eccWords = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24];
const blockCounts = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10];

type Grid = boolean[][];

/** The modules of the code, row by row; true is dark. */
export function qrCode(text: string): Grid {
  const bytes = [...new TextEncoder().encode(text)];
  const version = eccWords.findIndex((_words, at) => headBits(at + 1) + bytes.length * 8 <= dataWords(at + 1) * 8) + 1;
  if (version === 0) throw new Error('too long for a code');
  const words = interleaved(padded(bytes, version), version);
  let best: { grid: Grid; penalty: number } | undefined;
  for (let mask = 0; mask < 8; mask += 1) {
    const grid = drawn(version, words, mask);
    const penalty = penaltyOf(grid);
    if (!best || penalty < best.penalty) best = { grid, penalty };
  }
  return best!.grid;
}

/** Mode and length. */
const headBits = (version: number) => 4 + (version < 10 ? 8 : 16);
const sizeOf = (version: number) => 17 + 4 * version;

/** Modules that hold data, in whole bytes. */
function rawWords(version: number): number {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const marks = Math.floor(version / 7) + 2;
    modules -= (25 * marks - 10) * marks - 55;
    if (version >= 7) modules -= 36;
  }
  return Math.floor(modules / 8);
}

function dataWords(version: number): number {
  return rawWords(version) - eccWords[version - 1]! * blockCounts[version - 1]!;
}

function padded(bytes: number[], version: number): number[] {
  const bits: number[] = [];
  const put = (value: number, length: number) => {
    for (let at = length - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  put(4, 4);
  put(bytes.length, headBits(version) - 4);
  for (const byte of bytes) put(byte, 8);
  const capacity = dataWords(version) * 8;
  put(0, Math.min(4, capacity - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < capacity; pad ^= 0xec ^ 0x11) put(pad, 8);
  return Array.from({ length: bits.length / 8 }, (_none, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((value, bit) => (value << 1) | bit, 0),
  );
}

/** Data and error correction of all blocks, column by column. */
function interleaved(data: number[], version: number): number[] {
  const count = blockCounts[version - 1]!;
  const ecc = eccWords[version - 1]!;
  const raw = rawWords(version);
  const shortBlocks = count - (raw % count);
  const shortLength = Math.floor(raw / count) - ecc;
  const divisor = generator(ecc);
  const blocks: { data: number[]; ecc: number[] }[] = [];
  for (let block = 0, at = 0; block < count; block += 1) {
    const length = shortLength + (block < shortBlocks ? 0 : 1);
    const part = data.slice(at, at + length);
    at += length;
    blocks.push({ data: part, ecc: remainder(part, divisor) });
  }
  const words: number[] = [];
  for (let at = 0; at <= shortLength; at += 1) {
    for (const block of blocks) if (at < block.data.length) words.push(block.data[at]!);
  }
  for (let at = 0; at < ecc; at += 1) for (const block of blocks) words.push(block.ecc[at]!);
  return words;
}

/** Product in the field of 256 elements with x⁸ + x⁴ + x³ + x² + 1. */
function product(one: number, other: number): number {
  let result = 0;
  for (let at = 7; at >= 0; at -= 1) {
    result = (result << 1) ^ ((result >> 7) * 0x11d);
    result ^= ((other >> at) & 1) * one;
  }
  return result;
}

function generator(degree: number): number[] {
  const result = [...Array<number>(degree - 1).fill(0), 1];
  let root = 1;
  for (let time = 0; time < degree; time += 1) {
    for (let at = 0; at < degree; at += 1) {
      result[at] = product(result[at]!, root) ^ (result[at + 1] ?? 0);
    }
    root = product(root, 2);
  }
  return result;
}

function remainder(data: number[], divisor: number[]): number[] {
  const result = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ result.shift()!;
    result.push(0);
    divisor.forEach((coefficient, at) => (result[at] = result[at]! ^ product(coefficient, factor)));
  }
  return result;
}

/** Where the centres of the small marks stand. */
function marks(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const centres = Array.from({ length: count - 1 }, (_none, at) => sizeOf(version) - 7 - at * step);
  return [6, ...centres.reverse()];
}

const masks: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_x, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function drawn(version: number, words: number[], mask: number): Grid {
  const size = sizeOf(version);
  const grid: Grid = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const fixed: Grid = Array.from({ length: size }, () => Array<boolean>(size).fill(false));
  const set = (x: number, y: number, dark: boolean) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return;
    grid[y]![x] = dark;
    fixed[y]![x] = true;
  };
  const square = (centreX: number, centreY: number, radius: number, isDark: (distance: number) => boolean) => {
    for (let dy = -radius; dy <= radius; dy += 1) {
      for (let dx = -radius; dx <= radius; dx += 1) {
        set(centreX + dx, centreY + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  };
  for (let at = 0; at < size; at += 1) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    square(x, y, 4, (distance) => distance !== 2 && distance !== 4);
  }
  const centres = marks(version);
  const last = centres.length - 1;
  centres.forEach((x, i) =>
    centres.forEach((y, j) => {
      const isCorner = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
      if (!isCorner) square(x, y, 2, (distance) => distance !== 1);
    }),
  );
  drawFormat(size, mask, set);
  if (version >= 7) drawVersion(size, version, set);

  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      for (let side = 0; side < 2; side += 1) {
        const x = right - side;
        const isUpward = ((right + 1) & 2) === 0;
        const y = isUpward ? size - 1 - step : step;
        if (fixed[y]![x]) continue;
        const dark = bit < words.length * 8 && ((words[bit >> 3]! >> (7 - (bit & 7))) & 1) === 1;
        bit += 1;
        grid[y]![x] = dark !== masks[mask]!(x, y);
      }
    }
  }
  return grid;
}

/** Error correction level M (00) and the mask, twice, with their own check bits. */
function drawFormat(size: number, mask: number, set: (x: number, y: number, dark: boolean) => void) {
  let rest = mask;
  for (let time = 0; time < 10; time += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const bit = (at: number) => ((bits >> at) & 1) === 1;
  for (let at = 0; at <= 5; at += 1) set(8, at, bit(at));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let at = 9; at < 15; at += 1) set(14 - at, 8, bit(at));
  for (let at = 0; at < 8; at += 1) set(size - 1 - at, 8, bit(at));
  for (let at = 8; at < 15; at += 1) set(8, size - 15 + at, bit(at));
  set(8, size - 8, true);
}

function drawVersion(size: number, version: number, set: (x: number, y: number, dark: boolean) => void) {
  let rest = version;
  for (let time = 0; time < 12; time += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let at = 0; at < 18; at += 1) {
    const dark = ((bits >> at) & 1) === 1;
    const long = size - 11 + (at % 3);
    const short = Math.floor(at / 3);
    set(long, short, dark);
    set(short, long, dark);
  }
}

/** How hard a code is to read (7.8.3): runs, blocks, false marks, and more of one colour. */
function penaltyOf(grid: Grid): number {
  const size = grid.length;
  let penalty = 0;
  let dark = 0;
  const lines = [...grid, ...grid[0]!.map((_none, x) => grid.map((row) => row[x]!))];
  for (const line of lines) {
    const text = line.map((one) => (one ? '1' : '0')).join('');
    for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) penalty += run.length - 2;
    for (let at = 0; at + 11 <= size; at += 1) {
      const part = text.slice(at, at + 11);
      if (part === '10111010000' || part === '00001011101') penalty += 40;
    }
  }
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      if (grid[y]![x]) dark += 1;
      if (y + 1 < size && x + 1 < size) {
        const four = [grid[y]![x], grid[y]![x + 1], grid[y + 1]![x], grid[y + 1]![x + 1]];
        if (four.every((one) => one === four[0])) penalty += 3;
      }
    }
  }
  return penalty + Math.floor(Math.abs((dark / (size * size)) * 20 - 10)) * 10;
}
