import { CODES, EVENTS, LIKELIHOODS, SHARES, SITES, STRIDE, SUMS, WIDTHS } from "./memory";

/** Likelihoods are brought back to 1 when they fall below this. */
const SMALL: f64 = 1e-100;
const UNKNOWN_BASE: u64 = 4;

/**
 * The local background of the bases [from, to), see localShares in cluster-windows.ts, into SHARES. `length` codes lie at
 * CODES, all of the sequence that `range` bases on either side reach. The counts of the four letters are one number.
 */
export function fillShares(from: i32, to: i32, length: i32, range: i32): void {
  let counts: u64 = 0;
  let known = 0;
  for (let i = max(0, from - range); i < min(length, from + range); i++) {
    counts += countOf(i);
    known += isKnown(i);
  }
  let total = known;
  let perLetter = 1 / (<f64>total + 4);
  for (let i = from; i < to; i++) {
    if (i + range < length) {
      counts += countOf(i + range);
      known += isKnown(i + range);
    }
    if (i - range > 0 && i > from) {
      counts -= countOf(i - range - 1);
      known -= isKnown(i - range - 1);
    }
    if (known !== total) {
      total = known;
      perLetter = 1 / (<f64>total + 4);
    }
    const count = <i32>((counts >> (codeAt(i) << 4)) & 0xffff);
    const share = isKnown(i) ? (<f64>count + 1) * perLetter : 1;
    store<f64>(SHARES + 8 * (i - from), share);
  }
}

@inline
function codeAt(i: i32): u64 {
  return load<u8>(CODES + i);
}

/** 16 bits a letter. */
@inline
function countOf(i: i32): u64 {
  return <u64>isKnown(i) << (codeAt(i) << 4);
}

@inline
function isKnown(i: i32): i32 {
  return <i32>(codeAt(i) < UNKNOWN_BASE);
}

let widthCount: i32 = 0;
let shortest: i32 = 0;
let longest: i32 = 0;
let goOn: f64 = 0;
let startSite: f64 = 0;
/** The lowest score so far, as a likelihood of the present base, and where it stood. */
let lowest: f64 = 0;
let lowestAt: i32 = 0;
/** Product of the background of the last bases, not yet told by an event. */
let pending: f64 = 0;
/** The lowest score of the last `longest` positions at least: of some of them, and of as many before those. */
let recent: f64 = 0;
let recentBefore: f64 = 0;
let recentCount: i32 = 0;

/** Bytes of an event, and where the next one goes. */
const EVENT: i32 = 48;
let event: usize = 0;

/** A new record: `widths` of them at WIDTHS, the chances to go on without a site and to start one. */
export function startPass(widths: i32, chanceToGoOn: f64, chanceToStart: f64): void {
  widthCount = widths;
  shortest = load<i32>(WIDTHS);
  longest = load<i32>(WIDTHS + 4 * (widths - 1));
  goOn = chanceToGoOn;
  startSite = chanceToStart;
  lowest = 1;
  lowestAt = 0;
  pending = 1;
  recent = 1;
  recentBefore = 1;
  recentCount = 1;
  memory.fill(LIKELIHOODS, 0, 8 * longest);
  store<f64>(LIKELIHOODS + 8 * longest, 1);
}

/**
 * The bases [from, to); SHARES and SUMS count from `first` on. Returns the number of events: where the score rises (end,
 * background since the last event, likelihoods before and after, the lowest of the last positions, where the lowest of
 * all stood) and where the unit of the likelihoods changes (0, background since the last event, unit, 0, 0, 0).
 */
export function advance(from: i32, to: i32, first: i32): i32 {
  event = EVENTS;
  for (let end = from, at = <usize>(LIKELIHOODS + 8 * longest); end < to; ) {
    const bases = min(shortest, to - end);
    fillSites(at, SUMS + 8 * (end - first), bases);
    const taken = takeBases(end, bases, SHARES + 8 * (end - first), at);
    end += taken;
    at += 8 * taken;
  }
  memory.copy(LIKELIHOODS, LIKELIHOODS + 8 * (to - from), 8 * (longest + 1));
  return <i32>(event - EVENTS) / EVENT;
}

/**
 * What sites add that end with the next bases, as many as the narrowest motif is wide at most: likelihood before each ·
 * its sum. `at`: the likelihood of the last base; `sums`: of windows that start behind it.
 */
@inline
function fillSites(at: usize, sums: usize, bases: i32): void {
  memory.fill(SITES, 0, 8 * (bases + 1));
  for (let i = 0; i < widthCount; i++, sums += 8 * STRIDE) {
    const back = 8 * load<i32>(WIDTHS + 4 * i) - 8;
    for (let site: usize = SITES, end = site + 8 * bases, l = at - back, s = sums - back; site < end; site += 16) {
      v128.store(site, f64x2.add(v128.load(site), f64x2.mul(v128.load(l), v128.load(s))));
      l += 16;
      s += 16;
    }
  }
}

/** The bases behind `end` until the unit changes; `at`: the likelihood of the last one. Returns how many they are. */
function takeBases(end: i32, bases: i32, shares: usize, at: usize): i32 {
  // Locals, which the engine keeps in registers.
  let low = lowest;
  let background = pending;
  let lowRecent = recent;
  let lowBefore = recentBefore;
  let previous = load<f64>(at);
  let base = 0;
  while (base < bases) {
    const share = load<f64>(shares + 8 * base);
    // The score of the base before, and the lowest ones, in likelihoods of this base.
    previous *= share;
    low *= share;
    background *= share;
    lowRecent *= share;
    lowBefore *= share;
    const likelihood = previous * goOn + load<f64>(SITES + 8 * base) * startSite;
    base++;
    at += 8;
    store<f64>(at, likelihood);
    if (likelihood > previous) {
      tellRise(end + base, background, previous, likelihood, min(lowRecent, lowBefore));
      background = 1;
    }
    if (likelihood <= low) {
      low = likelihood;
      lowestAt = end + base;
    }
    lowRecent = min(lowRecent, likelihood);
    if (++recentCount === longest) {
      lowBefore = lowRecent;
      lowRecent = likelihood;
      recentCount = 0;
    }
    previous = likelihood;
    if (likelihood < SMALL) break;
  }
  lowest = low;
  pending = background;
  recent = lowRecent;
  recentBefore = lowBefore;
  if (previous < SMALL) changeUnit(at, previous);
  return base;
}

@inline
function tellRise(end: i32, background: f64, previous: f64, likelihood: f64, floor: f64): void {
  store<f64>(event, <f64>end);
  store<f64>(event, background, 8);
  store<f64>(event, previous, 16);
  store<f64>(event, likelihood, 24);
  store<f64>(event, floor, 32);
  store<f64>(event, <f64>lowestAt, 40);
  event += EVENT;
}

function changeUnit(at: usize, unit: f64): void {
  memory.fill(event, 0, EVENT);
  store<f64>(event, pending, 8);
  store<f64>(event, unit, 16);
  event += EVENT;
  pending = 1;
  for (let back = at - 8 * longest; back <= at; back += 8) store<f64>(back, load<f64>(back) / unit);
  lowest /= unit;
  recent /= unit;
  recentBefore /= unit;
}
