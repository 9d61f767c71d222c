import { composition } from "../sequence/composition.ts";
import type { BestScores } from "./best-scores.ts";
import type { MotifPresence } from "./enrichment.ts";

/** Gathers what enrichment needs of a set of sequences: a number for each sequence and motif, and counts. */
export class PresenceTable implements MotifPresence {
  readonly withHit: Float64Array;
  readonly #rows: Float32Array[] = [];
  /** Sums over the sequences. */
  bases = 0;
  knownBases = 0;
  gcBases = 0;
  /** Length of the longest sequence. */
  longest = 0;

  constructor(motifs: number) {
    this.withHit = new Float64Array(motifs);
  }

  get sequences(): number {
    return this.#rows.length;
  }

  add(codes: Uint8Array, { best, hasHit }: BestScores): void {
    this.#rows.push(best);
    for (let motif = 0; motif < hasHit.length; motif++) this.withHit[motif] += hasHit[motif];
    const { known, gc } = composition(codes);
    this.bases += codes.length;
    this.longest = Math.max(this.longest, codes.length);
    this.knownBases += known;
    this.gcBases += gc;
  }

  best(motif: number): Float32Array {
    return Float32Array.from(this.#rows, (row) => row[motif]);
  }
}
