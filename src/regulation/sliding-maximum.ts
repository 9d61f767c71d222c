/**
 * out[i] = max(values[i … i + size − 1]) for every i ≤ length − size, in three comparisons a value whatever the size (van
 * Herk 1992, Gil & Werman 1993): the window is the tail of one block of `size` values and the head of the next.
 * `scratch` is as long as `values`; entries of `out` beyond the last whole window are left as they are.
 */
export function slidingMaximum(values: Float64Array, size: number, out: Float64Array, scratch: Float64Array): void {
  const { length } = values;
  headMaxima(values, size, scratch);
  for (let blockStart = 0; blockStart <= length - size; blockStart += size) {
    let tail = Number.NEGATIVE_INFINITY;
    for (let i = blockStart + size - 1; i >= blockStart; i--) {
      if (values[i] > tail) tail = values[i];
      const end = i + size - 1;
      if (end < length) out[i] = Math.max(tail, scratch[end]);
    }
  }
}

/** heads[i] = maximum from the start of i's block up to i. */
function headMaxima(values: Float64Array, size: number, heads: Float64Array): void {
  for (let blockStart = 0; blockStart < values.length; blockStart += size) {
    const end = Math.min(blockStart + size, values.length);
    let head = Number.NEGATIVE_INFINITY;
    for (let i = blockStart; i < end; i++) {
      if (values[i] > head) head = values[i];
      heads[i] = head;
    }
  }
}
