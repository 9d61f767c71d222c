import { powerOfTen } from "../../power.ts";

/**
 * FIMO 5.5.8 rounds scores and p-values to ten significant digits (ties to even) before it compares or prints them.
 */
export function roundedToTenDigits(x: number): number {
  if (x === 0) return 0;
  const scale = powerOfTen(Math.ceil(9 - Math.log10(Math.abs(x))));
  return roundHalfEven(scale * x) / scale;
}

/** C's rint: the nearest whole number, halves to the even one. */
function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return rest < 0.5 ? floor : floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}
