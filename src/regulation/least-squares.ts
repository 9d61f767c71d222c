/** Residuals at a place, one a point. */
export type Residuals = (place: readonly number[]) => Float64Array;

export interface LeastSquares {
  readonly place: readonly number[];
  /** Sum of squared residuals. */
  readonly sum: number;
}

/** Step of the derivatives. */
const STEP = 1e-4;
/** Damping: at the start, after a step that helps and after one that does not; beyond the last one nothing helps. */
const DAMPING = { first: 1e-2, down: 0.3, up: 4, most: 1e8 } as const;
/** No step goes further than this in any direction: a flat direction says little about what lies far away. */
const LONGEST_STEP = 2;
/** Steps in a row that must gain less than this share of the sum before the search ends. */
const LEAST_GAIN = 2e-5;
const IDLE_STEPS = 3;

/**
 * The place with the least sum of squares near `start` (Levenberg 1944, Marquardt 1963): only steps that lower the sum are
 * made. `progress` hears the steps made and the sum before each evaluation of the residuals, and is waited for: a chance to
 * show it, or to hear a signal.
 */
export async function leastSquares(
  residuals: Residuals,
  start: readonly number[],
  iterations: number,
  progress: (iteration: number, sum: number) => Promise<void> | undefined = () => undefined,
): Promise<LeastSquares> {
  let best: LeastSquares = { place: start, sum: sumOfSquares(residuals(start)) };
  let damping: number = DAMPING.first;
  let idle = 0;
  for (let iteration = 1; iteration <= iterations && idle < IDLE_STEPS; iteration++) {
    const tell = () => progress(iteration - 1, best.sum);
    const slopes = await normalEquations(residuals, best.place, tell);
    let next = best;
    for (; damping < DAMPING.most; damping *= DAMPING.up) {
      await tell();
      next = stepped(residuals, best.place, slopes, damping);
      if (next.sum < best.sum) break;
    }
    if (!(next.sum < best.sum)) break;
    damping = Math.max(1e-9, damping * DAMPING.down);
    idle = next.sum > best.sum * (1 - LEAST_GAIN) ? idle + 1 : 0;
    best = next;
  }
  return best;
}

interface NormalEquations {
  /** JᵀJ, row by row. */
  readonly matrix: Float64Array;
  /** Jᵀr. */
  readonly slope: Float64Array;
}

async function normalEquations(
  residuals: Residuals,
  place: readonly number[],
  tell: () => Promise<void> | undefined,
): Promise<NormalEquations> {
  const size = place.length;
  const here = residuals(place);
  const columns: Float64Array[] = [];
  for (const [i, x] of place.entries()) {
    await tell();
    const there = residuals(place.with(i, x + STEP));
    columns.push(here.map((r, point) => (there[point] - r) / STEP));
  }
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) {
      const product = dot(columns[i], columns[j]);
      matrix[i * size + j] = product;
      matrix[j * size + i] = product;
    }
  }
  return { matrix, slope: Float64Array.from(columns, (column) => dot(column, here)) };
}

function stepped(
  residuals: Residuals,
  place: readonly number[],
  { matrix, slope }: NormalEquations,
  damping: number,
): LeastSquares {
  const size = place.length;
  const damped = matrix.slice();
  const mean = slope.length === 0 ? 0 : matrix.filter((_, i) => i % (size + 1) === 0).reduce((a, b) => a + b, 0) / size;
  // Marquardt's scaling, with a share of the mean for directions that nothing hangs on.
  for (let i = 0; i < size; i++) damped[i * (size + 1)] += damping * (matrix[i * (size + 1)] + 1e-3 * mean + 1e-12);
  const step = solved(damped, slope, size);
  if (step === undefined) return { place, sum: Number.POSITIVE_INFINITY };
  const longest = step.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const scale = longest > LONGEST_STEP ? LONGEST_STEP / longest : 1;
  const next = place.map((x, i) => x - scale * step[i]);
  const sum = sumOfSquares(residuals(next));
  return { place: next, sum: Number.isNaN(sum) ? Number.POSITIVE_INFINITY : sum };
}

/** x of A·x = b for a symmetric positive definite A (Cholesky); undefined when it is none. */
function solved(matrix: Float64Array, right: Float64Array, size: number): Float64Array | undefined {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j];
      for (let k = 0; k < j; k++) sum -= lower[i * size + k] * lower[j * size + k];
      if (i === j && !(sum > 0)) return undefined;
      lower[i * size + j] = i === j ? Math.sqrt(sum) : sum / lower[j * size + j];
    }
  }
  const x = right.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i * size + k] * x[k];
    x[i] /= lower[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] -= lower[k * size + i] * x[k];
    x[i] /= lower[i * size + i];
  }
  return x;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function sumOfSquares(values: Float64Array): number {
  return dot(values, values);
}
