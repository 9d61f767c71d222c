import { dataError, oneLine } from "../errors.ts";
import { openText, sourceName } from "../sequence/open.ts";
import type { Background } from "./background.ts";
import { readClusterBuster } from "./formats/cluster-buster.ts";
import { readConsensusWords } from "./formats/consensus-words.ts";
import { detectFormat, type MotifFormat } from "./formats/detect.ts";
import { readEncode } from "./formats/encode.ts";
import { readHomer } from "./formats/homer.ts";
import { readJaspar } from "./formats/jaspar.ts";
import { memeBackground, readMeme } from "./formats/meme.ts";
import { readPlainCounts } from "./formats/plain-counts.ts";
import { readSites } from "./formats/sites.ts";
import type { Warn } from "./formats/text.ts";
import { readTransfac } from "./formats/transfac.ts";
import { readUniprobe } from "./formats/uniprobe.ts";
import { readXms } from "./formats/xms.ts";
import type { Motif } from "./motif.ts";

const READERS: Readonly<Record<MotifFormat, (text: string, source: string, warn: Warn) => Motif[]>> = {
  MEME: readMeme,
  JASPAR: readJaspar,
  TRANSFAC: readTransfac,
  HOMER: readHomer,
  ENCODE: readEncode,
  "Cluster-Buster": readClusterBuster,
  UniPROBE: readUniprobe,
  "JASPAR sites": readSites,
  XMS: readXms,
  "plain counts": readPlainCounts,
  "consensus words": readConsensusWords,
};

/** Formats that motifs are read from, in the words of messages. */
export const MOTIF_FORMATS = Object.keys(READERS) as readonly MotifFormat[];

/** After this many warnings about one file the rest are only counted. */
const WARNINGS_A_FILE = 3;

/** Widest motif that is read: its p-values take two seconds, those of three times as many columns more than half a minute. */
const MOST_COLUMNS = 1000;

export interface MotifFile {
  readonly format: MotifFormat;
  readonly motifs: readonly Motif[];
  /** Letter frequencies of the file (MEME). */
  readonly background?: Background;
}

/** Reads a motif file (`-`: standard input; gzip by content). See {@link parseMotifs}. */
export async function readMotifFile(path: string, warn: Warn): Promise<MotifFile> {
  return parseMotifs(await openText(path), sourceName(path), warn);
}

/**
 * The motifs of a text, whose format is known by its content. `warn` takes at most four lines. Throws a data error naming
 * file, line and motif: no known format, no motif, more than 1,000 columns, rows that are no numbers ≥ 0, a column of
 * zeros, probabilities whose sum is off 1 by more than 5 %.
 */
export function parseMotifs(text: string, source: string, warn: Warn): MotifFile {
  if (text.trim() === "") throw dataError("is empty; expected motifs", { file: source });
  const warnings: string[] = [];
  const collect = (message: string) => warnings.push(message);
  const format = detectFormat(text, source, collect);
  if (format === undefined) throw unknownFormat(source);
  const motifs = READERS[format](text, source, collect).map(withPlainNames);
  if (motifs.length === 0) throw dataError(`holds no motifs (format ${format})`, { file: source });
  refuseVeryWide(motifs, source);
  warnOfRepeatedIds(motifs, source, collect);
  passOn(warnings, source, warn);
  const background = format === "MEME" ? memeBackground(text) : undefined;
  return { format, motifs, ...(background === undefined ? {} : { background }) };
}

/** Names go to terminals and into files of many formats. */
function withPlainNames(motif: Motif): Motif {
  const { id, name, url } = motif;
  return { ...motif, id: oneLine(id), name: oneLine(name), ...(url === undefined ? {} : { url: oneLine(url) }) };
}

function refuseVeryWide(motifs: readonly Motif[], file: string): void {
  const wide = motifs.find(({ width }) => width > MOST_COLUMNS);
  if (wide === undefined) return;
  throw dataError(`has ${wide.width} columns; motifs of up to ${MOST_COLUMNS} are read`, { file, motif: wide.id });
}

function unknownFormat(source: string): Error {
  return dataError(`not a motif file of a known format (${MOTIF_FORMATS.join(", ")})`, { file: source });
}

/** One warning that names ids which several motifs share. */
export function warnOfRepeatedIds(motifs: readonly Motif[], source: string, warn: Warn): void {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { id } of motifs) (seen.has(id) ? repeated : seen).add(id);
  if (repeated.size === 0) return;
  const ids = [...repeated].slice(0, 3).join(", ");
  const more = repeated.size > 3 ? ` and ${repeated.size - 3} more` : "";
  warn(dataError(`ids that several motifs share: ${ids}${more}`, { file: source }).message);
}

function passOn(warnings: readonly string[], source: string, warn: Warn): void {
  for (const message of warnings.slice(0, WARNINGS_A_FILE)) warn(message);
  const rest = warnings.length - WARNINGS_A_FILE;
  if (rest > 0)
    warn(dataError(`${rest} more ${rest === 1 ? "warning" : "warnings"} like these`, { file: source }).message);
}
