import { RisingSegments } from "./cluster-segments.ts";
import { localShares, type StrandMatrix } from "./cluster-windows.ts";
import { WindowProducts } from "./window-products.ts";

/** Bases that are worked through together: bounds memory, not results. */
const BLOCK = 1 << 13;
/** Likelihoods are brought back to 1 when they fall below this. */
const SMALL = 1e-100;

/**
 * The stretches of a record over which Cluster-Buster's score rises, in one pass from its start. Computed on likelihoods
 * without their background: U(n) = U(n−1)·b(n)·g/(g+1) + Σ U(n−L)·Πp/(g+1), the score is ln(U(n)/Π b). So a base costs
 * neither an exponential nor a logarithm, unless the score rises there.
 */
export function risingSegments(
  codes: Uint8Array,
  matrices: readonly StrandMatrix[],
  gapBp: number,
  backgroundRange: number,
): RisingSegments {
  const longest = Math.max(...matrices.map(({ width }) => width));
  const products = new WindowProducts(matrices, Math.min(BLOCK, codes.length) + longest, codes.length);
  const pass = new ForwardPass(products.widths, gapBp);
  for (let from = 0; from < codes.length; from += BLOCK) {
    const to = Math.min(codes.length, from + BLOCK);
    const first = Math.max(0, from - pass.longest);
    products.fill(codes, first, to);
    pass.advance(from, to, first, products, localShares(codes, first, to, backgroundRange));
  }
  return pass.segments;
}

class ForwardPass {
  readonly segments = new RisingSegments();
  readonly longest: number;
  readonly #widths: Int32Array;
  readonly #goOn: number;
  readonly #startSite: number;
  /** Likelihoods after each of the last bases, in a ring. */
  readonly #ring: Float64Array;
  readonly #mask: number;
  /** The lowest score so far, as a likelihood of the present base. */
  #lowest = 1;
  /** ln of the unit of the ring, less ln of the background of the bases before the pending ones. */
  #lnUnit = 0;
  /** Product of the background of the last bases, not yet part of `#lnUnit`. */
  #pending = 1;

  constructor(widths: readonly number[], gapBp: number) {
    this.#widths = Int32Array.from(widths);
    this.longest = widths[widths.length - 1];
    this.#goOn = gapBp / (gapBp + 1);
    this.#startSite = 1 / (gapBp + 1);
    const size = 2 ** Math.ceil(Math.log2(this.longest + 2));
    this.#ring = new Float64Array(size);
    this.#mask = size - 1;
    this.#ring[0] = 1;
  }

  /** Bases [from, to); products and `shares` count from `first` on. */
  advance(from: number, to: number, first: number, { sums, stride }: WindowProducts, shares: Float64Array): void {
    const ring = this.#ring;
    const mask = this.#mask;
    const widths = this.#widths;
    const goOn = this.#goOn;
    const startSite = this.#startSite;
    let previous = ring[from & mask];
    let lowest = this.#lowest;
    let pending = this.#pending;
    // Widths whose windows have room between the record's start and here.
    let fitting = 0;
    for (let end = from + 1; end <= to; end++) {
      const share = shares[end - 1 - first];
      // The score of the base before, and the lowest one, in likelihoods of this base.
      previous *= share;
      lowest *= share;
      pending *= share;
      while (fitting < widths.length && widths[fitting] <= end) fitting++;
      let sites = 0;
      for (let i = 0, row = end - first; i < fitting; i++, row += stride) {
        const width = widths[i];
        sites += ring[(end - width) & mask] * sums[row - width];
      }
      const likelihood = previous * goOn + sites * startSite;
      ring[end & mask] = likelihood;
      if (likelihood > previous) {
        this.#addBackground(pending);
        pending = 1;
        this.#rise(end, previous, likelihood, first, shares);
      }
      if (likelihood <= lowest) {
        lowest = likelihood;
        this.segments.lowest = end;
      }
      previous = likelihood;
      if (likelihood < SMALL) {
        this.#addBackground(pending);
        pending = 1;
        this.#changeUnit(likelihood);
        lowest /= likelihood;
        previous = 1;
      }
    }
    this.#lowest = lowest;
    this.#pending = pending;
  }

  #rise(end: number, previous: number, likelihood: number, first: number, shares: Float64Array): void {
    const floor = Math.min(previous, this.#lowestRecent(end, first, shares));
    const ln = (value: number) => Math.log(value) + this.#lnUnit;
    this.segments.rise(end, ln(previous), ln(likelihood), ln(floor));
  }

  /** The lowest score of the last positions, as many as the longest motif is wide, in likelihoods of the base `end`. */
  #lowestRecent(end: number, first: number, shares: Float64Array): number {
    let low = Number.POSITIVE_INFINITY;
    let background = 1;
    for (let at = end - 1; at >= Math.max(0, end - this.longest); at--) {
      background *= shares[at - first];
      low = Math.min(low, this.#ring[at & this.#mask] * background);
    }
    return low;
  }

  #addBackground(product: number): void {
    this.#lnUnit -= Math.log(product);
  }

  #changeUnit(unit: number): void {
    for (let i = 0; i < this.#ring.length; i++) this.#ring[i] /= unit;
    this.#lnUnit += Math.log(unit);
  }
}
