import { setFlagsFromString } from "node:v8";

/**
 * Switches relaxed SIMD on where it sits behind a flag (Node.js 20; later ones have it). Must run before the scanner's
 * kernel is chosen and compiled; workers that start later have it too.
 */
export function enableRelaxedSimd(): void {
  setFlagsFromString("--experimental-wasm-relaxed-simd");
}
