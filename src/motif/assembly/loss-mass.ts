import { makeRoom } from "./memory";

/*
 * Memory, in bytes. The caller writes 4 × f64 background and per column 5 × i32: the losses of A, C, G and T in steps and
 * the largest loss (from which on the column changes nothing). Two tables of f64 follow.
 */
export const BACKGROUND: i32 = 1024;
export const COLUMNS: i32 = 1056;
/** Columns that fit. */
export const MOST_COLUMNS: i32 = 1024;
const TABLES: i32 = COLUMNS + 20 * MOST_COLUMNS;

/** One entry that a step of two may reach beyond the table. */
const SPILL: usize = 1;

/**
 * P(loss ≤ x) for x = 0 … cells, f64 each, at the address returned. Before a table lie as many zeros as a letter may move
 * it, so that no letter needs bounds. The sums are added in the order of the plain code, so all bits are alike.
 */
export function lossMass(columns: i32, cells: i32): usize {
  const zeros = <usize>longestMove(columns, cells + 1) << 3;
  const size = zeros + (<usize>(cells + 1) << 3) + (SPILL << 3);
  makeRoom(TABLES + 2 * size);
  memory.fill(TABLES, 0, zeros);
  memory.fill(TABLES + size, 0, zeros);
  let mass = <usize>TABLES + zeros;
  let next = mass + size;
  store<f64>(mass, 1);
  let used = 0;
  for (let column = 0; column < columns; column++) {
    const at = <usize>(COLUMNS + 20 * column);
    used = grown(mass, used, min(cells, used + load<i32>(at, 16)));
    addColumn(next, mass, used, at, cells + 1);
    const before = mass;
    mass = next;
    next = before;
  }
  grown(mass, used, cells);
  cumulate(mass, cells);
  return mass;
}

/** Entries that the table has not reached before are no longer what another one left. */
function grown(mass: usize, used: i32, entries: i32): i32 {
  memory.fill(mass + (<usize>(used + 1) << 3), 0, <usize>(entries - used) << 3);
  return entries;
}

/** How many entries at most a letter moves a table. */
function longestMove(columns: i32, most: i32): i32 {
  let longest = 0;
  for (let column = 0; column < columns; column++) {
    for (let base = 0; base < 4; base++) longest = max(longest, min(most, load<i32>(COLUMNS + 20 * column + 4 * base)));
  }
  return longest;
}

function addColumn(next: usize, mass: usize, used: i32, column: usize, most: i32): void {
  const a = source(mass, column, 0, most);
  const c = source(mass, column, 1, most);
  const g = source(mass, column, 2, most);
  const t = source(mass, column, 3, most);
  const pA = v128.load64_splat(BACKGROUND);
  const pC = v128.load64_splat(BACKGROUND, 8);
  const pG = v128.load64_splat(BACKGROUND, 16);
  const pT = v128.load64_splat(BACKGROUND, 24);
  if (isQuarter()) {
    // The same bits: a quarter only changes exponents.
    for (let i: usize = 0, end = <usize>used << 3; i <= end; i += 16) {
      const sum = f64x2.add(f64x2.add(v128.load(a + i), v128.load(c + i)), v128.load(g + i));
      v128.store(next + i, f64x2.mul(f64x2.add(sum, v128.load(t + i)), pA));
    }
    return;
  }
  for (let i: usize = 0, end = <usize>used << 3; i <= end; i += 16) {
    let sum = f64x2.mul(v128.load(a + i), pA);
    sum = f64x2.add(sum, f64x2.mul(v128.load(c + i), pC));
    sum = f64x2.add(sum, f64x2.mul(v128.load(g + i), pG));
    sum = f64x2.add(sum, f64x2.mul(v128.load(t + i), pT));
    v128.store(next + i, sum);
  }
}

function isQuarter(): bool {
  for (let base = 0; base < 4; base++) if (load<f64>(BACKGROUND + 8 * base) !== 0.25) return false;
  return true;
}

/** Where the mass comes from that a letter moves to entry 0. */
function source(mass: usize, column: usize, base: usize, most: i32): usize {
  return mass - (<usize>min(most, load<i32>(column + (base << 2))) << 3);
}

function cumulate(mass: usize, cells: i32): void {
  let sum: f64 = 0;
  for (let i: usize = 0, end = <usize>cells << 3; i <= end; i += 8) {
    sum += load<f64>(mass + i);
    store<f64>(mass + i, min<f64>(1, sum));
  }
}
