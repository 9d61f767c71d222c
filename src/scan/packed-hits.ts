import { Hits } from "./hits.ts";

/** Hits as typed arrays, which pass from thread to thread without being copied. */
export interface PackedHits {
  readonly motif: Uint32Array<ArrayBuffer>;
  readonly start: Float64Array<ArrayBuffer>;
  readonly reverse: Uint8Array<ArrayBuffer>;
  readonly score: Float64Array<ArrayBuffer>;
  readonly p: Float64Array<ArrayBuffer>;
}

export function packHits({ motif, start, reverse, score, p }: Hits): PackedHits {
  return {
    motif: Uint32Array.from(motif),
    start: Float64Array.from(start),
    reverse: Uint8Array.from(reverse, Number),
    score: Float64Array.from(score),
    p: Float64Array.from(p),
  };
}

export function unpackHits({ motif, start, reverse, score, p }: PackedHits): Hits {
  const hits = new Hits();
  for (let i = 0; i < start.length; i++) hits.add(motif[i], start[i], reverse[i] === 1, score[i], p[i]);
  return hits;
}
