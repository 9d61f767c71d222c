/**
 * Probabilities of a hypergeometric count, by Loader's saddle-point form (2000, "Fast and accurate computation of binomial
 * probabilities"): sums of log-gammas lose a digit with every digit of the counts, this keeps nearly all of them.
 */

/** A sample of `drawn` out of `total`, of which `marked` are marked. */
export interface Draw {
  readonly total: number;
  readonly marked: number;
  readonly drawn: number;
}

/** ln P(X ≥ least) of the number X of marked items in the sample: Fisher's exact test, one-sided. */
export function lnUpperTail(least: number, draw: Draw): number {
  const { total, marked, drawn } = draw;
  const lowest = Math.max(0, drawn - (total - marked));
  const highest = Math.min(drawn, marked);
  if (least <= lowest) return 0;
  if (least > highest) return Number.NEGATIVE_INFINITY;
  // Terms fall on either side of the mean: the smaller tail is summed.
  if (least > (drawn * marked) / total) return lnProbability(least, draw) + Math.log(tailSum(least, draw, 1));
  return Math.log1p(-Math.exp(lnProbability(least - 1, draw)) * tailSum(least - 1, draw, -1));
}

/** Σ P(k) / P(from) over k = from, from + step, … to the end; the terms fall. */
function tailSum(from: number, { total, marked, drawn }: Draw, step: 1 | -1): number {
  let sum = 0;
  let term = 1;
  for (let k = from; term > 1e-18 * sum; k += step) {
    sum += term;
    const up = (marked - k) * (drawn - k);
    const down = k * (total - marked - drawn + k);
    term *=
      step === 1 ? up / ((k + 1) * (total - marked - drawn + k + 1)) : down / ((marked - k + 1) * (drawn - k + 1));
  }
  return sum;
}

/** ln P(X = k). */
export function lnProbability(k: number, { total, marked, drawn }: Draw): number {
  const p = drawn / total;
  return lnBinomial(k, marked, p) + lnBinomial(drawn - k, total - marked, p) - lnBinomial(drawn, total, p);
}

/** ln of the binomial probability of x successes among n; p may be 0 or 1. */
function lnBinomial(x: number, n: number, p: number): number {
  if (p === 0 || p === 1) return x === n * p ? 0 : Number.NEGATIVE_INFINITY;
  if (x === 0) return n * Math.log1p(-p);
  if (x === n) return n * Math.log(p);
  const corrections = stirlingError(n) - stirlingError(x) - stirlingError(n - x);
  const deviances = deviance(x, n * p) + deviance(n - x, n * (1 - p));
  return corrections - deviances + 0.5 * Math.log(n / (2 * Math.PI * x * (n - x)));
}

/** ln n! − ln(√(2πn) (n/e)^n). */
function stirlingError(n: number): number {
  if (n < SMALL_ERRORS.length) return SMALL_ERRORS[n];
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * square)) / square) / square) / square) / n;
}

/** For n below 16 the series is too short, and factorials are exact. */
const SMALL_ERRORS = Array.from({ length: 16 }, (_, n) => {
  let factorial = 1;
  for (let i = 2; i <= n; i++) factorial *= i;
  return n === 0 ? 0 : Math.log(factorial) - (n + 0.5) * Math.log(n) + n - 0.5 * Math.log(2 * Math.PI);
});

/** x ln(x / mean) + mean − x, by its series where the difference would cancel. */
function deviance(x: number, mean: number): number {
  const ratio = (x - mean) / (x + mean);
  if (Math.abs(ratio) > 0.1) return x * Math.log(x / mean) + mean - x;
  let sum = (x - mean) * ratio;
  let power = 2 * x * ratio;
  for (let odd = 3; ; odd += 2) {
    power *= ratio * ratio;
    const next = sum + power / odd;
    if (next === sum) return sum;
    sum = next;
  }
}
