import { KeptLetters } from "./kept-letters.ts";
import { CYTOSINE, cpgPositions } from "./statistics.ts";

/** What is done on a walk along a record. `codes` holds the letters at hand, with the one before those that are meant. */
export interface CpgVisitor {
  /** Letters [start, end) of `codes`, none of them in a CpG; longer stretches come in parts. */
  pass(codes: Uint8Array, start: number, end: number): void;
  /** A CpG whose C is letter `at` of `codes`, and `position` of the record. */
  cpg(codes: Uint8Array, at: number, position: number): void;
}

/** Shows a record, which comes in pieces, as its CpGs and the letters between them. At most two letters are kept. */
export class CpgWalk {
  readonly #visitor: CpgVisitor;
  readonly #letters = new KeptLetters();
  /** The first letter that the visitor has not seen. */
  #next = 0;

  constructor(visitor: CpgVisitor) {
    this.#visitor = visitor;
  }

  take(piece: Uint8Array): void {
    const letters = this.#letters;
    const visitor = this.#visitor;
    letters.add(piece);
    const { codes, start, end } = letters;
    let next = this.#next - start;
    for (const at of cpgPositions(codes)) {
      if (at > next) visitor.pass(codes, next, at);
      visitor.cpg(codes, at, start + at);
      next = at + 2;
    }
    this.#next = start + next;
    // The G of a last C may still come.
    this.#passTo(letters.at(end - 1) === CYTOSINE ? end - 1 : end);
    letters.keepFrom(this.#next - 1);
  }

  finish(): void {
    this.#passTo(this.#letters.end);
  }

  #passTo(position: number): void {
    const { codes, start } = this.#letters;
    if (position <= this.#next) return;
    this.#visitor.pass(codes, this.#next - start, position - start);
    this.#next = position;
  }
}
