import { type MeasuredMethylation, placeRows } from "../cpg/measured-methylation.ts";
import { type MethylationFile, readMethylation } from "../cpg/methylation-files.ts";
import { dataError } from "../errors.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { sourceName } from "../sequence/open.ts";
import type { Context } from "./command.ts";

/** Rows are told to be moved by one base when this share of them would then fit. */
const FITTING = 0.9;

/** A methylation file beside the records that it is held against: counts every row, warns, and refuses what cannot be. */
export class MethylationSource {
  readonly #file: MethylationFile;
  readonly #regions: boolean;
  readonly #unseen: Set<string>;
  #used = 0;
  #misplaced = 0;
  #repeated = 0;
  #outside = 0;

  private constructor(file: MethylationFile, regions: boolean) {
    this.#file = file;
    this.#regions = regions;
    this.#unseen = new Set(file.sequences.keys());
  }

  static async open(path: string, { regions, warn }: Context): Promise<MethylationSource> {
    const file = await readMethylation(path);
    if (!file.hasCounts && file.largestValue === 1)
      warn(`${path}: no value above 1; values are taken as shares, not percent`);
    return new MethylationSource(file, regions !== undefined);
  }

  get hasCounts(): boolean {
    return this.#file.hasCounts;
  }

  /** What the file says of a record. Throws a data error once more than half of the file's rows lie on no CpG. */
  at(record: FastaRecord): MeasuredMethylation {
    const measured = placeRows(this.#file, record);
    this.#unseen.delete(record.name);
    this.#used += measured.used;
    this.#repeated += measured.repeated;
    this.#misplaced += measured.misplaced + (this.#regions ? 0 : measured.outside);
    if (this.#regions) this.#outside += measured.outside;
    if (this.#misplaced > this.#filed() / 2) throw this.#wrongCoordinates(record);
    return measured;
  }

  /** Says what became of the rows; an error when none was used. */
  finish(context: Context): void {
    const { file, rowsRead, format } = this.#file;
    const { warn, note } = context;
    if (this.#used === 0 && !this.#regions) throw this.#nothingUsed();
    if (this.#misplaced > this.#judged() / 2)
      throw dataError(`${this.#misplaced} of ${this.#judged()} rows lie on no CpG of the sequence; another assembly?`, {
        file,
      });
    if (this.#misplaced > 0)
      warn(`${sourceName(file)}: ${this.#misplaced} rows lie on no CpG of the sequence and were left out`);
    if (this.#repeated > 0) warn(`${sourceName(file)}: ${this.#repeated} rows repeat a base; the first one counts`);
    if (this.#unseen.size > 0 && !this.#regions)
      warn(`${sourceName(file)}: ${this.#unseen.size} sequences are not in the FASTA (${this.#unseenNames()})`);
    const skipped = [...Object.entries(this.#file.skipped), ["elsewhere", this.#elsewhere()] as const]
      .filter(([, count]) => count > 0)
      .map(([why, count]) => `, ${count} ${why}`);
    note(`${file}: ${format}, ${rowsRead} rows, ${this.#used} used${skipped.join("")}`);
  }

  #filed(): number {
    return [...this.#file.sequences.values()].reduce((sum, { count }) => sum + count, 0);
  }

  /** Rows that were held against a sequence. */
  #judged(): number {
    return this.#used + this.#misplaced + this.#repeated;
  }

  #elsewhere(): number {
    return this.#filed() - this.#judged();
  }

  #unseenNames(): string {
    return [...this.#unseen].slice(0, 3).join(", ");
  }

  #wrongCoordinates(record: FastaRecord): Error {
    const total = (this.#file.sequences.get(record.name)?.count ?? 0) * FITTING;
    const offset = record.offset ?? 0;
    const fits = [1, -1].find((shift) => placeRows(this.#file, { ...record, offset: offset + shift }).used >= total);
    const advice =
      fits === undefined
        ? "another assembly, or another sequence under the same name?"
        : `they would fit one base further to the ${fits > 0 ? "left" : "right"} (counted from 0 or from 1?)`;
    const { file } = this.#file;
    return dataError(`${this.#misplaced} of ${this.#filed()} rows lie on no CpG; ${advice}`, {
      file,
      record: record.name,
    });
  }

  #nothingUsed(): Error {
    const { file, sequences } = this.#file;
    if (this.#unseen.size < sequences.size || sequences.size === 0)
      return dataError("has no row on a CpG of the sequences", { file });
    const first = [...this.#unseen][0];
    const other = first.startsWith("chr") ? first.slice(3) : `chr${first}`;
    return dataError(
      `names no record of the FASTA (its sequences: ${this.#unseenNames()}); use the same names in both, ${first} or ${other}`,
      { file },
    );
  }
}
