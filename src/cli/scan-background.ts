import { usageError } from "../errors.ts";
import {
  type Background,
  backgroundOfCounts,
  NRDB,
  namedBackground,
  parseBackgroundFile,
  strandSymmetric,
  UNIFORM,
} from "../motif/background.ts";
import { chainOfCounts, type MarkovChain, parseMarkovFile, WordCounts } from "../motif/markov.ts";
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
  { background, fimo, strand }: BackgroundSettings,
  pieces: () => AsyncIterable<Bases>,
): Promise<Background> {
  const found = await oneStrandBackground(background, fimo, pieces);
  return strand === "both" ? strandSymmetric(found) : found;
}

async function oneStrandBackground(
  text: string | undefined,
  fimo: boolean,
  pieces: () => AsyncIterable<Bases>,
): Promise<Background> {
  if (text === undefined) return fimo ? NRDB : UNIFORM;
  if (text === FROM_SEQUENCE) return compositionOf(pieces());
  const named = namedBackground(text);
  if (named !== undefined) return named;
  if (!fileExists(text)) {
    throw usageError(`background '${text}' is not uniform, nrdb, sequence, four numbers A,C,G,T, or a file`);
  }
  return parseBackgroundFile(await openText(text), text);
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

/**
 * The Markov chain that p-values are against, of the input itself or of a MEME background file; undefined for order 0.
 * `pieces(overlap)` are read only for `sequence`.
 */
export async function scanChain(
  { background, backgroundOrder: order, fimo }: ChainSettings,
  pieces: (overlap: number) => AsyncIterable<OwnBases>,
): Promise<MarkovChain | undefined> {
  if (order !== 1 && order !== 2) return undefined;
  if (fimo) throw usageError("--fimo knows independent letters only: leave out --background-order");
  if (background === FROM_SEQUENCE) {
    const words = new WordCounts(order);
    for await (const { codes, own } of pieces(order)) words.add(codes, own);
    return chainOfCounts(words.counts, order);
  }
  if (background === undefined || namedBackground(background) !== undefined) {
    throw usageError(`--background-order ${order} needs --background sequence or a MEME background file of that order`);
  }
  return parseMarkovFile(await openText(background), background, order);
}
