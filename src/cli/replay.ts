import { MODEL_FORMAT } from "../cnn/model-format.ts";
import { dataError, TataboxError } from "../errors.ts";
import { checkSchemaVersion } from "../report/json.ts";
import { openText } from "../sequence/open.ts";
import * as z from "../zod.ts";

const resultStart = z.object({
  schemaVersion: z.optional(z.number()),
  command: z.string(),
  settings: z.record(z.string(), z.unknown()),
});

/** A model holds the settings of the training that made it. */
const trainedModel = z.object({
  format: z.literal(MODEL_FORMAT),
  training: z.object({ settings: z.record(z.string(), z.unknown()) }),
});
const TRAINING = "cnn train";

/** Settings echoed in an earlier result, and the file that they come from. */
export interface ReplayedSettings {
  readonly file: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The settings of a result of `command`, or of a model's training (--settings). Throws a data error for what is no such result. */
export async function replayedSettings(file: string, command: string): Promise<ReplayedSettings> {
  let json: unknown;
  try {
    json = JSON.parse(await openText(file));
  } catch (error) {
    if (error instanceof TataboxError) throw error;
    throw dataError("is no JSON; --settings takes a result made with --json", { file });
  }
  const model = command === TRAINING ? trainedModel.safeParse(json) : undefined;
  if (model?.success) return { file, settings: model.data.training.settings };
  const result = resultStart.safeParse(json);
  if (!result.success) throw dataError("holds no settings; --settings takes a result made with --json", { file });
  checkSchemaVersion(result.data.schemaVersion ?? 0, file);
  if (result.data.command !== command) {
    throw dataError(`is a result of '${result.data.command}', not of '${command}'`, { file });
  }
  return { file, settings: result.data.settings };
}
