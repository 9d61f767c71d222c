/** Maps are [position][channel], channels a multiple of 16. Lengths of rows (one row a record) are in bytes. */

/** Largest value of each window with the position that it came from (the first of equals), rectified if `relu`. */
export function poolMax(
  map: usize,
  channels: usize,
  windows: usize,
  width: usize,
  stride: usize,
  relu: bool,
  out: usize,
  chosen: usize,
): void {
  const bytes = (channels) << 2;
  const floor = f32x4.splat(relu ? 0 : -Infinity);
  for (let window: usize = 0; window < windows; window++) {
    const first = window * stride;
    for (let channel: usize = 0; channel < bytes; channel += 16) {
      let at = map + first * bytes + channel;
      let best = v128.load(at);
      let from = i32x4.splat(<i32>first);
      for (let p: usize = first + 1; p < first + width; p++) {
        at += bytes;
        const here = v128.load(at);
        from = v128.bitselect(i32x4.splat(<i32>p), from, f32x4.gt(here, best));
        best = f32x4.pmax(best, here);
      }
      v128.store(out + channel, f32x4.pmax(floor, best));
      v128.store(chosen + channel, from);
    }
    out += bytes;
    chosen += bytes;
  }
}

/**
 * Backward through a pooled convolution over a map: only the windows that gave a maximum count. `gradients` [row][window]
 * [filter]; weights and their gradients [filter][term], `terms` numbers a window, a multiple of 4. Adds to all gradients.
 */
export function convolutionBackward(
  input: usize,
  inputGradients: usize,
  inputRow: usize,
  windowStep: usize,
  rows: usize,
  windows: usize,
  filters: usize,
  terms: usize,
  gradients: usize,
  gradientsRow: usize,
  chosen: usize,
  weights: usize,
  weightGradients: usize,
  biasGradients: usize,
): void {
  const bytes = (terms) << 2;
  for (let row: usize = 0; row < rows; row++) {
    let at = gradients + row * gradientsRow;
    for (let window: usize = 0; window < windows; window++) {
      for (let filter: usize = 0; filter < filters; filter++) {
        const g = load<f32>(at);
        if (g != 0) {
          const bias = biasGradients + (filter << 2);
          store<f32>(bias, load<f32>(bias) + g);
          const start = row * inputRow + <usize>load<i32>(chosen) * windowStep;
          addScaled(g, input + start, weightGradients + filter * bytes, bytes);
          addScaled(g, weights + filter * bytes, inputGradients + start, bytes);
        }
        at += 4;
        chosen += 4;
      }
    }
  }
}

@inline
function addScaled(factor: f32, from: usize, to: usize, bytes: usize): void {
  const g = f32x4.splat(factor);
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(to + i, f32x4.add(v128.load(to + i), f32x4.mul(g, v128.load(from + i))));
  }
}

/** Mean of each window, for every row. */
export function poolAverage(
  map: usize,
  mapRow: usize,
  rows: usize,
  channels: usize,
  windows: usize,
  width: usize,
  stride: usize,
  out: usize,
  outRow: usize,
): void {
  const bytes = (channels) << 2;
  const share = f32x4.splat(1 / <f32>width);
  for (let row: usize = 0; row < rows; row++) {
    for (let window: usize = 0; window < windows; window++) {
      for (let channel: usize = 0; channel < bytes; channel += 16) {
        let at = map + row * mapRow + window * stride * bytes + channel;
        let sum = f32x4.splat(0);
        for (let p: usize = 0; p < width; p++) {
          sum = f32x4.add(sum, v128.load(at));
          at += bytes;
        }
        v128.store(out + row * outRow + window * bytes + channel, f32x4.mul(sum, share));
      }
    }
  }
}

/** Adds each window's gradient, shared out evenly, to the map's gradients. */
export function poolAverageBackward(
  mapGradients: usize,
  mapRow: usize,
  rows: usize,
  channels: usize,
  windows: usize,
  width: usize,
  stride: usize,
  gradients: usize,
  gradientsRow: usize,
): void {
  const bytes = (channels) << 2;
  const share = f32x4.splat(1 / <f32>width);
  for (let row: usize = 0; row < rows; row++) {
    for (let window: usize = 0; window < windows; window++) {
      for (let channel: usize = 0; channel < bytes; channel += 16) {
        const g = f32x4.mul(v128.load(gradients + row * gradientsRow + window * bytes + channel), share);
        let at = mapGradients + row * mapRow + window * stride * bytes + channel;
        for (let p: usize = 0; p < width; p++) {
          v128.store(at, f32x4.add(v128.load(at), g));
          at += bytes;
        }
      }
    }
  }
}
