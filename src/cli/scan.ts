import { bundledLibrary } from "../motif/library.ts";
import type { Motif } from "../motif/motif.ts";
import { HIT_SHAPE, motifSummary } from "../report/hit-shape.ts";
import { hitRows } from "../report/scan-rows.ts";
import { scanPlain } from "../scan/plain.ts";
import { isUnreachable, type Search, type SearchSettings, searchFor } from "../scan/search.ts";
import { type Context, defineCommand } from "./command.ts";
import { backgroundFor, chosenMotifs, consensusMotifs, hitRule, motifOptions, scoreOptions } from "./motif-options.ts";
import { numberSchema } from "./options.ts";
import { inputRecords, writeFeatures } from "./records.ts";

export const command = defineCommand({
  summary: "Motif hits with exact p-values, on both strands.",
  args: "[fasta...]",
  examples: [
    ["tatabox scan genes.fa", "the bundled library: TATA, CCAAT, GC box, octamer and 50 more"],
    ["tatabox scan genome.fa.gz -m jaspar.meme -p 1e-5 -o hits.tsv", "any motif file; hits to a file"],
    ["tatabox scan genes.fa --consensus TATAWAWR -f bed", "an IUPAC word, hits as BED"],
    ["cat genes.fa | tatabox scan --motif 'MA0108*' --json", "standard input, one motif, JSON"],
  ],
  about:
    "A score is the sum of log2 odds in bits; a p-value is the exact share of random words that score at least as much " +
    "(for wide motifs within 0.5 %). A window is a hit when its p-value is at most -p. Windows never cross an N or the " +
    "end of a record; lower case is scanned; U counts as T. tsv has FIMO's columns, 1-based closed; bed and json are " +
    "0-based half-open.",
  formats: ["table", "tsv", "bed", "narrowpeak", "gff3", "json", "ndjson"],
  pipeFormat: "tsv",
  options: {
    ...motifOptions,
    ...scoreOptions,
    best: {
      flags: "--best <N>",
      help: "only the N best hits per motif and record",
      group: "Scores",
      schema: numberSchema({ from: 1, whole: true }).optional(),
      echo: true,
    },
  },
  async run(context, settings) {
    const scoring = {
      background: backgroundFor(settings.background, settings.strand),
      pseudocount: settings.pseudocount,
    };
    const words = consensusMotifs(settings.consensus);
    const rule = hitRule(settings);
    const searches = [
      ...(await motifsToScan(settings, words.length > 0, context)).map((motif) =>
        searchFor(motif, { ...scoring, rule }),
      ),
      ...words.map((word) => searchFor(word, { ...scoring, rule: { by: "word" } as SearchSettings["rule"] })),
    ];
    warnUnreachable(searches, context);
    let longest = 0;
    await writeFeatures(
      context,
      HIT_SHAPE,
      inputRecords(context),
      (record) => {
        longest = Math.max(longest, record.codes.length);
        const found = scanPlain(record.codes, searches, settings.strand);
        const hits = settings.best === undefined ? found : found.best(settings.best);
        return {
          features: hitRows(record, hits, searches),
          summary: { name: record.name, length: record.codes.length, hits: hits.length },
        };
      },
      { motifs: searches.map(motifSummary) },
      () => warnWide(searches, longest, context),
    );
  },
});

/** Files or names when given; else words alone when given; else the library's matrices. */
async function motifsToScan(
  { motifs, motif }: { motifs: string[]; motif: string[] },
  hasWords: boolean,
  { warn }: Context,
): Promise<readonly Motif[]> {
  if (motifs.length > 0 || motif.length > 0) return chosenMotifs(motifs, motif, warn);
  return hasWords ? [] : bundledLibrary().filter(({ counts }) => counts !== undefined);
}

function warnUnreachable(searches: readonly Search[], { warn }: Context): void {
  const silent = searches.filter(isUnreachable);
  if (silent.length === 0) return;
  const limit = silent[0].pLimit;
  warn(`${listMotifs(silent)} cannot reach p ≤ ${limit} with any word and will have no hits; raise -p to see them`);
}

function warnWide(searches: readonly Search[], longest: number, { warn }: Context): void {
  const wide = searches.filter(({ motif }) => motif.width > longest);
  if (wide.length > 0) warn(`${listMotifs(wide)} wider than every sequence (${longest} bases)`);
}

/** `4 motifs (MA0001.1, MA0002.1, MA0003.1, …)`: a number and the first three ids. */
function listMotifs(searches: readonly Search[]): string {
  const ids = searches.slice(0, 3).map(({ motif }) => motif.id);
  const more = searches.length > 3 ? ", …" : "";
  return `${searches.length} motif${searches.length === 1 ? "" : "s"} (${ids.join(", ")}${more})`;
}
