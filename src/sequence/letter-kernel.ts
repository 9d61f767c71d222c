import { base64Bytes } from "../kernel-module.ts";
import { LETTER_KERNEL } from "./letter-kernel-bytes.ts";
import { type LetterReader, PlainLetterReader } from "./letter-reader.ts";

/** What assembly/letters.ts exports. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly take: (from: number, to: number) => number;
  readonly end: { readonly value: number };
  readonly lines: { readonly value: number };
  readonly gaps: { readonly value: number };
  readonly WINDOW: { readonly value: number };
  readonly BYTES: { readonly value: number };
  readonly LETTERS: { readonly value: number };
  readonly CODES: { readonly value: number };
}

let shared: LetterReader | undefined;

/**
 * The fastest reader that this engine runs, one for all parsers: between the chunks it remembers nothing, and memories of
 * WebAssembly are costly.
 */
export function fastestLetterReader(): LetterReader {
  shared ??= newLetterReader();
  return shared;
}

function newLetterReader(): LetterReader {
  if (typeof WebAssembly === "undefined") return new PlainLetterReader();
  const bytes = base64Bytes(LETTER_KERNEL);
  return WebAssembly.validate(bytes) ? new SimdLetterReader(new WebAssembly.Module(bytes)) : new PlainLetterReader();
}

/** 16 bytes at a time. */
class SimdLetterReader implements LetterReader {
  readonly #kernel: Exports;
  readonly #bytes: Uint8Array;
  readonly #letters: Uint8Array;
  readonly #codes: Uint8Array;
  #chunk: Uint8Array = new Uint8Array(0);
  /** The part of the chunk that the kernel holds. */
  #first = 0;
  #last = 0;
  end = 0;
  lines = 0;
  gaps = 0;

  constructor(module: WebAssembly.Module) {
    this.#kernel = new WebAssembly.Instance(module).exports as unknown as Exports;
    const { memory, WINDOW, BYTES, LETTERS, CODES } = this.#kernel;
    const area = ({ value }: { value: number }) => new Uint8Array(memory.buffer, value, WINDOW.value);
    this.#bytes = area(BYTES);
    this.#letters = area(LETTERS);
    this.#codes = area(CODES);
  }

  begin(chunk: Uint8Array): void {
    this.#chunk = chunk;
    this.#first = 0;
    this.#last = 0;
  }

  take(from: number, to: number, letters: Uint8Array, codes: Uint8Array, at: number): number {
    this.end = from;
    this.lines = 0;
    this.gaps = 0;
    let length = at;
    while (this.end < to) {
      if (this.end < this.#first || this.end >= this.#last) this.#load(this.end);
      const stop = Math.min(to, this.#last);
      const count = this.#kernel.take(this.end - this.#first, stop - this.#first);
      letters.set(this.#letters.subarray(0, count), length);
      codes.set(this.#codes.subarray(0, count), length);
      length += count;
      this.lines += this.#kernel.lines.value;
      this.gaps += this.#kernel.gaps.value;
      this.end = this.#first + this.#kernel.end.value;
      if (this.end < stop) break;
    }
    return length - at;
  }

  #load(from: number): void {
    const part = this.#chunk.subarray(from, from + this.#bytes.length);
    this.#bytes.set(part);
    this.#first = from;
    this.#last = from + part.length;
  }
}
