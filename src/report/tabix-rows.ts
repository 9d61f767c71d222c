import type { TabixIndex, TabixLayout } from "./tabix.ts";

const BED: TabixLayout = { sequence: 1, start: 2, end: 3, oneBased: false, headLines: 0 };
const GFF3: TabixLayout = { sequence: 1, start: 4, end: 5, oneBased: true, headLines: 0 };

/** Formats that get an index, by what their files are called. */
const INDEXED: readonly { format: string; name: RegExp; layout: TabixLayout | "heads" }[] = [
  { format: "bed", name: /\.bed\.gz$/i, layout: BED },
  { format: "narrowpeak", name: /\.narrowpeak\.gz$/i, layout: BED },
  { format: "gff3", name: /\.gff3?\.gz$/i, layout: GFF3 },
  { format: "tsv", name: /\.tsv\.gz$/i, layout: "heads" },
];

/** How rows of `format` in a file called `path` are laid out; `heads`: as the first line says; undefined: no index. */
export function indexedLayout(path: string, format: string): TabixLayout | "heads" | undefined {
  return INDEXED.find((entry) => entry.format === format && entry.name.test(path))?.layout;
}

/** Reads the rows out of a table's bytes as they pass, and tells the index where each one stands. */
export class TabixRows {
  readonly #index: TabixIndex;
  #layout: TabixLayout | "heads" | undefined;
  /** Start of a line whose end has not come yet. Latin-1: a character a byte, whatever the encoding. */
  #rest = "";
  /** Byte of the uncompressed text where `#rest` starts. */
  #place = 0;

  constructor(index: TabixIndex, layout: TabixLayout | "heads") {
    this.#index = index;
    this.#layout = layout;
  }

  /** Known once the first line has been seen; undefined where rows have no place. */
  get layout(): TabixLayout | undefined {
    return this.#layout === "heads" ? undefined : this.#layout;
  }

  push(bytes: Uint8Array): void {
    if (this.#layout === undefined || this.#index.problem !== undefined) return;
    const lines = (this.#rest + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1")).split(
      "\n",
    );
    this.#rest = lines.pop()!;
    for (const line of lines) {
      const next = this.#place + line.length + 1;
      if (this.#layout === "heads") this.#layout = layoutOfHeads(line.split("\t"));
      else if (this.#layout !== undefined && !line.startsWith("#")) this.#row(this.#layout, line, next);
      this.#place = next;
    }
  }

  #row(layout: TabixLayout, line: string, next: number): void {
    const cells = line.split("\t", layout.end);
    const start = Number(cells[layout.start - 1]) - (layout.oneBased ? 1 : 0);
    const end = Number(cells[layout.end - 1]);
    if (start >= 0 && end >= start) this.#index.add(cells[layout.sequence - 1], start, end, this.#place, next);
    else this.#index.refuse("a row has no place");
  }
}

/** Our tables are 0-based half-open under `end` and 1-based closed under FIMO's `stop`. */
function layoutOfHeads(heads: readonly string[]): TabixLayout | undefined {
  const [sequence, start, end, stop] = ["sequence_name", "start", "end", "stop"].map((head) => heads.indexOf(head) + 1);
  if (sequence === 0 || start === 0 || (end === 0 && stop === 0)) return undefined;
  return { sequence, start, end: end || stop, oneBased: end === 0, headLines: 1 };
}
