import { columnInformation } from "./information.ts";
import { columnTotal, type Motif } from "./motif.ts";

/** One letter of a logo's column: base code and height in bits. */
export interface StackLetter {
  readonly base: number;
  readonly bits: number;
}

/**
 * The columns of a sequence logo (Schneider & Stephens 1990, NAR 18:6097): height = information in bits, shared among the
 * letters in proportion to their probability; likeliest letter first (on top), equal ones in the order A C G T. Letters of
 * no height are left out. `correctSmallSample` subtracts what a small sample shows by chance (never below 0).
 */
export function logoStacks(motif: Motif, correctSmallSample = false): StackLetter[][] {
  return Array.from({ length: motif.width }, (_, position) => {
    const chance = correctSmallSample ? smallSampleBits(sitesAt(motif, position)) : 0;
    const height = Math.max(0, columnInformation(motif, position) - chance);
    return [0, 1, 2, 3]
      .map((base) => ({ base, bits: height * motif.probabilities[4 * position + base] }))
      .filter(({ bits }) => bits > 0)
      .sort((a, b) => b.bits - a.bits);
  });
}

/** Expected information of n random sites of DNA, 3 / (2 n ln 2) bits (Schneider et al. 1986, J Mol Biol 188:415). */
export function smallSampleBits(sites: number): number {
  return 3 / (2 * Math.LN2 * sites);
}

function sitesAt({ counts, sites }: Motif, position: number): number {
  return counts === undefined ? sites : columnTotal(counts, position);
}
