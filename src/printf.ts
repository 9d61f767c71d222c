import { powerOfTen } from "./power.ts";

/**
 * Numbers as C's printf writes them: exact ties go to the even digit, exponents have at least two digits.
 * JavaScript's toFixed and toPrecision round exact ties up (62.25 → "62.3" where C prints 62.2).
 */

/** `%.{digits}f`. */
export function formatFixed(x: number, digits: number): string {
  const text = x.toFixed(digits);
  if (!isTie(x, digits) || isEven(text)) return text;
  return towardsZero(x).toFixed(digits);
}

/** `%.{digits}g`: `digits` significant figures, trailing zeros dropped. */
export function formatGeneral(x: number, digits: number): string {
  if (x === 0) return "0";
  if (!Number.isFinite(x)) return String(x);
  const mantissaAndExponent = formatExponential(x, digits - 1);
  const exponent = Number(mantissaAndExponent.slice(mantissaAndExponent.indexOf("e") + 1));
  if (exponent < -4 || exponent >= digits) {
    const [mantissa, power] = mantissaAndExponent.split("e") as [string, string];
    return `${dropZeros(mantissa)}e${power}`;
  }
  return dropZeros(formatFixed(x, digits - 1 - exponent));
}

/** `%.{digits}e`. */
export function formatExponential(x: number, digits: number): string {
  let text = x.toExponential(digits);
  const decimals = digits - Number(text.slice(text.indexOf("e") + 1));
  if (isTie(x, decimals) && !isEven(text.slice(0, text.indexOf("e")))) text = towardsZero(x).toExponential(digits);
  const [mantissa, power] = text.split("e") as [string, string];
  return `${mantissa}e${power[0]}${power.slice(1).padStart(2, "0")}`;
}

/** `%'d` of a whole number: 1234567 → 1,234,567. */
export function withCommas(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 record`, `2 records`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Rounds like `%.{digits}f` read back as a number. */
export function roundFixed(x: number, digits: number): number {
  return Number(formatFixed(x, digits));
}

/**
 * Does x lie exactly half-way between two decimals with `decimals` places? For decimals ≥ 0 that is so iff
 * x·2^(decimals+1) is an odd whole number (x·10^d = odd·5^d / 2). Doubles admit no tie beyond 30 places
 * that a 17-digit format could meet; negative `decimals` round whole tens, hundreds …
 */
function isTie(x: number, decimals: number): boolean {
  if (decimals > 60) return false;
  if (decimals < 0) {
    const unit = powerOfTen(-decimals);
    return Number.isSafeInteger(x) && Math.abs(x % unit) === unit / 2;
  }
  const doubled = Math.abs(x) * 2 ** (decimals + 1);
  return doubled <= Number.MAX_SAFE_INTEGER && doubled % 2 === 1;
}

function isEven(decimal: string): boolean {
  return (decimal.charCodeAt(decimal.length - 1) - 48) % 2 === 0;
}

/** A neighbour of x that is nearer to zero by about one part in 2^52: enough to break a tie downwards. */
function towardsZero(x: number): number {
  return x * (1 - Number.EPSILON);
}

function dropZeros(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}
