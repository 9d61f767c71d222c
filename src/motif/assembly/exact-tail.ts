import { WORDS } from "./words";

/**
 * The score from which on p ≤ limit, where p(low) > limit ≥ p(high), by halving. At WORDS lie the scores and the p-values of
 * the words of a matrix's left half, best first, and then those of its right half, f64 each.
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
  while (within - above > precision) {
    const middle = (above + within) / 2;
    if (shareFrom(left, right, middle - tolerance) <= limit) within = middle;
    else above = middle;
  }
  return within;
}

/** Probability of all pairs of halves that score so much together. */
function shareFrom(left: i32, right: i32, score: f64): f64 {
  const leftP = <usize>(WORDS + 8 * left);
  const rightScores = leftP + 8 * left;
  const rightP = rightScores + 8 * right;
  let sum: f64 = 0;
  let before: f64 = 0;
  let reach = 8 * left - 8;
  for (let i = 0; i < 8 * right; i += 8) {
    const needed = score - load<f64>(rightScores + i);
    while (reach >= 0 && load<f64>(WORDS + reach) < needed) reach -= 8;
    if (reach < 0) break;
    const p = load<f64>(rightP + i);
    sum += (p - before) * load<f64>(leftP + reach);
    before = p;
  }
  return min<f64>(1, sum);
}
