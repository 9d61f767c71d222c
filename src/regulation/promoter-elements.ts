import type { Strand } from "../sequence/interval.ts";
import type { WindowSet } from "./bucher.ts";
import { bucherMatrix, CORE_P, type ElementMatrix, libraryMatrices, proximalMatrices } from "./element-matrices.ts";
import { ElementSearch, type Hit, type PromoterElements } from "./elements.ts";
import { promoterBases } from "./promoter-bases.ts";

/** Offsets that hold every element's window and matrix. */
const SEARCHED_FROM = -260;
const SEARCHED_TO = 80;

/** Where NF-Y sites pile up (motif library: 13-fold): there the looser p of the core elements is enough. */
const NFY = "MA0060.3";
const NFY_PEAK = { from: -100, to: -40 };

/**
 * The core and proximal elements of the promoter at `tss` (0-based) on `strand`. TATA, Inr, CCAAT and GC by Bucher's
 * weights with the windows and cut-offs of `set`; where that finds no TATA box, by MA0108.2. The other core elements by
 * the library's matrices at p ≤ 1e-3: BREd only right behind a TATA box, MTE and DPE only at their distance from the
 * initiator's A. Proximal factors at p ≤ 2e-4, NF-Y at p ≤ 1e-3 between −100 and −40. Overlapping sites of one element
 * count once: Bucher's, else the one with the smallest p.
 */
export function findElements(
  record: Uint8Array,
  tss: number,
  strand: Strand,
  set: WindowSet = "epdnew",
): PromoterElements {
  const search = new ElementSearch(promoterBases(record, tss, strand, SEARCHED_FROM, SEARCHED_TO));
  const library = libraryMatrices();
  const tata = search.best(bucherMatrix("tata", set)) ?? search.best(library.get("MA0108.2")!);
  const initiator = search.best(bucherMatrix("inr", set));
  for (const id of ["TCT", "POL006.1", "POL011.1"]) search.best(library.get(id)!);
  if (tata !== undefined) searchBehindTata(search, library.get("POL007.1")!, tata);
  if (initiator !== undefined) {
    for (const id of ["POL001.1", "POL005.1"]) search.best(shifted(library.get(id)!, initiator.columnOffset));
  }
  for (const id of ["ccaat", "gc"] as const) search.all(bucherMatrix(id, set));
  for (const matrix of proximalMatrices()) search.all(matrix);
  const nfy = library.get(NFY)!;
  search.all({ ...nfy, window: { ...nfy.window, ...NFY_PEAK }, maxP: CORE_P });
  return search.result();
}

/** BREd: its first base right behind TATAWAAR, and inside the window that the library gives it. */
function searchBehindTata(search: ElementSearch, matrix: ElementMatrix, tata: Hit): void {
  const first = tata.offset + tata.end - tata.start;
  const { column, from, to } = matrix.window;
  if (first >= from && first <= to) search.best({ ...matrix, window: { column, from: first, to: first } });
}

/** A window that is given for an initiator at offset 0, moved to where the initiator is. */
function shifted(matrix: ElementMatrix, by: number): ElementMatrix {
  const { column, from, to } = matrix.window;
  return { ...matrix, window: { column, from: from + by, to: to + by } };
}
