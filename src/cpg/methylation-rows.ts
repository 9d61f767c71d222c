import type { MethylationRow } from "./methylation-formats/row.ts";

const STRANDS = ["+", "-", ".", null] as const;
const CODES = ["any", "m", "h"] as const;

/** A file's rows of one sequence in columns: 17 bytes a row. */
export class MethylationRows {
  #position = new Uint32Array(64);
  #span = new Uint32Array(64);
  /** Strand and code. */
  #kind = new Uint8Array(64);
  #methylated = new Float32Array(64);
  /** −1 without counts. */
  #coverage = new Float32Array(64);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  push(row: MethylationRow): void {
    if (this.#count === this.#position.length) this.#grow();
    this.#position[this.#count] = row.position;
    this.#span[this.#count] = row.span;
    this.#kind[this.#count] = STRANDS.indexOf(row.strand) + STRANDS.length * CODES.indexOf(row.code);
    this.#methylated[this.#count] = row.methylated;
    this.#coverage[this.#count] = row.coverage ?? -1;
    this.#count++;
  }

  *[Symbol.iterator](): Generator<Omit<MethylationRow, "sequence">> {
    for (let i = 0; i < this.#count; i++) {
      yield {
        position: this.#position[i],
        span: this.#span[i],
        strand: STRANDS[this.#kind[i] % STRANDS.length],
        code: CODES[Math.floor(this.#kind[i] / STRANDS.length)],
        methylated: this.#methylated[i],
        coverage: this.#coverage[i] < 0 ? null : this.#coverage[i],
      };
    }
  }

  #grow(): void {
    this.#position = grown(this.#position, new Uint32Array(2 * this.#count));
    this.#span = grown(this.#span, new Uint32Array(2 * this.#count));
    this.#kind = grown(this.#kind, new Uint8Array(2 * this.#count));
    this.#methylated = grown(this.#methylated, new Float32Array(2 * this.#count));
    this.#coverage = grown(this.#coverage, new Float32Array(2 * this.#count));
  }
}

function grown<T extends Uint32Array | Uint8Array | Float32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
