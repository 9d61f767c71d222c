import { measuredState } from "../cpg/measured-methylation.ts";
import { dataError, didYouMean, usageError } from "../errors.ts";
import { bundledLibrary, type LibraryMotif } from "../motif/library.ts";
import type { AnalysisSettings } from "../regulation/analysis.ts";
import { METHYLATION_STATES } from "../regulation/analysis.ts";
import {
  type CellProfile,
  cellProfile,
  cellProfiles,
  levelsFromTpm,
  parseFactors,
  unknownFactors,
} from "../regulation/cells.ts";
import { CLUSTER_DEFAULTS } from "../regulation/cluster-buster.ts";
import type { EnhancerOptions } from "../regulation/enhancers.ts";
import type { ExpressionParameters } from "../regulation/expression-parameters.ts";
import { METHYLATION_ROUTES, type MethylationRoute } from "../regulation/expression-sites.ts";
import type { ModelName } from "../regulation/thermodynamics/models.ts";
import { MODEL_NAMES } from "../regulation/thermodynamics/models.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { fileExists, openText, sourceName } from "../sequence/open.ts";
import { bySequence, readTss, type TssBySequence } from "../sequence/tss.ts";
import type { Context } from "./command.ts";
import { MethylationSource } from "./methylation-source.ts";
import {
  choiceSchema,
  flagSchema,
  listSchema,
  numberSchema,
  type OptionTable,
  optionalText,
  type SettingsOf,
  textSchema,
} from "./options.ts";
import { parameterOptions } from "./parameter-options.ts";

export const tssOption = {
  tss: {
    flags: "--tss <FILE>",
    help: "start sites as BED, GFF3 or GTF (5' ends by strand); without it promoters are predicted",
    group: "Promoters",
    schema: optionalText,
    echo: true,
    file: true,
  },
} satisfies OptionTable;

export const enhancerOptions = {
  minScore: {
    flags: "--min-score <NATS>",
    help: "clusters score above this",
    group: "Enhancers",
    schema: numberSchema({}, CLUSTER_DEFAULTS.minScore),
    echo: true,
  },
  gap: {
    flags: "--gap <BP>",
    help: "expected gap between sites",
    group: "Enhancers",
    schema: numberSchema({ above: 0 }, CLUSTER_DEFAULTS.gap),
    echo: true,
  },
  backgroundRange: {
    flags: "--background-range <BP>",
    help: "bases on either side that make the local background",
    group: "Enhancers",
    schema: numberSchema({ from: 1, whole: true }, CLUSTER_DEFAULTS.backgroundRange),
    echo: true,
  },
  pseudocountPerLetter: {
    flags: "--pseudocount-per-letter <X>",
    help: "added to each count",
    group: "Enhancers",
    schema: numberSchema({ above: 0 }, CLUSTER_DEFAULTS.pseudocountPerLetter),
    echo: true,
  },
  minSiteScore: {
    flags: "--min-site-score <NATS>",
    help: "sites listed score above this",
    group: "Enhancers",
    schema: numberSchema({}, CLUSTER_DEFAULTS.minSiteScore),
    echo: true,
  },
} satisfies OptionTable;

export const cellOptions = {
  cell: {
    flags: "--cell <NAME>",
    help: `${cellProfiles()
      .map(({ name }) => name)
      .join(", ")}, all; repeatable (default generic)`,
    group: "Expression",
    schema: listSchema,
    repeats: true,
    echo: true,
  },
  factors: {
    flags: "--factors <FILE>",
    help: "your own factor levels instead (two columns: factor, level)",
    group: "Expression",
    schema: optionalText,
    echo: true,
    file: true,
  },
  tpm: {
    flags: "--tpm",
    help: "the levels of --factors are TPM: x/(x + median of the positive values) is taken",
    group: "Expression",
    schema: flagSchema,
    echo: true,
  },
} satisfies OptionTable;

export const expressionOptions = {
  ...cellOptions,
  model: {
    flags: "--model <NAME>",
    help: MODEL_NAMES.join(", "),
    group: "Expression",
    schema: choiceSchema(MODEL_NAMES, "direct"),
    echo: true,
  },
  ...parameterOptions,
} satisfies OptionTable;

export function methylationOption(state: (typeof METHYLATION_STATES)[number]) {
  return {
    methylation: {
      flags: "--methylation <STATE>",
      help: "CpGs that are methylated: none, islands, all, or a file of measured levels (as for methylate)",
      group: "Expression",
      schema: textSchema(state),
      echo: true,
      file: true,
    },
  } satisfies OptionTable;
}

export const methylationRouteOption = {
  methylationActs: {
    flags: "--methylation-acts <ROUTE>",
    help: "through what: sites (bound better or worse), chromatin (the promoter closes), both",
    group: "Expression",
    schema: choiceSchema(METHYLATION_ROUTES, "both"),
    echo: true,
  },
} satisfies OptionTable;

/** The state of `--methylation` by its name, or the levels of a file. A word near a state's name that is no file is a typo. */
export async function methylationLevels(word: string, context: Context): Promise<AnalysisSettings["methylation"]> {
  const state = METHYLATION_STATES.find((name) => name === word);
  if (state !== undefined) return state;
  const meant = didYouMean(word, METHYLATION_STATES);
  if (meant !== "" && word !== "-" && !fileExists(word)) {
    throw usageError(`--methylation ${word}: expected ${METHYLATION_STATES.join(", ")} or a file${meant}`);
  }
  const source = await MethylationSource.open(word, context);
  return { levels: (record) => measuredState(source.at(record)), finish: () => source.finish(context) };
}

/** The start sites of `--tss`; undefined when promoters are to be predicted. */
export async function startSites(file: string | undefined, { warn }: Context): Promise<TssBySequence | undefined> {
  if (file === undefined) return undefined;
  const sites = await readTss(file);
  const unstranded = sites.filter(({ strandGiven }) => !strandGiven).length;
  if (unstranded > 0) {
    const count = `${unstranded} start site${unstranded === 1 ? "" : "s"}`;
    warn(`${sourceName(file)}: rows without a strand; both strands are reported (${count})`);
  }
  return bySequence(sites);
}

/** Notices start sites on records that the FASTA lacks: an error if all are, a warning if some. */
export class AnnotationCheck {
  readonly #missing: Set<string>;
  readonly #known: number;

  constructor(sites: TssBySequence | undefined) {
    this.#missing = new Set(sites?.keys());
    this.#known = this.#missing.size;
  }

  seen({ name }: FastaRecord): void {
    this.#missing.delete(name);
  }

  finish(file: string | undefined, { warn, regions }: Context): void {
    if (file === undefined || this.#missing.size === 0) return;
    if (regions !== undefined) {
      if (this.#missing.size === this.#known)
        warn(`${sourceName(file)}: no start site lies on a record of the regions`);
      return;
    }
    const names = [...this.#missing].slice(0, 3).join(", ");
    if (this.#missing.size === this.#known) {
      throw dataError(`names no record of the FASTA (its sequences: ${names}); use the same names in both`, { file });
    }
    warn(`${sourceName(file)}: ${this.#missing.size} sequences are not in the FASTA (${names})`);
  }
}

/** The cells asked for: profiles by name, all of them, or one made of the user's own table. */
export async function chosenCells(
  { cell, factors, tpm }: SettingsOf<typeof cellOptions>,
  { warn }: Context,
  library: readonly LibraryMotif[] = bundledLibrary(),
): Promise<readonly CellProfile[]> {
  if (factors !== undefined) {
    const profile = parseFactors(await openText(factors), factors);
    const unknown = unknownFactors(profile, library);
    if (unknown.length > 0) warn(`${factors}: the library has no motif for ${unknown.slice(0, 5).join(", ")}`);
    return [tpm ? levelsFromTpm(profile) : profile];
  }
  if (tpm) throw usageError("--tpm says how --factors FILE is read; give the file too");
  if (cell.length === 0) return [cellProfile("generic")];
  return cell.flatMap((name) => (name.toLowerCase() === "all" ? cellProfiles() : [cellProfile(name)]));
}

export function clusterOptions(settings: SettingsOf<typeof enhancerOptions>): EnhancerOptions {
  const { minScore, gap, backgroundRange, pseudocountPerLetter, minSiteScore } = settings;
  return { settings: { ...CLUSTER_DEFAULTS, minScore, gap, backgroundRange, pseudocountPerLetter, minSiteScore } };
}

export function expressionConditions(
  model: ModelName,
  parameters: ExpressionParameters,
  methylationActs: MethylationRoute = "both",
): AnalysisSettings["conditions"] {
  return { model, parameters, methylationActs };
}
