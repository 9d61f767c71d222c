import type { Interval, Strand } from "../sequence/interval.ts";

/** One column of a text format. */
export interface Column<F> {
  readonly head: string;
  readonly text: (feature: F) => string;
  readonly right?: boolean;
}

/** One line of GFF3, coordinates still 0-based half-open. */
export interface Gff3Line extends Interval {
  readonly sequence: string;
  /** Sequence Ontology term. */
  readonly type: string;
  readonly score?: string;
  readonly strand: Strand | ".";
  /** Column 9 in order, without ID; values are escaped by the writer. */
  readonly attributes: readonly (readonly [key: string, value: string])[];
  /** Features inside this one; they name it as their parent. */
  readonly children?: readonly Gff3Line[];
}

/** One column of a Parquet file; `value` is undefined only where it is nullable. */
export interface ParquetColumn<F> {
  readonly name: string;
  /** category: text from a small set, kept in a dictionary. */
  readonly kind: "category" | "text" | "coordinate" | "number";
  readonly nullable?: boolean;
  readonly value: (feature: F) => string | number | undefined;
}

/** How a kind of feature (a hit, an island, a promoter …) is written in each format. */
export interface Shape<F> {
  /** Name of the list in JSON: `hits`. */
  readonly list: string;
  /** `type` of its lines in ndjson: `hit`. */
  readonly item: string;
  readonly tsv?: readonly Column<F>[];
  readonly table?: readonly Column<F>[];
  /** Shown under a table. */
  readonly footnote?: string;
  readonly json: (feature: F) => object;
  /** A BED row, 0-based half-open. */
  readonly bed?: (feature: F) => readonly (string | number)[];
  readonly gff3?: (feature: F) => Gff3Line;
  readonly parquet?: readonly ParquetColumn<F>[];
  /** Formats of this kind alone, a text per feature; `heads` and `tails` stand round them. */
  readonly other?: Readonly<Record<string, (feature: F) => string>>;
  readonly heads?: Readonly<Record<string, string>>;
  readonly tails?: Readonly<Record<string, string>>;
}
