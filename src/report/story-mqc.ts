import { oneLine } from "../errors.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import type { RecordStory } from "../regulation/analysis.ts";

/** A column of the table that MultiQC shows; `about` is MultiQC's own description of it. */
interface MqcColumn {
  readonly key: string;
  readonly about: Readonly<Record<string, string | number | boolean>>;
  readonly text: (story: RecordStory) => string;
}

const COUNT = { format: "{:,.0f}", min: 0 };
const SHARE = { format: "{:,.3f}", min: 0, max: 1, scale: "Greens" };

const COLUMNS: readonly MqcColumn[] = [
  {
    key: "length",
    about: { ...COUNT, title: "Length", description: "bases", suffix: " bp" },
    text: ({ length }) => String(length),
  },
  {
    key: "cpg_islands",
    about: { ...COUNT, title: "Islands", description: "CpG islands", scale: "Blues" },
    text: ({ islands }) => String(islands.length),
  },
  {
    key: "island_percent",
    about: { format: "{:,.2f}", min: 0, max: 100, suffix: " %", title: "In islands", description: "bases in islands" },
    text: ({ islands, length }) =>
      length === 0
        ? ""
        : formatFixed((100 * islands.reduce((sum, { start, end }) => sum + end - start, 0)) / length, 4),
  },
  {
    key: "promoters",
    about: { ...COUNT, title: "Promoters", description: "promoters, annotated or predicted", scale: "Purples" },
    text: ({ promoters }) => String(promoters.length),
  },
  {
    key: "tata_promoters",
    about: { ...COUNT, title: "TATA", description: "promoters with a TATA box", hidden: true },
    text: (story) => String(promotersOf(story, "TATA")),
  },
  {
    key: "cpg_promoters",
    about: { ...COUNT, title: "CpG", description: "promoters rich in CpG", hidden: true },
    text: (story) => String(promotersOf(story, "CpG")),
  },
  {
    key: "enhancers",
    about: { ...COUNT, title: "Enhancers", description: "enhancer candidates", scale: "Oranges" },
    text: ({ enhancers }) => String(enhancers.length),
  },
  {
    key: "expression_unmethylated",
    about: { ...SHARE, title: "Expression", description: "highest of all promoters and cells, unmethylated" },
    text: (story) => highest(story, "expressionUnmethylated"),
  },
  {
    key: "expression",
    about: { ...SHARE, title: "Methylated", description: "highest of all promoters and cells, methylated as asked" },
    text: (story) => highest(story, "expression"),
  },
];

function promotersOf({ promoters }: RecordStory, word: "TATA" | "CpG"): number {
  return promoters.filter(({ promoter }) => promoter.class.includes(word)).length;
}

/** Empty where there is no promoter. */
function highest({ promoters }: RecordStory, state: "expression" | "expressionUnmethylated"): string {
  const values = promoters.flatMap(({ expression }) => expression.map((value) => value[state]));
  const most = values.reduce((highest, value) => Math.max(highest, value), 0);
  return values.length === 0 ? "" : formatGeneral(most, 6);
}

const HEADERS = Object.fromEntries(COLUMNS.map(({ key, about }) => [key, about]));

/**
 * What stands before the rows: MultiQC's custom content as a commented YAML header (JSON is YAML). Files with the same id are
 * one table in MultiQC's report.
 */
export const MQC_HEAD = `${[
  "# id: tatabox",
  "# section_name: tatabox",
  "# description: CpG islands, promoters, enhancers and expression (0..1, uncalibrated) read from sequence",
  "# plot_type: table",
  "# file_format: tsv",
  `# pconfig: ${JSON.stringify({ id: "tatabox_table", title: "tatabox", namespace: "tatabox", col1_header: "Record" })}`,
  `# headers: ${JSON.stringify(HEADERS)}`,
  ["Record", ...COLUMNS.map(({ key }) => key)].join("\t"),
].join("\n")}\n`;

/** Writes a row a record. MultiQC keeps one row of a name, so names that come again are numbered. */
export function mqcRows(): (story: RecordStory) => string {
  const seen = new Map<string, number>();
  return (story) => {
    const name = oneLine(story.region ?? story.name);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const cells = [rowName(count === 1 ? name : `${name} (${count})`), ...COLUMNS.map(({ text }) => text(story))];
    return `${cells.join("\t")}\n`;
  };
}

/** MultiQC takes chromosome 1 for the number 1.0 and #1 for a comment, unless they are quoted. */
function rowName(name: string): string {
  return name.startsWith("#") || name.trim() === "" || /^[-+]?(\d|\.\d|nan$|inf)/i.test(name) ? `"${name}"` : name;
}
