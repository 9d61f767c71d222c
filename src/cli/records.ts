import { resultHead } from "../report/json.ts";
import type { Shape } from "../report/shape.ts";
import { type RecordSummary, resultWriter } from "../report/writers.ts";
import { type FastaRecord, readFasta } from "../sequence/fasta.ts";
import type { Context } from "./command.ts";

/** What a command finds in one record. */
export interface Found<F> {
  readonly features: Iterable<F>;
  /** Left out where the features are the records themselves. */
  readonly summary?: RecordSummary;
}

/** Records of the inputs, in order. */
export function inputRecords({ args, warn }: Context): AsyncGenerator<FastaRecord> {
  return readFasta(args, warn);
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
  const writer = await resultWriter(context.format, shape, context.colours);
  const { out } = context;
  await out.write(writer.head(resultHead(context.command, context.echo), lists));
  for await (const record of records) {
    const { features, summary } = find(record);
    for (const feature of features) {
      const wait = out.write(writer.feature(feature));
      if (wait !== undefined) await wait;
    }
    if (summary !== undefined) await out.write(writer.recordEnd(summary));
  }
  atEnd();
  await out.write(writer.end(context.warnings));
}
