import type { MotifFile } from "../motif/read-motifs.ts";
import { parseMotifs as parse, readMotifFile as readFile } from "../motif/read-motifs.ts";
import { type FastaRecord, parseFasta as parseRecords, readFasta as readRecords } from "../sequence/fasta.ts";
import { readTss, type Tss } from "../sequence/tss.ts";
import { untilAborted } from "./abort.ts";

export interface ReadOptions {
  /** Hears of odd but readable input, a line each; otherwise nobody does. */
  readonly warn?: (message: string) => void;
  /** Ends the reading: the iteration throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * The records of FASTA files in order, one in memory at a time; `-` is standard input, gzip and BGZF are known by content.
 * Throws a {@link TataboxError} that names file and line for anything that is not FASTA.
 *
 * @example
 * ```js
 * import { readFasta } from "tatabox";
 *
 * for await (const { name, codes } of readFasta("fixtures/genes/fos.fa")) {
 *   console.log(name, codes.length); // K00650 6210
 * }
 * ```
 */
export function readFasta(paths: string | readonly string[], options: ReadOptions = {}): AsyncGenerator<FastaRecord> {
  const { warn = () => {}, signal } = options;
  return untilAborted(readRecords(typeof paths === "string" ? [paths] : paths, warn), signal);
}

/**
 * The records of a FASTA text.
 *
 * @example
 * ```js
 * import { parseFasta } from "tatabox";
 *
 * for await (const { name, description, codes } of parseFasta(">x a made one\nACGTN\n")) {
 *   console.log(name, description, ...codes); // x a made one 0 1 2 3 4
 * }
 * ```
 */
export function parseFasta(
  text: string,
  { warn = () => {} }: Pick<ReadOptions, "warn"> = {},
): AsyncGenerator<FastaRecord> {
  return parseRecords(text, warn);
}

/**
 * The motifs of a file whose format is known by its content: MEME, JASPAR, TRANSFAC, HOMER, ENCODE, Cluster-Buster,
 * UniPROBE, plain counts and others. Throws a {@link TataboxError} that names file, line and motif.
 */
export function readMotifFile(path: string, { warn = () => {} }: Pick<ReadOptions, "warn"> = {}): Promise<MotifFile> {
  return readFile(path, warn);
}

/**
 * The same from a text.
 *
 * @example
 * ```js
 * import { parseMotifs } from "tatabox";
 *
 * const { format, motifs } = parseMotifs(">M1 Demo\nA [ 9 0 ]\nC [ 0 1 ]\nG [ 1 0 ]\nT [ 0 9 ]\n");
 * console.log(format, motifs[0].id, motifs[0].name, motifs[0].width); // JASPAR M1 Demo 2
 * ```
 */
export function parseMotifs(text: string, { warn = () => {} }: Pick<ReadOptions, "warn"> = {}): MotifFile {
  return parse(text, "text", warn);
}

/** The start sites of a BED, GFF3 or GTF file: 5' ends by strand, equal ones once. */
export function readStartSites(path: string): Promise<Tss[]> {
  return readTss(path);
}
