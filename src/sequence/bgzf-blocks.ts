import { dataError } from "../errors.ts";

/** Where a BGZF block starts, in the file and in the data that it holds. */
export interface BlockStart {
  readonly compressed: number;
  readonly uncompressed: number;
}

/** Bytes of a block's header, up to and with its size (SAM specification, section 4.1). */
const HEADER_BYTES = 18;
/** Check sum and length of what a block holds. */
const FOOTER_BYTES = 8;

/** The blocks of a BGZF file that hold data, in order; none is decompressed. */
export async function bgzfBlocks(path: string, chunks: AsyncIterable<Uint8Array>): Promise<BlockStart[]> {
  const blocks: BlockStart[] = [];
  let [compressed, uncompressed] = [0, 0];
  let rest = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = joined(rest, chunk);
    const view = new DataView(bytes.buffer);
    let at = 0;
    while (bytes.length - at >= HEADER_BYTES) {
      if (!isBlock(bytes, at))
        throw dataError("a gzip member that is no BGZF block; compress with bgzip", { file: path });
      const size = view.getUint16(at + 16, true) + 1;
      if (size < HEADER_BYTES + FOOTER_BYTES)
        throw dataError("a BGZF block is shorter than its own header; copy or download it again", { file: path });
      if (bytes.length - at < size) break;
      const held = view.getUint32(at + size - 4, true);
      if (held > 0) blocks.push({ compressed, uncompressed });
      uncompressed += held;
      compressed += size;
      at += size;
    }
    rest = bytes.slice(at);
  }
  if (rest.length > 0) throw dataError("the compressed data end early (truncated file?)", { file: path });
  return blocks;
}

/** Does a BGZF block start here? Its extra field begins with the subfield `BC`, as bgzip writes it. */
export function isBlock(bytes: Uint8Array, at = 0): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 12] === 0x42 && bytes[at + 13] === 0x43;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** A .gzi file: a count, then the start of every block but the first, 64 bits each, little endian. */
export function gziBytes(blocks: readonly BlockStart[]): Uint8Array {
  const later = blocks.slice(1);
  const view = new DataView(new ArrayBuffer(8 + 16 * later.length));
  view.setBigUint64(0, BigInt(later.length), true);
  for (const [i, { compressed, uncompressed }] of later.entries()) {
    view.setBigUint64(8 + 16 * i, BigInt(compressed), true);
    view.setBigUint64(16 + 16 * i, BigInt(uncompressed), true);
  }
  return new Uint8Array(view.buffer);
}
