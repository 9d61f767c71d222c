import type { FastaRecord } from "../sequence/fasta.ts";
import type { Methylation } from "./methylation.ts";
import type { MethylationFile } from "./methylation-files.ts";
import type { MethylationRow } from "./methylation-formats/row.ts";
import { CYTOSINE, cpgPositions, GUANINE } from "./statistics.ts";

/** Reads of one strand, or of both together, at every CpG of a record. */
export interface CpgReads {
  /** Methylated reads; in files without counts the methylated share. */
  readonly methylated: Float32Array;
  /** Reads with a call; in files without counts 1 where there is a value. 0: no measurement. */
  readonly coverage: Float32Array;
}

/** A record's CpGs with what a file says of them. Only one of forward, reverse and joined is filled at a row's CpG. */
export interface MeasuredMethylation {
  readonly positions: Uint32Array;
  readonly forward: CpgReads;
  readonly reverse: CpgReads;
  /** Rows that stand for both strands. */
  readonly joined: CpgReads;
  readonly used: number;
  /** Rows whose position is no CpG. */
  readonly misplaced: number;
  /** Rows beyond the record's ends: other parts of the sequence, where the record is a region of it. */
  readonly outside: number;
  /** Rows that say again what one before them said; the first counts. */
  readonly repeated: number;
}

type Row = Omit<MethylationRow, "sequence">;

const CODE_BITS: Readonly<Record<MethylationRow["code"], number>> = { any: 1, m: 2, h: 4 };

/** Holds the rows of a file that name `record` against its sequence. */
export function placeRows(
  { sequences, largestValue }: MethylationFile,
  record: Pick<FastaRecord, "name" | "codes" | "offset">,
): MeasuredMethylation {
  const rows = sequences.get(record.name);
  const placing = new Placing(record.codes, largestValue);
  if (rows === undefined) return placing.result();
  const shift = zeroBasedShift(rows, record);
  for (const row of rows) placing.take(local(row, record.offset ?? 0, shift));
  return placing.result();
}

/** The row in the record's own coordinates. */
function local(row: Row, offset: number, shift: number): Row {
  if (shift === 0) return { ...row, position: row.position - offset };
  return { ...row, position: row.position - offset + shift, span: 1 };
}

/**
 * Bismark's coverage rows with end = start + 1 are CpGs counted from 1, or, written with `--zero_based`, single bases
 * counted from 0. The sequence decides: 1 when more of them fit as the latter.
 */
function zeroBasedShift(rows: Iterable<Row>, { codes, offset = 0 }: Pick<FastaRecord, "codes" | "offset">): 0 | 1 {
  let pairs = 0;
  let bases = 0;
  for (const { position, span, strand, coverage } of rows) {
    if (span !== 2 || strand !== null || coverage === null) return 0;
    if (isCpg(codes, position - offset)) pairs++;
    if (isCpg(codes, position - offset + 1) || isCpg(codes, position - offset)) bases++;
  }
  return bases > pairs ? 1 : 0;
}

function isCpg(codes: Uint8Array, at: number): boolean {
  return codes[at] === CYTOSINE && codes[at + 1] === GUANINE;
}

class Placing {
  readonly #codes: Uint8Array;
  readonly #unit: number;
  readonly #positions: Uint32Array;
  /** Forward, reverse, joined. */
  readonly #sides: readonly Side[];
  #used = 0;
  #misplaced = 0;
  #outside = 0;
  #repeated = 0;

  constructor(codes: Uint8Array, largestValue: number) {
    this.#codes = codes;
    this.#unit = 1 / largestValue;
    this.#positions = cpgPositions(codes);
    this.#sides = [0, 1, 2].map(() => new Side(this.#positions.length));
  }

  take(row: Row): void {
    if (row.position + row.span <= 0 || row.position >= this.#codes.length) {
      this.#outside++;
      return;
    }
    const placed = this.#place(row);
    if (placed === undefined) this.#misplaced++;
    else if (placed) this.#used++;
    else this.#repeated++;
  }

  result(): MeasuredMethylation {
    const [forward, reverse, joined] = this.#sides;
    return {
      positions: this.#positions,
      forward,
      reverse,
      joined,
      used: this.#used,
      misplaced: this.#misplaced,
      outside: this.#outside,
      repeated: this.#repeated,
    };
  }

  /** True when the row counts, false when it repeats another, undefined when there is no CpG for it. */
  #place(row: Row): boolean | undefined {
    const { position, span, strand } = row;
    const [forward, reverse, joined] = this.#sides;
    if (span > 2 || (span === 2 && row.coverage === null)) return this.#spread(row);
    if (isCpg(this.#codes, position) && strand !== "-") {
      const side = span === 2 || strand === "." ? joined : forward;
      return side.add(indexOf(this.#positions, position), row, this.#unit);
    }
    if (span === 1 && isCpg(this.#codes, position - 1) && strand !== "+") {
      return reverse.add(indexOf(this.#positions, position - 1), row, this.#unit);
    }
    return undefined;
  }

  /** A value that holds over several letters counts at every base of a CpG among them. */
  #spread(row: Row): boolean | undefined {
    const end = Math.min(row.position + row.span, this.#codes.length);
    let placed: boolean | undefined;
    for (let at = Math.max(0, row.position); at < end; at++) {
      placed = this.#place({ ...row, position: at, span: 1 }) ?? placed;
    }
    return placed;
  }
}

/** What is filed of one strand. */
class Side implements CpgReads {
  readonly methylated: Float32Array;
  readonly coverage: Float32Array;
  readonly #codes: Uint8Array;

  constructor(cpgs: number) {
    this.methylated = new Float32Array(cpgs);
    this.coverage = new Float32Array(cpgs);
    this.#codes = new Uint8Array(cpgs);
  }

  /** Rows of different modifications at one base share their reads: their methylated reads add up, the coverage does not. */
  add(cpg: number, { code, methylated, coverage }: Row, unit: number): boolean {
    const bit = CODE_BITS[code];
    const seen = this.#codes[cpg];
    if (seen !== 0 && (seen & (bit | CODE_BITS.any)) !== 0) return false;
    if (seen !== 0 && bit === CODE_BITS.any) return false;
    this.#codes[cpg] |= bit;
    this.coverage[cpg] = coverage ?? 1;
    this.methylated[cpg] = Math.min(this.methylated[cpg] + methylated * unit, this.coverage[cpg]);
    return true;
  }
}

/** Index of a position that is known to be there. */
function indexOf(positions: Uint32Array, position: number): number {
  let low = 0;
  let high = positions.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positions[middle] < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Reads of both strands and of joined rows together. */
export function pooledReads({ forward, reverse, joined }: MeasuredMethylation): CpgReads {
  const sum = (of: (reads: CpgReads) => Float32Array) =>
    of(forward).map((value, i) => value + of(reverse)[i] + of(joined)[i]);
  return { methylated: sum(({ methylated }) => methylated), coverage: sum(({ coverage }) => coverage) };
}

/** The CpGs with a measurement and their pooled levels: CpGs without reads are left out, not 0. */
export function measuredState(measured: MeasuredMethylation): Methylation {
  const { methylated, coverage } = pooledReads(measured);
  const covered = coverage.reduce((count, reads) => count + (reads > 0 ? 1 : 0), 0);
  const positions = new Uint32Array(covered);
  const levels = new Float32Array(covered);
  let count = 0;
  for (const [i, reads] of coverage.entries()) {
    if (reads === 0) continue;
    positions[count] = measured.positions[i];
    levels[count++] = methylated[i] / reads;
  }
  return { positions, levels };
}
