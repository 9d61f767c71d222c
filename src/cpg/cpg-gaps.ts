/** Bytes that are taken at a time. */
const BLOCK = 1 << 16;
/** The most bytes of a gap: four numbers of up to 53 bits, seven bits in each byte. */
const LONGEST = 32;

/**
 * What lies before every CpG of a record, back to the CpG before it or to the record's start. One byte where there is
 * nothing, mostly three or four: numbers are written in sevens of bits, lowest first, the eighth bit for "goes on".
 */
export class CpgGaps {
  #count = 0;
  readonly #full: Uint8Array[] = [];
  #block = new Uint8Array(BLOCK);
  #used = 0;

  /** Number of CpGs. */
  get count(): number {
    return this.#count;
  }

  /** A CpG behind `letters` letters, of which so many are C, G and unknown. */
  push(letters: number, c: number, g: number, unknown: number): void {
    this.#count++;
    if (this.#used + LONGEST > BLOCK) this.#takeBlock();
    // The lowest bit tells whether there are unknown letters.
    this.#write(2 * letters + (unknown > 0 ? 1 : 0));
    if (letters === 0) return;
    this.#write(c);
    this.#write(g);
    if (unknown > 0) this.#write(unknown);
  }

  /** Calls `visit` with every CpG's gap, in order. */
  forEach(visit: (letters: number, c: number, g: number, unknown: number) => void): void {
    for (const block of [...this.#full, this.#block.subarray(0, this.#used)]) {
      const numbers = new Numbers(block);
      while (!numbers.atEnd) {
        const head = numbers.next();
        const letters = Math.floor(head / 2);
        if (letters === 0) visit(0, 0, 0, 0);
        else visit(letters, numbers.next(), numbers.next(), head % 2 === 1 ? numbers.next() : 0);
      }
    }
  }

  #takeBlock(): void {
    this.#full.push(this.#block.subarray(0, this.#used));
    this.#block = new Uint8Array(BLOCK);
    this.#used = 0;
  }

  #write(number: number): void {
    let left = number;
    for (; left >= 128; left = Math.floor(left / 128)) this.#block[this.#used++] = 128 | (left % 128);
    this.#block[this.#used++] = left;
  }
}

/** Reads what was written. */
class Numbers {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  next(): number {
    let byte = this.#bytes[this.#at++];
    let number = byte & 127;
    for (let scale = 128; byte > 127; scale *= 128) {
      byte = this.#bytes[this.#at++];
      number += scale * (byte & 127);
    }
    return number;
  }
}
