import { type Background, strandSymmetric, UNIFORM } from "../motif/background.ts";
import type { Motif } from "../motif/motif.ts";
import { DEFAULT_PSEUDOCOUNT, type Pseudocount } from "../motif/score-matrix.ts";
import { type HitRow, hitRows } from "../report/scan-rows.ts";
import { fastestFlavour, kernelModule } from "../scan/kernel.ts";
import type { Strands } from "../scan/plain.ts";
import { Scanner } from "../scan/scanner.ts";
import { type HitRule, type Search, searchFor } from "../scan/search.ts";
import { cutIntoPieces, type FastaRecord } from "../sequence/fasta.ts";
import { breathe, untilAborted } from "./abort.ts";

/** One hit: 0-based half-open on the forward strand, score in bits. */
export type Hit = Omit<HitRow, "rank">;

export interface ScanOptions {
  /** Largest p-value of a hit (1e-4). */
  readonly pValue?: number;
  /** Another rule in place of the p-value: a score, a share of the best score … */
  readonly rule?: HitRule;
  /** Strands that are scanned (both). */
  readonly strand?: Strands;
  /** A, C, G, T (uniform); averaged over the strands when both are scanned. */
  readonly background?: Background;
  /** Added to a column in total (0.1). */
  readonly pseudocount?: Pseudocount;
  /** Ends the scan: the iteration throws the signal's reason. */
  readonly signal?: AbortSignal;
}

const DEFAULT_P_VALUE = 1e-4;

/** Bases between two looks at the signal. */
const PIECE_BASES = 1 << 20;

/**
 * Hits of motifs as they are found: records in their order, in a record by start, then end, then motif, `+` before `-`. The
 * same hits, scores and p-values as `tatabox scan`.
 *
 * @example
 * ```js
 * import { bundledLibrary, readFasta, scan } from "tatabox";
 *
 * const tata = bundledLibrary().filter(({ name }) => name === "TBP");
 * for await (const { sequence, start, end, strand, matched } of scan(readFasta("fixtures/genes/fos.fa"), tata)) {
 *   console.log(sequence, start, end, strand, matched); // K00650 699 714 + TTATAAAAGCAGTGG
 * }
 * ```
 *
 * @example
 * ```js
 * import { consensusMotif, parseFasta, scan } from "tatabox";
 *
 * const records = parseFasta(">x\nGGCTATAAAAGGATGCAAATGG\n");
 * const words = ["TATAWAAR", "ATGCAAAT"].map((word) => consensusMotif(word));
 * for await (const { motif, start } of scan(records, words, { rule: { by: "word" }, strand: "forward" })) {
 *   console.log(motif, start);
 *   // TATAWAAR 3
 *   // ATGCAAAT 12
 * }
 * ```
 *
 * @example
 * ```js
 * import { bundledLibrary, readFasta, scan } from "tatabox";
 *
 * const controller = new AbortController();
 * try {
 *   for await (const hit of scan(readFasta("fixtures/genes/globin.fa"), bundledLibrary(), controller)) {
 *     controller.abort(new Error(`one is enough: ${hit.name}`));
 *   }
 * } catch (error) {
 *   console.log(error.message); // one is enough: Crx
 * }
 * ```
 */
export async function* scan(
  records: AsyncIterable<FastaRecord>,
  motifs: readonly Motif[],
  options: ScanOptions = {},
): AsyncGenerator<Hit> {
  const { strand = "both", signal } = options;
  const scanner = new Scanner(searchesFor(motifs, options), strand, kernelModule(fastestFlavour()));
  const { searches } = scanner;
  const cut = { pieceBases: PIECE_BASES, overlap: scanner.overlap };
  for await (const { record, codes, letters, offset, own } of cutIntoPieces(untilAborted(records, signal), cut)) {
    const place = { name: record.name, letters, offset: offset + (record.offset ?? 0) };
    for (const hit of hitRows(place, scanner.scan(codes, own), searches)) {
      yield hit;
      signal?.throwIfAborted();
    }
    await breathe();
    signal?.throwIfAborted();
  }
}

function* searchesFor(motifs: readonly Motif[], options: ScanOptions): Generator<Search> {
  const {
    pValue = DEFAULT_P_VALUE,
    strand = "both",
    background = UNIFORM,
    pseudocount = DEFAULT_PSEUDOCOUNT,
  } = options;
  const rule = options.rule ?? { by: "pValue", limit: pValue };
  const symmetric = strand === "both" ? strandSymmetric(background) : background;
  for (const motif of motifs) yield searchFor(motif, { background: symmetric, pseudocount, rule });
}
