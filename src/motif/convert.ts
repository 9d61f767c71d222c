import { roundFixed } from "../printf.ts";
import { type Background, UNIFORM } from "./background.ts";
import { writeHomer } from "./formats/homer.ts";
import { writeJaspar } from "./formats/jaspar.ts";
import { writeMeme } from "./formats/meme.ts";
import { writeTransfac } from "./formats/transfac.ts";
import { ASSUMED_SITES, columnTotal, type Motif } from "./motif.ts";

export const TARGET_FORMATS = ["meme", "jaspar", "transfac", "homer"] as const;

export type TargetFormat = (typeof TARGET_FORMATS)[number];

/** A format that motifs are written in, and what it has a place for beside id, name and probabilities. */
interface Target {
  readonly label: string;
  readonly write: (motifs: readonly Motif[], background: Background) => string;
  readonly holds: readonly Detail[];
}

type Detail = "counts" | "sites" | "url" | "threshold" | "blanks" | "background";

const TARGETS: Readonly<Record<TargetFormat, Target>> = {
  meme: { label: "MEME", write: writeMeme, holds: ["sites", "url", "background"] },
  jaspar: { label: "JASPAR", write: writeJaspar, holds: ["counts", "blanks"] },
  transfac: { label: "TRANSFAC", write: writeTransfac, holds: ["counts", "blanks"] },
  homer: { label: "HOMER", write: writeHomer, holds: ["threshold", "blanks"] },
};

export interface Conversion {
  readonly text: string;
  /** What the format has no place for, in one line: `JASPAR does not hold: the number of sites of 12 motifs; …`. */
  readonly loss?: string;
}

/**
 * All motifs, in their order, as text of `format`: ids, names and counts where the format holds them, else probabilities.
 * `backgrounds`: letter frequencies of the files that give some; kept where the format has them and the files agree.
 */
export function convertMotifs(
  motifs: readonly Motif[],
  format: TargetFormat,
  backgrounds: readonly Background[] = [],
): Conversion {
  const { label, write, holds } = TARGETS[format];
  const distinct = [...new Map(backgrounds.map((b) => [b.join(), b])).values()];
  const kept = holds.includes("background") && distinct.length === 1 ? distinct[0] : UNIFORM;
  const losses = lostDetails(motifs, holds);
  if (distinct.some((b) => b !== kept && !isUniform(b))) losses.push("the background frequencies");
  const text = write(motifs, kept);
  return losses.length === 0 ? { text } : { text, loss: `${label} does not hold: ${losses.join("; ")}` };
}

function isUniform(background: Background): boolean {
  return background.every((b) => Math.abs(b - 0.25) < 1e-6);
}

function lostDetails(motifs: readonly Motif[], holds: readonly Detail[]): string[] {
  const lacks = (detail: Detail) => !holds.includes(detail);
  const lost: [(motif: Motif) => boolean, string][] = [
    [
      (m) => lacks("counts") && hasCounts(m),
      `the counts of # (probabilities with 6 decimals instead${unevenNote(motifs)})`,
    ],
    [(m) => !hasCounts(m) && isFine(m), "digits beyond the sixth of #"],
    [(m) => lacks("sites") && losesSites(m, holds), "the number of sites of #"],
    [(m) => lacks("url") && m.url !== undefined, "the URL of #"],
    [(m) => lacks("threshold") && m.homerThreshold !== undefined, "the detection threshold of #"],
    [(m) => m.weight !== undefined, "the weight of #"],
    [(m) => hasBlanks(m, holds), "blanks in names of # (written as _)"],
  ];
  return lost.flatMap(([is, text]) => {
    const count = motifs.filter(is).length;
    return count === 0 ? [] : [text.replace("#", motifCount(count))];
  });
}

function motifCount(n: number): string {
  return `${n} motif${n === 1 ? "" : "s"}`;
}

function hasCounts({ counts }: Motif): boolean {
  return counts !== undefined;
}

/** Unequal totals cannot be had back from probabilities and one number of sites. */
function unevenNote(motifs: readonly Motif[]): string {
  const uneven = motifs.filter(({ counts, width, sites }) =>
    Array.from({ length: width }, (_, i) => i).some((i) => counts !== undefined && columnTotal(counts, i) !== sites),
  ).length;
  return uneven === 0 ? "" : `; column totals differ in ${uneven}`;
}

/** Counts carry their own number of sites; 20 is what any reader assumes. */
function losesSites({ counts, sites }: Motif, holds: readonly Detail[]): boolean {
  return counts === undefined ? sites !== ASSUMED_SITES : !holds.includes("counts");
}

function isFine({ probabilities }: Motif): boolean {
  return probabilities.some((p) => Math.abs(p - roundFixed(p, 6)) > 1e-9);
}

function hasBlanks({ id, name }: Motif, holds: readonly Detail[]): boolean {
  return /\s/.test(id) || (!holds.includes("blanks") && /\s/.test(name));
}
