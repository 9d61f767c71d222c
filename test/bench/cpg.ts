import { COLLABORATIVE_RATES } from "../../src/cpg/collaborative-model.ts";
import { ISLAND_METHOD_NAMES, ISLAND_METHODS, type IslandMethodName } from "../../src/cpg/methods.ts";
import { collaborativeCells } from "../../src/cpg/methylation-cells.ts";
import { randomStream } from "../../src/random.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { alternate, row } from "./measure.ts";

/**
 * How many times as long as adding up the bytes of the sequence a method may take on a sequence like a genome. Where islands
 * are everywhere the window methods take longer: they then look at every window, and should still be linear.
 */
const LIMITS: Readonly<Record<IslandMethodName, number>> = {
  ucsc: 4,
  "gardiner-garden": 4,
  "takai-jones": 20,
  emboss: 10,
  cpgcluster: 8,
  hmm: 20,
};

const MEGABASES = 4;
const ROUNDS = 7;

/** Sequences by what is hard about them. */
const TYPICAL = "like a genome";
const SEQUENCES: Readonly<Record<string, (length: number) => Uint8Array>> = {
  [TYPICAL]: genomeLike,
  "CG alone": (length) => repeated("CG", length),
  "windows on the limit": (length) => repeated(`${"CGGCTA".repeat(20)}${"CAGTGACCTTGG".repeat(9)}`, length),
  "nested peaks": nestedPeaks,
  "N every 30 letters": (length) => repeated("CGCACGTGGCATACGGATTGCACCGAGCTN", length),
};

/** Every method on every sequence beside a plain loop; then twice the length, to see the growth. */
export function benchCpg(): void {
  for (const [name, make] of Object.entries(SEQUENCES)) {
    const codes = make(MEGABASES * 1e6);
    const jobs = Object.fromEntries(
      ISLAND_METHOD_NAMES.map((method) => [method, () => void ISLAND_METHODS[method].islands(codes)]),
    );
    const times = alternate({ sum: () => void sumOfBytes(codes), ...jobs }, ROUNDS);
    console.log(`cpg: ${MEGABASES} Mb, ${name}; yardstick the sum of the bytes`);
    console.log(row("sum", times.sum, times.sum));
    const limits = name === TYPICAL ? LIMITS : undefined;
    for (const method of ISLAND_METHOD_NAMES) console.log(row(method, times[method], times.sum, limits?.[method]));
  }
  growth();
  collaboration();
}

function growth(): void {
  for (const [name, make] of Object.entries(SEQUENCES)) {
    const [short, long] = [make(MEGABASES * 1e6), make(4 * MEGABASES * 1e6)];
    console.log(`cpg: ${4 * MEGABASES} Mb beside ${MEGABASES} Mb, ${name} (linear: 4)`);
    for (const method of ISLAND_METHOD_NAMES) {
      const { islands } = ISLAND_METHODS[method];
      const times = alternate({ short: () => void islands(short), long: () => void islands(long) }, 3);
      console.log(row(method, times.long, times.short, 6));
    }
  }
}

function collaboration(): void {
  const cpgs = 64;
  const generations = 500;
  const model = collaborativeCells([[0, cpgs]], COLLABORATIVE_RATES);
  const states = new Uint8Array(cpgs);
  const times = alternate(
    {
      draws: () => {
        const random = randomStream(1, "draws");
        let sum = 0;
        for (let i = 60 * cpgs * generations; i > 0; i--) sum += random.uniform();
        if (sum < 0) throw new Error("cannot be");
      },
      model: () => {
        const random = randomStream(1, "model");
        states.fill(0, 0, cpgs / 2).fill(2, cpgs / 2);
        for (let i = 0; i < generations; i++) model.divide(states, random);
      },
    },
    ROUNDS,
  );
  console.log("collaborative model: yardstick its random numbers alone");
  console.log(row("64 CpGs, 500 generations", times.model, times.draws, 4));
}

function sumOfBytes(codes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < codes.length; i++) sum += codes[i];
  return sum;
}

/** Bulk DNA with 41 % GC and few CpGs, an island of 800 letters every 80,000. */
export function genomeLike(length: number): Uint8Array {
  const codes = new Uint8Array(length);
  let state = 1;
  const below = (n: number) => {
    state = (Math.imul(1103515245, state) + 12345) & 0x7fffffff;
    return Math.floor((state / 2 ** 31) * n);
  };
  for (let i = 0; i < length; i++) {
    const inIsland = i % 80_000 < 800;
    const isStrong = below(100) < (inIsland ? 66 : 41);
    codes[i] = isStrong ? 1 + below(2) : 3 * below(2);
    if (!inIsland && i > 0 && codes[i] === 2 && codes[i - 1] === 1 && below(5) > 0) codes[i] = 0;
  }
  return codes;
}

function repeated(unit: string, length: number): Uint8Array {
  return encodeText(unit.repeat(Math.ceil(length / unit.length)).slice(0, length));
}

/** Peaks inside one long excursion, each lower than the one before: rescanning takes the square of their number. */
function nestedPeaks(length: number): Uint8Array {
  const peaks = Math.floor(Math.sqrt(length / 9));
  const parts = Array.from({ length: peaks }, (_, i) => "CG".repeat(peaks - i) + "A".repeat(16 * (peaks - i)));
  return repeated(parts.join(""), length);
}
