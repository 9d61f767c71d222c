import type { ScoredSpan } from "../../src/cpg/ucsc.ts";

/**
 * cpg_lh's scan as it is told: +17 for the C of a CpG, −1 for any other letter, never below 0; a span ends at the G of
 * the first highest sum; when the sum is back at 0 (or the stretch ends) the part after that G is scanned again.
 */
export function rescannedSpans(codes: Uint8Array, from = 0, to = codes.length): ScoredSpan[] {
  const spans: ScoredSpan[] = [];
  let sum = 0;
  let best = 0;
  let start = from;
  let end = from;
  for (let i = from; i < to; i++) {
    const isCpg = codes[i] === 1 && codes[i + 1] === 2;
    if (isCpg && sum === 0) start = i;
    sum = Math.max(0, sum + (isCpg ? 17 : -1));
    if (sum > best) {
      best = sum;
      end = i + 2;
    }
    if (best > 0 && (sum === 0 || i === to - 1)) {
      spans.push({ start, end, score: best }, ...rescannedSpans(codes, end, i + 1));
      best = 0;
    }
  }
  return spans;
}
