import { fimoShape } from "../report/fimo-shape.ts";
import { type RowBytes, tsvBytes } from "../report/hit-bytes.ts";
import { HIT_SHAPE } from "../report/hit-shape.ts";
import { withRegion } from "../report/region-shape.ts";
import { type HitRow, hitRows } from "../report/scan-rows.ts";
import type { Shape } from "../report/shape.ts";
import { rowText } from "../report/writers.ts";
import { type MatrixValue, matrixRows } from "../scan/hit-matrix.ts";
import { Hits } from "../scan/hits.ts";
import { type PackedHits, packHits } from "../scan/packed-hits.ts";
import type { Strands } from "../scan/plain.ts";
import type { Scanner } from "../scan/scanner.ts";
import type { Search } from "../scan/search.ts";
import type { SearchPlan } from "../scan/search-plan.ts";
import type { QTables } from "./scan-q-values.ts";

/** What becomes of the hits of a piece: rows of a text format, the hits themselves, or values for a matrix. */
export type PieceProduct =
  | {
      readonly kind: "text";
      readonly format: string;
      readonly fimo: boolean;
      /** Do rows carry their region's name? */
      readonly named: boolean;
      readonly qTables: QTables | undefined;
      readonly largestQ: number | undefined;
    }
  /** `best`: at most so many of each motif. */
  | { readonly kind: "hits"; readonly best: number | undefined }
  | { readonly kind: "matrix"; readonly value: MatrixValue };

/** How pieces are scanned, as plain data: the same on every thread. */
export interface ScanTask {
  readonly plan: SearchPlan;
  readonly strands: Strands;
  readonly product: PieceProduct;
}

/** A piece as it goes to a scanner. */
export interface PieceJob {
  readonly name: string;
  readonly region: string;
  /** Where the letters begin in the sequence that `name` means. */
  readonly offset: number;
  readonly letters: Uint8Array;
  readonly codes: Uint8Array;
  readonly own: number;
  /** Memory for the text that is made of it. */
  readonly spare?: Uint8Array<ArrayBuffer> | undefined;
}

/** What comes back, by the kind of product. The hits' starts are counted from the piece's first letter. */
export interface PieceResult {
  readonly text?: RowBytes;
  readonly hits?: PackedHits;
  readonly values?: Float64Array | Float32Array;
}

/** Ready to scan pieces; `scanner` looks for the searches of the task's plan. */
export function pieceScanner(
  { strands, product }: Pick<ScanTask, "strands" | "product">,
  scanner: Scanner,
): (job: PieceJob) => PieceResult {
  const { searches } = scanner;
  const hits = new Hits();
  const hitsOf = ({ codes, own }: PieceJob) => {
    hits.clear();
    scanner.addTo(hits, codes, own);
    return hits;
  };
  switch (product.kind) {
    case "hits":
      return (job) => {
        const hits = hitsOf(job);
        return { hits: packHits(product.best === undefined ? hits : hits.best(product.best)) };
      };
    case "matrix": {
      const values = matrixRows(product.value, searches, strands);
      return (job) => ({ values: values(job.codes, () => hitsOf(job)) });
    }
    case "text": {
      const text = rowsAsText(product, searches);
      return (job) => ({ text: text(job, hitsOf(job), job.spare) });
    }
  }
}

/** Rows of a format whose rows do not depend on each other. */
function rowsAsText(
  { format, fimo, named, qTables, largestQ }: PieceProduct & { kind: "text" },
  searches: readonly Search[],
): (job: PieceJob, hits: Hits, spare?: PieceJob["spare"]) => RowBytes {
  const extras = { qValueOf: qValuesIn(qTables), largestQ };
  const fast = format === "tsv" && !fimo && !named ? tsvBytes(searches, extras) : undefined;
  if (fast !== undefined) return fast;
  const shape = fimo ? fimoShape(HIT_SHAPE) : HIT_SHAPE;
  const row = namedRowText(format, shape, named);
  return (job: PieceJob, hits: Hits) => {
    const texts: string[] = [];
    for (const hit of hitRows(job, hits, searches, extras)) texts.push(row(hit, job.region));
    return { bytes: new TextEncoder().encode(texts.join("")), rows: texts.length };
  };
}

function namedRowText(format: string, shape: Shape<HitRow>, named: boolean): (hit: HitRow, region: string) => string {
  if (!named) return rowText(format, shape)!;
  const text = rowText(format, withRegion(shape))!;
  return (feature, region) => text({ feature, region });
}

export function qValuesIn(tables: QTables | undefined): ((motif: number, p: number) => number) | undefined {
  return tables && ((motif, p) => tables[motif].get(p)!);
}
