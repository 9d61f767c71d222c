import type { Motif } from "../motif/motif.ts";
import { resultHead } from "../report/json.ts";
import { hitRows } from "../report/scan-rows.ts";
import { SCAN_WRITERS } from "../report/scan-writers.ts";
import { scanPlain } from "../scan/plain.ts";
import { isUnreachable, type Search, type SearchSettings, searchFor } from "../scan/search.ts";
import { readFasta } from "../sequence/fasta.ts";
import { type Context, defineCommand } from "./command.ts";
import { backgroundFor, chosenMotifs, consensusMotifs, hitRule, motifOptions, scoreOptions } from "./motif-options.ts";
import { numberSchema } from "./options.ts";

export const command = defineCommand({
  summary: "Motif hits with exact p-values, on both strands.",
  args: "[fasta...]",
  examples: [
    ["tatabox scan genes.fa", "the bundled library: TATA, CCAAT, GC box, octamer and 51 more"],
    ["tatabox scan genome.fa.gz -m jaspar.meme -p 1e-5 -o hits.tsv", "any motif file; hits to a file"],
    ["tatabox scan genes.fa --consensus TATAWAWR -f bed", "an IUPAC word, hits as BED"],
    ["cat genes.fa | tatabox scan --motif 'MA0108*' --json", "standard input, one motif, JSON"],
  ],
  about:
    "A score is the sum of log2 odds in bits; a p-value is the exact share of random words that score at least as much " +
    "(for wide motifs within 0.5 %). A window is a hit when its p-value is at most -p. Windows never cross an N or the " +
    "end of a record; lower case is scanned; U counts as T. Output is in FIMO's columns, 1-based closed; bed and json " +
    "are 0-based half-open.",
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
    const onlyWords = words.length > 0 && settings.motifs.length === 0 && settings.motif.length === 0;
    const motifs = onlyWords ? [] : await chosenMotifs(settings.motifs, settings.motif, context.warn);
    const rule = hitRule(settings);
    const searches = [
      ...motifs.map((motif) => searchFor(motif, { ...scoring, rule })),
      ...words.map((word) => searchFor(word, { ...scoring, rule: { by: "word" } as SearchSettings["rule"] })),
    ];
    warnUnreachable(searches, context);
    const writer = SCAN_WRITERS[context.format]();
    await context.out.write(writer.head(resultHead(context.command, context.echo), searches));
    let longest = 0;
    for await (const record of readFasta(context.args, context.warn)) {
      longest = Math.max(longest, record.codes.length);
      const found = scanPlain(record.codes, searches, settings.strand);
      const hits = settings.best === undefined ? found : found.best(settings.best);
      for (const row of hitRows(record, hits, searches)) {
        const wait = context.out.write(writer.hit(row));
        if (wait !== undefined) await wait;
      }
      const summary = { name: record.name, length: record.codes.length, hits: hits.length };
      await context.out.write(writer.recordEnd(summary));
    }
    warnWide(searches, longest, context);
    await context.out.write(writer.end(context.warnings));
  },
});

function warnUnreachable(searches: readonly Search[], { warn }: Context): void {
  const silent = searches.filter(isUnreachable);
  if (silent.length === 0) return;
  warn(
    `${countMotifs(silent.map(({ motif }) => motif))} cannot reach p ≤ ${silent[0].pLimit} with any word and will have ` +
      "no hits; raise -p to see them",
  );
}

function warnWide(searches: readonly Search[], longest: number, { warn }: Context): void {
  const wide = searches.filter(({ motif }) => motif.width > longest);
  if (wide.length > 0)
    warn(`${countMotifs(wide.map(({ motif }) => motif))} wider than every sequence (${longest} bases)`);
}

/** `3 motifs (MA0001.1, MA0002.1, MA0003.1)`: a number and the first three ids. */
function countMotifs(motifs: readonly Motif[]): string {
  const ids = motifs.slice(0, 3).map(({ id }) => id);
  return `${motifs.length} motif${motifs.length === 1 ? "" : "s"} (${ids.join(", ")}${motifs.length > 3 ? ", …" : ""})`;
}
