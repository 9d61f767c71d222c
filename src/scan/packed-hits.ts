import { Hits } from "./hits.ts";

/** Hits as typed arrays, which pass from thread to thread without being copied. */
export interface PackedHits {
  readonly motif: Uint32Array<ArrayBuffer>;
  readonly start: Float64Array<ArrayBuffer>;
  readonly reverse: Uint8Array<ArrayBuffer>;
  readonly score: Float64Array<ArrayBuffer>;
  readonly p: Float64Array<ArrayBuffer>;
}

export function packHits({ length, motif, start, reverse, score, p }: Hits): PackedHits {
  return {
    motif: motif.slice(0, length),
    start: start.slice(0, length),
    reverse: reverse.slice(0, length),
    score: score.slice(0, length),
    p: p.slice(0, length),
  };
}

export function unpackHits(packed: PackedHits): Hits {
  return Object.assign(new Hits(), packed, { length: packed.start.length });
}
