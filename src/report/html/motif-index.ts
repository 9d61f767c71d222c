import bucher from "../../../motifs/bucher1990.json" with { type: "json" };
import type { LibraryMotif } from "../../motif/library.ts";
import { BUCHER_SOURCE } from "../../regulation/bucher.ts";
import type { FoundElement } from "../../regulation/elements.ts";
import type { PageMotif } from "./page-data.ts";

const BUCHER_ELEMENTS: Readonly<Record<string, string>> = { tata: "TATA", inr: "Inr", ccaat: "CCAAT", gc: "GC" };

/** The motifs that a page may name: a library's, and Bucher's four as he counted them. */
export class MotifIndex {
  readonly motifs: readonly PageMotif[];
  readonly #places: ReadonlyMap<string, number>;

  constructor(library: readonly LibraryMotif[]) {
    this.motifs = [...bucher.elements.map(bucherMotif), ...library.map(pageMotif)];
    this.#places = new Map(this.motifs.map(({ id }, i) => [id, i]));
  }

  /** By motif id. */
  of(id: string): number {
    const place = this.#places.get(id);
    if (place === undefined) throw new Error(`the page has no motif ${id}`);
    return place;
  }

  ofElement({ motif, element }: FoundElement): number {
    return this.of(motif === BUCHER_SOURCE ? bucherName(element) : motif);
  }
}

const bucherName = (element: string) => `Bucher 1990 ${element}`;

function bucherMotif({ id, counts }: (typeof bucher.elements)[number]): PageMotif {
  const element = BUCHER_ELEMENTS[id];
  const { A, C, G, T } = counts;
  const flat = A.flatMap((count, i) => [count, C[i], G[i], T[i]]);
  return { id: bucherName(element), name: element, role: "core", width: A.length, counts: flat };
}

function pageMotif({ id, name, role, width, counts, probabilities }: LibraryMotif): PageMotif {
  const rounded = [...(counts ?? probabilities)].map((x) => Math.round(x * 1e4) / 1e4);
  return { id, name, role, width, counts: rounded };
}
