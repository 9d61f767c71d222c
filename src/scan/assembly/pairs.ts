import { base, CODES, PAIRS, RUNS } from "./layout";

const UNKNOWN_BITS = i8x16.splat(<i8>0xfc);

let runEnd: usize = 0;
/** Pairs at which windows of the block may start: known bases among those that it owns. */
let ownPairs: i32 = 0;

/**
 * Turns the `length` codes at CODES into pairs and runs; windows may start at the first `own` of them. Returns the
 * number of pairs at which they start.
 */
export function fill(length: i32, own: i32): i32 {
  const codes = base + CODES;
  const pairs = base + PAIRS;
  v128.store(codes + length, UNKNOWN_BITS);
  runEnd = base + RUNS;
  ownPairs = 0;
  let out: i32 = 0;
  let runStart: i32 = 0;
  let i: i32 = 0;
  while (i < length) {
    const here = v128.load(codes + i);
    const next = v128.load(codes + i, 1);
    if (!v128.any_true(v128.and(v128.or(here, next), UNKNOWN_BITS))) {
      v128.store(pairs + out, i8x16.add(fourfold(here), next));
      out += 16;
      i += 16;
      continue;
    }
    if (i8x16.all_true(v128.and(here, UNKNOWN_BITS))) {
      runStart = closeRun(runStart, out, i, own);
      i += 16;
      continue;
    }
    for (const stop = min(i + 16, length); i < stop; i++) {
      const code: i32 = load<u8>(codes + i);
      if (code > 3) runStart = closeRun(runStart, out, i, own);
      else {
        const after: i32 = load<u8>(codes + i, 1);
        store<u8>(pairs + out, 4 * code + (after > 3 ? 0 : after));
        out++;
      }
    }
  }
  closeRun(runStart, out, length, own);
  return ownPairs;
}

@inline
function fourfold(codes: v128): v128 {
  const twofold = i8x16.add(codes, codes);
  return i8x16.add(twofold, twofold);
}

/** Notes the run of pairs [start, end), if there is one, whose last base lies before `position`; returns `end`. */
function closeRun(start: i32, end: i32, position: i32, own: i32): i32 {
  if (end === start) return end;
  const shift = position - end;
  store<i32>(runEnd, end);
  store<i32>(runEnd, shift, 4);
  runEnd += 8;
  if (start + shift < own) ownPairs = min(end, own - shift);
  return end;
}
