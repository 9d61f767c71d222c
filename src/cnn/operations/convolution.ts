import { type Node, node } from "../graph.ts";

/** Number of windows of `width` that fit into `length` positions `stride` apart (the rest of the length stays unused). */
export function windowCount(length: number, width: number, stride: number, padding = 0): number {
  return Math.floor((length + 2 * padding - width) / stride) + 1;
}

/**
 * 1-D convolution (cross-correlation: the filter is not turned). `x` [record][position][channel], `weights`
 * [filter][position][channel], `biases` [filter] → [record][window][filter]. Padding puts rows of zeros at both ends.
 */
export function convolution(x: Node, weights: Node, biases: Node, stride: number, padding: number): Node {
  const [records, length, channels] = x.shape;
  const [filters, width] = weights.shape;
  const windows = windowCount(length, width, stride, padding);
  const value = new Float64Array(records * windows * filters);

  /** Calls `visit(output, start in x, start in weights, numbers)` for the part of each window that lies inside the record. */
  const eachWindow = (visit: (out: number, from: number, weight: number, count: number) => void) => {
    for (let out = 0; out < value.length; out++) {
      const filter = out % filters;
      const window = Math.floor(out / filters) % windows;
      const record = Math.floor(out / (filters * windows));
      const start = window * stride - padding;
      const first = Math.max(0, -start);
      const last = Math.min(width, length - start);
      const from = (record * length + start + first) * channels;
      visit(out, from, (filter * width + first) * channels, Math.max(0, last - first) * channels);
    }
  };
  eachWindow((out, from, weight, count) => {
    let sum = biases.value[out % filters];
    for (let i = 0; i < count; i++) sum += x.value[from + i] * weights.value[weight + i];
    value[out] = sum;
  });
  return node("convolution", [records, windows, filters], value, [x, weights, biases], (gradient) => {
    eachWindow((out, from, weight, count) => {
      const g = gradient[out];
      biases.gradient[out % filters] += g;
      for (let i = 0; i < count; i++) {
        x.gradient[from + i] += g * weights.value[weight + i];
        weights.gradient[weight + i] += g * x.value[from + i];
      }
    });
  });
}
