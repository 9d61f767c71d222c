import { consensus, informationContent } from "../motif/information.ts";
import type { LibraryMotif } from "../motif/library.ts";
import type { Motif } from "../motif/motif.ts";
import { formatFixed } from "../printf.ts";
import { jsonResult, resultHead } from "../report/json.ts";
import { renderTable } from "../report/table.ts";
import { type Context, defineCommand } from "./command.ts";
import { chosenMotifs, motifOptions } from "./motif-options.ts";

export const command = defineCommand({
  summary: "The motifs of the bundled library, or of motif files.",
  args: "",
  examples: [
    ["tatabox motifs list", "the bundled library: core elements, proximal factors, activators, repressors"],
    ["tatabox motifs list -m jaspar.meme --motif 'GATA*'", "some motifs of a file"],
    ["tatabox motifs list --json", "the same for programs"],
  ],
  formats: ["table", "tsv", "json"],
  pipeFormat: "tsv",
  options: motifOptions,
  async run(context, settings) {
    const motifs = await chosenMotifs(settings.motifs, settings.motif, context.warn);
    await context.out.write(LIST_WRITERS[context.format](motifs, context));
  },
});

const LIST_WRITERS: Readonly<Record<string, (motifs: readonly Motif[], context: Context) => string>> = {
  table: (motifs, { colours }) => renderTable(COLUMNS, motifs.map(cells), colours),
  tsv: (motifs) => [COLUMNS.map(({ head }) => head), ...motifs.map(cells)].map((row) => `${row.join("\t")}\n`).join(""),
  json: (motifs, { command: name, echo, warnings }) =>
    jsonResult(resultHead(name, echo), { motifs: motifs.map(summary), warnings }),
};

const COLUMNS = [
  { head: "id" },
  { head: "name" },
  { head: "role" },
  { head: "width", right: true },
  { head: "bits", right: true },
  { head: "sites", right: true },
  { head: "consensus" },
  { head: "class" },
];

function cells(motif: Motif): string[] {
  const { role, class: family } = aboutFactor(motif);
  const numbers = [String(motif.width), formatFixed(informationContent(motif), 1), formatFixed(motif.sites, 0)];
  return [motif.id, motif.name, role, ...numbers, consensus(motif), family];
}

function summary(motif: Motif): object {
  const { id, name, width, sites, source } = motif;
  return {
    id,
    name,
    width,
    sites,
    bits: informationContent(motif),
    consensus: consensus(motif),
    ...aboutFactor(motif),
    source,
  };
}

/** What the library knows of a motif's factor; empty for motifs from files. */
function aboutFactor(motif: Motif): { role: string; class: string } {
  const { role, class: family } = motif as Partial<LibraryMotif>;
  return { role: role ?? "", class: family ?? "" };
}
