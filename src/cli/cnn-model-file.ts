import { type Model, readModel } from "../cnn/model.ts";
import { usageError } from "../errors.ts";
import { openText } from "../sequence/open.ts";

/** The model that a command line names first, and the arguments behind it. */
export async function modelAndRest(
  args: readonly string[],
): Promise<{ model: Model; file: string; rest: readonly string[] }> {
  const [file, ...rest] = args;
  if (file === undefined || file === "-") throw usageError("name the model file first, then FASTA files");
  return { model: readModel(await openText(file), file), file, rest };
}
