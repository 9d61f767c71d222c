import { CODES } from "./memory";

/*
 * Memory of the promoter scan, in bytes. The caller writes the base codes of a block's places and of `reach` letters on
 * either side, and the tables of its sites.
 */

/** Places that are looked at together. */
export const PLACES: i32 = 8192;
/** What fits: letters that the model reaches to on either side, columns of a matrix, bytes of tables. */
export const MOST_REACH: i32 = 4096;
export const MOST_SITE_COLUMNS: i32 = 128;
export const MOST_TABLE_BYTES: i32 = 65536;

/** A vector may begin a matrix before the first letter and end two vectors behind the last. */
const MARGIN: i32 = MOST_SITE_COLUMNS + 64;
const LETTERS: i32 = PLACES + 2 * MOST_REACH + 2 * MARGIN;

/** Letters in twos, first · 4 + second, a byte each; unknown ones count as A. */
const PAIRS: i32 = CODES + LETTERS + MARGIN;
/** By letter: the best site, a byte. */
const TRACK: i32 = PAIRS + LETTERS + MARGIN;
/** Losses of the letters in twos, 16 bytes for each two columns of a matrix, forward and then reverse. */
export const SITE_TABLES: i32 = TRACK + LETTERS;
/** By place: what sites add (u16), one strand behind the other. */
const SITES: i32 = SITE_TABLES + MOST_TABLE_BYTES;
const NEXT_SITES: i32 = 2 * PLACES;
/** All else (f32), with room for a vector on either side of a strand. */
const BOUNDS: i32 = SITES + 2 * NEXT_SITES + 16;
const NEXT_BOUNDS: i32 = 4 * PLACES + 32;
/** What letters change in the counts of a window when they come in and go out, u64 by first · 8 + second. */
const ENTERING: i32 = BOUNDS + 2 * NEXT_BOUNDS;
const LEAVING: i32 = ENTERING + 320;
/** Intervals of places, two i32 each. */
export const FOUND: i32 = LEAVING + 320;

/** The next block: `letters` codes at CODES, of which `count` are places; `base` is what all of them have. */
export function startPlaces(letters: i32, count: i32, base: f32): void {
  const low = i8x16.splat(3);
  for (let i = 0; i < letters; i += 16) {
    const first = v128.and(v128.load(CODES + i), low);
    const second = v128.and(v128.load(CODES + i + 1), low);
    v128.store(PAIRS + i, v128.or(i8x16.shl(first, 2), second));
  }
  memory.fill(SITES, 0, 2 * NEXT_SITES);
  const all = f32x4.splat(base);
  for (let i = 0; i < count; i += 4) {
    v128.store(BOUNDS + 4 * i, all);
    v128.store(BOUNDS + NEXT_BOUNDS + 4 * i, all);
  }
}

/**
 * Adds the most that sites of a matrix may add: `unit` times what the losses of the best one in the window leave of `best`.
 * Its column `column` may lie on the offsets `from` to `to` of a place; `both`: the sites may lie on either strand.
 */
export function addSites(
  count: i32,
  reach: i32,
  tables: usize,
  width: i32,
  column: i32,
  from: i32,
  to: i32,
  both: i32,
  best: i32,
  unit: i32,
): void {
  const steps = (width + 1) >> 1;
  const turned = tables + 16 * steps;
  const turnedColumn = width - 1 - column;
  const size = to - from + 1;
  if (both) {
    const first = reach + min(from, -to);
    const letters = reach + max(to, -from) + count - first;
    place(first, letters, tables, steps, column, best);
    raise(first, letters, turned, steps, turnedColumn, best);
    slide(first, letters, size);
    addBest(SITES, reach + from, count, unit);
  } else {
    place(reach + from, count + size, tables, steps, column, best);
    slide(reach + from, count + size, size);
    addBest(SITES, reach + from, count, unit);
    place(reach - to, count + size, turned, steps, turnedColumn, best);
    slide(reach - to, count + size, size);
  }
  addBest(SITES + NEXT_SITES, reach - to, count, unit);
}

/** By the letter under the column: what is left of a site's best. */
function place(first: i32, letters: i32, tables: usize, steps: i32, column: i32, best: i32): void {
  for (let at = first, end = first + letters; at < end; at += 16) {
    v128.store(TRACK + at, left(PAIRS + at - column, tables, steps, best));
  }
}

function raise(first: i32, letters: i32, tables: usize, steps: i32, column: i32, best: i32): void {
  for (let at = first, end = first + letters; at < end; at += 16) {
    const other = left(PAIRS + at - column, tables, steps, best);
    v128.store(TRACK + at, i8x16.max_u(v128.load(TRACK + at), other));
  }
}

@inline
function left(pairs: usize, tables: usize, steps: i32, best: i32): v128 {
  let sum = i8x16.splat(<i8>best);
  for (let step = 0; step < steps; step++) {
    sum = i8x16.sub_sat_u(sum, i8x16.swizzle(v128.load(tables + 16 * step), v128.load(pairs + 2 * step)));
  }
  return sum;
}

/** The maximum of `size` letters from each on: of twice as many in each round. */
function slide(first: i32, letters: i32, size: i32): void {
  let span = 1;
  for (; 2 * span <= size; span *= 2) raiseBy(first, letters, span);
  if (span < size) raiseBy(first, letters, size - span);
}

function raiseBy(first: i32, letters: i32, span: i32): void {
  for (let at = <usize>(TRACK + first), end = at + letters; at < end; at += 16) {
    v128.store(at, i8x16.max_u(v128.load(at), v128.load(at + span)));
  }
}

function addBest(sums: usize, first: i32, count: i32, unit: i32): void {
  const units = i16x8.splat(<i16>unit);
  for (let at = <usize>(TRACK + first), end = at + count; at < end; at += 16, sums += 32) {
    const best = v128.load(at);
    v128.store(sums, i16x8.add(v128.load(sums), i16x8.mul(i16x8.extend_low_i8x16_u(best), units)));
    v128.store(sums, i16x8.add(v128.load(sums, 16), i16x8.mul(i16x8.extend_high_i8x16_u(best), units)), 16);
  }
}

/**
 * Adds what the composition of the windows `from` … `to` of all places adds: gcWeight · (C + G)/known + ratioWeight ·
 * min(cap, CpG·known/(C·G)), −∞ where fewer than `fewest` letters are known.
 */
export function addComposition(
  count: i32,
  reach: i32,
  from: i32,
  to: i32,
  gcWeight: f32,
  ratioWeight: f32,
  cap: f32,
  fewest: i32,
): void {
  fillCountTables();
  const first = reach + min(from, -to);
  const windows = abs(from + to) + count;
  const forward = reach + from - first;
  const reverse = reach - to - first;
  const size = to - from + 1;
  const gcWeights = f32x4.splat(gcWeight);
  const ratioWeights = f32x4.splat(ratioWeight);
  const caps = f32x4.splat(cap);
  const few = f32x4.splat(<f32>fewest);
  let start = <usize>(CODES + first);
  let counts: u64 = 0;
  for (let i = 0; i < size - 1; i++) counts += entering(start + i, i === 0);
  let end = start + size - 1;
  for (let i = 0; i < windows; i += 4, start += 4, end += 4) {
    const a = counts + entering(end, false);
    const b = a - leaving(start) + entering(end + 1, false);
    const c = b - leaving(start + 1) + entering(end + 2, false);
    const d = c - leaving(start + 2) + entering(end + 3, false);
    counts = d - leaving(start + 3);
    const two = i64x2.replace_lane(i64x2.splat(a), 1, b);
    const more = i64x2.replace_lane(i64x2.splat(c), 1, d);
    // C and G of four windows, then CpG and known letters.
    const cg = v128.shuffle<i16>(two, more, 0, 4, 8, 12, 1, 5, 9, 13);
    const rest = v128.shuffle<i16>(two, more, 2, 6, 10, 14, 3, 7, 11, 15);
    const cs = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(cg));
    const gs = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(cg));
    const cpgs = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(rest));
    const known = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(rest));
    const ratio = f32x4.div(f32x4.mul(cpgs, known), f32x4.max(f32x4.mul(cs, gs), f32x4.splat(1)));
    const gc = f32x4.div(f32x4.add(cs, gs), f32x4.max(known, f32x4.splat(1)));
    const sum = f32x4.add(f32x4.mul(gcWeights, gc), f32x4.mul(ratioWeights, f32x4.min(caps, ratio)));
    const value = v128.bitselect(f32x4.splat(-Infinity), sum, f32x4.lt(known, few));
    addToStrand(BOUNDS, i - forward, count, value);
    addToStrand(BOUNDS + NEXT_BOUNDS, i - reverse, count, value);
  }
}

/** There is room for those of the four places that lie before or behind the block. */
@inline
function addToStrand(bounds: usize, place: i32, count: i32, value: v128): void {
  if (place <= -4 || place >= count) return;
  const at = bounds + 4 * place;
  v128.store(at, f32x4.add(v128.load(at), value));
}

/** C, G, CpG and known letters, 16 bits each. A letter takes its CpG along when it comes behind a C or goes before a G. */
function fillCountTables(): void {
  for (let first: u64 = 0; first < 5; first++) {
    for (let second: u64 = 0; second < 5; second++) {
      const key = <i32>(8 * first + second) << 3;
      const cpg = <u64>(first === 1 && second === 2) << 32;
      store<u64>(ENTERING + key, alone(second) | cpg);
      store<u64>(LEAVING + key, alone(first) | cpg);
    }
  }
}

function alone(code: u64): u64 {
  return <u64>(code === 1) | (<u64>(code === 2) << 16) | (<u64>(code < 4) << 48);
}

@inline
function entering(letter: usize, isFirst: bool): u64 {
  const before = isFirst ? 4 : <i32>load<u8>(letter - 1);
  return load<u64>(ENTERING + (((before << 3) + <i32>load<u8>(letter)) << 3));
}

@inline
function leaving(letter: usize): u64 {
  return load<u64>(LEAVING + (((<i32>load<u8>(letter) << 3) + <i32>load<u8>(letter + 1)) << 3));
}

/**
 * The places where either strand's bound, `unit` a site's unit, reaches `least`; those less than `apart` from each other in
 * one interval. Returns how many intervals.
 */
export function findPlaces(count: i32, unit: f32, least: f32, apart: i32): i32 {
  const units = f32x4.splat(unit);
  const needed = f32x4.splat(least);
  let last = FOUND - 8;
  for (let i = 0; i < count; i += 4) {
    const reached = v128.or(
      reaches(SITES + 2 * i, BOUNDS + 4 * i, units, needed),
      reaches(SITES + NEXT_SITES + 2 * i, BOUNDS + NEXT_BOUNDS + 4 * i, units, needed),
    );
    if (!v128.any_true(reached)) continue;
    const mask = i32x4.bitmask(reached);
    for (let lane = 0; lane < 4; lane++) {
      const place = i + lane;
      if (!((mask >> lane) & 1) || place >= count) continue;
      if (last < FOUND || place - load<i32>(last, 4) >= apart) {
        last += 8;
        store<i32>(last, place);
      }
      store<i32>(last, place + 1, 4);
    }
  }
  return (last + 8 - FOUND) >> 3;
}

@inline
function reaches(sites: usize, bounds: usize, units: v128, needed: v128): v128 {
  const most = f32x4.mul(f32x4.convert_i32x4_u(v128.load16x4_u(sites)), units);
  return f32x4.ge(f32x4.add(v128.load(bounds), most), needed);
}
