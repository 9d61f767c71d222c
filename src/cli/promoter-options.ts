import type { ClassWindow } from "../cpg/promoter-class.ts";
import { usageError } from "../errors.ts";
import { type PredictionSettings, predictionSettings } from "../regulation/promoter-calls.ts";
import { bundledPromoterModel, readPromoterModel } from "../regulation/promoter-model.ts";
import * as z from "../zod.ts";
import { readJson } from "./json-file.ts";
import { choiceSchema, numberSchema, type OptionTable, optionalText, type SettingsOf } from "./options.ts";

const PROMOTERS = "Promoters";
const PREDICTION = "Prediction (without --tss)";

/** The window that the promoter's CpG class needs (its rule looks at stretches of 500 bases). */
const SMALLEST_CLASS_WINDOW = 500;

export const modelOption = {
  model: {
    flags: "--model <FILE>",
    help: "a model made by 'promoters fit' (default: the bundled one)",
    group: PREDICTION,
    schema: optionalText,
    echo: true,
    file: true,
  },
} satisfies OptionTable;

/** How promoters are described, and which ones are called. */
export const promoterOptions = {
  windows: {
    flags: "--windows <SET>",
    help: "windows and cut-offs of TATA, Inr, CCAAT and GC box: epdnew, bucher",
    group: PROMOTERS,
    schema: choiceSchema(["epdnew", "bucher"], "epdnew"),
    echo: true,
  },
  classWindow: {
    flags: "--class-window <A,B>",
    help: "offsets from the start site between which CpG content makes the class HCP, ICP or LCP",
    group: PROMOTERS,
    schema: z._default(
      z.custom<string>(
        (x) => typeof x === "string" && classWindow(x) !== undefined,
        `expected two offsets A,B at least ${SMALLEST_CLASS_WINDOW} apart`,
      ),
      "-700,200",
    ),
    echo: true,
  },
  ...modelOption,
  threshold: {
    flags: "--threshold <S>",
    help: "lowest score of a call (default: the model's, 3.71 of the bundled one)",
    group: PREDICTION,
    schema: numberSchema({}),
    echo: true,
  },
  separation: {
    flags: "--separation <BP>",
    help: "least distance between calls (default: the model's, 1000 of the bundled one)",
    group: PREDICTION,
    schema: numberSchema({ from: 1, whole: true }),
    echo: true,
  },
} satisfies OptionTable;

/** What promoters are described and called by. */
export async function promoterSettings(settings: SettingsOf<typeof promoterOptions>): Promise<PredictionSettings> {
  const model =
    settings.model === undefined
      ? bundledPromoterModel()
      : readPromoterModel(await readJson(settings.model), settings.model);
  const base = predictionSettings(
    { windows: settings.windows, classWindow: classWindow(settings.classWindow)! },
    model,
  );
  return {
    ...base,
    threshold: settings.threshold ?? base.threshold,
    separation: settings.separation ?? base.separation,
  };
}

/** Options that say something about predictions alone. */
export function refuseWithAnnotation(settings: SettingsOf<typeof promoterOptions>): void {
  const { model, threshold, separation } = settings;
  const given = Object.entries({ model, threshold, separation }).find(([, value]) => value !== undefined);
  if (given !== undefined) throw usageError(`--${given[0]} is for predictions; with --tss nothing is predicted`);
}

function classWindow(text: string): ClassWindow | undefined {
  const match = /^\s*([+-]?\d+)\s*,\s*([+-]?\d+)\s*$/.exec(text);
  if (match === null) return undefined;
  const [from, to] = [Number(match[1]), Number(match[2])];
  return to - from >= SMALLEST_CLASS_WINDOW ? { from, to } : undefined;
}
