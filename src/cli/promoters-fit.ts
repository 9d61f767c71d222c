import { bestCut, twoClassMetrics } from "../cnn/metrics.ts";
import { dataError, usageError } from "../errors.ts";
import { fitLogistic, type LabelledRows } from "../regulation/logistic.ts";
import { leftOutSteps, refittedModel, TrainingRows } from "../regulation/promoter-fit.ts";
import {
  bundledModelFile,
  type PromoterModel,
  type PromoterModelFile,
  parsePromoterModel,
  readPromoterModel,
} from "../regulation/promoter-model.ts";
import { readFasta } from "../sequence/fasta.ts";
import { sourceName } from "../sequence/open.ts";
import { type Context, defineCommand } from "./command.ts";
import { readJson } from "./json-file.ts";
import { numberSchema, type OptionTable, optionalText, type SettingsOf } from "./options.ts";
import { bytesOfFiles } from "./progress.ts";
import { modelOption } from "./promoter-options.ts";
import { type CrossValidation, crossValidationText, fitTable } from "./promoters-fit-text.ts";
import { inItems } from "./records.ts";

const GROUP = "Fit";

const options = {
  positive: {
    flags: "--positive <FASTA>",
    help: "promoters, each with its start site at --tss-offset",
    group: GROUP,
    schema: optionalText,
    echo: true,
    file: true,
  },
  negative: {
    flags: "--negative <FASTA>",
    help: "sequences that are none, scored at the same offset",
    group: GROUP,
    schema: optionalText,
    echo: true,
    file: true,
  },
  tssOffset: {
    flags: "--tss-offset <N>",
    help: "0-based place of the start site in every sequence",
    group: GROUP,
    schema: numberSchema({ from: 0, whole: true }),
    echo: true,
  },
  folds: {
    flags: "--folds <N>",
    help: "parts of the cross-validation",
    group: GROUP,
    schema: numberSchema({ from: 2, whole: true }, 10),
    echo: true,
  },
  l2: {
    flags: "--l2 <X>",
    help: "penalty on squared weights of standardised features",
    group: GROUP,
    schema: numberSchema({ above: 0 }, 1e-3),
    echo: true,
  },
  model: { ...modelOption.model, help: "a model whose features are fitted (default: the bundled one)", group: GROUP },
} satisfies OptionTable;

/** The cut of cross-validation: even odds at the mixture of the training set. */
const EVEN_ODDS = 0;

export const command = defineCommand({
  summary: "Fits the weights of the promoter model to your own sequences.",
  args: "",
  examples: [
    [
      "tatabox promoters fit --positive tata.fa --negative introns.fa --tss-offset 200 -o mine.json",
      "writes a model for 'tatabox promoters --model mine.json'",
    ],
    ["tatabox promoters fit --positive p.fa --negative n.fa --tss-offset 200 -f table", "weights and cross-validation"],
  ],
  about:
    "Logistic regression by Newton's method: mean loss + l2/2 · Σ w² over standardised features; nothing is drawn at random. " +
    "Folds go round within each class in file order. Cross-validation says how well windows centred on known start sites are " +
    "told from negatives; in a genome, where nearly every place is a negative, most calls at such a cut are false. The model's " +
    "threshold is the cut with the best CC of cross-validation: raise it (--threshold) for whole sequences.",
  formats: ["table", "json"],
  pipeFormat: "json",
  options,
  async run(context, settings) {
    const base = settings.model === undefined ? bundledModelFile() : await modelFile(settings.model);
    const model = readPromoterModel(base, settings.model ?? "");
    const rows = await trainingRows(settings, model, context);
    const validation = await crossValidation(rows, settings, context);
    const fitted = fittedModel(rows, base, validation, settings);
    context.note(crossValidationText(validation));
    if (context.format === "table") await context.out.write(fitTable(fitted, validation, rows, context.colours));
    else await context.out.write(`${JSON.stringify(fitted, null, 2)}\n`);
  },
});

type Settings = SettingsOf<typeof options>;

async function modelFile(file: string): Promise<PromoterModelFile> {
  return parsePromoterModel(await readJson(file), file);
}

async function trainingRows(settings: Settings, model: PromoterModel, context: Context): Promise<LabelledRows> {
  const { positive, negative, tssOffset, folds } = settings;
  if (positive === undefined || negative === undefined || tssOffset === undefined) {
    throw usageError("give --positive FASTA, --negative FASTA and --tss-offset N");
  }
  const rows = new TrainingRows(model.features.length);
  for (const [file, isPositive] of [
    [positive, true],
    [negative, false],
  ] as const) {
    const { scored, skipped } = await addFile(rows, file, isPositive, tssOffset, model, context);
    if (skipped > 0) {
      context.warn(`${sourceName(file)}: ${skipped} sequences left out (too few known bases round the start site)`);
    }
    if (scored < folds) throw dataError(`holds ${scored} usable sequences; ${folds} folds want as many`, { file });
  }
  return rows.rows();
}

async function addFile(
  rows: TrainingRows,
  file: string,
  positive: boolean,
  tss: number,
  model: PromoterModel,
  { warn, progress }: Context,
): Promise<{ scored: number; skipped: number }> {
  let [scored, skipped] = [0, 0];
  // Headers of training sets repeat; here names mean nothing.
  const warnOthers = (message: string) => {
    if (!message.includes("occurs more than once")) warn(message);
  };
  progress.begin(bytesOfFiles([file]));
  for await (const { name, codes } of readFasta([file], warnOthers, progress.read)) {
    if (tss >= codes.length && codes.length > 0) {
      throw dataError(`has ${codes.length} bases; the start site ${tss} (--tss-offset) lies beyond`, {
        file,
        record: name,
      });
    }
    if (rows.add(model, codes, tss, positive)) scored++;
    else skipped++;
    const wait = progress.done(codes.length);
    if (wait !== undefined) await wait;
  }
  progress.clear();
  return { scored, skipped };
}

async function crossValidation(
  rows: LabelledRows,
  { folds, l2 }: Settings,
  context: Pick<Context, "progress">,
): Promise<CrossValidation> {
  const { scores, fold } = await inItems(context, leftOutSteps(rows, folds, l2), folds, "folds");
  const perFold = Array.from({ length: folds }, (_, left) => {
    const isOwn = (_: number, row: number) => fold[row] === left;
    return twoClassMetrics(scores.filter(isOwn), rows.positive.filter(isOwn), EVEN_ODDS);
  });
  const all = twoClassMetrics(scores, rows.positive, EVEN_ODDS);
  return { folds, cut: EVEN_ODDS, bestCut: bestCut(scores, rows.positive), ...all, perFold };
}

function fittedModel(
  rows: LabelledRows,
  base: PromoterModelFile,
  validation: CrossValidation,
  { positive, negative, tssOffset, folds, l2 }: Settings,
): PromoterModelFile {
  const positives = rows.positive.reduce((sum, one) => sum + one, 0);
  const negatives = rows.positive.length - positives;
  return refittedModel(base, fitLogistic(rows, l2), {
    name: `fitted to ${sourceName(positive!)}`,
    fittedOn:
      `${positives} sequences of ${sourceName(positive!)} against ${negatives} of ${sourceName(negative!)}, start site at ` +
      `${tssOffset}; logistic regression, L2 ${l2} on standardised features. Threshold: best CC of ${folds}-fold cross-validation ` +
      "on these windows; whole sequences want a higher one.",
    trainingPrior: positives / (positives + negatives),
    threshold: validation.bestCut,
    crossValidation: { ...validation },
  });
}
