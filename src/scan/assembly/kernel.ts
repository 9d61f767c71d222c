/**
 * The scanner's inner loops. `fill` takes a block of base codes, `scan` finds one motif's hits in it, in three stages:
 * the sieve rules out most groups of windows by a few columns, `survivingGroup` the rest by all columns, `decide` adds
 * the scores of what is left in double precision. The first two count score lost against the best word in saturating
 * bytes, scaled so that 255 is used up just below the threshold; rounded down, they never lose a hit. What reaches the
 * lowest score gets its p-value, which decides.
 */
import {
  base,
  HIT_SIZE,
  HITS,
  P_LIMIT,
  PAIRS,
  RUNS,
  SCORE_FLOOR,
  SCORES,
  STEPS,
  STRAND_A,
  STRAND_B,
  STRIDE,
  SURVIVORS,
  TABLES,
  WIDTH,
} from "./layout";
import { pValue } from "./p-values";
import { lookUp, sieve } from "./sieve";

export * from "./layout";
export { fill } from "./pairs";
export { makePlaces } from "./p-values";

const FULL = i8x16.splat(-1);
const EMPTY = i8x16.splat(0);
const FIRST_GROUP: u64 = 0x8000000000000000;

/** The run that holds the group at hand, and where the next hit goes. */
let run: usize = 0;
let hit: usize = 0;

/** Writes the hits of `motif` among the windows at the first `owned` pairs to HITS; returns their number. */
export function scan(motif: usize, owned: i32): i32 {
  sieve(motif, owned);
  run = base + RUNS;
  hit = base + HITS;
  const stride = load<i32>(motif, STRIDE);
  let word = base + SURVIVORS;
  for (let first: i32 = 0; first < owned; first += 64 * stride) {
    for (let groups = load<u64>(word); groups !== 0; ) {
      const group = <i32>clz(groups);
      groups ^= FIRST_GROUP >> <u64>group;
      const start = first + group * stride;
      if (start < owned) survivingGroup(motif, start, owned);
    }
    word += 8;
  }
  return <i32>(hit - base - HITS) / HIT_SIZE;
}

function survivingGroup(motif: usize, start: i32, owned: i32): void {
  const shift = load<i32>(motif, STRIDE) - 16;
  const steps = load<i32>(motif, STEPS);
  let table = <usize>load<u32>(motif, TABLES);
  let at = base + PAIRS + start;
  let a = FULL;
  let b = FULL;
  for (let step = 0; step < steps; step++) {
    a = i8x16.sub_sat_u(a, lookUp(v128.load(table), v128.load(at)));
    b = i8x16.sub_sat_u(b, lookUp(v128.load(table, 16), v128.load(at + shift)));
    table += 32;
    at += 2;
  }
  if (!v128.any_true(v128.or(a, b))) return;
  while (load<i32>(run) <= start) run += 8;
  decideEach(motif, start, owned, a, load<i32>(motif, STRAND_A));
  decideEach(motif, start + shift, owned, b, load<i32>(motif, STRAND_B));
}

/** `left`: what each of 16 windows has left of 255. */
function decideEach(motif: usize, start: i32, owned: i32, left: v128, strand: i32): void {
  let alive = 0xffff ^ i8x16.bitmask(i8x16.eq(left, EMPTY));
  for (; alive !== 0; alive &= alive - 1) {
    const window = start + ctz(alive);
    if (window < owned) decide(motif, window, strand);
  }
}

/** Notes the window as a hit if it lies in one run and neither its score is too low nor its p-value too large. */
function decide(motif: usize, start: i32, strand: i32): void {
  const width = load<i32>(motif, WIDTH);
  let inRun = run;
  while (load<i32>(inRun) <= start) inRun += 8;
  if (start + width > load<i32>(inRun)) return;
  const score = strand === 0 ? forwardScore(motif, start, width) : reverseScore(motif, start, width);
  if (!(score >= load<f64>(motif, SCORE_FLOOR))) return;
  const p = pValue(motif, base + PAIRS + start, width, strand, score);
  // NaN is not larger.
  if (p > load<f64>(motif, P_LIMIT)) return;
  store<f64>(hit, score);
  store<f64>(hit, p, 8);
  store<i32>(hit, start + load<i32>(inRun, 4), 16);
  store<i32>(hit, strand, 20);
  hit += HIT_SIZE;
}

/** Added in motif order on either strand, as everywhere: the same bits as the plain scanner's. */
function forwardScore(motif: usize, start: i32, width: i32): f64 {
  let cells = <usize>load<u32>(motif, SCORES);
  let sum: f64 = 0;
  for (let at = base + PAIRS + start, end = at + width; at < end; at++) {
    sum += load<f64>(cells + ((<usize>load<u8>(at) >> 2) << 3));
    cells += 32;
  }
  return sum;
}

function reverseScore(motif: usize, start: i32, width: i32): f64 {
  let cells = <usize>load<u32>(motif, SCORES);
  let sum: f64 = 0;
  for (let first = base + PAIRS + start, at = first + width - 1; at >= first; at--) {
    sum += load<f64>(cells + ((3 ^ (<usize>load<u8>(at) >> 2)) << 3));
    cells += 32;
  }
  return sum;
}
