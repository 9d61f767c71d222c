import { BgzfEncoder } from "./bgzf.ts";
import { TabixIndex, type TabixLayout } from "./tabix.ts";
import { TabixRows } from "./tabix-rows.ts";

/** Where a sink's bytes go in the end. A regular file appears under its name only after `finish`. */
export interface Target {
  readonly isTerminal?: boolean;
  write(bytes: Uint8Array): Promise<void> | void;
  finish(): Promise<void> | void;
  abort(): void;
}

/** Compresses what it is given as BGZF. */
export class BgzfTarget implements Target {
  readonly #target: Target;
  readonly #encoder = new BgzfEncoder();
  #written = 0;
  /** Where each block starts in the compressed file. */
  readonly blockStarts: number[] = [];

  constructor(target: Target) {
    this.#target = target;
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#writeBlocks(this.#encoder.push(bytes));
  }

  async finish(): Promise<void> {
    await this.finishBlocks();
    await this.#target.finish();
  }

  /** The last block and the empty one behind it; the file itself stays open. */
  finishBlocks(): Promise<void> {
    return this.#writeBlocks(this.#encoder.finish());
  }

  abort(): void {
    this.#target.abort();
  }

  async #writeBlocks(blocks: readonly Uint8Array[]): Promise<void> {
    for (const block of blocks) {
      this.blockStarts.push(this.#written);
      this.#written += block.length;
      await this.#target.write(block);
    }
  }
}

/** What becomes of the index beside a file. */
interface IndexPlace {
  open(): Target;
  /** Takes away the index of an earlier file of the same name. */
  removeOld(): void;
  /** Hears why there is no index. */
  refused(problem: string): void;
}

/** BGZF with an index: both appear once both are complete, and never a new file beside an old index. */
export class IndexedTarget implements Target {
  readonly #file: Target;
  readonly #blocks: BgzfTarget;
  readonly #index = new TabixIndex();
  readonly #rows: TabixRows;
  readonly #place: IndexPlace;
  #indexFile: Target | undefined;

  constructor(file: Target, layout: TabixLayout | "heads", place: IndexPlace) {
    this.#file = file;
    this.#blocks = new BgzfTarget(file);
    this.#rows = new TabixRows(this.#index, layout);
    this.#place = place;
  }

  write(bytes: Uint8Array): Promise<void> {
    this.#rows.push(bytes);
    return this.#blocks.write(bytes);
  }

  async finish(): Promise<void> {
    await this.#blocks.finishBlocks();
    await this.#writeIndex();
    this.#place.removeOld();
    await this.#file.finish();
    await this.#indexFile?.finish();
  }

  abort(): void {
    this.#indexFile?.abort();
    this.#file.abort();
  }

  async #writeIndex(): Promise<void> {
    const { problem } = this.#index;
    const { layout } = this.#rows;
    if (problem !== undefined) return this.#place.refused(Buffer.from(problem, "latin1").toString());
    if (layout === undefined) return;
    this.#indexFile = this.#place.open();
    await this.#indexFile.write(this.#index.bytes(layout, this.#blocks.blockStarts));
  }
}
