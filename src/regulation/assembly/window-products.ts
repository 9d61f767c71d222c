import { CODES, FORWARD, makeRoom, REVERSE, STRIDE, SUMS, WORDS } from "./memory";

/** Letters of a word: looking up words instead of letters makes a matrix several times as fast. */
const WORD: i32 = 5;
/** Both strands of a matrix lie side by side, two f64 an entry. */
const ENTRY: i32 = 16;
const WORD_COUNT: i32 = 1024;
/** Place in a table of all words that hold an unknown letter or leave the sequence. */
const UNKNOWN_WORD: i32 = ENTRY * WORD_COUNT;
const TABLE_SIZE: i32 = UNKNOWN_WORD + ENTRY;
const UNKNOWN_BASE: u32 = 4;

/** Where the word that starts with each of `length` codes from `from` on stands in a table. */
export function fillWords(from: i32, length: i32): void {
  let word: u32 = 0;
  let known = 0;
  const codes = <usize>(CODES + from);
  for (let i = 0; i < length; i++) {
    const code = <u32>load<u8>(codes + i);
    known = code === UNKNOWN_BASE ? 0 : known + 1;
    word = ((word << 2) | (code & 3)) & (WORD_COUNT - 1);
    if (i >= WORD - 1) store<u16>(WORDS + 2 * (i - WORD + 1), known >= WORD ? ENTRY * word : UNKNOWN_WORD);
  }
  for (let i = max(0, length - WORD + 1); i < length; i++) store<u16>(WORDS + 2 * i, UNKNOWN_WORD);
}

/**
 * Tables of the matrix at FORWARD and REVERSE, at the address `tables`; returns where they end. A matrix narrower than a
 * word keeps its letters. The last word may overlap the one before, whose letters then count there alone.
 */
export function makeTables(width: i32, tables: usize): usize {
  if (width < WORD) {
    makeRoom(tables + 5 * ENTRY * width);
    for (let cell = 0; cell < 5 * width; cell++) v128.store(tables + ENTRY * cell, letter(cell));
    return tables + 5 * ENTRY * width;
  }
  let table = tables;
  for (let counted = 0; counted < width; counted += WORD) {
    makeRoom(table + TABLE_SIZE);
    makeTable(table, min(counted, width - WORD), counted);
    table += TABLE_SIZE;
  }
  return table;
}

/** Words that start with column `first`; columns before `counted` do not count. */
function makeTable(table: usize, first: i32, counted: i32): void {
  v128.store(table, f64x2.splat(1));
  for (let column = first, words = 1; column < first + WORD; column++, words *= 4) {
    for (let word = words - 1; word >= 0; word--) {
      const product = v128.load(table + ENTRY * word);
      for (let base = 3; base >= 0; base--) {
        const longer = column < counted ? product : f64x2.mul(product, letter(5 * column + base));
        v128.store(table + ENTRY * (4 * word + base), longer);
      }
    }
  }
  v128.store(table + UNKNOWN_WORD, f64x2.splat(0));
}

@inline
function letter(cell: i32): v128 {
  return f64x2.replace_lane(v128.load64_splat(FORWARD + 8 * cell), 1, load<f64>(REVERSE + 8 * cell));
}

/** No sum yet in the row of a width. */
export function clearSums(row: i32): void {
  memory.fill(SUMS + 8 * STRIDE * row, 0, 8 * STRIDE);
}

/**
 * Adds share · Π p of both strands of a matrix to the `count` first windows' sums in the row of its width. Products and
 * sums are taken in the order of the plain code, so all bits are alike. `from`: the first window's first code.
 */
export function addPair(row: i32, from: i32, count: i32, share: f64, width: i32, tables: usize): void {
  const sums = <usize>(SUMS + 8 * STRIDE * row);
  const words = (width + WORD - 1) / WORD;
  if (width < WORD) addLetters(sums, <usize>(CODES + from), count, share, width, tables);
  else if (words === 2) addTwo(sums, count, share, width, tables);
  else if (words === 3) addThree(sums, count, share, width, tables);
  else addMany(sums, count, share, width, tables);
  memory.fill(sums + 8 * count, 0, 8 * (count & 1));
}

/** Two and three words are common enough to be written out; two windows at a time. */
function addTwo(sums: usize, count: i32, share: f64, width: i32, tables: usize): void {
  const second = 2 * (width - WORD);
  for (let at: usize = WORDS, end = at + 2 * count; at < end; at += 4, sums += 16) {
    addTogether(sums, share, two(at, second, tables), two(at + 2, second, tables));
  }
}

@inline
function two(at: usize, second: i32, tables: usize): v128 {
  return f64x2.mul(entry(at, tables), entry(at + second, tables + TABLE_SIZE));
}

function addThree(sums: usize, count: i32, share: f64, width: i32, tables: usize): void {
  const third = 2 * (width - WORD);
  for (let at: usize = WORDS, end = at + 2 * count; at < end; at += 4, sums += 16) {
    addTogether(sums, share, three(at, third, tables), three(at + 2, third, tables));
  }
}

@inline
function three(at: usize, third: i32, tables: usize): v128 {
  return f64x2.mul(two(at, 2 * WORD, tables), entry(at + third, tables + 2 * TABLE_SIZE));
}

@inline
function entry(word: usize, table: usize): v128 {
  return v128.load(table + <usize>load<u16>(word));
}

/** Strands first, then the share, then the sum. */
@inline
function addTogether(sums: usize, share: f64, a: v128, b: v128): void {
  const forward = v128.shuffle<i64>(a, b, 0, 2);
  const reverse = v128.shuffle<i64>(a, b, 1, 3);
  const both = f64x2.mul(f64x2.splat(share), f64x2.add(forward, reverse));
  v128.store(sums, f64x2.add(v128.load(sums), both));
}

function addMany(sums: usize, count: i32, share: f64, width: i32, tables: usize): void {
  for (let i = 0; i < count; i++) {
    let product = f64x2.splat(share);
    let table = tables;
    for (let first = 0; first < width; first += WORD, table += TABLE_SIZE) {
      product = f64x2.mul(product, entry(WORDS + 2 * (i + min(first, width - WORD)), table));
    }
    addApart(sums + 8 * i, product);
  }
}

function addLetters(sums: usize, codes: usize, count: i32, share: f64, width: i32, cells: usize): void {
  for (let i = 0; i < count; i++) {
    let product = f64x2.splat(share);
    for (let column = 0; column < width; column++) {
      product = f64x2.mul(product, v128.load(cells + ENTRY * (5 * column + <i32>load<u8>(codes + i + column))));
    }
    addApart(sums + 8 * i, product);
  }
}

/** One strand, then the other. */
@inline
function addApart(sum: usize, product: v128): void {
  store<f64>(sum, load<f64>(sum) + f64x2.extract_lane(product, 0) + f64x2.extract_lane(product, 1));
}
