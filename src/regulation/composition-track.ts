import type { CompositionFeature } from "./promoter-model.ts";
import { MIN_KNOWN_BASES } from "./promoter-score.ts";

/** For each letter by its code and the code before it ([8 · before + code]): what it adds to C, G, CpG and known letters. */
const [ADDS_C, ADDS_G, ADDS_CPG, ADDS_KNOWN] = [
  (_: number, code: number) => code === 1,
  (_: number, code: number) => code === 2,
  (before: number, code: number) => before === 1 && code === 2,
  (_: number, code: number) => code < 4,
].map((holds) => Uint8Array.from({ length: 40 }, (_, key) => Number(holds(key >> 3, key & 7))));

/**
 * What features of one window add to a score: track[i] for the `size` letters of `codes` from i on (at least two), Σ weight
 * · measure; −Infinity where too few of them are known. Time linear in the letters, whatever the size.
 */
export function compositionTrack(
  codes: Uint8Array,
  size: number,
  features: readonly CompositionFeature[],
  track: Float64Array,
): void {
  const counts = { c: 0, g: 0, cpg: 0, known: 0 };
  let last = 4;
  for (let end = 0; end < codes.length; end++) {
    const code = codes[end];
    const enters = 8 * last + code;
    last = code;
    counts.c += ADDS_C[enters];
    counts.g += ADDS_G[enters];
    counts.cpg += ADDS_CPG[enters];
    counts.known += ADDS_KNOWN[enters];
    const start = end - size + 1;
    if (start < 0) continue;
    let sum = Number.NEGATIVE_INFINITY;
    if (counts.known >= MIN_KNOWN_BASES) {
      sum = 0;
      for (let k = 0; k < features.length; k++) sum += features[k].weight * features[k].measure(counts);
    }
    track[start] = sum;
    // The letter that goes out takes its CpG with the next one along.
    const leaves = codes[start];
    counts.c -= ADDS_C[leaves];
    counts.g -= ADDS_G[leaves];
    counts.cpg -= ADDS_CPG[8 * leaves + codes[start + 1]];
    counts.known -= ADDS_KNOWN[leaves];
  }
}
