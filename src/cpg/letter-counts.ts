/** Counts of a word's four letters, a byte each; so many words may be added up before a byte is full. */
const BYTE_ONES = 0x01010101;
const MOST_WORDS = 255;

/** Stretches shorter than this are counted letter by letter. */
const SHORT = 24;

/** What one letter adds in short stretches: C, G and unknown letters in ten bits each. */
const FIELD = 1023;
const G_SHIFT = 10;
const UNKNOWN_SHIFT = 20;
const ADDED = Int32Array.of(0, 1, 1 << G_SHIFT, 0, 1 << UNKNOWN_SHIFT);

/**
 * Letters C, G and unknown of stretches that are added up, four letters at a time: base codes are 1 and 2 for C and G, both
 * bits for T, and the third bit for unknown letters.
 */
export class LetterCounts {
  letters = 0;
  c = 0;
  g = 0;
  unknown = 0;
  #codes: Uint8Array = new Uint8Array(0);
  /** The letters of #codes as words from #head on. */
  #words: Uint32Array = new Uint32Array(0);
  #head = 0;

  /** Letters [start, end) of `codes`. */
  add(codes: Uint8Array, start: number, end: number): void {
    this.letters += end - start;
    if (end - start < SHORT) this.#addLetters(codes, start, end);
    else this.#addLong(codes, start, end);
  }

  clear(): void {
    this.letters = 0;
    this.c = 0;
    this.g = 0;
    this.unknown = 0;
  }

  #addLong(codes: Uint8Array, start: number, end: number): void {
    if (codes !== this.#codes) this.#lookAt(codes);
    const first = (start - this.#head + 3) >> 2;
    const last = (end - this.#head) >> 2;
    this.#addLetters(codes, start, this.#head + 4 * first);
    for (let word = first; word < last; word += MOST_WORDS) this.#addWords(word, Math.min(last, word + MOST_WORDS));
    this.#addLetters(codes, this.#head + 4 * last, end);
  }

  #lookAt(codes: Uint8Array): void {
    this.#codes = codes;
    this.#head = -codes.byteOffset & 3;
    const count = (codes.length - this.#head) >> 2;
    this.#words = new Uint32Array(codes.buffer, codes.byteOffset + this.#head, count);
  }

  #addWords(start: number, end: number): void {
    const words = this.#words;
    let [c, g, unknown] = [0, 0, 0];
    for (let i = start; i < end; i++) {
      const low = words[i] & BYTE_ONES;
      const high = (words[i] >>> 1) & BYTE_ONES;
      c += low & ~high;
      g += high & ~low;
      unknown += (words[i] >>> 2) & BYTE_ONES;
    }
    this.c += sumOfBytes(c);
    this.g += sumOfBytes(g);
    this.unknown += sumOfBytes(unknown);
  }

  #addLetters(codes: Uint8Array, start: number, end: number): void {
    let added = 0;
    for (let i = start; i < end; i++) added += ADDED[codes[i]];
    this.c += added & FIELD;
    this.g += (added >> G_SHIFT) & FIELD;
    this.unknown += added >> UNKNOWN_SHIFT;
  }
}

function sumOfBytes(word: number): number {
  return (word & 255) + ((word >>> 8) & 255) + ((word >>> 16) & 255) + (word >>> 24);
}
