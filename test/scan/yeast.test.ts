import { expect, it } from "vitest";
import { UNIFORM } from "../../src/motif/background.ts";
import { readJaspar } from "../../src/motif/formats/jaspar.ts";
import type { Motif } from "../../src/motif/motif.ts";
import { matrixOf, type ScoreMatrix } from "../../src/motif/score-matrix.ts";
import { Scanner } from "../../src/scan/scanner.ts";
import type { Search } from "../../src/scan/search.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { describeShared, sharedText } from "../shared.ts";
import { FLAVOURS, MODULES } from "./flavours.ts";

/*
 * The JASPAR consortium's genome tracks (PWMScan on its own whole-number matrices): data/genomes says how cells and
 * cut-offs come about.
 */

const LARGEST_P = 0.05;
const LOWEST_PERCENT = 80;

/** Cells: 100 · log2 odds with a quarter of √(mean column total) added to each count, cut to whole numbers. */
function wholeMatrix({ counts: given, probabilities, width }: Motif): ScoreMatrix {
  // Some of the collection's matrices hold probabilities.
  const counts = given ?? probabilities;
  const total = counts.reduce((sum, count) => sum + count, 0) / width;
  const added = 0.25 * Math.sqrt(total);
  const cells = counts.map((count, cell) => {
    const column = counts.subarray(cell - (cell % 4), cell - (cell % 4) + 4);
    const sum = column.reduce((all, x) => all + x + added, 0);
    return Math.trunc(100 * Math.log2((count + added) / sum / 0.25));
  });
  return matrixOf(cells, UNIFORM);
}

/** The lowest sum whose p is below 0.05 and that lies at least 80 % of the way up. */
function cutOff({ width, scores, minScore, maxScore }: ScoreMatrix): number {
  let mass = new Map([[0, 1]]);
  for (let position = 0; position < width; position++) {
    const next = new Map<number, number>();
    for (const [sum, p] of mass) {
      for (const cell of scores.subarray(4 * position, 4 * position + 4)) {
        next.set(sum + cell, (next.get(sum + cell) ?? 0) + p / 4);
      }
    }
    mass = next;
  }
  let tail = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (const [sum, p] of [...mass].sort(([a], [b]) => b - a)) {
    tail += p;
    const percent = Math.round((10_000 * (sum - minScore)) / (maxScore - minScore)) / 100;
    if (tail >= LARGEST_P || percent < LOWEST_PERCENT) break;
    lowest = sum;
  }
  return lowest;
}

function wholeSearch(motif: Motif): Search {
  const matrix = wholeMatrix(motif);
  const scoreFloor = cutOff(matrix);
  const distribution = { limit: 1, smallestP: 0, threshold: scoreFloor, scoreFloor, pValue: () => 1 };
  return { motif, matrix, distribution, scoreFloor, pLimit: 1, matchWord: false };
}

describeShared("yeast chromosome I under JASPAR 2020's 182 fungal motifs", { timeout: 60_000 }, () => {
  it.each(FLAVOURS)("has the 226,875 sites of the consortium's tracks: %s", (flavour) => {
    const searches = readJaspar(sharedText("data/genomes/jaspar2020_fungi_pwmscan.jaspar"), "fungi").map(wholeSearch);
    const [, ...lines] = sharedText("data/genomes/sacCer3_chrI.fa.gz").split("\n");
    const hits = new Scanner(searches, "both", MODULES[flavour]).scan(encodeText(lines.join("")));
    const ours = hits.indices().map((i) => {
      const start = hits.start[i];
      const { motif } = searches[hits.motif[i]];
      return [motif.id, start, start + motif.width, hits.reverse[i] ? "-" : "+"].join("\t");
    });
    const [, ...theirs] = sharedText("data/genomes/sacCer3_chrI_jaspar2020_pwmscan.tsv.gz").trimEnd().split("\n");
    expect(theirs.length).toBe(226_875);
    expect(searches.length).toBe(182);
    expect(ours.sort()).toEqual(theirs.sort());
  });
});
