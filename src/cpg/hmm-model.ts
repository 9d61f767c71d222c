import { UNKNOWN_BASE } from "../sequence/alphabet.ts";

/**
 * Transition probabilities of Durbin, Eddy, Krogh and Mitchison 1998 (Biological sequence analysis, section 3.1), from a
 * set of human CpG islands and the DNA beside them. Rows: base before, columns: base, both in the order A C G T.
 */
const ISLAND = [
  [0.18, 0.274, 0.426, 0.12],
  [0.171, 0.368, 0.274, 0.188],
  [0.161, 0.339, 0.375, 0.125],
  [0.079, 0.355, 0.384, 0.182],
];
const BACKGROUND = [
  [0.3, 0.205, 0.285, 0.21],
  [0.322, 0.298, 0.078, 0.302],
  [0.248, 0.246, 0.298, 0.208],
  [0.177, 0.239, 0.292, 0.292],
];

/** Chance of a switch at each base. The book gives none. */
export interface SwitchRates {
  /** From island to background. */
  readonly leave: number;
  /** From background to island. */
  readonly enter: number;
}

/** Unknown letters in a row that cut a sequence into chains of their own, so that no island is carried through a gap. */
const CUTTING_RUN = 100;

/** Probabilities of a base after another, flat by `pairIndex`; 1 where either is unknown (a missing observation). */
export const ISLAND_BASES: Readonly<Float64Array> = pairTable(ISLAND);
export const BACKGROUND_BASES: Readonly<Float64Array> = pairTable(BACKGROUND);
/** log2 of the first over the second. */
export const LOG_ODDS: Readonly<Float64Array> = ISLAND_BASES.map((p, pair) => Math.log2(p / BACKGROUND_BASES[pair]));

export function pairIndex(before: number, base: number): number {
  return 5 * before + base;
}

/** Probability of a chain's first base, in either state. */
export function firstBase(code: number): number {
  return code < UNKNOWN_BASE ? 0.25 : 1;
}

/** Share of islands where nothing is known: the equilibrium of the switches. */
export function islandShare({ leave, enter }: SwitchRates): number {
  return enter / (enter + leave);
}

/** Rows are normalised: the book's row of C in islands adds up to 1.001. */
function pairTable(rows: readonly (readonly number[])[]): Float64Array {
  const table = new Float64Array(25).fill(1);
  for (const [before, row] of rows.entries()) {
    const sum = row.reduce((total, p) => total + p, 0);
    for (const [base, p] of row.entries()) table[pairIndex(before, base)] = p / sum;
  }
  return table;
}

/** What is done with the chains of a record. */
export interface ChainReader {
  /** The next letters of the chain that is read, the first of them the record's letter `position`. */
  read(codes: Uint8Array, position: number): void;
  /** The chain ends; the next letters belong to another one. */
  endChain(): void;
}

const FEW_UNKNOWN = new Uint8Array(CUTTING_RUN).fill(UNKNOWN_BASE);

/** Cuts a record, which comes in pieces, into its chains: it leaves out runs of 100 or more unknown letters. */
export class ChainCutter {
  readonly #reader: ChainReader;
  /** Where the next piece begins. */
  #position = 0;
  /** Unknown letters in a row up to here, and how many of them, in earlier pieces, the reader has not seen. */
  #unknown = 0;
  #held = 0;
  #isOpen = false;

  constructor(reader: ChainReader) {
    this.#reader = reader;
  }

  take(codes: Uint8Array): void {
    let from = 0;
    for (let at = 0; at < codes.length; ) {
      const known = at;
      const found = codes.indexOf(UNKNOWN_BASE, at);
      const unknown = found < 0 ? codes.length : found;
      if (unknown > known) {
        if (this.#unknown >= CUTTING_RUN) from = known;
        else this.#readHeld();
        this.#unknown = 0;
      }
      at = unknown;
      while (at < codes.length && codes[at] === UNKNOWN_BASE) at++;
      this.#unknown += at - unknown;
      if (this.#unknown < CUTTING_RUN) continue;
      this.#read(codes, from, unknown);
      this.#end();
      this.#held = 0;
      from = at;
    }
    this.#read(codes, from, Math.max(from, codes.length - this.#unknown));
    this.#position += codes.length;
    this.#held = this.#unknown < CUTTING_RUN ? this.#unknown : 0;
  }

  finish(): void {
    this.#readHeld();
    this.#end();
  }

  /** Unknown letters at the end of earlier pieces, of which it is now known that they do not cut. */
  #readHeld(): void {
    if (this.#held === 0) return;
    this.#reader.read(FEW_UNKNOWN.subarray(0, this.#held), this.#position - this.#held);
    this.#isOpen = true;
    this.#held = 0;
  }

  #read(codes: Uint8Array, start: number, end: number): void {
    if (end <= start) return;
    this.#reader.read(codes.subarray(start, end), this.#position + start);
    this.#isOpen = true;
  }

  #end(): void {
    if (this.#isOpen) this.#reader.endChain();
    this.#isOpen = false;
  }
}
