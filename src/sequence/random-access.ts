import { dataError } from "../errors.ts";
import { isBlock } from "./bgzf-blocks.ts";
import { fileExists, fileHead, isNewer } from "./open.ts";

/** A file of sequences of which any part can be read by itself. */
export interface RandomAccess {
  readonly path: string;
  /** Names and lengths in the order of the file. */
  sequences(): Promise<{ readonly name: string; readonly length: number }[]>;
  /** The letters [start, end) as the file has them. */
  letters(name: string, start: number, end: number): Promise<Uint8Array>;
}

/** What the readers of indexed FASTA and of .2bit have in common. */
interface Reader {
  getSequenceNames(): Promise<string[]>;
  getSequenceSizes(): Promise<Readonly<Record<string, number>>>;
  getSequence(name: string, start: number, end: number): Promise<string | undefined>;
}

const HEAD_BYTES = 18;
const TWO_BIT_MAGIC = 0x1a412743;

/** Is it a .2bit file (UCSC), by its first bytes? */
export function isTwoBit(path: string): boolean {
  const head = fileHead(path, 4);
  if (head.length < 4) return false;
  const view = new DataView(head.buffer, head.byteOffset, 4);
  return view.getUint32(0, true) === TWO_BIT_MAGIC || view.getUint32(0, false) === TWO_BIT_MAGIC;
}

/**
 * A .2bit file, or FASTA beside which its index lies (.fai, and .gzi for BGZF); undefined for anything else. An index older
 * than its FASTA is warned about and not used.
 */
export async function openRandomAccess(
  path: string,
  warn: (message: string) => void,
): Promise<RandomAccess | undefined> {
  if (isTwoBit(path)) return openTwoBit(path);
  const head = fileHead(path, HEAD_BYTES);
  const isBgzf = isBlock(head);
  const indexes = isBgzf ? [`${path}.fai`, `${path}.gzi`] : [`${path}.fai`];
  const isPlain = head[0] !== 0x1f;
  if (head.length === 0 || !(isBgzf || isPlain) || !indexes.every(fileExists)) return undefined;
  const old = indexes.find((index) => isNewer(path, index));
  if (old !== undefined) {
    warn(`${old} is older than its FASTA and not used; run tatabox index to renew it`);
    return undefined;
  }
  const { IndexedFasta, BgzipIndexedFasta } = await import("@gmod/indexedfasta");
  const [faiPath, gziPath] = indexes;
  return access(path, isBgzf ? new BgzipIndexedFasta({ path, faiPath, gziPath }) : new IndexedFasta({ path, faiPath }));
}

export async function openTwoBit(path: string): Promise<RandomAccess> {
  const { TwoBitFile } = await import("@gmod/twobit");
  return access(path, new TwoBitFile({ path }));
}

function access(path: string, reader: Reader): RandomAccess {
  return {
    path,
    async sequences() {
      const [names, sizes] = await guarded(
        path,
        async () => [await reader.getSequenceNames(), await reader.getSequenceSizes()] as const,
      );
      return names.map((name) => ({ name, length: sizes[name] }));
    },
    async letters(name, start, end) {
      const text = await guarded(path, async () => (await reader.getSequence(name, start, end)) ?? "");
      const letters = new TextEncoder().encode(text);
      if (letters.length !== end - start) throw misfit(path, "its index says otherwise");
      return letters;
    },
  };
}

/** The packages' own errors are told as faults of the file. */
async function guarded<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw misfit(path, (error as Error).message);
  }
}

function misfit(path: string, why: string): Error {
  return dataError(`cannot be read by its index (${why}); run tatabox index, or copy the file again`, { file: path });
}
