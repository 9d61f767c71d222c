import bundled from "../../motifs/bucher1990.json" with { type: "json" };
import { UNIFORM } from "../motif/background.ts";
import { type ScoreDistribution, scoreDistribution } from "../motif/score-distribution.ts";
import { matrixOf, type ScoreMatrix } from "../motif/score-matrix.ts";
import * as z from "../zod.ts";
import type { PromoterBases } from "./promoter-bases.ts";
import { bestSite, type ElementWindow, type WindowSite, windowSites } from "./window-sites.ts";

const row = z.array(z.int()).check(z.minLength(1));
const windowAndCutoff = z.object({ from: z.int(), to: z.int(), cutoff: z.int() });

const element = z.object({
  id: z.enum(["tata", "inr", "ccaat", "gc"]),
  name: z.string(),
  column: z.int().check(z.nonnegative()),
  strand: z.enum(["+", "both"]),
  bucher: windowAndCutoff,
  epdnew: windowAndCutoff,
  weights: z.object({ A: row, C: row, G: row, T: row }),
});

/** The shape of motifs/bucher1990.json, to which a test holds it. */
export const bucherFile = z.object({ schemaVersion: z.literal(1), elements: z.array(element).check(z.length(4)) });

type Table = z.infer<typeof element>;

export type BucherId = Table["id"];

/** Where an element is looked for and what it must score: as Bucher printed it, or as EPDnew flags it. */
export type WindowSet = "bucher" | "epdnew";

const HUNDREDTHS = 100;

export const BUCHER_SOURCE = "bucher1990";

/** One of Bucher's four promoter elements (1990, J Mol Biol 212:563, tables 3-6). */
export interface BucherElement {
  readonly id: BucherId;
  readonly name: string;
  readonly strand: "+" | "both";
  /** Weights in hundredths (whole numbers: sums of two-decimal floats miss the cut-offs); the best word scores 0. */
  readonly hundredths: ScoreMatrix;
  readonly windows: Readonly<Record<WindowSet, ElementWindow>>;
  /** Lowest score, in hundredths, at which the element is called present. */
  readonly cutoffs: Readonly<Record<WindowSet, number>>;
  /** p of a weight sum (not in hundredths) against uniform bases. */
  readonly distribution: ScoreDistribution;
}

/** The best place of an element round one start site. */
export interface BucherBest extends WindowSite {
  /** Weight sum in hundredths. */
  readonly score: number;
  readonly present: boolean;
  readonly cut: boolean;
}

let elements: ReadonlyMap<BucherId, BucherElement> | undefined;

/** Bucher's element by its id (motifs/bucher1990.json). */
export function bucherElement(id: BucherId): BucherElement {
  elements ??= new Map((bundled.elements as Table[]).map((table) => [table.id, bucherFrom(table)]));
  return elements.get(id)!;
}

/** The best place in the window, the first of equals; undefined when no place is free of unknown letters. */
export function bestBucher(
  element: BucherElement,
  promoter: PromoterBases,
  set: WindowSet = "epdnew",
): BucherBest | undefined {
  const { sites, cut } = windowSites(element.hundredths, element.windows[set], element.strand, promoter);
  const best = bestSite(sites);
  return best && { ...best, present: best.score >= element.cutoffs[set], cut };
}

function bucherFrom({ id, name, column, strand, bucher, epdnew, weights }: Table): BucherElement {
  const rows = [weights.A, weights.C, weights.G, weights.T];
  // A hundredth is a whole number of the distribution's steps, so its rounding loses nothing here.
  let distribution: ScoreDistribution | undefined;
  const flat = Float64Array.from({ length: 4 * weights.A.length }, (_, cell) => rows[cell % 4][cell >> 2]);
  return {
    id,
    name,
    strand,
    hundredths: matrixOf(flat, UNIFORM),
    windows: { bucher: { column, ...range(bucher) }, epdnew: { column, ...range(epdnew) } },
    cutoffs: { bucher: bucher.cutoff, epdnew: epdnew.cutoff },
    get distribution() {
      distribution ??= scoreDistribution(
        matrixOf(
          flat.map((x) => x / HUNDREDTHS),
          UNIFORM,
        ),
        1,
      );
      return distribution;
    },
  };
}

function range({ from, to }: { from: number; to: number }): { from: number; to: number } {
  return { from, to };
}
