import { type Node, node } from "../graph.ts";
import { windowCount } from "./convolution.ts";

/** Calls `visit(output, first input, windows' inputs apart)` for every output of a pooling of [record][position][channel]. */
function eachPool(
  [records, length, channels]: readonly number[],
  windows: number,
  stride: number,
  visit: (out: number, from: number) => void,
): void {
  for (let record = 0; record < records; record++) {
    for (let window = 0; window < windows; window++) {
      for (let channel = 0; channel < channels; channel++) {
        const out = (record * windows + window) * channels + channel;
        visit(out, (record * length + window * stride) * channels + channel);
      }
    }
  }
}

/** Largest value of each window; the gradient goes to it alone, to the first of equals. */
export function maxPool(x: Node, width: number, stride: number): Node {
  const [records, length, channels] = x.shape;
  const windows = windowCount(length, width, stride);
  const value = new Float64Array(records * windows * channels);
  const chosen = new Int32Array(value.length);
  eachPool(x.shape, windows, stride, (out, from) => {
    let best = from;
    for (let i = 1; i < width; i++) if (x.value[from + i * channels] > x.value[best]) best = from + i * channels;
    chosen[out] = best;
    value[out] = x.value[best];
  });
  return node("max pool", [records, windows, channels], value, [x], (gradient) => {
    for (let out = 0; out < gradient.length; out++) x.gradient[chosen[out]] += gradient[out];
  });
}

/** Mean of each window. */
export function averagePool(x: Node, width: number, stride: number): Node {
  const [records, length, channels] = x.shape;
  const windows = windowCount(length, width, stride);
  const value = new Float64Array(records * windows * channels);
  eachPool(x.shape, windows, stride, (out, from) => {
    for (let i = 0; i < width; i++) value[out] += x.value[from + i * channels] / width;
  });
  return node("average pool", [records, windows, channels], value, [x], (gradient) => {
    eachPool(x.shape, windows, stride, (out, from) => {
      for (let i = 0; i < width; i++) x.gradient[from + i * channels] += gradient[out] / width;
    });
  });
}
