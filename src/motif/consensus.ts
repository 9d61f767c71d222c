import { dataError } from "../errors.ts";
import { IUPAC_BITS } from "../sequence/alphabet.ts";
import { ASSUMED_SITES, type Motif, type MotifNames, motifFromProbabilities } from "./motif.ts";

/** A motif from an IUPAC word (`TATAWAWR`): each code spreads its probability evenly over its letters, 20 sites. */
export function consensusMotif(word: string, names: Partial<MotifNames> = {}): Motif {
  const letters = [...word.toUpperCase()];
  const wrong = letters.find((letter) => !(letter in IUPAC_BITS));
  if (wrong !== undefined || letters.length === 0) {
    throw dataError(`'${word}' is no IUPAC word${wrong === undefined ? "" : ` ('${wrong}' is no nucleotide code)`}`);
  }
  const probabilities = Float64Array.from(letters.flatMap((letter) => spread(IUPAC_BITS[letter])));
  return motifFromProbabilities({ id: word, name: "", source: "consensus", ...names }, probabilities, ASSUMED_SITES);
}

function spread(bits: number): number[] {
  const share = 1 / [1, 2, 4, 8].filter((bit) => bits & bit).length;
  return [1, 2, 4, 8].map((bit) => (bits & bit ? share : 0));
}
