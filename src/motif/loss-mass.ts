import type { Background } from "./background.ts";
import { type Kernel, pValueKernel } from "./kernel.ts";

/** Columns of a matrix as losses in whole steps: per column A, C, G, T and the largest that is not {@link EXCLUDED}. */
export type LossColumns = Int32Array;

export const COLUMN_FIELDS = 5;

/** A loss larger than any that is kept: the cell of a letter that a column excludes (score −∞). */
export const EXCLUDED = 1 << 28;

/**
 * [x] = P(loss ≤ x) for x = 0 … cells, the loss of a random word being the sum over its columns (Staden 1989). By
 * WebAssembly where it has SIMD, with the bits of {@link plainLossMass}.
 */
export function lossMass(columns: LossColumns, background: Background, cells: number): Float64Array {
  const kernel = pValueKernel();
  return kernel === undefined || columns.length > COLUMN_FIELDS * kernel.layout.MOST_COLUMNS
    ? plainLossMass(columns, background, cells)
    : kernelLossMass(kernel, columns, background, cells);
}

function kernelLossMass(
  { memory, call, layout }: Kernel,
  columns: LossColumns,
  background: Background,
  cells: number,
): Float64Array {
  new Float64Array(memory.buffer, layout.BACKGROUND, 4).set(background);
  new Int32Array(memory.buffer, layout.COLUMNS, columns.length).set(columns);
  const at = call.lossMass(columns.length / COLUMN_FIELDS, cells);
  return new Float64Array(memory.buffer, at, cells + 1).slice();
}

/** The same in plain code. As many zeros as entries lie before the table, so that no letter needs bounds. */
export function plainLossMass(columns: LossColumns, background: Background, cells: number): Float64Array {
  const origin = cells + 1;
  let mass = new Float64Array(2 * origin);
  let next = new Float64Array(2 * origin);
  mass[origin] = 1;
  let used = 0;
  for (let column = 0; column < columns.length; column += COLUMN_FIELDS) {
    used = Math.min(cells, used + columns[column + 4]);
    addColumn(next, mass, origin, used, columns.subarray(column, column + 4), background);
    [mass, next] = [next, mass];
  }
  return cumulated(mass.subarray(origin));
}

function addColumn(
  next: Float64Array,
  mass: Float64Array,
  origin: number,
  used: number,
  losses: Int32Array,
  background: Background,
): void {
  for (let i = origin; i <= origin + used; i++) {
    let sum = 0;
    for (let base = 0; base < 4; base++) sum += mass[i - Math.min(origin, losses[base])] * background[base];
    next[i] = sum;
  }
}

/** Running sums in place, never above 1. */
export function cumulated(mass: Float64Array): Float64Array {
  let sum = 0;
  for (let i = 0; i < mass.length; i++) {
    sum += mass[i];
    mass[i] = Math.min(1, sum);
  }
  return mass;
}
