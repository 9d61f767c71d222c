import { WORDS } from "./words";

/** The sums on either side of the score that {@link shareFrom} was last asked for. */
let nextBelow: f64 = 0;
let nextAbove: f64 = 0;

/**
 * The score from which on p ≤ limit, where p(low) > limit ≥ p(high): where p would be the limit if it fell evenly, or
 * half-way if that did not narrow the search enough; a try tells how far p stays the same. At WORDS lie the scores and the
 * p-values of the words of a matrix's left half, best first, and then those of its right half, f64 each.
 */
export function exactThreshold(
  left: i32,
  right: i32,
  limit: f64,
  low: f64,
  high: f64,
  tolerance: f64,
  precision: f64,
): f64 {
  let above = low;
  let within = high;
  let pAbove: f64 = 2;
  let pWithin: f64 = -1;
  let isSlow = true;
  while (within - above > 3 * precision) {
    const size = within - above;
    const isKnown = pAbove <= 1 && pWithin >= 0;
    const part: f64 = isSlow || !isKnown ? 0.5 : max<f64>(0.01, min<f64>(0.99, (pAbove - limit) / (pAbove - pWithin)));
    const middle = above + part * size;
    const p = shareFrom(left, right, middle - tolerance);
    if (p <= limit) {
      within = max<f64>(above, min<f64>(middle, nextBelow + tolerance + precision));
      pWithin = p;
    } else {
      above = min<f64>(within, max<f64>(middle, nextAbove + tolerance - precision));
      pAbove = p;
    }
    isSlow = 2 * (within - above) > size;
  }
  return within;
}

/** Probability of all pairs of halves that score so much together. */
function shareFrom(left: i32, right: i32, score: f64): f64 {
  const leftP = <usize>(WORDS + 8 * left);
  const rightScores = leftP + 8 * left;
  const rightP = rightScores + 8 * right;
  const last = 8 * left - 8;
  let sum: f64 = 0;
  let before: f64 = 0;
  let reach = last;
  nextBelow = -Infinity;
  nextAbove = Infinity;
  for (let i = 0; i < 8 * right; i += 8) {
    const own = load<f64>(rightScores + i);
    const needed = score - own;
    while (reach >= 0 && load<f64>(WORDS + reach) < needed) reach -= 8;
    if (reach < last) nextBelow = max<f64>(nextBelow, load<f64>(WORDS + reach + 8) + own);
    if (reach < 0) break;
    nextAbove = min<f64>(nextAbove, load<f64>(WORDS + reach) + own);
    const p = load<f64>(rightP + i);
    sum += (p - before) * load<f64>(leftP + reach);
    before = p;
  }
  return min<f64>(1, sum);
}
