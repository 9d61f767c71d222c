import { DEFAULT_ISLAND_METHOD, ISLAND_METHOD_NAMES, ISLAND_METHODS, type IslandOptions } from "../cpg/methods.ts";
import { codesSoftMasked } from "../cpg/soft-mask.ts";
import { islandShape } from "../report/island-shape.ts";
import { defineCommand } from "./command.ts";
import { choiceSchema, flagSchema, numberSchema, type OptionTable } from "./options.ts";
import { inputRecords, writeFeatures } from "./records.ts";

const GROUP = "Islands";

/** How islands are defined; shared by every command that looks for them. */
export const methodOption = {
  method: {
    flags: "--method <NAME>",
    help: ISLAND_METHOD_NAMES.join(", "),
    group: GROUP,
    schema: choiceSchema(ISLAND_METHOD_NAMES).default(DEFAULT_ISLAND_METHOD),
    echo: true,
  },
} satisfies OptionTable;

export const command = defineCommand({
  summary: "CpG islands by published definitions.",
  args: "[fasta...]",
  examples: [
    ["tatabox cpg genes.fa", "as UCSC's track: GC above 50 %, observed/expected CpG above 0.6, longer than 200"],
    [
      "tatabox cpg genome.fa.gz --soft-mask -f bed -o islands.bed",
      "repeats (lower case) count as N, as in UCSC's table",
    ],
    ["tatabox cpg genes.fa --method takai-jones", "the stricter definition of Takai and Jones"],
  ],
  about: `Methods. ${ISLAND_METHOD_NAMES.map((name) => `${name}: ${ISLAND_METHODS[name].summary}.`).join(" ")} Thresholds left out take the method's own values. Coordinates are 0-based half-open.`,
  formats: ["table", "tsv", "bed", "gff3", "json", "ndjson"],
  pipeFormat: "tsv",
  options: {
    ...methodOption,
    minLength: {
      flags: "--min-length <BP>",
      help: "shortest island (default: the method's)",
      group: GROUP,
      schema: numberSchema({ from: 1, whole: true }).optional(),
      echo: true,
    },
    minGc: {
      flags: "--min-gc <PERCENT>",
      help: "lowest GC content (default: the method's)",
      group: GROUP,
      schema: numberSchema({ from: 0, to: 100 }).optional(),
      echo: true,
    },
    minObsExp: {
      flags: "--min-obs-exp <RATIO>",
      help: "lowest observed/expected CpG (default: the method's)",
      group: GROUP,
      schema: numberSchema({ from: 0 }).optional(),
      echo: true,
    },
    softMask: {
      flags: "--soft-mask",
      help: "lower-case letters count as N",
      group: GROUP,
      schema: flagSchema,
      echo: true,
    },
  },
  async run(context, settings) {
    const { islands } = ISLAND_METHODS[settings.method];
    const options = given({
      minLength: settings.minLength,
      minGcPercent: settings.minGc,
      minObsExp: settings.minObsExp,
    });
    const total = { records: 0, bases: 0, islands: 0 };
    await writeFeatures(context, islandShape(settings.method), inputRecords(context), ({ name, codes, letters }) => {
      const found = islands(settings.softMask ? codesSoftMasked(letters) : codes, options);
      total.records++;
      total.bases += codes.length;
      total.islands += found.length;
      return {
        features: found.map((island) => ({ sequence: name, ...island })),
        summary: { name, length: codes.length, islands: found.length },
      };
    });
    if (total.islands === 0) context.note(`no islands in ${total.records} records, ${total.bases} bases`);
  },
});

/** The options that were given. */
function given(options: Record<string, number | undefined>): Partial<IslandOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
