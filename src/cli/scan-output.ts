import { resultHead } from "../report/json.ts";
import { matrixShape } from "../report/matrix-writer.ts";
import { type HitRow, hitRows, type RowExtras } from "../report/scan-rows.ts";
import type { Shape } from "../report/shape.ts";
import type { MatrixValue } from "../scan/hit-matrix.ts";
import { unpackHits } from "../scan/packed-hits.ts";
import type { Search } from "../scan/search.ts";
import type { Context } from "./command.ts";
import { featureWriter, withPlace } from "./records.ts";
import { BestOfRecord } from "./scan-best.ts";
import type { ScannedPiece } from "./scan-threads.ts";

/** Rows that a piece completes. */
export type RowsOf = (scanned: ScannedPiece) => Iterable<HitRow>;

/** Each piece's own hits. */
export function rowsOfPieces(searches: readonly Search[], extras: RowExtras): RowsOf {
  return ({ piece: { name, origin, offset, letters }, hits }) =>
    hitRows({ name, letters, offset: origin + offset }, unpackHits(hits!), searches, extras);
}

/** The best hits of each motif, once a record is complete. */
export function rowsOfBest(count: number, searches: readonly Search[], extras: RowExtras): RowsOf {
  const best = new BestOfRecord(count, searches);
  return ({ piece, hits }) => {
    best.add(piece, unpackHits(hits!));
    return piece.last ? best.take(piece, extras) : [];
  };
}

/** Writes what was found as it comes, as text made elsewhere or row by row; `lists` go into JSON before the hits. */
export async function writeScan(
  context: Context,
  shape: Shape<HitRow>,
  pieces: AsyncIterable<ScannedPiece>,
  rowsOf: RowsOf,
  lists: Readonly<Record<string, readonly object[]>>,
  atEnd: () => void,
): Promise<void> {
  const { writer, write } = await featureWriter(context, shape);
  const { out } = context;
  await out.write(writer.head(resultHead(context.command, context.echo), lists));
  for await (const scanned of pieces) {
    const { piece, text } = scanned;
    if (text !== undefined) await out.writeEncoded(writer.rows!(text.bytes, text.rows));
    else {
      for (const row of rowsOf(scanned)) {
        const wait = out.write(write(row, piece));
        if (wait !== undefined) await wait;
      }
    }
    const { name, length, last } = piece;
    if (last) await out.write(writer.recordEnd(withPlace(piece, { name, length })));
  }
  atEnd();
  await out.write(writer.end(context.warnings));
}

/** A row a record or region, a column a motif: counts add up over the pieces, the best score is the highest. */
export async function writeMatrix(
  context: Context,
  value: MatrixValue,
  searches: readonly Search[],
  pieces: AsyncIterable<ScannedPiece>,
): Promise<void> {
  const { writer, write } = await featureWriter(context, matrixShape(searches.map(({ motif }) => motif.id)));
  const { out } = context;
  const join = value === "count" ? (a: number, b: number) => a + b : Math.max;
  let row: Float64Array | Float32Array | undefined;
  await out.write(writer.head(resultHead(context.command, context.echo)));
  for await (const { piece, values } of pieces) {
    row = row?.map((x, motif) => join(x, values![motif])) ?? values!;
    if (!piece.last) continue;
    await out.write(write({ name: piece.region ?? piece.name, values: row }, piece));
    row = undefined;
  }
  await out.write(writer.end(context.warnings));
}
