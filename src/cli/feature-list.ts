import { resultHead } from "../report/json.ts";
import type { Shape } from "../report/shape.ts";
import { resultWriter } from "../report/writers.ts";
import type { Context } from "./command.ts";

/** Writes what a command found without reading records; `lists` go into JSON before it. */
export async function writeList<F>(
  { command, echo, format, colours, out, warnings }: Context,
  shape: Shape<F>,
  features: Iterable<F> | AsyncIterable<F>,
  lists: Readonly<Record<string, readonly object[]>> = {},
): Promise<void> {
  const writer = await resultWriter(format, shape, colours);
  await out.write(writer.head(resultHead(command, echo), lists));
  for await (const feature of features) {
    const wait = out.write(writer.feature(feature));
    if (wait !== undefined) await wait;
  }
  await out.write(writer.end(warnings));
}
