import { closeSync, createReadStream, existsSync, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { PassThrough, pipeline, type Readable } from "node:stream";
import { promisify } from "node:util";
import { createGunzip, gunzip as gunzipAll, inflateSync } from "node:zlib";
import { dataError } from "../errors.ts";

const GZIP_MAGIC = [0x1f, 0x8b];
/** The empty block that ends every complete BGZF file (SAM specification, section 4.1.2). */
const BGZF_END = Buffer.from("1f8b08040000000000ff0600424302001b0003000000000000000000", "hex");

const SMALL_PIECE = 1 << 14;
const LARGE_PIECE = 1 << 20;

/** A source as it is named in results and messages: the file's base name, or `standard input`. */
export function sourceName(path: string): string {
  return path === "-" ? "standard input" : basename(path);
}

/** Hears how many bytes of a file have been read, as it lies on the disk. */
export type OnRead = (bytes: number) => void;

/**
 * The bytes of a file (`-`: standard input), decompressed when they are gzip, multi-member gzip or BGZF by content.
 * Throws a data error for a missing or unreadable file, a folder, an empty file, and truncated or corrupt gzip.
 */
export async function* openBytes(path: string, onRead: OnRead = () => {}): AsyncGenerator<Uint8Array> {
  const chunks = rawChunks(path, onRead);
  const head = await firstBytes(chunks);
  if (head.length === 0) throw dataError("is empty", { file: path });
  const compressed = GZIP_MAGIC.every((byte, i) => head[i] === byte);
  yield* compressed ? gunzip(path, head, chunks) : prepend(head, chunks);
}

/** The bytes of a file as they lie on the disk. */
export function openRaw(path: string, onRead: OnRead = () => {}): AsyncGenerator<Uint8Array> {
  return rawChunks(path, onRead);
}

/** The first bytes of a regular file; none of anything else, which could be read only once. */
export function fileHead(path: string, bytes: number): Uint8Array {
  return fileSize(path) === undefined ? new Uint8Array(0) : filePart(path, 0, bytes);
}

/** Bytes of a regular file; undefined for anything else. */
export function fileSize(path: string): number | undefined {
  const stats = path === "-" ? undefined : statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.size : undefined;
}

/** At most `bytes` of a regular file from `position` on; fewer where it ends before, whatever was asked for. */
export function filePart(path: string, position: number, bytes: number): Uint8Array<ArrayBuffer> {
  try {
    const file = openSync(path, "r");
    try {
      const part = Buffer.alloc(Math.max(0, Math.min(bytes, fstatSync(file).size - position)));
      return part.subarray(0, readSync(file, part, { position }));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw ioError(error, path);
  }
}

/** gzip members of `path`, decompressed; at most `most` bytes. Throws a data error for corrupt ones. */
export async function gunzipped(path: string, members: Uint8Array, most: number): Promise<Uint8Array> {
  try {
    return await promisify(gunzipAll)(members, { maxOutputLength: most });
  } catch (error) {
    throw gzipError(error, path);
  }
}

/** A zlib stream, decompressed; throws when it is none, or longer than `most` bytes. */
export function inflated(stream: Uint8Array, most: number): Uint8Array {
  return inflateSync(stream, { maxOutputLength: most });
}

/** Was `path` changed after `other`? */
export function isNewer(path: string, other: string): boolean {
  return statSync(path).mtimeMs > statSync(other).mtimeMs;
}

/** The whole of a (small) file as text, a byte-order mark dropped. */
export async function openText(path: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of openBytes(path)) parts.push(chunk);
  return new TextDecoder().decode(Buffer.concat(parts));
}

/** The lines of a file, a batch at a time, without their ends (LF, CRLF or CR); a byte-order mark is dropped. */
export async function* openLines(path: string, onRead?: OnRead): AsyncGenerator<string[]> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of openBytes(path, onRead)) {
    const text = rest + decoder.decode(chunk, { stream: true });
    // A CR at the very end may be half of a CRLF.
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!;
    yield lines;
  }
  yield (rest + decoder.decode()).split(/\r\n|\n|\r/);
}

async function* rawChunks(path: string, onRead: OnRead): AsyncGenerator<Uint8Array> {
  try {
    const stats = path === "-" ? undefined : await stat(path);
    if (stats?.isDirectory()) throw dataError("is a folder, not a file", { file: path });
    const stream: Readable =
      path === "-" ? process.stdin : createReadStream(path, { highWaterMark: pieceBytes(stats) });
    const release = path === "-" || stats?.isFile() ? () => {} : holdSpecialFile();
    let bytes = 0;
    try {
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        onRead(chunk.length);
        yield chunk;
      }
    } finally {
      release();
    }
    if (stats?.isFile() && bytes < stats.size)
      throw dataError("was cut short while it was read; run again when it is complete", { file: path });
  } catch (error) {
    throw ioError(error, path);
  }
}

/** Bytes of one read. The buffer is allocated for every read, which takes longer than reading a small file does. */
function pieceBytes(stats: Stats | undefined): number {
  return stats?.isFile() ? Math.min(Math.max(stats.size, SMALL_PIECE), LARGE_PIECE) : LARGE_PIECE;
}

/** Waits until two bytes (enough to know gzip) or the end have come. */
async function firstBytes(chunks: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < GZIP_MAGIC.length) {
    const next = await chunks.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}

/** A reader that leaves at the head closes the file all the same. */
export async function* prepend(head: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield head;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

async function* gunzip(path: string, head: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const tail = new TailWatch();
  const out = new PassThrough({ highWaterMark: 1 << 20 });
  // The error, if any, comes out of the iteration below; pipeline's callback has nothing to add.
  pipeline(tail.watch(prepend(head, rest)), createGunzip({ chunkSize: 1 << 18 }), out, () => {});
  let bytes = 0;
  try {
    for await (const chunk of out) {
      bytes += (chunk as Uint8Array).length;
      yield chunk as Uint8Array;
    }
  } catch (error) {
    throw gzipError(error, path);
  }
  if (isBgzf(head) && !tail.bytes.equals(BGZF_END)) throw truncated(path);
  if (bytes === 0) throw dataError("is empty (after decompression)", { file: path });
}

/** Lets bytes pass and remembers the last of them: a BGZF file that was cut between two blocks is valid gzip. */
class TailWatch {
  bytes: Buffer = Buffer.alloc(0);

  async *watch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.bytes = Buffer.concat([this.bytes, chunk.subarray(-BGZF_END.length)]).subarray(-BGZF_END.length);
      yield chunk;
    }
  }
}

/** BGZF: a gzip member whose extra field holds the subfield `BC`. */
function isBgzf(head: Uint8Array): boolean {
  return head.length > 13 && (head[3] & 4) !== 0 && head[12] === 0x42 && head[13] === 0x43;
}

function truncated(path: string): Error {
  return dataError("the compressed data end early (truncated file?); copy or download it again", { file: path });
}

function gzipError(error: unknown, path: string): unknown {
  const code = (error as { code?: string }).code ?? "";
  if (code === "Z_BUF_ERROR") return truncated(path);
  if (code.startsWith("Z_") || code === "ERR_BUFFER_TOO_LARGE") {
    const { message } = error as Error;
    return dataError(`corrupt gzip data (${message}); copy or download it again`, { file: path });
  }
  return error;
}

/** Turns Node's I/O errors into data errors that say what is wrong in words. */
export function ioError(error: unknown, path: string): unknown {
  const { code } = error as { code?: string };
  const words: Record<string, string> = {
    ENOENT: "no such file",
    ENOTDIR: "no such file",
    EACCES: "may not be read or written (permission denied)",
    EPERM: "may not be read or written (permission denied)",
    EISDIR: "is a folder, not a file",
    ENOSPC: "the disk is full",
    EMFILE: "too many open files",
    EIO: "the device reports an error",
    EROFS: "lies on a read-only disk",
    ENAMETOOLONG: "the file name is too long",
  };
  return code !== undefined && code in words ? dataError(words[code], { file: path }) : error;
}

let specialFiles = 0;

/** Notes that a named pipe or device is in use, until what is returned is called. */
export function holdSpecialFile(): () => void {
  specialFiles++;
  return () => {
    specialFiles--;
  };
}

/** May a thread be waiting inside the system for a named pipe or device? Node.js cannot exit before that ends. */
export function mayBeBlocked(): boolean {
  return specialFiles > 0;
}

/** Is there a file of that name? */
export function fileExists(path: string): boolean {
  return existsSync(path);
}
