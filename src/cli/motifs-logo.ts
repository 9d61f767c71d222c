import { logoSheetSvg } from "../motif/logo-svg.ts";
import { logoText } from "../motif/logo-text.ts";
import { type Motif, reverseComplementMotif } from "../motif/motif.ts";
import { selectMotifs } from "../motif/select.ts";
import { letterPaint } from "./colours.ts";
import { type Context, defineCommand } from "./command.ts";
import { chosenMotifs, motifOptions } from "./motif-options.ts";
import { flagSchema, type OptionTable, type SettingsOf } from "./options.ts";

const options = {
  motifs: motifOptions.motifs,
  reverseComplement: {
    flags: "--reverse-complement",
    help: "the other strand",
    group: "Logo",
    schema: flagSchema,
  },
  correctSmallSample: {
    flags: "--correct-small-sample",
    help: "subtract the information that few sites show by chance (Schneider et al. 1986)",
    group: "Logo",
    schema: flagSchema,
  },
} satisfies OptionTable;

export const command = defineCommand({
  summary: "Sequence logos, as SVG or drawn for the terminal.",
  args: "<id...>",
  examples: [
    ["tatabox motifs logo MA0108.2", "the TATA box on the terminal"],
    ["tatabox motifs logo MA0108.2 -f svg -o tata.svg", "as a picture"],
    ["tatabox motifs logo 'GATA*' -m jaspar.meme > gata.svg", "motifs of a file, one below the other in one picture"],
    ["tatabox motifs logo NFYA --reverse-complement", "the other strand"],
  ],
  about:
    "A column is as high as its information in bits, shared among the letters in proportion (Schneider & Stephens 1990); " +
    "the same motif gives the same bytes. Several motifs stand below each other in one SVG.",
  formats: ["table", "svg"],
  pipeFormat: "svg",
  options,
  async run(context, settings) {
    const motifs = selectMotifs(await chosenMotifs(settings.motifs, [], context.warn), context.args);
    const text =
      context.format === "svg"
        ? logoSheetSvg(motifs, settings)
        : motifs.map((motif) => terminalLogo(motif, settings, context)).join("\n");
    await context.out.write(text);
  },
});

function terminalLogo(motif: Motif, settings: SettingsOf<typeof options>, { colours, columns }: Context): string {
  const { reverseComplement, correctSmallSample } = settings;
  const shown = reverseComplement ? reverseComplementMotif(motif) : motif;
  const strand = reverseComplement ? " (reverse complement)" : "";
  const title = colours.bold(`${motif.id}  ${motif.name}`.trimEnd() + strand);
  return `${title}\n${logoText(shown, { columns, color: letterPaint(colours), correctSmallSample })}`;
}
