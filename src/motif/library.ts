import bundled from "../../motifs/library.json" with { type: "json" };
import { dataError, firstIssue } from "../errors.ts";
import * as z from "../zod.ts";
import { consensusMotif } from "./consensus.ts";
import { type Motif, motifFromCounts } from "./motif.ts";

const row = z.array(z.number().check(z.nonnegative())).check(z.minLength(1));

const entry = z.object({
  id: z.string().check(z.minLength(1)),
  name: z.string(),
  /** Factors that bind the motif (HGNC symbols). */
  factors: z.array(z.string()),
  class: z.string(),
  role: z.enum(["core", "proximal", "activator", "repressor", "insulator"]),
  /** Motifs of one group read the same words and compete for them. */
  group: z.string(),
  /** `+`: only the promoter's own strand means anything. */
  strand: z.enum(["+", "both"]),
  /** Offsets from the TSS base (0), both ends included, at which matrix column `column` may lie; null: anywhere. */
  window: z.nullable(z.object({ column: z.int().check(z.nonnegative()), from: z.int(), to: z.int() })),
  windowNote: z.string(),
  /** What a methylated CpG inside the site does to binding. */
  methylation: z.object({
    effect: z.enum(["plus", "minus", "mixed", "none"]),
    confidence: z.enum(["high", "medium", "low"]),
    basis: z.string(),
  }),
  source: z.string(),
  licence: z.string(),
  pubmed: z.nullable(z.string()),
  counts: z.optional(z.object({ A: row, C: row, G: row, T: row })),
  /** An IUPAC word, where no matrix with a licence exists. */
  word: z.optional(z.string()),
});

const libraryFile = z.object({
  schemaVersion: z.literal(1),
  name: z.string(),
  note: z.string(),
  cite: z.string(),
  motifs: z.array(entry),
});

type Entry = z.infer<typeof entry>;

/** A motif of the library with what is known of its factor. */
export interface LibraryMotif extends Motif, Omit<Entry, keyof Motif | "word"> {
  /** Where the figures come from. */
  readonly origin: string;
}

export const LIBRARY_NAME = "tatabox library";

let library: readonly LibraryMotif[] | undefined;

/**
 * The bundled library (motifs/library.json), in its own order: core, proximal, activators, repressors, insulator. A test
 * holds it to the schema, so that no start-up pays for that.
 */
export function bundledLibrary(): readonly LibraryMotif[] {
  library ??= (bundled.motifs as Entry[]).map((motif) => libraryMotif(motif, "motifs/library.json"));
  return library;
}

/** A library in tatabox's own format, from parsed JSON. Throws a data error that names the first field that is wrong. */
export function readLibrary(json: unknown, file: string): LibraryMotif[] {
  const parsed = libraryFile.safeParse(json);
  if (!parsed.success) throw dataError(`not a motif library: ${firstIssue(parsed.error)}`, { file });
  return parsed.data.motifs.map((motif) => libraryMotif(motif, file));
}

function libraryMotif({ counts, word, source, ...about }: Entry, file: string): LibraryMotif {
  const names = { id: about.id, name: about.name, source: LIBRARY_NAME };
  const place = { file, motif: about.id };
  if (word !== undefined) return { ...consensusMotif(word, names), ...about, origin: source };
  if (counts === undefined) throw dataError("holds neither counts nor a word", place);
  const rows = [counts.A, counts.C, counts.G, counts.T];
  const width = counts.A.length;
  if (rows.some((r) => r.length !== width)) throw dataError("rows of unequal length", place);
  const flat = Float64Array.from({ length: 4 * width }, (_, cell) => rows[cell % 4][cell >> 2]);
  return { ...motifFromCounts(names, flat), ...about, origin: source };
}
