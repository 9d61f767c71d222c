import type { StrandMatrix } from "./cluster-windows.ts";
import { EVENT_FIELDS, type ForwardInput, type ForwardPass } from "./forward-pass.ts";
import { type Kernel, regulationKernel } from "./kernel.ts";
import { distinctWidths, type StrandPair, strandPairs } from "./window-products.ts";

/** A pair of matrices in the kernel's terms. */
interface KernelPair {
  /** Index of its width. */
  readonly row: number;
  readonly width: number;
  readonly share: number;
  /** Address of its tables. */
  readonly tables: number;
}

/** The pass in WebAssembly; undefined where there is none, or the matrices or the background are too wide for it. */
export function kernelForwardPass(input: ForwardInput): ForwardPass | undefined {
  const kernel = regulationKernel();
  if (kernel === undefined) return undefined;
  const { MOST_COLUMNS, MOST_RANGE, MOST_WIDTHS } = kernel.layout;
  const widths = distinctWidths(input.matrices);
  const fits =
    widths.length <= MOST_WIDTHS && Math.max(...widths) <= MOST_COLUMNS && input.backgroundRange <= MOST_RANGE;
  return fits ? new KernelForwardPass(kernel, input, widths) : undefined;
}

/** Only one at a time: the kernel has one memory. */
class KernelForwardPass implements ForwardPass {
  readonly block: number;
  readonly #kernel: Kernel;
  readonly #input: ForwardInput;
  readonly #pairs: readonly KernelPair[];
  readonly #rows: number;
  readonly #longest: number;
  #at = 0;

  constructor(kernel: Kernel, input: ForwardInput, widths: readonly number[]) {
    this.block = kernel.layout.BLOCK;
    this.#kernel = kernel;
    this.#input = input;
    this.#rows = widths.length;
    this.#longest = widths[widths.length - 1];
    this.#pairs = kernelPairs(kernel, input.matrices, widths);
    new Int32Array(kernel.memory.buffer, kernel.layout.WIDTHS, widths.length).set(widths);
    const { gapBp } = input;
    kernel.call.startPass(widths.length, gapBp / (gapBp + 1), 1 / (gapBp + 1));
  }

  advance(to: number): Float64Array {
    const { memory, call, layout } = this.#kernel;
    const from = this.#at;
    const first = Math.max(0, from - this.#longest);
    this.#fill(first, to);
    const events = call.advance(from, to, first);
    this.#at = to;
    return new Float64Array(memory.buffer, layout.EVENTS, EVENT_FIELDS * events);
  }

  /** Background of the bases and products of the windows that start in [first, to). */
  #fill(first: number, to: number): void {
    const { memory, call, layout } = this.#kernel;
    const { codes, backgroundRange } = this.#input;
    const start = Math.max(0, first - backgroundRange);
    const piece = codes.subarray(start, to + Math.max(backgroundRange, this.#longest));
    new Uint8Array(memory.buffer, layout.CODES, piece.length).set(piece);
    const from = first - start;
    call.fillShares(from, to - start, piece.length, backgroundRange);
    const length = Math.min(codes.length, to + this.#longest) - first;
    call.fillWords(from, length);
    for (let row = 0; row < this.#rows; row++) call.clearSums(row);
    for (const { row, width, share, tables } of this.#pairs) {
      const count = Math.min(to - first, length - width + 1);
      if (count > 0) call.addPair(row, from, count, share, width, tables);
    }
  }
}

function kernelPairs(kernel: Kernel, matrices: readonly StrandMatrix[], widths: readonly number[]): KernelPair[] {
  const pairs = strandPairs(matrices);
  const addresses = tablesOf(kernel, pairs);
  return pairs.map(({ share, width }, i) => ({ row: widths.indexOf(width), width, share, tables: addresses[i] }));
}

/** The pairs whose tables the kernel holds, and where: the same motifs come with every record. */
let tabled: { readonly pairs: readonly StrandPair[]; readonly addresses: readonly number[] } | undefined;

function tablesOf(kernel: Kernel, pairs: readonly StrandPair[]): readonly number[] {
  if (tabled === undefined || !sameProbabilities(tabled.pairs, pairs)) {
    tabled = { pairs, addresses: makeTables(kernel, pairs) };
  }
  return tabled.addresses;
}

function sameProbabilities(some: readonly StrandPair[], others: readonly StrandPair[]): boolean {
  const same = (a: StrandMatrix, b: StrandMatrix) => a.probabilities === b.probabilities;
  return (
    some.length === others.length &&
    some.every(({ forward, reverse }, i) => same(forward, others[i].forward) && same(reverse, others[i].reverse))
  );
}

function makeTables({ memory, call, layout }: Kernel, pairs: readonly StrandPair[]): number[] {
  let end = layout.TABLES;
  return pairs.map(({ width, forward, reverse }) => {
    for (const [address, { probabilities }] of [
      [layout.FORWARD, forward],
      [layout.REVERSE, reverse],
    ] as const) {
      new Float64Array(memory.buffer, address, probabilities.length).set(probabilities);
    }
    const tables = end;
    end = call.makeTables(width, tables);
    return tables;
  });
}
