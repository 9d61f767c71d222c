import { closeSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { dataError, usageError } from "../errors.ts";
import { holdSpecialFile, ioError } from "../sequence/open.ts";
import { BgzfTarget, IndexedTarget, type Target } from "./bgzf-target.ts";
import { indexedLayout } from "./tabix-rows.ts";

/** Where results go. A regular file appears under its name only after `finish`; `abort` leaves nothing behind. */
export interface Sink {
  /** A promise only when the system must be waited for: await what is defined. Bytes never go to a terminal. */
  write(text: string | Uint8Array): Promise<void> | undefined;
  /** Text that is encoded already; may go to a terminal. Its memory may be used again when the system need not be waited for. */
  writeEncoded(text: Uint8Array): Promise<void> | undefined;
  finish(): Promise<void>;
  abort(): void;
}

/** The reader of standard output has gone (`| head`): not an error, but nothing is left to do. */
export class ClosedPipe extends Error {}

/** Bytes are gathered up to this size before they are handed to the system. */
const BUFFER_BYTES = 1 << 16;

/** What goes into a sink: rows of a format that has an index get one; `warn` hears why when they cannot. */
interface SinkContent {
  readonly format?: string;
  readonly warn?: (message: string) => void;
}

/**
 * A sink for `path` (`-`: standard output); `.gz` is compressed as BGZF, and indexed (`.tbi`) when name and format say that
 * its rows have a place. Throws a data error when it cannot be opened.
 */
export function openSink(path: string, { format = "", warn = () => {} }: SinkContent = {}): Sink {
  if (path === "-") return new BufferedSink(new StdoutTarget());
  if (isSpecial(path)) {
    const special = new SpecialTarget(path);
    return new BufferedSink(path.endsWith(".gz") ? new BgzfTarget(special) : special);
  }
  const file = new FileTarget(path);
  if (!path.endsWith(".gz")) return new BufferedSink(file);
  const layout = indexedLayout(path, format);
  if (layout === undefined) return new BufferedSink(new BgzfTarget(file));
  const index = `${path}.tbi`;
  return new BufferedSink(
    new IndexedTarget(file, layout, {
      open: () => new FileTarget(index),
      removeOld: () => rmSync(index, { force: true }),
      refused: (problem) => warn(`${path} gets no index: ${problem}`),
    }),
  );
}

/** Refuses an output that is one of the inputs, under whatever name. */
export function refuseOverwrite(output: string, inputs: readonly string[]): void {
  const target = realPath(output);
  if (output === "-" || target === undefined) return;
  if (!statSync(target).isFile()) return;
  if (inputs.some((input) => input !== "-" && realPath(input) === target)) {
    throw usageError(`the output ${output} is also an input and would be overwritten; choose another name`);
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

class BufferedSink implements Sink {
  readonly #target: Target;
  #parts: (string | Uint8Array)[] = [];
  #length = 0;

  constructor(target: Target) {
    this.#target = target;
  }

  write(text: string | Uint8Array): Promise<void> | undefined {
    if (typeof text === "string") return this.#gather(text);
    if (this.#target.isTerminal) return Promise.reject(binaryOnTerminal());
    return this.writeEncoded(text);
  }

  writeEncoded(text: Uint8Array): Promise<void> | undefined {
    return text.length < BUFFER_BYTES ? this.#gather(text.slice()) : this.#flush(text);
  }

  async finish(): Promise<void> {
    await this.#flush();
    await this.#target.finish();
  }

  abort(): void {
    this.#target.abort();
  }

  #gather(part: string | Uint8Array): Promise<void> | undefined {
    this.#parts.push(part);
    this.#length += part.length;
    return this.#length >= BUFFER_BYTES ? this.#flush() : undefined;
  }

  /** Writes what was gathered, then `large`, which is not worth a copy. */
  async #flush(large?: Uint8Array): Promise<void> {
    const bytes = joined(this.#parts);
    this.#parts = [];
    this.#length = 0;
    if (bytes.length > 0) await this.#target.write(bytes);
    if (large !== undefined) await this.#target.write(large);
  }
}

function joined(parts: readonly (string | Uint8Array)[]): Buffer {
  if (parts.every((part) => typeof part === "string")) return Buffer.from(parts.join(""), "utf8");
  return Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "utf8") : part)));
}

function binaryOnTerminal(): Error {
  return usageError("this format is binary and the output a terminal; name a file with -o or send it through a pipe");
}

/** Standard output with back-pressure: a slow reader holds the work up, memory stays bounded. */
class StdoutTarget implements Target {
  readonly isTerminal = process.stdout.isTTY === true;
  #error: Error | undefined;

  constructor() {
    process.stdout.once("error", (error) => {
      this.#error = error;
    });
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#check();
    await this.#handedOver(bytes);
    this.#check();
  }

  /** Waits until the last byte has left, so that errors such as a full disk are still seen. */
  async finish(): Promise<void> {
    await this.#handedOver("");
    this.#check();
  }

  /** Called back also when the write fails, which `#check` then sees. */
  #handedOver(bytes: string | Uint8Array): Promise<void> {
    return new Promise((resolve) => process.stdout.write(bytes, () => resolve()));
  }

  abort(): void {}

  #check(): void {
    if (this.#error === undefined && !process.stdout.destroyed) return;
    const { code } = (this.#error ?? {}) as { code?: string };
    if (code === "EPIPE" || code === undefined) throw new ClosedPipe();
    throw ioError(this.#error, "standard output");
  }
}

/** A FIFO or device, written through; whoever waits for its reader hears signals meanwhile. */
class SpecialTarget implements Target {
  readonly #path: string;
  readonly #release = holdSpecialFile();
  readonly #file: Promise<FileHandle>;

  constructor(path: string) {
    this.#path = path;
    this.#file = open(path, "w");
    // Heard of at the first write.
    this.#file.catch(() => {});
  }

  async write(bytes: Uint8Array): Promise<void> {
    try {
      const file = await this.#file;
      for (let written = 0; written < bytes.length; ) {
        written += (await file.write(bytes, written, bytes.length - written)).bytesWritten;
      }
    } catch (error) {
      if ((error as { code?: string }).code === "EPIPE") throw new ClosedPipe();
      throw ioError(error, this.#path);
    }
  }

  async finish(): Promise<void> {
    await this.write(new Uint8Array(0));
    await (await this.#file).close();
    this.#release();
  }

  abort(): void {
    // The program ends: whatever is open is closed with it.
  }
}

/** A file under a temporary name beside the final one. */
class FileTarget implements Target {
  readonly #path: string;
  readonly #partial: string;
  readonly #file: number;

  constructor(path: string) {
    this.#path = path;
    try {
      this.#partial = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
      this.#file = openSync(this.#partial, "w");
    } catch (error) {
      if ((error as { code?: string }).code === "ENOENT") throw dataError("no such folder", { file: dirname(path) });
      throw ioError(error, path);
    }
  }

  write(bytes: Uint8Array): void {
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
    } catch (error) {
      throw ioError(error, this.#path);
    }
  }

  finish(): void {
    closeSync(this.#file);
    try {
      renameSync(this.#partial, this.#path);
    } catch (error) {
      throw ioError(error, this.#path);
    }
  }

  abort(): void {
    try {
      closeSync(this.#file);
    } catch {
      // closed already
    }
    rmSync(this.#partial, { force: true });
  }
}

/** Is there something at `path` that is neither a regular file nor a folder? A folder is refused. */
function isSpecial(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) throw dataError("is a folder, not a file", { file: path });
  return stats !== undefined && !stats.isFile();
}
