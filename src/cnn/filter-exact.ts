import type { Background } from "../motif/background.ts";
import { type Motif, type MotifNames, motifFromProbabilities } from "../motif/motif.ts";

/**
 * p = background · e^(λ·weight), normalised by column: log-odds scores are λ · output less a constant, so they rank windows
 * as the filter does whatever λ; it is fitted to the sites by maximum
 * likelihood. `rows` are the filter's weights, `counts` the bases at its sites [position][base].
 */
export function exactMotif(
  rows: Float64Array,
  bias: number,
  counts: Float64Array,
  background: Background,
  names: MotifNames,
): { motif: Motif; scoreThreshold: number } {
  const width = rows.length / 4;
  const scale = fittedScale(rows, counts, background);
  const probabilities = new Float64Array(4 * width);
  let logTotal = 0;
  for (let i = 0; i < width; i++) {
    const column = tilted(rows, i, scale, background);
    probabilities.set(column.p, 4 * i);
    logTotal += column.logTotal;
  }
  const sites = Math.round(counts.reduce((sum, count) => sum + count, 0) / width);
  const scoreThreshold = (-scale * bias - logTotal) / Math.LN2;
  return { motif: motifFromProbabilities(names, probabilities, sites), scoreThreshold };
}

function tilted(rows: Float64Array, i: number, scale: number, background: Background) {
  const exponents = [0, 1, 2, 3].map((base) => scale * rows[4 * i + base]);
  const top = Math.max(...exponents);
  const terms = exponents.map((e, base) => background[base] * Math.exp(e - top));
  const total = terms.reduce((sum, term) => sum + term, 0);
  return { p: terms.map((term) => term / total), logTotal: top + Math.log(total) };
}

/** The λ at which the sites' mean output equals the matrix's: the likelihood's slope falls as λ grows, so halving finds it. */
function fittedScale(rows: Float64Array, counts: Float64Array, background: Background): number {
  const slope = (scale: number) => {
    let sum = 0;
    for (let i = 0; i < rows.length / 4; i++) {
      const total = counts[4 * i] + counts[4 * i + 1] + counts[4 * i + 2] + counts[4 * i + 3];
      const { p } = tilted(rows, i, scale, background);
      for (let base = 0; base < 4; base++) sum += (counts[4 * i + base] - total * p[base]) * rows[4 * i + base];
    }
    return sum;
  };
  let [low, high] = [0, 64];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (slope(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
