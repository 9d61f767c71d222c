/** The least that a scan of a width-12 motif on both strands can do: loads, table look-ups, saturating subtractions. */

/** 192 bytes of tables, strands by turns; then dinucleotide codes. */
export const TABLES: i32 = 1024;
export const PAIRS: i32 = 2048;

@inline
function lookUp(table: v128, pairs: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i8x16.relaxed_swizzle(table, pairs);
  return i8x16.swizzle(table, pairs);
}

/** Runs over `length` pairs (a multiple of 16); returns whether any window is left, so that nothing is optimised away. */
export function run(length: i32): bool {
  const a0 = v128.load(TABLES);
  const b0 = v128.load(TABLES + 16);
  const a1 = v128.load(TABLES + 32);
  const b1 = v128.load(TABLES + 48);
  const a2 = v128.load(TABLES + 64);
  const b2 = v128.load(TABLES + 80);
  const a3 = v128.load(TABLES + 96);
  const b3 = v128.load(TABLES + 112);
  const a4 = v128.load(TABLES + 128);
  const b4 = v128.load(TABLES + 144);
  const a5 = v128.load(TABLES + 160);
  const b5 = v128.load(TABLES + 176);
  const full = i8x16.splat(-1);
  let left = i8x16.splat(0);
  for (let at: usize = PAIRS, end = at + length; at < end; at += 16) {
    let pairs = v128.load(at);
    let a = i8x16.sub_sat_u(full, lookUp(a0, pairs));
    let b = i8x16.sub_sat_u(full, lookUp(b0, pairs));
    pairs = v128.load(at, 2);
    a = i8x16.sub_sat_u(a, lookUp(a1, pairs));
    b = i8x16.sub_sat_u(b, lookUp(b1, pairs));
    pairs = v128.load(at, 4);
    a = i8x16.sub_sat_u(a, lookUp(a2, pairs));
    b = i8x16.sub_sat_u(b, lookUp(b2, pairs));
    pairs = v128.load(at, 6);
    a = i8x16.sub_sat_u(a, lookUp(a3, pairs));
    b = i8x16.sub_sat_u(b, lookUp(b3, pairs));
    pairs = v128.load(at, 8);
    a = i8x16.sub_sat_u(a, lookUp(a4, pairs));
    b = i8x16.sub_sat_u(b, lookUp(b4, pairs));
    pairs = v128.load(at, 10);
    a = i8x16.sub_sat_u(a, lookUp(a5, pairs));
    b = i8x16.sub_sat_u(b, lookUp(b5, pairs));
    left = v128.or(left, v128.or(a, b));
  }
  return v128.any_true(left);
}
