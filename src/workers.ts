import { setFlagsFromString } from "node:v8";

/** V8 has relaxed SIMD without a flag from this version on (Node.js 21). */
const RELAXED_SIMD_V8 = 11.4;

/**
 * Switches relaxed SIMD on in Node.js 20, where it sits behind a flag. Must run before the scanner's kernel is chosen and
 * compiled; workers that start later have it too.
 */
export function enableRelaxedSimd(): void {
  // An engine that no longer knows the flag would complain on stderr.
  if (Number.parseFloat(process.versions.v8) < RELAXED_SIMD_V8) setFlagsFromString("--experimental-wasm-relaxed-simd");
}
