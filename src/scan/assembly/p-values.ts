import {
  ASK_AROUND,
  ASK_TO,
  ASK_WITHIN,
  BY_LOSSES,
  BY_WORDS,
  LOSSES,
  P_COUNT,
  P_SOURCE,
  P_VALUES,
  PER_BIT,
  PLACES,
  TOLERANCE,
  WORDS,
} from "./layout";

/** p-value of the window whose pairs begin at `pairs`; NaN where the caller must find it. */
export function pValue(motif: usize, pairs: usize, width: i32, strand: i32, score: f64): f64 {
  const source = load<i32>(motif, P_SOURCE);
  if (source === BY_WORDS) return ofWords(motif, score);
  if (source === BY_LOSSES) return ofLosses(motif, pairs, width, strand);
  return NaN;
}

/** p of the lowest word whose score is at least `score`, but for the tolerance; 1 below the last word. */
function ofWords(motif: usize, score: f64): f64 {
  const words = <usize>load<u32>(motif, WORDS);
  const least = score - load<f64>(motif, TOLERANCE);
  const place = <usize>load<u32>(motif, PLACES) + (stretch(motif, least) << 2);
  let low = load<u32>(place);
  let high = load<u32>(place, 4);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<f64>(words + (<usize>middle << 3)) >= least) low = middle + 1;
    else high = middle;
  }
  const count = load<u32>(motif, P_COUNT);
  if (low === count && score < load<f64>(words + (<usize>(count - 1) << 3)) - load<f64>(motif, TOLERANCE)) return 1;
  return load<f64>(<usize>load<u32>(motif, P_VALUES) + (<usize>(low === 0 ? 0 : low - 1) << 3));
}

/** The stretch of the scale that a score lies in; there are as many as words. */
@inline
function stretch(motif: usize, score: f64): usize {
  const best = load<f64>(<usize>load<u32>(motif, WORDS));
  const last = <f64>(load<i32>(motif, P_COUNT) - 1);
  return <usize>max<f64>(0, min<f64>(last, (best - score) * load<f64>(motif, PER_BIT)));
}

/**
 * Fills the places of a motif of words: [k] = how many of them lie in the stretches before k. They say where to search, in a
 * few words instead of thousands.
 */
export function makePlaces(motif: usize): void {
  const words = <usize>load<u32>(motif, WORDS);
  const places = <usize>load<u32>(motif, PLACES);
  const count = load<i32>(motif, P_COUNT);
  let next: usize = 0;
  for (let i = 0; i < count; i++) {
    const own = stretch(motif, load<f64>(words + (<usize>i << 3)));
    for (; next <= own; next++) store<u32>(places + (next << 2), i);
  }
  for (; next <= <usize>count; next++) store<u32>(places + (next << 2), count);
}

function ofLosses(motif: usize, pairs: usize, width: i32, strand: i32): f64 {
  const loss = strand === 0 ? forwardLoss(motif, pairs, width) : reverseLoss(motif, pairs, width);
  const p = loss < load<i32>(motif, P_COUNT) ? load<f64>(<usize>load<u32>(motif, P_VALUES) + (<usize>loss << 3)) : 1;
  if (p <= load<f64>(motif, ASK_TO)) return NaN;
  if (abs(p - load<f64>(motif, ASK_AROUND)) <= load<f64>(motif, ASK_WITHIN)) return NaN;
  return p;
}

/** No cell is larger, nor is any table so long. */
const MOST: i32 = 1 << 28;

function forwardLoss(motif: usize, pairs: usize, width: i32): i32 {
  let cells = <usize>load<u32>(motif, LOSSES);
  let sum = 0;
  for (let at = pairs, end = pairs + width; at < end; at++) {
    sum = min<i32>(MOST, sum + load<i32>(cells + ((<usize>load<u8>(at) >> 2) << 2)));
    cells += 16;
  }
  return sum;
}

function reverseLoss(motif: usize, pairs: usize, width: i32): i32 {
  let cells = <usize>load<u32>(motif, LOSSES);
  let sum = 0;
  for (let at = pairs + width - 1; at >= pairs; at--) {
    sum = min<i32>(MOST, sum + load<i32>(cells + ((3 ^ (<usize>load<u8>(at) >> 2)) << 2)));
    cells += 16;
  }
  return sum;
}
