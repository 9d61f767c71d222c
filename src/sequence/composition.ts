import { UNKNOWN_BASE } from "./alphabet.ts";

export interface Composition {
  /** A, C, G, T. */
  readonly known: number;
  /** C + G. */
  readonly gc: number;
}

/** Bases of [start, end). */
export function composition(codes: Uint8Array, start = 0, end = codes.length): Composition {
  let known = 0;
  let gc = 0;
  for (let i = start; i < end; i++) {
    const code = codes[i];
    if (code >= UNKNOWN_BASE) continue;
    known++;
    if (code === 1 || code === 2) gc++;
  }
  return { known, gc };
}

/** C + G over the known bases; 0 where there are none. */
export function gcShare({ known, gc }: Composition): number {
  return known === 0 ? 0 : gc / known;
}
