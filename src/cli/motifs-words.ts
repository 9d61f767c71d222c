import { usageError } from "../errors.ts";
import type { Motif } from "../motif/motif.ts";
import { scoreMatrix } from "../motif/score-matrix.ts";
import { selectMotifs } from "../motif/select.ts";
import { type AdmittedWords, admittedWords } from "../motif/words.ts";
import { WORD_SHAPE, type WordRow, wordSummary, wordSummaryText } from "../report/word-shape.ts";
import { type Context, defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { chosenMotifs, motifOptions } from "./motif-options.ts";
import { flagSchema, numberSchema } from "./options.ts";
import { wordScoreOptions, wordScoring } from "./word-scoring.ts";

export const command = defineCommand({
  summary: "The words that a p-value admits as hits of a motif, and how far they are from the best one.",
  args: "<id...>",
  examples: [
    ["tatabox motifs words TBP", "how many words count as a TATA box, by mismatches, and the best 100 of them"],
    ["tatabox motifs words MA0060.3 -p 1e-5 --all -f tsv", "all words at a stricter threshold"],
    ["tatabox motifs words 'GATA*' -m jaspar.meme --best 5", "the five best words of each of some motifs"],
  ],
  about:
    "Why a motif is no consensus: of the 107,374 words that pass as TATA box at 1e-4, one is the best word and 34 differ " +
    "from it in one letter; most differ in six of 15, and 36 % hold no TATAAA at all. A mismatch is a column in which the word has a " +
    "letter that scores less than the column's best. Numbers are exact where at most two million words are admitted or " +
    "the motif has at most ten columns; for wider motifs they come from scores in steps of 0.002 bits ('about', " +
    "typically within 0.5 %), and --all is refused. Scores and p-values are those of 'tatabox scan'.",
  formats: ["table", "tsv", "json", "ndjson"],
  pipeFormat: "tsv",
  options: {
    motifs: motifOptions.motifs,
    ...wordScoreOptions,
    best: {
      flags: "--best <N>",
      help: "list the N best words",
      group: "Words",
      schema: numberSchema({ from: 1, to: 100_000, whole: true }, 100),
      echo: true,
    },
    all: { flags: "--all", help: "list every admitted word", group: "Words", schema: flagSchema, echo: true },
  },
  async run(context, settings) {
    const { background, pseudocount } = await wordScoring(settings);
    const motifs = selectMotifs(await chosenMotifs(settings.motifs, [], context.warn), context.args);
    const most = settings.all ? Number.POSITIVE_INFINITY : settings.best;
    const found = motifs.map((motif) => {
      const admitted = admittedWords(scoreMatrix(motif, background, pseudocount), settings.pValue, most);
      if (settings.all && !admitted.exact) throw tooMany(motif, admitted);
      return { motif, admitted };
    });
    if (context.format === "table") await writeForPeople(context, found, settings.pValue);
    else {
      const summaries = found.map(({ motif, admitted }) => wordSummary(motif, admitted));
      await writeList(context, WORD_SHAPE, found.flatMap(wordRows), { motifs: summaries });
    }
  },
});

interface MotifWords {
  readonly motif: Motif;
  readonly admitted: AdmittedWords;
}

function wordRows({ motif, admitted }: MotifWords): WordRow[] {
  return admitted.words.map((word) => ({ motif, word }));
}

async function writeForPeople(context: Context, found: readonly MotifWords[], limit: number): Promise<void> {
  const { out, colours } = context;
  for (const [i, { motif, admitted }] of found.entries()) {
    const title = colours.bold(`${motif.id}  ${motif.name}`.trimEnd());
    await out.write(`${i === 0 ? "" : "\n"}${title}\n${wordSummaryText(motif, admitted, limit)}\n`);
    if (admitted.words.length === 0) continue;
    await out.write("\n");
    await writeList(context, WORD_SHAPE, wordRows({ motif, admitted }));
    const hidden = admitted.count > admitted.words.length;
    if (hidden) await out.write(`… --best N lists more of them${admitted.exact ? ", --all every one" : ""}\n`);
  }
}

function tooMany({ id }: Motif, { count }: AdmittedWords): Error {
  return usageError(
    `--all: ${id} admits about ${Math.round(count)} words, too many to list; give --best N or a lower -p`,
  );
}
