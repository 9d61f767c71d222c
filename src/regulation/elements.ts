import { type Interval, overlaps, type Strand } from "../sequence/interval.ts";
import { BUCHER_SOURCE } from "./bucher.ts";
import type { ElementMatrix, ElementName } from "./element-matrices.ts";
import { forwardInterval, forwardStrand, type PromoterBases } from "./promoter-bases.ts";
import { type ElementWindow, type WindowSite, windowSites } from "./window-sites.ts";

/** An element of a promoter. `start` and `end` (forward) are those of its textbook word: `CCAAT`, `TATAWAAR`, `ATGCAAAT` … */
export interface FoundElement extends Interval {
  readonly element: ElementName;
  /** Motif id of the library, or `bucher1990`. */
  readonly motif: string;
  /** Strand of the record on which the element reads. */
  readonly strand: Strand;
  /** Offset of the word's first base along the promoter's strand, start site = 0. */
  readonly offset: number;
  /** Bits; for `bucher1990` the sum of his weights (best word = 0). */
  readonly score: number;
  /** Share of random words (uniform bases) that score as high. */
  readonly pValue: number;
  /** The bases that the matrix read (forward): the word and its flanks. */
  readonly site: Interval;
  readonly window: ElementWindow;
  /** The window ran over the record's end or into unknown letters. */
  readonly cut: boolean;
}

export interface PromoterElements {
  /** By offset, then element, `+` before `-`. May be empty. */
  readonly elements: readonly FoundElement[];
  /** Elements whose window was cut, found or not. */
  readonly cutWindows: readonly ElementName[];
}

/** An element with the offset of its window's column, from which other elements keep a fixed distance. */
export interface Hit extends FoundElement {
  readonly columnOffset: number;
}

/** Collects the sites of one promoter, matrix after matrix. */
export class ElementSearch {
  readonly #promoter: PromoterBases;
  readonly #hits: Hit[] = [];
  readonly #cut = new Set<ElementName>();

  constructor(promoter: PromoterBases) {
    this.#promoter = promoter;
  }

  /** Keeps the window's best site, if it is good enough. */
  best(matrix: ElementMatrix): Hit | undefined {
    const [best] = this.#sites(matrix).sort(byScore);
    if (best !== undefined) this.#hits.push(best);
    return best;
  }

  /** Keeps every site that is good enough. */
  all(matrix: ElementMatrix): void {
    this.#hits.push(...this.#sites(matrix).sort(byPValue));
  }

  result(): PromoterElements {
    const kept: Hit[] = [];
    for (const hit of this.#hits.toSorted(byPriority)) {
      if (!kept.some((other) => other.element === hit.element && overlaps(other, hit))) kept.push(hit);
    }
    const elements = kept.sort(byPosition).map(({ columnOffset, ...element }) => element);
    return { elements, cutWindows: [...this.#cut] };
  }

  #sites(matrix: ElementMatrix): Hit[] {
    const { sites, cut } = windowSites(matrix.matrix, matrix.window, matrix.strands, this.#promoter, matrix.minScore);
    if (cut) this.#cut.add(matrix.element);
    return sites.flatMap((site) => hitOf(matrix, site, cut, this.#promoter) ?? []);
  }
}

/** The site as an element; undefined when its p is too large. */
function hitOf(matrix: ElementMatrix, site: WindowSite, cut: boolean, promoter: PromoterBases): Hit | undefined {
  const { element, motif, parts, distribution, window, word } = matrix;
  const { width } = matrix.matrix;
  const score = site.score / parts;
  const pValue = distribution.pValue(score, promoter.codes, site.offset - promoter.from, site.strand);
  if (pValue > matrix.maxP) return undefined;
  const offset = site.offset + (site.strand === "+" ? word.from : width - word.to);
  return {
    element,
    motif,
    ...forwardInterval(promoter, offset, word.to - word.from),
    strand: forwardStrand(promoter, site.strand),
    offset,
    score,
    pValue,
    site: forwardInterval(promoter, site.offset, width),
    window,
    cut,
    columnOffset: site.columnOffset,
  };
}

function byScore(a: Hit, b: Hit): number {
  return b.score - a.score;
}

function byPValue(a: Hit, b: Hit): number {
  return a.pValue - b.pValue;
}

/** Bucher's sites before the library's, then the less likely one; equals keep the order of the search. */
function byPriority(a: Hit, b: Hit): number {
  return Number(a.motif !== BUCHER_SOURCE) - Number(b.motif !== BUCHER_SOURCE) || a.pValue - b.pValue;
}

function byPosition(a: Hit, b: Hit): number {
  if (a.offset !== b.offset) return a.offset - b.offset;
  if (a.element !== b.element) return a.element < b.element ? -1 : 1;
  return a.strand === b.strand ? 0 : a.strand === "+" ? -1 : 1;
}
