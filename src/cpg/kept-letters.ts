/**
 * The letters of a record that a search may still look at, as they come piece by piece. Positions count from the record's
 * start. A first piece is looked at where it lies: a record that comes as one piece is not copied.
 */
export class KeptLetters {
  /** Letters [start, end). */
  codes: Uint8Array = new Uint8Array(0);
  start = 0;
  /** Where letters are kept from one piece to the next; those in use begin at #from. */
  #memory = new Uint8Array(0);
  #from = 0;

  get end(): number {
    return this.start + this.codes.length;
  }

  /** The letter at `position`; undefined where none is kept. */
  at(position: number): number | undefined {
    return this.codes[position - this.start];
  }

  /** Appends the letters behind the last ones. They are read until `keepFrom` is called, and not changed. */
  add(piece: Uint8Array): void {
    if (this.codes.length === 0) {
      this.codes = piece;
      return;
    }
    const kept = this.codes.length;
    this.#makeRoom(piece.length);
    this.#memory.set(piece, this.#from + kept);
    this.codes = this.#memory.subarray(this.#from, this.#from + kept + piece.length);
  }

  /** Forgets what lies before `position`, which may be the end or beyond it. */
  keepFrom(position: number): void {
    const from = Math.max(0, Math.min(position - this.start, this.codes.length));
    const left = this.codes.subarray(from);
    this.start += from;
    if (this.codes.buffer === this.#memory.buffer) {
      this.#from += from;
      this.codes = left;
    } else {
      this.#from = 0;
      this.codes = this.#stored(left);
    }
  }

  /** Room for `more` letters behind the kept ones. What is moved is at most as much as what has been added since. */
  #makeRoom(more: number): void {
    const kept = this.codes.length;
    if (this.#from + kept + more <= this.#memory.length) return;
    const { codes } = this;
    this.#from = 0;
    this.codes = this.#stored(codes, 2 * (kept + more));
  }

  #stored(letters: Uint8Array, room = letters.length): Uint8Array {
    if (this.#memory.length < room) {
      const larger = new Uint8Array(room);
      larger.set(letters);
      this.#memory = larger;
    } else this.#memory.set(letters);
    return this.#memory.subarray(0, letters.length);
  }
}
