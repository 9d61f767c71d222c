import { usageError } from "../errors.ts";
import {
  type Background,
  backgroundOfCounts,
  backgroundOfWords,
  NRDB,
  namedBackground,
  parseBackgroundFile,
  strandSymmetric,
  UNIFORM,
  type WordShares,
} from "../motif/background.ts";
import { chainOfCounts, chainOfWords, type MarkovChain, type MarkovOrder, WordCounts } from "../motif/markov.ts";
import type { Strands } from "../scan/plain.ts";
import { fileExists, openText } from "../sequence/open.ts";

/** Base codes of a record, or of a piece that overlaps no other. */
interface Bases {
  readonly codes: Uint8Array;
}

/** The option's word for the composition of the input itself. */
export const FROM_SEQUENCE = "sequence";

export interface BackgroundSettings {
  readonly background?: string | undefined;
  readonly fimo: boolean;
  readonly strand: Strands;
}

/**
 * The background asked for, averaged over the strands when both are scanned, so that a site scores the same from either.
 * `pieces` (or whole records) are read only for `sequence`.
 */
export async function scanBackground(
  settings: BackgroundSettings,
  pieces: () => AsyncIterable<Bases>,
): Promise<Background> {
  return backgroundOf(await letterSource(settings), settings.strand, pieces);
}

/** Where letters' probabilities come from: given, or the input itself, or a file. */
type LetterSource =
  | { readonly given: Background }
  | { readonly file: string; readonly words: WordShares }
  | typeof FROM_SEQUENCE;

async function letterSource({ background, fimo }: BackgroundSettings): Promise<LetterSource> {
  if (background === undefined) return { given: fimo ? NRDB : UNIFORM };
  if (background === FROM_SEQUENCE) return FROM_SEQUENCE;
  const given = namedBackground(background);
  if (given !== undefined) return { given };
  if (!fileExists(background)) {
    throw usageError(`background '${background}' is not uniform, nrdb, sequence, four numbers A,C,G,T, or a file`);
  }
  return { file: background, words: parseBackgroundFile(await openText(background), background) };
}

async function backgroundOf(
  source: LetterSource,
  strand: Strands,
  pieces: () => AsyncIterable<Bases>,
): Promise<Background> {
  const found = await oneStrandBackground(source, pieces);
  return strand === "both" ? strandSymmetric(found) : found;
}

async function oneStrandBackground(source: LetterSource, pieces: () => AsyncIterable<Bases>): Promise<Background> {
  if (source === FROM_SEQUENCE) return compositionOf(pieces());
  return "given" in source ? source.given : backgroundOfWords(source.words, source.file);
}

async function compositionOf(pieces: AsyncIterable<Bases>): Promise<Background> {
  const counts = [0, 0, 0, 0, 0];
  for await (const { codes } of pieces) for (let i = 0; i < codes.length; i++) counts[codes[i]]++;
  return backgroundOfCounts(counts.slice(0, 4));
}

/** Pieces with `own` letters and as many more behind them as was asked for. */
interface OwnBases extends Bases {
  readonly own: number;
}

export interface ChainSettings extends BackgroundSettings {
  readonly backgroundOrder: number;
}

/** What windows are scored against, and the Markov chain that their p-values are against (undefined for order 0). */
export interface ScanLetters {
  readonly background: Background;
  readonly chain: MarkovChain | undefined;
}

/** Background and chain of the input itself or of a MEME background file. `pieces(overlap)` are read only for `sequence`. */
export async function scanLetters(
  settings: ChainSettings,
  pieces: (overlap: number) => AsyncIterable<OwnBases>,
): Promise<ScanLetters> {
  const source = await letterSource(settings);
  const background = await backgroundOf(source, settings.strand, () => pieces(0));
  const { backgroundOrder: order, fimo } = settings;
  if (order !== 1 && order !== 2) return { background, chain: undefined };
  if (fimo) throw usageError("--fimo knows independent letters only: leave out --background-order");
  return { background, chain: await chainFrom(source, order, pieces) };
}

async function chainFrom(
  source: LetterSource,
  order: MarkovOrder,
  pieces: (overlap: number) => AsyncIterable<OwnBases>,
): Promise<MarkovChain> {
  if (source === FROM_SEQUENCE) {
    const words = new WordCounts(order);
    for await (const { codes, own } of pieces(order)) words.add(codes, own);
    return chainOfCounts(words.counts, order);
  }
  if ("given" in source) {
    throw usageError(`--background-order ${order} needs --background sequence or a MEME background file of that order`);
  }
  return chainOfWords(source.words, source.file, order);
}
