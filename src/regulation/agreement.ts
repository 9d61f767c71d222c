/** How well predictions agree with measurements. */
export interface Agreement {
  readonly points: number;
  /** 1 − Σ(y − ŷ)²/Σ(y − mean y)²: below 0 when the mean would do better; null when all measurements are equal. */
  readonly r2: number | null;
  readonly rmse: number;
  /** Correlation of ranks, ties sharing theirs; null when either side is constant. */
  readonly spearman: number | null;
}

export function agreement(measured: Float64Array, predicted: Float64Array): Agreement {
  const points = measured.length;
  const residual = measured.reduce((sum, y, i) => sum + (y - predicted[i]) ** 2, 0);
  const mean = measured.reduce((sum, y) => sum + y, 0) / points;
  const total = measured.reduce((sum, y) => sum + (y - mean) ** 2, 0);
  return {
    points,
    r2: total === 0 ? null : 1 - residual / total,
    rmse: Math.sqrt(residual / points),
    spearman: correlation(ranks(measured), ranks(predicted)),
  };
}

/** 1 for the lowest; equal values share the mean of their ranks. */
export function ranks(values: Float64Array): Float64Array {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const out = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) out[order[i]] = (from + 1 + to) / 2;
    from = to;
  }
  return out;
}

function correlation(a: Float64Array, b: Float64Array): number | null {
  const mean = (a.length + 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - mean) * (b[i] - mean);
    aa += (a[i] - mean) ** 2;
    bb += (b[i] - mean) ** 2;
  }
  return aa === 0 || bb === 0 ? null : ab / Math.sqrt(aa * bb);
}
