/**
 * The first convolution, over base codes. One-hot input has one 1 a position, so a window's sum is a sum of weight rows,
 * one for each position; the rows of three neighbouring positions are added beforehand, once for each batch, for every
 * triple of letters. A window then costs a third of its width in vector additions and no multiplication.
 *
 * Filters go in blocks of 16. Tables are [block][group of three positions][triple][16 filters].
 */

/** Bytes of 16 filters. */
const BLOCK: usize = 64;
/** Letters: A C G T, unknown (a quarter of each), nothing (padding). */
const UNKNOWN: usize = 4;

/**
 * Fills the tables from weights [position][base][filter] and biases [filter] (added once, in group 0). `letters` holds three
 * bytes a triple.
 */
export function fillTables(
  weights: usize,
  biases: usize,
  width: usize,
  filters: usize,
  letters: usize,
  triples: usize,
  tables: usize,
): void {
  const rowBytes = filters << 2;
  let out = tables;
  for (let block: usize = 0; block < rowBytes; block += BLOCK) {
    for (let position: usize = 0; position < width; position += 3) {
      for (let triple: usize = 0; triple < triples; triple++) {
        for (let part: usize = 0; part < BLOCK; part += 16) {
          let sum = position == 0 ? v128.load(biases + block + part) : f32x4.splat(0);
          for (let k: usize = 0; k < 3; k++) {
            if (position + k >= width) break;
            const rows = weights + (position + k) * 4 * rowBytes + block + part;
            sum = f32x4.add(sum, letterRow(rows, rowBytes, <usize>load<u8>(letters + triple * 3 + k)));
          }
          v128.store(out + part, sum);
        }
        out += BLOCK;
      }
    }
  }
}

@inline
function letterRow(rows: usize, rowBytes: usize, letter: usize): v128 {
  if (letter < UNKNOWN) return v128.load(rows + letter * rowBytes);
  if (letter > UNKNOWN) return f32x4.splat(0);
  const sum = f32x4.add(
    f32x4.add(v128.load(rows), v128.load(rows + rowBytes)),
    f32x4.add(v128.load(rows + 2 * rowBytes), v128.load(rows + 3 * rowBytes)),
  );
  return f32x4.mul(sum, f32x4.splat(0.25));
}

/**
 * Convolution, max pooling and (`relu`) rectification in one go. `codes` [row][position] are triples; windows of
 * `poolWidth` convolution outputs, `poolStride` apart. Writes the maxima [row][window][filter] (`outRow` bytes a row) and
 * which convolution output each came from [row][window][filter].
 */
export function firstForward(
  codes: usize,
  codesRow: usize,
  rows: usize,
  tables: usize,
  groups: usize,
  triples: usize,
  filters: usize,
  stride: usize,
  windows: usize,
  poolWidth: usize,
  poolStride: usize,
  relu: bool,
  out: usize,
  outRow: usize,
  chosen: usize,
): void {
  const rowBytes = filters << 2;
  const groupBytes = triples * BLOCK;
  const blockBytes = groups * groupBytes;
  const floor = f32x4.splat(relu ? 0 : -Infinity);
  for (let row: usize = 0; row < rows; row++) {
    const sequence = codes + (row * codesRow);
    for (let block: usize = 0; block < rowBytes; block += BLOCK) {
      const table = tables + (block / BLOCK) * blockBytes;
      const end = table + blockBytes;
      let to = out + row * outRow + block;
      let toChosen = chosen + (row * windows) * rowBytes + block;
      for (let window: usize = 0; window < windows; window++) {
        const first = window * poolStride;
        let best0 = f32x4.splat(-Infinity);
        let best1 = best0;
        let best2 = best0;
        let best3 = best0;
        let from0 = i32x4.splat(<i32>first);
        let from1 = from0;
        let from2 = from0;
        let from3 = from0;
        for (let p: usize = first; p < first + poolWidth; p++) {
          let code = sequence + (p * stride);
          let at = table + (<usize>load<u8>(code) << 6);
          let sum0 = v128.load(at);
          let sum1 = v128.load(at, 16);
          let sum2 = v128.load(at, 32);
          let sum3 = v128.load(at, 48);
          for (let group = table + groupBytes; group < end; group += groupBytes) {
            code += 3;
            at = group + (<usize>load<u8>(code) << 6);
            sum0 = f32x4.add(sum0, v128.load(at));
            sum1 = f32x4.add(sum1, v128.load(at, 16));
            sum2 = f32x4.add(sum2, v128.load(at, 32));
            sum3 = f32x4.add(sum3, v128.load(at, 48));
          }
          const here = i32x4.splat(<i32>p);
          const more0 = f32x4.gt(sum0, best0);
          const more1 = f32x4.gt(sum1, best1);
          const more2 = f32x4.gt(sum2, best2);
          const more3 = f32x4.gt(sum3, best3);
          best0 = f32x4.pmax(best0, sum0);
          best1 = f32x4.pmax(best1, sum1);
          best2 = f32x4.pmax(best2, sum2);
          best3 = f32x4.pmax(best3, sum3);
          from0 = v128.bitselect(here, from0, more0);
          from1 = v128.bitselect(here, from1, more1);
          from2 = v128.bitselect(here, from2, more2);
          from3 = v128.bitselect(here, from3, more3);
        }
        v128.store(to, f32x4.pmax(floor, best0));
        v128.store(to, f32x4.pmax(floor, best1), 16);
        v128.store(to, f32x4.pmax(floor, best2), 32);
        v128.store(to, f32x4.pmax(floor, best3), 48);
        v128.store(toChosen, from0);
        v128.store(toChosen, from1, 16);
        v128.store(toChosen, from2, 32);
        v128.store(toChosen, from3, 48);
        to += rowBytes;
        toChosen += rowBytes;
      }
    }
  }
}

/** Adds each window's gradient [row][window][filter] to the tables' gradients, at the triples it was computed from. */
export function firstBackward(
  codes: usize,
  codesRow: usize,
  rows: usize,
  groups: usize,
  triples: usize,
  filters: usize,
  stride: usize,
  windows: usize,
  gradients: usize,
  gradientsRow: usize,
  chosen: usize,
  tableGradients: usize,
): void {
  const groupBytes = triples * BLOCK;
  const blockBytes = groups * groupBytes;
  for (let row: usize = 0; row < rows; row++) {
    const sequence = codes + (row * codesRow);
    let from = chosen + (((row * windows * filters)) << 2);
    let gradient = gradients + row * gradientsRow;
    for (let window: usize = 0; window < windows; window++) {
      for (let filter: usize = 0; filter < filters; filter++) {
        const g = load<f32>(gradient);
        if (g != 0) {
          let code = sequence + (<usize>load<i32>(from) * stride);
          let table = tableGradients + (filter >> 4) * blockBytes + ((filter & 15) << 2);
          for (let group: usize = 0; group < groups; group++) {
            const cell = table + (<usize>load<u8>(code) << 6);
            store<f32>(cell, load<f32>(cell) + g);
            code += 3;
            table += groupBytes;
          }
        }
        from += 4;
        gradient += 4;
      }
    }
  }
}

/** Moves the tables' gradients into those of weights and biases, and empties them for the next batch. */
export function drainTables(
  tableGradients: usize,
  width: usize,
  filters: usize,
  letters: usize,
  triples: usize,
  weightGradients: usize,
  biasGradients: usize,
): void {
  const rowBytes = filters << 2;
  let from = tableGradients;
  for (let block: usize = 0; block < rowBytes; block += BLOCK) {
    for (let position: usize = 0; position < width; position += 3) {
      for (let triple: usize = 0; triple < triples; triple++) {
        for (let part: usize = 0; part < BLOCK; part += 16) {
          const g = v128.load(from + part);
          if (!v128.any_true(g)) continue;
          v128.store(from + part, f32x4.splat(0));
          if (position == 0) addTo(biasGradients + block + part, g);
          for (let k: usize = 0; k < 3; k++) {
            if (position + k >= width) break;
            const rows = weightGradients + (position + k) * 4 * rowBytes + block + part;
            addLetter(rows, rowBytes, <usize>load<u8>(letters + triple * 3 + k), g);
          }
        }
        from += BLOCK;
      }
    }
  }
}

@inline
function addTo(at: usize, more: v128): void {
  v128.store(at, f32x4.add(v128.load(at), more));
}

@inline
function addLetter(rows: usize, rowBytes: usize, letter: usize, g: v128): void {
  if (letter < UNKNOWN) addTo(rows + letter * rowBytes, g);
  if (letter != UNKNOWN) return;
  const quarter = f32x4.mul(g, f32x4.splat(0.25));
  for (let base: usize = 0; base < 4; base++) addTo(rows + base * rowBytes, quarter);
}
