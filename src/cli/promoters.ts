import { islandStepsBy } from "../cpg/methods.ts";
import { usageError } from "../errors.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import { promoterSteps } from "../regulation/analysis.ts";
import type { PredictionSettings } from "../regulation/promoter-calls.ts";
import { expectedFalseCallsPerMb } from "../regulation/promoter-model.ts";
import { inAscii } from "../report/ascii.ts";
import { recordBounds } from "../report/promoter-map.ts";
import {
  ANNOTATED_PROMOTER_SHAPE,
  type AnyPromoter,
  EXPLAINED_PROMOTER_SHAPE,
  PROMOTER_SHAPE,
} from "../report/promoter-shape.ts";
import { promoterTextShape } from "../report/promoter-text.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { asPart } from "../steps.ts";
import { AnnotationCheck, startSites, tssOption } from "./analysis-options.ts";
import { defineCommand } from "./command.ts";
import { methodOption } from "./cpg.ts";
import { flagSchema, type OptionTable } from "./options.ts";
import { promoterOptions, promoterSettings, refuseWithAnnotation } from "./promoter-options.ts";
import { inputRecords, inSource, inSteps, writeFeatures } from "./records.ts";

const options = {
  ...tssOption,
  ...promoterOptions,
  ...methodOption,
  explain: {
    flags: "--explain",
    help: "list what each call rests on: the contribution of every term, score and window of every element",
    group: "Output",
    schema: flagSchema,
  },
  map: {
    flags: "--map",
    help: "with -f table: draw each promoter to scale",
    group: "Output",
    schema: flagSchema,
  },
  ascii: { flags: "--ascii", help: "draw the map with ASCII characters", group: "Output", schema: flagSchema },
} satisfies OptionTable;

/** About what share of the time the islands take. */
const ISLANDS_FOUND = 0.1;

export const command = defineCommand({
  summary: "Promoters at annotated start sites, or predicted from sequence.",
  args: "[fasta...]",
  examples: [
    ["tatabox promoters genes.fa --tss genes.gff3", "elements and class of each annotated promoter"],
    ["tatabox promoters genes.fa --tss genes.bed -f table --map", "each promoter drawn to scale"],
    ["tatabox promoters genome.fa", "candidates without annotation, with the false calls to expect"],
    ["tatabox promoters genome.fa --threshold 2.24 --explain -f table", "more of them, and what each rests on"],
    ["tatabox promoters genes.fa --tss genes.bed -f gff3", "promoters with their elements as children"],
  ],
  about:
    "Elements: TATA, Inr, CCAAT and GC box by Bucher's weights (J Mol Biol 212:563) with EPDnew's windows and cut-offs " +
    "(--windows bucher: his own); the other core elements by matrices at p ≤ 1e-3 and proximal factors at p ≤ 2e-4 inside " +
    "their windows. Annotation: BED (5' ends), GFF3 and GTF (5' ends of genes and transcripts, TSS features); equal start " +
    "sites become one. Predictions come from a logistic score of elements, GC content and CpGs, natural log odds at the " +
    "prior of the training set, not of a genome; they find island promoters and hardly any others, and one call in three " +
    "near a start site has the wrong strand. 'tatabox promoters fit' fits the weights to your own sequences.",
  formats: ["table", "tsv", "bed", "gff3", "json", "ndjson"],
  pipeFormat: "tsv",
  options,
  async run(context, settings) {
    const { format, columns, colours } = context;
    if (settings.map && format !== "table") throw usageError("--map draws in -f table only");
    const tss = await startSites(settings.tss, context);
    if (tss !== undefined) refuseWithAnnotation(settings);
    const how = await promoterSettings(settings);
    const check = new AnnotationCheck(tss);
    const tally = new Tally(how);
    const find = async (record: FastaRecord): Promise<AnyPromoter[]> => {
      check.seen(record);
      const search = islandStepsBy(settings.method, record.codes);
      const islands = await inSteps(context, asPart(search, 0, ISLANDS_FOUND));
      const promoters = await inSteps(context, asPart(promoterSteps(record, islands, tss, how), ISLANDS_FOUND, 1));
      tally.add(record, promoters.length);
      return promoters;
    };
    const summary = ({ name, codes }: FastaRecord, promoters: number) => {
      const expected = tss === undefined ? tally.expectedFalse(codes.length) : null;
      const falseCalls = expected === null ? {} : { expectedFalseCalls: expected };
      return { name, length: codes.length, promoters, ...falseCalls };
    };
    const finish = () => {
      check.finish(settings.tss, context);
      if (tss === undefined && format !== "table") context.note(tally.text());
    };
    if (format === "table" && (settings.map || settings.explain)) {
      const shape = promoterTextShape({ ...settings, columns }, colours);
      const place = async (record: FastaRecord) => ({ features: placed(record, await find(record)) });
      await writeFeatures(context, shape, inputRecords(context), place, {}, finish);
    } else {
      const shape = listShape(settings.explain, tss !== undefined);
      const list = async (record: FastaRecord) => {
        const promoters = await find(record);
        return { features: inSource(record, promoters), summary: summary(record, promoters.length) };
      };
      await writeFeatures(context, shape, inputRecords(context), list, {}, finish);
    }
    if (tss === undefined && format === "table") {
      const text = settings.ascii ? inAscii(tally.text()) : tally.text();
      await context.out.write(`\n${text}\n`);
    }
  },
});

/** `--explain` adds the terms of a score, an empty column where there is none. */
function listShape(explain: boolean, annotated: boolean) {
  if (explain) return EXPLAINED_PROMOTER_SHAPE;
  return annotated ? ANNOTATED_PROMOTER_SHAPE : PROMOTER_SHAPE;
}

/** Each promoter with what its record holds round it, in the coordinates of the sequence. */
function placed(record: FastaRecord, promoters: readonly AnyPromoter[]) {
  return promoters.map((promoter) => ({
    promoter: inSource(record, promoter),
    bounds: recordBounds(promoter.tss, promoter.strand, record.codes.length),
  }));
}

/** Counts predictions, and says how many of them to take for false. */
class Tally {
  readonly #settings: PredictionSettings;
  #calls = 0;
  #bases = 0;

  constructor(settings: PredictionSettings) {
    this.#settings = settings;
  }

  add({ codes }: FastaRecord, calls: number): void {
    this.#calls += calls;
    this.#bases += codes.length;
  }

  /** False calls to expect in so many bases of a mammalian genome; null where the model has no such figures. */
  expectedFalse(bases: number): number | null {
    const { model, threshold } = this.#settings;
    const perMb = expectedFalseCallsPerMb(model, threshold);
    return perMb === null ? null : (perMb * bases) / 1e6;
  }

  text(): string {
    const { threshold, model } = this.#settings;
    const calls = `${this.#calls} candidate${this.#calls === 1 ? "" : "s"} in ${this.#bases} bases at score ≥ ${formatGeneral(threshold, 6)}`;
    const expected = this.expectedFalse(this.#bases);
    if (expected === null) return `${calls}; ${model.name} carries no figures for false calls in a genome`;
    return `${calls}; about ${expected < 1 ? formatGeneral(expected, 2) : formatFixed(expected, 1)} false ones are to be expected (measured on human sequence)`;
  }
}
