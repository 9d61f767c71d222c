/** Base codes of the two letters that every definition of an island counts (see sequence/alphabet). */
export const CYTOSINE = 1;
export const GUANINE = 2;
const KNOWN_BASES = 4;

/** What a region [start, end) holds. A CpG counts where both its letters lie inside. */
export interface RegionCounts {
  readonly c: number;
  readonly g: number;
  readonly cpg: number;
  /** Letters A, C, G and T; the others are unknown and only count in the length. */
  readonly known: number;
}

/** Two codes in a row as one number: the first times eight, plus the second. */
const CPG_KEY = 8 * CYTOSINE + GUANINE;
const KEY_MASK = 63;

/** Four codes in a word: each byte C, each byte G; added to a byte, 7 sets its bit 3 unless it is 0. */
const FOUR_C = 0x01010101;
const FOUR_G = 0x02020202;
const SEVENS = 0x07070707;
const BIT_3 = 0x08080808;
const IS_LITTLE_ENDIAN = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/**
 * Positions of the C of every CpG, ascending. Four letters are looked at together, as bytes of a word, and one by one only
 * where there is a CpG among them: three times as fast as letter by letter.
 */
export function cpgPositions(codes: Uint8Array): Uint32Array {
  const found = new PositionList(codes.length >> 5);
  const { head, words } = wordsOf(codes);
  addCpgs(codes, 1, head, found);
  let cytosineBefore = head > 0 && codes[head - 1] === CYTOSINE ? 8 : 0;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const cytosines = ~((word ^ FOUR_C) + SEVENS) & BIT_3;
    const guanines = ~((word ^ FOUR_G) + SEVENS) & BIT_3;
    const behindCytosine = (cytosines << 8) | cytosineBefore;
    cytosineBefore = cytosines >>> 24;
    if ((behindCytosine & guanines) !== 0) addCpgs(codes, head + 4 * i, head + 4 * i + 4, found);
  }
  addCpgs(codes, head + 4 * words.length, codes.length, found);
  return found.positions();
}

/** The letters as words, from the first place `head` where one may begin; none on machines that store words backwards. */
function wordsOf(codes: Uint8Array): { head: number; words: Uint32Array } {
  const head = -codes.byteOffset & 3;
  const count = IS_LITTLE_ENDIAN ? (codes.length - head) >> 2 : 0;
  if (count <= 0) return { head: 0, words: new Uint32Array(0) };
  return { head, words: new Uint32Array(codes.buffer, codes.byteOffset + head, count) };
}

/** CpGs whose G lies in [start, end). */
function addCpgs(codes: Uint8Array, start: number, end: number, found: PositionList): void {
  for (let i = Math.max(1, start); i < end; i++) {
    if (codes[i] === GUANINE && codes[i - 1] === CYTOSINE) found.push(i - 1);
  }
}

class PositionList {
  #positions: Uint32Array<ArrayBuffer>;
  #count = 0;

  constructor(expected: number) {
    this.#positions = new Uint32Array(expected + 16);
  }

  push(position: number): void {
    if (this.#count === this.#positions.length) this.#positions = doubled(this.#positions);
    this.#positions[this.#count++] = position;
  }

  positions(): Uint32Array {
    return this.#positions.slice(0, this.#count);
  }
}

/** 1 where two small whole numbers are equal, else 0, without a branch. */
function isEqual(a: number, b: number): number {
  return ((a ^ b) - 1) >>> 31;
}

function doubled(positions: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * positions.length);
  larger.set(positions);
  return larger;
}

/** Counts of [start, end), in time proportional to its length. */
export function countRegion(codes: Uint8Array, start: number, end: number): RegionCounts {
  let c = 0;
  let g = 0;
  let cpg = 0;
  let unknown = 0;
  let key = KEY_MASK;
  for (let i = start; i < end; i++) {
    const code = codes[i];
    key = ((key << 3) | code) & KEY_MASK;
    c += isEqual(code, CYTOSINE);
    g += isEqual(code, GUANINE);
    cpg += isEqual(key, CPG_KEY);
    unknown += code >> 2;
  }
  return { c, g, cpg, known: Math.max(0, end - start) - unknown };
}

/** Counts of a region that grows at its end; of what has been counted only the last letter needs to be remembered. */
export class GrowingCounts implements RegionCounts {
  c = 0;
  g = 0;
  cpg = 0;
  known = 0;
  /** The last letter; undefined where there is none. */
  #last: number | undefined;

  private constructor(last: number | undefined) {
    this.#last = last;
  }

  static none(): GrowingCounts {
    return new GrowingCounts(undefined);
  }

  copy(): GrowingCounts {
    return Object.assign(new GrowingCounts(this.#last), { c: this.c, g: this.g, cpg: this.cpg, known: this.known });
  }

  /** Appends the letters [start, end) of `codes`. */
  add(codes: Uint8Array, start: number, end: number): void {
    if (end <= start) return;
    const { c, g, cpg, known } = countRegion(codes, start, end);
    const straddles = this.#last === CYTOSINE && codes[start] === GUANINE;
    this.c += c;
    this.g += g;
    this.cpg += cpg + (straddles ? 1 : 0);
    this.known += known;
    this.#last = codes[end - 1];
  }
}

/**
 * Counts of a region that moves: a step costs as many letters as its two edges travel, so that a method whose windows
 * slide or jump stays linear without prefix sums (which would take 16 bytes a base).
 */
export class RegionCounter implements RegionCounts {
  #codes: Uint8Array;
  start = 0;
  end = 0;
  c = 0;
  g = 0;
  cpg = 0;
  known = 0;

  constructor(codes: Uint8Array) {
    this.#codes = codes;
  }

  get length(): number {
    return this.end - this.start;
  }

  /** Goes on with another stretch of letters: positions count from its start. */
  replace(codes: Uint8Array): void {
    this.#codes = codes;
    this.#empty(0);
  }

  /** Makes the region [start, end), both inside the sequence. */
  moveTo(start: number, end: number): void {
    if (start >= this.end || end <= this.start) this.#empty(start);
    while (this.start > start) this.#count(--this.start, 1, this.start + 1);
    while (this.end < end) this.#count(this.end++, 1, this.end - 2);
    while (this.start < start) this.#count(this.start++, -1, this.start);
    while (this.end > end) this.#count(--this.end, -1, this.end - 1);
  }

  #empty(at: number): void {
    this.start = at;
    this.end = at;
    this.c = 0;
    this.g = 0;
    this.cpg = 0;
    this.known = 0;
  }

  /**
   * Adds (+1) or removes (−1) the letter at an edge. `neighbour` is the place on the side of the region; it lies outside
   * where the region is or becomes empty.
   */
  #count(at: number, sign: 1 | -1, neighbour: number): void {
    const code = this.#codes[at];
    if (code < KNOWN_BASES) this.known += sign;
    if (code === CYTOSINE) {
      this.c += sign;
      if (neighbour > at && neighbour < this.end && this.#codes[neighbour] === GUANINE) this.cpg += sign;
    } else if (code === GUANINE) {
      this.g += sign;
      if (neighbour < at && neighbour >= this.start && this.#codes[neighbour] === CYTOSINE) this.cpg += sign;
    }
  }
}

/** C + G in percent of `letters`; 0 for none. */
export function gcPercent({ c, g }: RegionCounts, letters: number): number {
  return letters === 0 ? 0 : (100 * (c + g)) / letters;
}

/** Letters in CpGs in percent of `letters`, as in UCSC's cpgIslandExt; 0 for none. */
export function cpgPercent({ cpg }: RegionCounts, letters: number): number {
  return letters === 0 ? 0 : (200 * cpg) / letters;
}

/**
 * Observed over expected CpGs of Gardiner-Garden and Frommer 1987 (J Mol Biol 196:261): CpG · letters / (C · G), 0 where
 * there is no C or no G. (Saxonov's form, with ((C + G)/2)² below, is a different number.)
 */
export function observedExpected({ c, g, cpg }: RegionCounts, letters: number): number {
  return c === 0 || g === 0 ? 0 : (cpg * letters) / (c * g);
}
