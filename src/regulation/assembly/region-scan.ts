import { CODES, FORWARD, SUMS } from "./memory";

/** Letters that fit at CODES, and where windows are told: score (f64), then the start times two, plus one for reverse (i32). */
export const MOST_LETTERS: i32 = 8192;
export const WINDOWS: i32 = SUMS;
const WINDOW: i32 = 16;

/**
 * Windows inside [from, to) of the codes, all known letters, that score `floor` or more by the matrix at FORWARD (f64, four
 * a column), on either strand. Scores are added in motif order on both. Returns how many.
 */
export function scanWindows(from: i32, to: i32, width: i32, floor: f64): i32 {
  let window: usize = WINDOWS;
  for (let start = from; start <= to - width; start++) {
    let forward: f64 = 0;
    let reverse: f64 = 0;
    let left = <usize>(CODES + start);
    let right = left + width - 1;
    for (let cell: usize = FORWARD, end = cell + 32 * width; cell < end; cell += 32) {
      forward += load<f64>(cell + (<usize>load<u8>(left++) << 3));
      reverse += load<f64>(cell + 24 - (<usize>load<u8>(right--) << 3));
    }
    if (forward >= floor) window = tell(window, forward, 2 * start);
    if (reverse >= floor) window = tell(window, reverse, 2 * start + 1);
  }
  return <i32>(window - WINDOWS) / WINDOW;
}

@inline
function tell(window: usize, score: f64, place: i32): usize {
  store<f64>(window, score);
  store<i32>(window, place, 8);
  return window + WINDOW;
}
