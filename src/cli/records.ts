import { resultHead } from "../report/json.ts";
import { withRegion } from "../report/region-shape.ts";
import type { Shape } from "../report/shape.ts";
import { type RecordSummary, resultWriter } from "../report/writers.ts";
import { type FastaRecord, readFasta } from "../sequence/fasta.ts";
import { movedBy } from "../sequence/interval.ts";
import { cutRegions } from "../sequence/regions.ts";
import type { Context } from "./command.ts";

/** What a command finds in one record. */
export interface Found<F> {
  readonly features: Iterable<F>;
  /** Left out where the features are the records themselves. */
  readonly summary?: RecordSummary;
}

/** Records of the inputs, in order, or the regions asked for. */
export function inputRecords({ args, warn, regions }: Context): AsyncGenerator<FastaRecord> {
  const records = readFasta(args, warn);
  return regions === undefined ? records : cutRegions(records, regions);
}

/** What was found in a record, in the coordinates of the sequence that it is a part of. */
export function inSource<T>({ offset = 0 }: FastaRecord, found: T): T {
  return movedBy(found, offset);
}

/** A writer of the context's format; features of regions that have names carry them. */
async function featureWriter<F>({ format, colours, regions = [] }: Context, shape: Shape<F>) {
  if (regions.every(({ name }) => name === undefined)) {
    const writer = await resultWriter(format, shape, colours);
    return { writer, write: (feature: F) => writer.feature(feature) };
  }
  const writer = await resultWriter(format, withRegion(shape), colours);
  const write = (feature: F, { region = "" }: FastaRecord) => writer.feature({ feature, region });
  return { writer, write };
}

/** A region's summary says where it lies. */
function withPlace(record: FastaRecord, { name, length, ...summary }: RecordSummary): RecordSummary {
  if (record.region === undefined) return { name, length, ...summary };
  const { start, end } = inSource(record, { start: 0, end: record.codes.length });
  return { name, length, start, end, region: record.region, ...summary };
}

/** Runs `find` over the records and writes what it finds as it comes; `lists` go into JSON before the features. */
export async function writeFeatures<F>(
  context: Context,
  shape: Shape<F>,
  records: AsyncIterable<FastaRecord>,
  find: (record: FastaRecord) => Found<F>,
  lists: Readonly<Record<string, readonly object[]>> = {},
  atEnd: () => void = () => {},
): Promise<void> {
  const { writer, write } = await featureWriter(context, shape);
  const { out } = context;
  await out.write(writer.head(resultHead(context.command, context.echo), lists));
  for await (const record of records) {
    const { features, summary } = find(record);
    for (const feature of features) {
      const wait = out.write(write(feature, record));
      if (wait !== undefined) await wait;
    }
    if (summary !== undefined) await out.write(writer.recordEnd(withPlace(record, summary)));
  }
  atEnd();
  await out.write(writer.end(context.warnings));
}
