/**
 * out[row][column] = start[row][column] + Σ a[row][t] · b[t][column], row by row two at a time and 16 columns wide, so that
 * eight sums stay in registers. Row lengths are in bytes; rows of `a` may overlap (a convolution's windows do). A `startRow`
 * of 0 starts every row alike (biases, zeros); start = out adds to what is there. `columns` is a multiple of 16.
 */
export function multiply(
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  start: usize,
  startRow: usize,
  out: usize,
  outRow: usize,
  rows: usize,
  columns: usize,
  terms: usize,
): void {
  for (let column: usize = 0; column < (columns) << 2; column += 64) {
    let row: usize = 0;
    for (; row + 1 < rows; row += 2) {
      twoRows(
        a + row * aRow,
        aRow,
        b + column,
        bRow,
        start + column + row * startRow,
        startRow,
        out + column + row * outRow,
        outRow,
        terms,
      );
    }
    if (row < rows) {
      oneRow(a + row * aRow, b + column, bRow, start + column + row * startRow, out + column + row * outRow, terms);
    }
  }
}

@inline
function twoRows(
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  start: usize,
  startRow: usize,
  out: usize,
  outRow: usize,
  terms: usize,
): void {
  let x0 = v128.load(start);
  let x1 = v128.load(start, 16);
  let x2 = v128.load(start, 32);
  let x3 = v128.load(start, 48);
  let y0 = v128.load(start + startRow);
  let y1 = v128.load(start + startRow, 16);
  let y2 = v128.load(start + startRow, 32);
  let y3 = v128.load(start + startRow, 48);
  const end = a + ((terms) << 2);
  while (a < end) {
    const p = v128.load32_splat(a);
    const q = v128.load32_splat(a + aRow);
    const b0 = v128.load(b);
    x0 = f32x4.add(x0, f32x4.mul(p, b0));
    y0 = f32x4.add(y0, f32x4.mul(q, b0));
    const b1 = v128.load(b, 16);
    x1 = f32x4.add(x1, f32x4.mul(p, b1));
    y1 = f32x4.add(y1, f32x4.mul(q, b1));
    const b2 = v128.load(b, 32);
    x2 = f32x4.add(x2, f32x4.mul(p, b2));
    y2 = f32x4.add(y2, f32x4.mul(q, b2));
    const b3 = v128.load(b, 48);
    x3 = f32x4.add(x3, f32x4.mul(p, b3));
    y3 = f32x4.add(y3, f32x4.mul(q, b3));
    a += 4;
    b += bRow;
  }
  v128.store(out, x0);
  v128.store(out, x1, 16);
  v128.store(out, x2, 32);
  v128.store(out, x3, 48);
  v128.store(out + outRow, y0);
  v128.store(out + outRow, y1, 16);
  v128.store(out + outRow, y2, 32);
  v128.store(out + outRow, y3, 48);
}

@inline
function oneRow(a: usize, b: usize, bRow: usize, start: usize, out: usize, terms: usize): void {
  let x0 = v128.load(start);
  let x1 = v128.load(start, 16);
  let x2 = v128.load(start, 32);
  let x3 = v128.load(start, 48);
  for (let t: usize = 0; t < terms; t++) {
    const p = v128.load32_splat(a);
    x0 = f32x4.add(x0, f32x4.mul(p, v128.load(b)));
    x1 = f32x4.add(x1, f32x4.mul(p, v128.load(b, 16)));
    x2 = f32x4.add(x2, f32x4.mul(p, v128.load(b, 32)));
    x3 = f32x4.add(x3, f32x4.mul(p, v128.load(b, 48)));
    a += 4;
    b += bRow;
  }
  v128.store(out, x0);
  v128.store(out, x1, 16);
  v128.store(out, x2, 32);
  v128.store(out, x3, 48);
}

/** out[column][row] = from[row][column]; rows of `from` and `out` lie directly behind one another unless said (bytes). */
export function transpose(from: usize, fromRow: usize, rows: usize, columns: usize, out: usize, outRow: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    let to = out + ((row) << 2);
    let at = from + row * fromRow;
    for (let column: usize = 0; column < columns; column++) {
      store<f32>(to, load<f32>(at));
      at += 4;
      to += outRow;
    }
  }
}

/** sums[column] += Σ over rows of from[row][column]; `columns` a multiple of 4. */
export function addRows(from: usize, fromRow: usize, rows: usize, columns: usize, sums: usize): void {
  for (let column: usize = 0; column < (columns) << 2; column += 16) {
    let sum = v128.load(sums + column);
    for (let row: usize = 0; row < rows; row++) sum = f32x4.add(sum, v128.load(from + row * fromRow + column));
    v128.store(sums + column, sum);
  }
}
