import { BigWig, type BigWigFeatureArrays } from "@gmod/bbi";
import { dataError, TataboxError } from "../../errors.ts";
import type { MethylationRow } from "./row.ts";

const BIGWIG_MAGIC = [0x26, 0xfc, 0x8f, 0x88];
const BIGBED_MAGIC = [0xeb, 0xf2, 0x89, 0x87];

export type BinaryKind = "bigWig" | "bigBed";

/** Is this the start of a binary file of values, in either byte order? */
export function binaryKind(head: Uint8Array): BinaryKind | undefined {
  const starts = (magic: readonly number[]) =>
    magic.every((byte, i) => head[i] === byte) || magic.every((byte, i) => head[3 - i] === byte);
  if (starts(BIGWIG_MAGIC)) return "bigWig";
  return starts(BIGBED_MAGIC) ? "bigBed" : undefined;
}

/** Hands over every value of a bigWig that is held in memory. Throws a data error for anything that cannot be read. */
export async function readBigWig(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  take: (row: MethylationRow) => void,
): Promise<void> {
  try {
    await takeValues(bytes, file, take);
  } catch (error) {
    if (error instanceof TataboxError) throw error;
    throw dataError("is no readable bigWig (damaged or cut short?); copy or download it again", { file });
  }
}

async function takeValues(bytes: Uint8Array<ArrayBuffer>, file: string, take: (row: MethylationRow) => void) {
  const bigWig = new BigWig({ filehandle: memoryHandle(bytes) });
  const { refsByNumber } = await bigWig.getHeader();
  for (const { name, length } of Object.values(refsByNumber)) {
    const { starts, ends, scores } = (await bigWig.getFeaturesAsArrays(name, 0, length)) as BigWigFeatureArrays;
    for (const [i, position] of starts.entries()) {
      const span = ends[i] - position;
      if (!(span > 0 && scores[i] >= 0 && scores[i] <= 100)) {
        throw dataError(`value ${scores[i]} at ${name}:${position}-${ends[i]} is not between 0 and 100`, { file });
      }
      take({ sequence: name, position, span, strand: null, methylated: scores[i], coverage: null, code: "any" });
    }
  }
}

/** The file handle that the package asks for, over bytes. */
function memoryHandle(bytes: Uint8Array<ArrayBuffer>) {
  return {
    read: async (length: number, position: number) => bytes.slice(position, position + length),
    readFile: (async () => bytes) as never,
    stat: async () => ({ size: bytes.length }),
    close: async () => {},
  };
}
