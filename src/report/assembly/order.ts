/** Sorting by digits of 11 bits, the lowest first. */
const DIGIT_BITS: u64 = 11;
const DIGITS: usize = 1 << 11;

/** u32: where hits of each digit go next. Its address; what follows it. */
let counters: usize = 0;

/**
 * Writes the indices of `count` hits (u32) to `order`, by start, then rank of the motif, then strand. `ranks` (u32) are of
 * `motifs` motifs. At `keys` room for 16 bytes a hit and DIGITS counters is needed.
 */
export function orderHits(
  count: i32,
  motifOf: usize,
  startOf: usize,
  reverseOf: usize,
  ranks: usize,
  motifs: i32,
  keys: usize,
  order: usize,
): void {
  // A hit's place above, its index below.
  const indexBits: u64 = 64 - clz<u64>(<u64>count);
  let largest: u64 = 0;
  for (let i: usize = 0; i < <usize>count; i++) {
    const rank = load<u32>(ranks + 4 * <usize>load<u32>(motifOf + 4 * i));
    const place = (<u64>load<f64>(startOf + 8 * i) * motifs + rank) * 2 + load<u8>(reverseOf + i);
    if (place > largest) largest = place;
    store<u64>(keys + 8 * i, (place << indexBits) | i);
  }
  let other = keys + 8 * <usize>count;
  counters = other + 8 * <usize>count;
  for (let shift = indexBits; shift < 64 && largest >> (shift - indexBits) > 0; shift += DIGIT_BITS) {
    moveByDigit(keys, other, count, shift);
    const swap = keys;
    keys = other;
    other = swap;
  }
  const mask = (<u64>1 << indexBits) - 1;
  for (let i: usize = 0; i < <usize>count; i++) store<u32>(order + 4 * i, <u32>(load<u64>(keys + 8 * i) & mask));
}

/** Bytes that {@link orderHits} needs at `keys`. */
export function orderRoom(count: i32): i32 {
  return 16 * count + <i32>(4 * DIGITS);
}

function moveByDigit(from: usize, to: usize, count: i32, shift: u64): void {
  memory.fill(counters, 0, 4 * DIGITS);
  const end = from + 8 * <usize>count;
  for (let at = from; at < end; at += 8) {
    const counter = counters + 4 * digit(load<u64>(at), shift);
    store<u32>(counter, load<u32>(counter) + 1);
  }
  let next = <u32>to;
  for (let counter = counters; counter < counters + 4 * DIGITS; counter += 4) {
    const some = load<u32>(counter);
    store<u32>(counter, next);
    next += 8 * some;
  }
  for (let at = from; at < end; at += 8) {
    const key = load<u64>(at);
    const counter = counters + 4 * digit(key, shift);
    const place = load<u32>(counter);
    store<u64>(place, key);
    store<u32>(counter, place + 8);
  }
}

@inline
function digit(key: u64, shift: u64): usize {
  return <usize>((key >> shift) & (DIGITS - 1));
}
