/** Weights of a logistic model in the units of its features: ln odds = intercept + Σ weight · value. */
export interface LogisticFit {
  readonly intercept: number;
  readonly weights: readonly number[];
}

/** Rows of feature values, flat [row · features + feature], and which rows are positive. */
export interface LabelledRows {
  readonly features: number;
  readonly values: Float64Array;
  /** 1 or 0 a row. */
  readonly positive: Uint8Array;
}

/** Steps after which Newton's method is stopped; it takes about ten. */
const MOST_STEPS = 100;
/** A step that lowers the loss by less is the last one. */
const SMALLEST_GAIN = 1e-13;

/**
 * The weights that minimise the mean logistic loss + l2/2 · Σ w², w the weights of standardised features (mean 0, standard
 * deviation 1 over the rows; the intercept is free), by Newton's method. A feature that never varies gets weight 0.
 * Deterministic; both classes must occur; l2 > 0, so that separable data have a solution too.
 */
export function fitLogistic(rows: LabelledRows, l2: number): LogisticFit {
  const { means, deviations } = moments(rows);
  const data = { ...rows, values: standardised(rows, means, deviations) };
  const fitted = newton(data, l2);
  const weights = means.map((_, i) => (deviations[i] === 0 ? 0 : fitted[i + 1] / deviations[i]));
  const intercept = weights.reduce((sum, weight, i) => sum - weight * means[i], fitted[0]);
  return { intercept, weights };
}

export function logisticScore({ intercept, weights }: LogisticFit, values: Float64Array): number {
  return weights.reduce((sum, weight, i) => sum + weight * values[i], intercept);
}

function moments({ features, values, positive }: LabelledRows): { means: number[]; deviations: number[] } {
  const count = positive.length;
  const column = (i: number) => Float64Array.from({ length: count }, (_, row) => values[row * features + i]);
  const sums = Array.from({ length: features }, (_, i) => {
    const own = column(i);
    const mean = own.reduce((sum, x) => sum + x, 0) / count;
    const variance = own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / count;
    // A constant's variance is rounding alone.
    return { mean, deviation: variance <= 1e-24 * mean * mean ? 0 : Math.sqrt(variance) };
  });
  return { means: sums.map(({ mean }) => mean), deviations: sums.map(({ deviation }) => deviation) };
}

function standardised(
  { features, values }: LabelledRows,
  means: readonly number[],
  deviations: readonly number[],
): Float64Array {
  return values.map((x, at) => {
    const i = at % features;
    return deviations[i] === 0 ? 0 : (x - means[i]) / deviations[i];
  });
}

function newton(rows: LabelledRows, l2: number): Float64Array {
  let weights = new Float64Array(rows.features + 1);
  let loss = meanLoss(rows, weights, l2);
  for (let step = 0; step < MOST_STEPS; step++) {
    const direction = newtonDirection(rows, weights, l2);
    const next = shortened(rows, weights, direction, l2, loss);
    if (next === undefined) break;
    const gain = loss - next.loss;
    ({ weights, loss } = next);
    if (gain < SMALLEST_GAIN) break;
  }
  return weights;
}

/** The whole step, else half of it and so on, until the loss falls; undefined where it no longer does. */
function shortened(rows: LabelledRows, weights: Float64Array, direction: Float64Array, l2: number, loss: number) {
  for (let share = 1; share > 1e-10; share /= 2) {
    const tried = weights.map((w, i) => w - share * direction[i]);
    const lower = meanLoss(rows, tried, l2);
    if (lower < loss) return { weights: tried, loss: lower };
  }
  return undefined;
}

function meanLoss(rows: LabelledRows, weights: Float64Array, l2: number): number {
  let sum = 0;
  for (let row = 0; row < rows.positive.length; row++) {
    const score = scoreOf(rows, weights, row);
    // ln(1 + e^−z) of the margin z, without overflow.
    const margin = rows.positive[row] === 1 ? score : -score;
    sum += Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(0, -margin);
  }
  const penalty = weights.subarray(1).reduce((total, w) => total + w * w, 0);
  return sum / rows.positive.length + (l2 / 2) * penalty;
}

function scoreOf({ features, values }: LabelledRows, weights: Float64Array, row: number): number {
  let score = weights[0];
  for (let i = 0; i < features; i++) score += weights[i + 1] * values[row * features + i];
  return score;
}

/** Inverse of the curvature times the gradient: the intercept first. */
function newtonDirection(rows: LabelledRows, weights: Float64Array, l2: number): Float64Array {
  const { features, values, positive } = rows;
  const size = features + 1;
  const gradient = new Float64Array(size);
  const curvature = new Float64Array(size * size);
  const x = new Float64Array(size).fill(1);
  for (let row = 0; row < positive.length; row++) {
    x.set(values.subarray(row * features, (row + 1) * features), 1);
    const p = 1 / (1 + Math.exp(-scoreOf(rows, weights, row)));
    for (let i = 0; i < size; i++) {
      gradient[i] += ((p - positive[row]) * x[i]) / positive.length;
      for (let j = 0; j <= i; j++) curvature[size * i + j] += (p * (1 - p) * x[i] * x[j]) / positive.length;
    }
  }
  for (let i = 1; i < size; i++) {
    gradient[i] += l2 * weights[i];
    curvature[size * i + i] += l2;
  }
  // Where every row is certain, the free intercept has no curvature left.
  curvature[0] += 1e-12;
  return solveCholesky(curvature, gradient);
}

/** Solves A x = b for a symmetric positive definite A (row by row; its lower triangle is read). */
function solveCholesky(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[size * i + j];
      for (let k = 0; k < j; k++) sum -= lower[size * i + k] * lower[size * j + k];
      lower[size * i + j] = i === j ? Math.sqrt(sum) : sum / lower[size * j + j];
    }
  }
  const x = right.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[size * i + k] * x[k];
    x[i] /= lower[size * i + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] -= lower[size * k + i] * x[k];
    x[i] /= lower[size * i + i];
  }
  return x;
}
