/**
 * Numbers as C's printf writes them, ASCII at `out`; each function returns where it ends. What rounding might decide wrongly
 * goes to the caller's exact functions.
 */

/** f64: 10^0 … 10^22, which double precision holds exactly; then 10^-0 … 10^-19. Both are written by the caller. */
export const POWERS: i32 = 1024;
const MOST_POWER: i32 = 22;
export const NEGATIVE_POWERS: i32 = POWERS + 8 * (MOST_POWER + 1);
const MOST_NEGATIVE: i32 = 19;
/** First address behind them. */
export const NUMBERS_END: i32 = NEGATIVE_POWERS + 8 * (MOST_NEGATIVE + 1);

const ZERO: u8 = 48;
const MINUS: u8 = 45;
const POINT: u8 = 46;
const EXPONENT: u8 = 101;

/** Scaled numbers this near to half a unit may have been rounded across it. */
const NEAR_TIE: f64 = 1e-6;
const LARGEST_SCALED: f64 = 2147483648;
const BILLION: f64 = 1e9;

/** `%.{digits}f` and `%.{digits}g` in the caller's words. */
@external("env", "exactFixed")
declare function exactFixed(x: f64, digits: i32, out: usize): usize;
@external("env", "exactGeneral")
declare function exactGeneral(x: f64, digits: i32, out: usize): usize;

/** A whole number from 0 to 2^50. */
export function whole(value: f64, out: usize): usize {
  if (value < 4294967296) return figures(<u32>value, digitsOf(<u32>value), out);
  const billions = Math.floor(value / BILLION);
  return figures(<u32>(value - billions * BILLION), 9, whole(billions, out));
}

/** `%.{digits}f`, up to 8 digits. */
export function fixed(x: f64, digits: i32, out: usize): usize {
  const unit = power(digits);
  const scaled = Math.abs(x) * unit;
  const below = Math.floor(scaled);
  const rest = scaled - below;
  if (!(scaled < LARGEST_SCALED) || Math.abs(rest - 0.5) < NEAR_TIE) return exactFixed(x, digits, out);
  const rounded = <u32>below + <u32>(rest >= 0.5);
  const before = rounded / <u32>unit;
  if (x < 0) store<u8>(out++, MINUS);
  out = figures(before, digitsOf(before), out);
  store<u8>(out, POINT);
  return figures(rounded - before * <u32>unit, digits, out + 1);
}

/** `%.{digits}g`, up to 8 digits, quick for numbers from 1e-19 to 1. */
export function general(x: f64, digits: i32, out: usize): usize {
  const size = negativeExponent(x);
  const scale = digits - 1 + size;
  if (size === 0 || scale > MOST_POWER) return exactGeneral(x, digits, out);
  const scaled = x * power(scale);
  const below = Math.floor(scaled);
  const rest = scaled - below;
  const rounded = <u32>below + <u32>(rest >= 0.5);
  const limit = <u32>power(digits);
  if (Math.abs(rest - 0.5) < NEAR_TIE || rounded >= limit) return exactGeneral(x, digits, out);
  return size > 4 ? scientific(rounded, digits, size, out) : decimal(rounded, digits, size, out);
}

/** 0.000ddd. */
function decimal(value: u32, digits: i32, size: i32, out: usize): usize {
  store<u8>(out, ZERO);
  store<u8>(out + 1, POINT);
  for (let i = 1; i < size; i++) store<u8>(out + i, ZERO, 1);
  return withoutZeros(value, digits, out + 1 + size);
}

/** d.ddde-xx; a point only before figures. */
function scientific(value: u32, digits: i32, size: i32, out: usize): usize {
  const unit = <u32>power(digits - 1);
  const first = value / unit;
  store<u8>(out++, ZERO + <u8>first);
  if (value > first * unit) {
    store<u8>(out, POINT);
    out = withoutZeros(value - first * unit, digits - 1, out + 1);
  }
  store<u8>(out, EXPONENT);
  store<u8>(out, MINUS, 1);
  return figures(<u32>size, 2, out + 2);
}

/** Figures behind a point, without the zeros at their end. */
function withoutZeros(value: u32, digits: i32, out: usize): usize {
  while (value % 10 === 0) {
    value /= 10;
    digits--;
  }
  return figures(value, digits, out);
}

/** The last `count` digits of `value`. */
function figures(value: u32, count: i32, out: usize): usize {
  for (let at = out + count - 1; at >= out; at--) {
    const tens = value / 10;
    store<u8>(at, ZERO + <u8>(value - 10 * tens));
    value = tens;
  }
  return out + count;
}

function digitsOf(value: u32): i32 {
  let count = 1;
  for (let limit: u64 = 10; value >= limit; limit *= 10) count++;
  return count;
}

/** n where 10^-n <= x < 10^(1-n); 0 where x lies outside 1e-19 … 1. */
function negativeExponent(x: f64): i32 {
  if (!(x < 1)) return 0;
  for (let n = 1; n <= MOST_NEGATIVE; n++) if (x >= load<f64>(NEGATIVE_POWERS + 8 * n)) return n;
  return 0;
}

function power(n: i32): f64 {
  return load<f64>(POWERS + 8 * n);
}
