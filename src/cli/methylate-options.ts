import { NAMED_STATES } from "../cpg/methylation-states.ts";
import { usageError } from "../errors.ts";
import * as z from "../zod.ts";
import { methodOption, softMaskOption } from "./cpg.ts";
import {
  choiceSchema,
  flagSchema,
  longFlag,
  numberSchema,
  type OptionTable,
  optionalText,
  type SettingsOf,
} from "./options.ts";

const MODEL = "Model";
const FILE = "Measured";
const OUTPUT = "What is written";
const MODELS = ["strand", "site", "collaborative"] as const;
const chance = numberSchema({ from: 0, to: 1 });

const modelOptions = {
  model: {
    flags: "--model <NAME>",
    help: `${MODELS.join(", ")} (default strand)`,
    group: MODEL,
    schema: choiceSchema(MODELS),
    echo: true,
  },
  maintenance: {
    flags: "--maintenance <MU>",
    help: "strand, site: what is methylated stays so (default 0.976)",
    group: MODEL,
    schema: chance,
    echo: true,
  },
  deNovoParent: {
    flags: "--de-novo-parent <DP>",
    help: "strand: an unmethylated old strand is methylated (default 0)",
    group: MODEL,
    schema: chance,
    echo: true,
  },
  deNovoDaughter: {
    flags: "--de-novo-daughter <DD>",
    help: "strand: a new strand opposite an unmethylated one is methylated (default 0.12, in islands 0.002)",
    group: MODEL,
    schema: chance,
    echo: true,
  },
  deNovo: {
    flags: "--de-novo <NU>",
    help: "site: an unmethylated CpG is methylated (default 0.12, in islands 0.002)",
    group: MODEL,
    schema: chance,
    echo: true,
  },
  hemiMaintenance: {
    flags: "--hemi-maintenance <RATE>",
    help: "collaborative: chance per attempt from one strand to both (default 0.08; lower it to age the cells)",
    group: MODEL,
    schema: chance,
    echo: true,
  },
  pairs: {
    flags: "--no-pairs",
    help: "collaborative: CpGs do not help each other",
    group: MODEL,
    schema: z._default(z.boolean(), true),
    echo: true,
  },
  clusterGap: {
    flags: "--cluster-gap <BP>",
    help: "collaborative: CpGs act on each other in chains with at most this distance (default 500)",
    group: MODEL,
    schema: numberSchema({ from: 1, whole: true }),
    echo: true,
  },
  initial: {
    flags: "--initial <P0>",
    help: "share of CpGs that start methylated, on both strands (default 0.5)",
    group: MODEL,
    schema: chance,
    echo: true,
  },
  generations: {
    flags: "--generations <N>",
    help: "cell divisions (default 20)",
    group: MODEL,
    schema: numberSchema({ from: 0, to: 1_000_000, whole: true }),
    echo: true,
  },
  cells: {
    flags: "--cells <N>",
    help: "simulated cells (default 20); when given, json and table also show each one",
    group: MODEL,
    schema: numberSchema({ from: 1, to: 1_000_000, whole: true }),
    echo: true,
  },
  seed: {
    flags: "--seed <N>",
    help: "start of the random numbers",
    group: MODEL,
    schema: numberSchema({ from: 0, to: Number.MAX_SAFE_INTEGER, whole: true }, 1),
    echo: true,
  },
  state: {
    flags: "--state <NAME>",
    help: `${NAMED_STATES.join(", ")}: levels without a model, or the start of --model`,
    group: MODEL,
    schema: choiceSchema(NAMED_STATES),
    echo: true,
  },
} satisfies OptionTable;

export const methylateOptions = {
  ...modelOptions,
  methylation: {
    flags: "--methylation <FILE>",
    help: "levels from a file: Bismark, bedMethyl, methylKit, bedGraph, bigWig (by content)",
    group: FILE,
    schema: optionalText,
    echo: true,
    file: true,
  },
  mergeStrands: {
    flags: "--merge-strands",
    help: "add up the reads of both strands: a site of the summary is a CpG, not a strand",
    group: FILE,
    schema: flagSchema,
    echo: true,
  },
  byStrand: {
    flags: "--by-strand",
    help: "a row a strand instead of a CpG",
    group: OUTPUT,
    schema: flagSchema,
    echo: true,
  },
  summary: {
    flags: "--summary",
    help: "a row an island and, with --tss, a promoter (−500..+200)",
    group: OUTPUT,
    schema: flagSchema,
    echo: true,
  },
  trajectory: {
    flags: "--trajectory",
    help: "a row a generation: expected and simulated level over all records",
    group: OUTPUT,
    schema: flagSchema,
    echo: true,
  },
  ascii: { flags: "--ascii", help: "draw with ASCII characters", group: "Output", schema: flagSchema },
  ...methodOption,
  ...softMaskOption,
} satisfies OptionTable;

export type ModelSettings = SettingsOf<typeof modelOptions>;
export type MethylateSettings = SettingsOf<typeof methylateOptions>;
export type ModelName = (typeof MODELS)[number];

/** Which models know an option; the others are for all of them. */
const OWNERS: Readonly<Partial<Record<keyof ModelSettings, readonly ModelName[]>>> = {
  maintenance: ["strand", "site"],
  deNovoParent: ["strand"],
  deNovoDaughter: ["strand"],
  deNovo: ["site"],
  hemiMaintenance: ["collaborative"],
  pairs: ["collaborative"],
  clusterGap: ["collaborative"],
};

/** Where levels come from: a file, a named state alone, or a model. */
export function levelsFrom(settings: MethylateSettings): "file" | "state" | ModelName {
  if (settings.methylation !== undefined) return "file";
  if (settings.state !== undefined && settings.model === undefined) return "state";
  return settings.model ?? "strand";
}

/** Throws a usage error for options that do not go together. */
export function checkMethylate(settings: MethylateSettings, format: string): void {
  const source = levelsFrom(settings);
  for (const name of Object.keys(modelOptions) as (keyof ModelSettings)[]) {
    if (!isGiven(settings, name)) continue;
    const flag = longFlag(modelOptions[name]);
    if (source === "file") throw usageError(`${flag} simulates; it does not go with --methylation`);
    if (source === "state" && name !== "state" && name !== "cells")
      throw usageError(`${flag} belongs to a model: give --model too`);
    const owners = OWNERS[name];
    if (owners !== undefined && !owners.includes(source as ModelName)) {
      throw usageError(`${flag} belongs to --model ${owners.join(" and ")}, not to ${source}`);
    }
  }
  if (settings.state !== undefined && settings.initial !== undefined)
    throw usageError("--state is the start: leave out --initial");
  if (settings.mergeStrands && source !== "file") throw usageError("--merge-strands goes with --methylation");
  if (settings.mergeStrands && settings.byStrand)
    throw usageError("--merge-strands and --by-strand exclude each other");
  if (settings.trajectory && !isModel(source)) throw usageError("--trajectory needs a model");
  if (settings.trajectory && settings.summary) throw usageError("--trajectory and --summary exclude each other");
  if ((settings.trajectory || settings.summary) && !["table", "tsv", "json", "ndjson"].includes(format)) {
    throw usageError(
      `${settings.trajectory ? "--trajectory" : "--summary"} writes table, tsv, json and ndjson, not ${format}`,
    );
  }
}

export function isModel(source: ReturnType<typeof levelsFrom>): source is ModelName {
  return source !== "file" && source !== "state";
}

/** The seed has a default and is no sign of a wish. */
function isGiven(settings: MethylateSettings, name: keyof ModelSettings): boolean {
  if (name === "pairs") return !settings.pairs;
  return name !== "seed" && settings[name] !== undefined;
}
