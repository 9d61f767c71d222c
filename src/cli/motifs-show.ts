import { columnInformation, consensus, informationContent } from "../motif/information.ts";
import type { LibraryMotif } from "../motif/library.ts";
import { logoText } from "../motif/logo-text.ts";
import type { Motif } from "../motif/motif.ts";
import { selectMotifs } from "../motif/select.ts";
import { formatFixed } from "../printf.ts";
import { jsonResult, resultHead } from "../report/json.ts";
import { BASES } from "../sequence/alphabet.ts";
import { letterPaint } from "./colours.ts";
import { type Context, defineCommand } from "./command.ts";
import { chosenMotifs, motifOptions } from "./motif-options.ts";

export const command = defineCommand({
  summary: "Motifs in full: matrix, consensus, information content, logo.",
  args: "<id...>",
  examples: [
    ["tatabox motifs show MA0108.2", "the TATA box of the bundled library"],
    ["tatabox motifs show 'GATA*' -m jaspar.meme", "motifs of a file, by id or name"],
    ["tatabox motifs show NFYA --json", "the same for programs"],
  ],
  formats: ["table", "json"],
  pipeFormat: "table",
  options: { motifs: motifOptions.motifs },
  async run(context, settings) {
    const motifs = selectMotifs(await chosenMotifs(settings.motifs, [], context.warn), context.args);
    const text =
      context.format === "json"
        ? jsonResult(resultHead(context.command, context.echo), {
            motifs: motifs.map(motifJson),
            warnings: context.warnings,
          })
        : motifs.map((motif) => motifText(motif, context)).join("\n");
    await context.out.write(text);
  },
});

function motifText(motif: Motif, { colours, columns }: Context): string {
  const about = motif as Partial<LibraryMotif>;
  const title = colours.bold(`${motif.id}  ${motif.name}`.trimEnd());
  const facts: [string, string | undefined][] = [
    ["class", about.class],
    ["role", about.role],
    ["factors", about.factors?.join(", ")],
    ["consensus", consensus(motif)],
    ["information", `${formatFixed(informationContent(motif), 1)} bits over ${motif.width} columns`],
    ["sites", formatFixed(motif.sites, 0)],
    ["window", about.windowNote],
    ["methylation", methylationText(about)],
    ["source", about.origin ?? motif.source],
    ["licence", about.licence],
  ];
  const lines = facts.filter(([, value]) => value !== undefined && value !== "");
  const list = lines.map(([name, value]) => `  ${name.padEnd(12)} ${value}\n`).join("");
  return `${title}\n${list}\n${logoText(motif, { columns, color: letterPaint(colours) })}\n${matrixText(motif)}`;
}

function methylationText({ methylation }: Partial<LibraryMotif>): string | undefined {
  return methylation && `${methylation.effect} (confidence ${methylation.confidence}: ${methylation.basis})`;
}

/** Counts where the source has them, else probabilities; a row a position. */
function matrixText(motif: Motif): string {
  const values = motif.counts ?? motif.probabilities;
  const digits = motif.counts === undefined ? 3 : 0;
  const whole = values.every(Number.isInteger);
  const cell = (x: number) => formatFixed(x, whole ? 0 : Math.max(digits, 3)).padStart(9);
  const head = `position${[...BASES].map((base) => base.padStart(9)).join("")}     bits\n`;
  const rows = Array.from({ length: motif.width }, (_, position) => {
    const cells = Array.from(values.subarray(4 * position, 4 * position + 4), cell).join("");
    return `${String(position + 1).padStart(8)}${cells}${formatFixed(columnInformation(motif, position), 2).padStart(9)}\n`;
  });
  return head + rows.join("");
}

function motifJson(motif: Motif): object {
  const { id, name, width, sites, source, counts, probabilities, ...about } = motif;
  const rows = (matrix: Float64Array) =>
    Object.fromEntries(
      [...BASES].map((base, i) => [base, Array.from({ length: width }, (_, at) => matrix[4 * at + i])]),
    );
  return {
    id,
    name,
    width,
    sites,
    source,
    consensus: consensus(motif),
    bits: informationContent(motif),
    ...about,
    ...(counts === undefined ? {} : { counts: rows(counts) }),
    probabilities: rows(probabilities),
  };
}
