import { bundledLibrary } from "../motif/library.ts";
import type { ScoreDistribution } from "../motif/score-distribution.ts";
import type { ScoreMatrix } from "../motif/score-matrix.ts";
import { BUCHER_SOURCE, type BucherId, bucherElement, type WindowSet } from "./bucher.ts";
import { type LibrarySearch, librarySearches } from "./library-searches.ts";
import type { ElementWindow, SearchedStrands } from "./window-sites.ts";

/** Elements by the names that the field gives them; the last ones are bound by proximal factors. */
export type ElementName =
  | "TATA"
  | "Inr"
  | "TCT"
  | "BREu"
  | "BREd"
  | "XCPE1"
  | "MTE"
  | "DPE"
  | "CCAAT"
  | "GC"
  | (typeof PROXIMAL_NAMES)[number];

const PROXIMAL_NAMES = ["octamer", "CRE", "E-box", "NRF1", "ETS", "YY1", "SRF"] as const;

/** Largest p of a core element of the library inside its narrow window. */
export const CORE_P = 1e-3;
/** Largest p of a proximal factor's site inside its window: the p at which the library's windows were measured. */
const PROXIMAL_P = 2e-4;

/** Matrix columns [from, to) that spell an element's textbook word; an element's position is that of the word. */
interface WordColumns {
  readonly from: number;
  readonly to: number;
}

/** A matrix that recognises an element, where it may lie and what it must reach. */
export interface ElementMatrix {
  readonly element: ElementName;
  /** Motif id of the library, or `bucher1990`. */
  readonly motif: string;
  readonly matrix: ScoreMatrix;
  /** Matrix scores are in this many parts of a printed unit (Bucher's weights: hundredths). */
  readonly parts: number;
  readonly distribution: ScoreDistribution;
  readonly window: ElementWindow;
  readonly strands: SearchedStrands;
  readonly word: WordColumns;
  /** A site needs this score, in parts: Bucher's cut-off, or what no site of p ≤ `maxP` falls below. */
  readonly minScore: number;
  readonly maxP: number;
}

/** Words inside wider matrices; other elements are as long as their matrix. */
const WORDS: Readonly<Record<string, WordColumns>> = {
  tata: { from: 1, to: 9 }, // TATAWAAR
  inr: { from: 0, to: 7 }, // YYANWYY
  ccaat: { from: 5, to: 10 }, // CCAAT
  gc: { from: 3, to: 9 }, // GGGCGG
  "MA0108.2": { from: 1, to: 9 }, // TATAWAAR
  "MA0060.3": { from: 2, to: 7 }, // CCAAT
  "MA0785.1": { from: 3, to: 11 }, // ATGCWAAT
  "MA0507.3": { from: 2, to: 10 }, // ATGCAAAT
  "MA0018.3": { from: 2, to: 10 }, // TGACGTCA
  "MA0093.2": { from: 2, to: 8 }, // CAYGTG
  "MA0147.3": { from: 3, to: 9 }, // CACGTG
  "MA0062.2": { from: 0, to: 8 }, // CCGGAAGT
  "MA0083.3": { from: 3, to: 13 }, // CCATATATGG
};

/** The library's groups that carry another name as elements. */
const GROUP_ELEMENTS: Readonly<Record<string, ElementName>> = { "GC-box": "GC" };

const BUCHER_NAMES: Readonly<Record<BucherId, ElementName>> = { tata: "TATA", inr: "Inr", ccaat: "CCAAT", gc: "GC" };

/** Bucher's element as a matrix with the window and cut-off of `set`. */
export function bucherMatrix(id: BucherId, set: WindowSet): ElementMatrix {
  const table = bucherElement(id);
  const { hundredths, windows, cutoffs, strand } = table;
  return {
    element: BUCHER_NAMES[id],
    motif: BUCHER_SOURCE,
    matrix: hundredths,
    parts: 100,
    get distribution() {
      return table.distribution;
    },
    window: windows[set],
    strands: strand,
    word: WORDS[id],
    minScore: cutoffs[set],
    maxP: 1,
  };
}

let matrices: ReadonlyMap<string, ElementMatrix> | undefined;

/** The library's core and proximal motifs by id, in the library's order. */
export function libraryMatrices(): ReadonlyMap<string, ElementMatrix> {
  matrices ??= new Map(
    librarySearches(bundledLibrary(), CORE_P).flatMap((search) => {
      const { id, role, window } = search.motif;
      if ((role !== "core" && role !== "proximal") || window === null) return [];
      return [[id, libraryMatrix(search, window)] as const];
    }),
  );
  return matrices;
}

/** The eleven proximal factors of the library. */
export function proximalMatrices(): ElementMatrix[] {
  const proximal = new Set(bundledLibrary().flatMap(({ id, role }) => (role === "proximal" ? [id] : [])));
  return [...libraryMatrices().values()].filter(({ motif }) => proximal.has(motif));
}

function libraryMatrix({ motif, matrix, distribution }: LibrarySearch, window: ElementWindow): ElementMatrix {
  return {
    element: GROUP_ELEMENTS[motif.group] ?? (motif.group as ElementName),
    motif: motif.id,
    matrix,
    parts: 1,
    distribution,
    window,
    strands: motif.strand,
    word: WORDS[motif.id] ?? { from: 0, to: motif.width },
    minScore: distribution.scoreFloor,
    maxP: motif.role === "core" ? CORE_P : PROXIMAL_P,
  };
}
