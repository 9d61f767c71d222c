import { base, PAIRS, SIEVE_START, SIEVE_STEPS, SIEVE_TABLES, STRIDE, SURVIVORS } from "./layout";

/** Groups of windows whose fates share one word. */
const GROUPS: usize = 64;

/** Table entries for 16 pairs. Relaxed SIMD needs one instruction where standard SIMD checks the range of each index. */
@inline
export function lookUp(table: v128, pairs: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i8x16.relaxed_swizzle(table, pairs);
  return i8x16.swizzle(table, pairs);
}

/**
 * Rules out groups of windows by a few columns of the motif. Survivors are bits, first group highest, so that the loop
 * neither branches nor stores for a group: with a branch it would often be mispredicted, and a store in the loop halves
 * the speed of standard SIMD.
 */
export function sieve(motif: usize, owned: i32): void {
  const bothStrands = load<i32>(motif, STRIDE) === 16;
  switch (load<i32>(motif, SIEVE_STEPS)) {
    case 1:
      return bothStrands ? sieve1(motif, owned) : sieve1Single(motif, owned);
    case 2:
      return bothStrands ? sieve2(motif, owned) : sieve2Single(motif, owned);
    case 3:
      return bothStrands ? sieve3(motif, owned) : sieve3Single(motif, owned);
    case 4:
      return bothStrands ? sieve4(motif, owned) : sieve4Single(motif, owned);
    case 5:
      return bothStrands ? sieve5(motif, owned) : sieve5Single(motif, owned);
    default:
      return bothStrands ? sieve6(motif, owned) : sieve6Single(motif, owned);
  }
}

/** The loop, unrolled by `steps`: all tables stay in registers. The first table holds what is left of 255. */
@inline
function sieveBy(steps: i32, single: bool, motif: usize, owned: i32): void {
  const tables = <usize>load<u32>(motif, SIEVE_TABLES);
  const a0 = v128.load(tables);
  const b0 = v128.load(tables, 16);
  const a1 = steps > 1 ? v128.load(tables, 32) : a0;
  const b1 = steps > 1 ? v128.load(tables, 48) : a0;
  const a2 = steps > 2 ? v128.load(tables, 64) : a0;
  const b2 = steps > 2 ? v128.load(tables, 80) : a0;
  const a3 = steps > 3 ? v128.load(tables, 96) : a0;
  const b3 = steps > 3 ? v128.load(tables, 112) : a0;
  const a4 = steps > 4 ? v128.load(tables, 128) : a0;
  const b4 = steps > 4 ? v128.load(tables, 144) : a0;
  const a5 = steps > 5 ? v128.load(tables, 160) : a0;
  const b5 = steps > 5 ? v128.load(tables, 176) : a0;
  const stride: usize = single ? 32 : 16;
  let at = base + PAIRS + load<u32>(motif, SIEVE_START);
  const end = at + owned;
  let word = base + SURVIVORS;
  while (at < end) {
    const stop = at + GROUPS * stride;
    let survivors: u64 = 0;
    do {
      let pairs = v128.load(at);
      let a = lookUp(a0, pairs);
      let b = lookUp(b0, single ? v128.load(at, 16) : pairs);
      if (steps > 1) {
        pairs = v128.load(at, 2);
        a = i8x16.sub_sat_u(a, lookUp(a1, pairs));
        b = i8x16.sub_sat_u(b, lookUp(b1, single ? v128.load(at, 18) : pairs));
      }
      if (steps > 2) {
        pairs = v128.load(at, 4);
        a = i8x16.sub_sat_u(a, lookUp(a2, pairs));
        b = i8x16.sub_sat_u(b, lookUp(b2, single ? v128.load(at, 20) : pairs));
      }
      if (steps > 3) {
        pairs = v128.load(at, 6);
        a = i8x16.sub_sat_u(a, lookUp(a3, pairs));
        b = i8x16.sub_sat_u(b, lookUp(b3, single ? v128.load(at, 22) : pairs));
      }
      if (steps > 4) {
        pairs = v128.load(at, 8);
        a = i8x16.sub_sat_u(a, lookUp(a4, pairs));
        b = i8x16.sub_sat_u(b, lookUp(b4, single ? v128.load(at, 24) : pairs));
      }
      if (steps > 5) {
        pairs = v128.load(at, 10);
        a = i8x16.sub_sat_u(a, lookUp(a5, pairs));
        b = i8x16.sub_sat_u(b, lookUp(b5, single ? v128.load(at, 26) : pairs));
      }
      survivors = (survivors << 1) | (<u64>v128.any_true(v128.or(a, b)));
      at += stride;
    } while (at < stop);
    store<u64>(word, survivors);
    word += 8;
  }
}

function sieve1(motif: usize, owned: i32): void {
  sieveBy(1, false, motif, owned);
}
function sieve2(motif: usize, owned: i32): void {
  sieveBy(2, false, motif, owned);
}
function sieve3(motif: usize, owned: i32): void {
  sieveBy(3, false, motif, owned);
}
function sieve4(motif: usize, owned: i32): void {
  sieveBy(4, false, motif, owned);
}
function sieve5(motif: usize, owned: i32): void {
  sieveBy(5, false, motif, owned);
}
function sieve6(motif: usize, owned: i32): void {
  sieveBy(6, false, motif, owned);
}
function sieve1Single(motif: usize, owned: i32): void {
  sieveBy(1, true, motif, owned);
}
function sieve2Single(motif: usize, owned: i32): void {
  sieveBy(2, true, motif, owned);
}
function sieve3Single(motif: usize, owned: i32): void {
  sieveBy(3, true, motif, owned);
}
function sieve4Single(motif: usize, owned: i32): void {
  sieveBy(4, true, motif, owned);
}
function sieve5Single(motif: usize, owned: i32): void {
  sieveBy(5, true, motif, owned);
}
function sieve6Single(motif: usize, owned: i32): void {
  sieveBy(6, true, motif, owned);
}
