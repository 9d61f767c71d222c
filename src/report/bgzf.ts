import { gzipSync } from "node:zlib";

/** Uncompressed bytes in one block, as bgzip takes them: the compressed block then always fits its 16-bit size. */
export const BGZF_BLOCK_BYTES = 0xff00;
const GZIP_HEADER_BYTES = 10;
/** gzip header with the subfield `BC` that holds the block's size (SAM specification, section 4.1). */
const BLOCK_HEADER = Buffer.from("1f8b08040000000000ff0600424302000000", "hex");
const END_BLOCK = Buffer.from("1f8b08040000000000ff0600424302001b0003000000000000000000", "hex");

/** Cuts bytes into BGZF blocks: gzip that can be indexed. */
export class BgzfEncoder {
  #rest: Buffer = Buffer.alloc(0);

  push(bytes: Uint8Array): Buffer[] {
    let data = Buffer.concat([this.#rest, bytes]);
    const blocks: Buffer[] = [];
    for (; data.length >= BGZF_BLOCK_BYTES; data = data.subarray(BGZF_BLOCK_BYTES)) {
      blocks.push(bgzfBlock(data.subarray(0, BGZF_BLOCK_BYTES)));
    }
    this.#rest = Buffer.from(data);
    return blocks;
  }

  finish(): Buffer[] {
    return this.#rest.length === 0 ? [END_BLOCK] : [bgzfBlock(this.#rest), END_BLOCK];
  }
}

/** gzip makes the deflate data, check sum and length; only the header is BGZF's own. */
function bgzfBlock(bytes: Buffer): Buffer {
  const body = gzipSync(bytes).subarray(GZIP_HEADER_BYTES);
  const header = Buffer.from(BLOCK_HEADER);
  header.writeUInt16LE(header.length + body.length - 1, 16);
  return Buffer.concat([header, body]);
}
