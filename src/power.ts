/**
 * Powers that have the same bits on every Node.js (of one kind of processor: arm64 rounds exp and log otherwise). V8 changed
 * its own (`Math.pow`, `**`) between Node.js 22 and 24, so that results differed in the last digit; `Math.exp`, `Math.log`
 * and products did not change. `x ** 2` and whole powers of two and four are exact in all of them and may stay; a test holds
 * the rest of the sources to this file.
 */

/** Up to here whole exponents are products: rounding grows with each factor, that of exp and log with |y·log x| only. */
const MOST_FACTORS = 64;
const LEAST_TEN = -323;
const TENS = Float64Array.from({ length: 309 - LEAST_TEN }, (_, i) => Number(`1e${i + LEAST_TEN}`));

/** x^y to about (1 + |y·ln x|) units in the last place; NaN for a negative x unless y is whole. 0^0 = 1. */
export function power(x: number, y: number): number {
  if (!Number.isInteger(y)) return Math.exp(y * Math.log(x));
  if (Math.abs(y) <= MOST_FACTORS) return y < 0 ? 1 / product(x, -y) : product(x, y);
  const size = Math.exp(y * Math.log(Math.abs(x)));
  return x < 0 && y % 2 !== 0 ? -size : size;
}

/** 2^y; exact for whole y. */
export function powerOfTwo(y: number): number {
  const whole = Math.round(y);
  return 2 ** whole * Math.exp((y - whole) * Math.LN2);
}

/** The double nearest to 10^n for a whole n. */
export function powerOfTen(n: number): number {
  return n < LEAST_TEN ? 0 : (TENS[n - LEAST_TEN] ?? Number.POSITIVE_INFINITY);
}

/** x^n by squaring, for whole n ≥ 0. */
function product(x: number, n: number): number {
  let result = 1;
  let square = x;
  for (let rest = n; rest > 0; rest >>= 1) {
    if (rest & 1) result *= square;
    square *= square;
  }
  return result;
}
