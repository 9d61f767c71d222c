import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COLUMN_DISTANCES, type ColumnDistance } from "../../src/motif/column-similarity.ts";
import { type CompareOptions, compareMotifs, motifComparer } from "../../src/motif/compare.ts";
import { consensusMotif } from "../../src/motif/consensus.ts";
import { consensus } from "../../src/motif/information.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { type Motif, motifFromCounts, motifFromProbabilities, reverseComplementMotif } from "../../src/motif/motif.ts";
import { parseMotifs } from "../../src/motif/read-motifs.ts";
import { randomStream } from "../../src/random.ts";
import { describeShared, sharedText } from "../shared.ts";

const column = fc.array(fc.nat(9), { minLength: 4, maxLength: 4 }).filter((c) => c.some((x) => x > 0));
const motifOf = (columns: readonly (readonly number[])[], id = "X") =>
  motifFromCounts({ id, name: "", source: "test" }, Float64Array.from(columns.flat()));
const narrow = (maxLength: number) => fc.array(column, { minLength: 1, maxLength }).map((columns) => motifOf(columns));

/** A column of a motif as four probabilities. */
const columnAt = ({ probabilities }: Motif, i: number) => [...probabilities.subarray(4 * i, 4 * i + 4)];
const columnsOf = (motif: Motif) => Array.from({ length: motif.width }, (_, i) => columnAt(motif, i));

function pearson(x: readonly number[], y: readonly number[]): number {
  const centred = (v: readonly number[]) => v.map((value) => value - 0.25);
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  const [a, b] = [centred(x), centred(y)];
  const length = Math.sqrt(dot(a, a) * dot(b, b));
  return length < 1e-9 ? 0 : dot(a, b) / length;
}

function euclid(x: readonly number[], y: readonly number[]): number {
  return -Math.hypot(...x.map((value, i) => value - y[i]));
}

/** Whole steps of 1/100 of the range; undefined where rounding hangs on the last bits. */
function steps(distance: ColumnDistance, x: readonly number[], y: readonly number[]): number | undefined {
  const exact = distance === "pearson" ? (pearson(x, y) + 1) * 50 : (euclid(x, y) + Math.SQRT2) * (100 / Math.SQRT2);
  return Math.abs((exact % 1) - 0.5) < 1e-6 ? undefined : Math.round(exact);
}

/** The definition, word by word: every placement, its p by listing all draws of columns, the least of them corrected. */
function plainP(query: Motif, target: Motif, pool: readonly number[][], distance: ColumnDistance, least: number) {
  const score = (i: number, y: readonly number[]) => steps(distance, columnAt(query, i), y)!;
  const ps: number[] = [];
  for (const side of [target, reverseComplementMotif(target)]) {
    for (let offset = least - query.width; offset <= target.width - least; offset++) {
      const aligned = Array.from({ length: query.width }, (_, i) => i).filter(
        (i) => i + offset >= 0 && i + offset < target.width,
      );
      const found = aligned.reduce((sum, i) => sum + score(i, columnAt(side, i + offset)), 0);
      let sums = [0];
      for (const i of aligned) sums = sums.flatMap((sum) => pool.map((y) => sum + score(i, y)));
      ps.push(sums.filter((sum) => sum >= found).length / sums.length);
    }
  }
  return 1 - (1 - Math.min(...ps)) ** ps.length;
}

describe("compareMotifs", () => {
  it("equals the definition by enumeration of all draws", () => {
    const cases = fc.record({
      query: narrow(3),
      targets: fc.array(narrow(2), { minLength: 1, maxLength: 2 }),
      distance: fc.constantFrom(...COLUMN_DISTANCES),
      minOverlap: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(cases, ({ query, targets, distance, minOverlap }) => {
        const pool = [...targets, ...targets.map(reverseComplementMotif)].flatMap(columnsOf);
        fc.pre(columnsOf(query).every((x) => pool.every((y) => steps(distance, x, y) !== undefined)));
        for (const { target, pValue } of compareMotifs(query, targets, { distance, minOverlap })) {
          const least = Math.min(minOverlap, query.width, target.width);
          expect(pValue).toBeCloseTo(plainP(query, target, pool, distance, least), 10);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("says where the query lies, and on which strand", () => {
    const target = consensusMotif("AAGCTGACCC");
    const others = bundledLibrary();
    const best = (query: string) => {
      const [{ target: found, offset, overlap, orientation, score }] = compareMotifs(consensusMotif(query), [
        target,
        ...others,
      ]);
      expect(found).toBe(target);
      return { offset, overlap, orientation, score: Math.round(score * 1e9) / 1e9 };
    };
    expect(best("GCTGACC")).toEqual({ offset: 2, overlap: 7, orientation: "+", score: 7 });
    expect(best("GGTCAGC")).toEqual({ offset: 1, overlap: 7, orientation: "-", score: 7 });
    expect(best("GGTTTAAGCTGA")).toEqual({ offset: -5, overlap: 7, orientation: "+", score: 7 });
  });

  it("ranks by p, with E-values and Benjamini and Hochberg's q-values", () => {
    const library = bundledLibrary();
    const matches = compareMotifs(library[0], library);
    expect(matches.map(({ target }) => target.id).sort()).toEqual(library.map(({ id }) => id).sort());
    const ps = matches.map(({ pValue }) => pValue);
    expect(ps).toEqual(ps.toSorted((a, b) => a - b));
    matches.forEach(({ pValue, eValue, qValue }, i) => {
      expect(eValue).toBe(pValue * library.length);
      const q = Math.min(1, ...ps.slice(i).map((p, k) => (p * library.length) / (i + k + 1)));
      expect(qValue).toBeCloseTo(q, 12);
    });
  });

  it("finds each motif of the library itself first, under either distance", () => {
    const library = bundledLibrary();
    for (const distance of COLUMN_DISTANCES) {
      const compare = motifComparer(library, { distance });
      for (const motif of library) {
        const [first] = compare(motif);
        expect(first).toMatchObject({ target: motif, offset: 0, overlap: motif.width, orientation: "+" });
        expect(first.score).toBeCloseTo(distance === "pearson" ? motif.width : 0, 9);
      }
    }
  });

  it("gives a turned query the same p-values, and its own target the other strand", () => {
    const library = bundledLibrary();
    const compare = motifComparer(library);
    let turnedOver = 0;
    for (const motif of library) {
      const reverse = reverseComplementMotif(motif);
      const turned = new Map(compare(reverse).map((match) => [match.target, match]));
      for (const { target, pValue } of compare(motif)) expect(turned.get(target)!.pValue / pValue).toBeCloseTo(1, 9);
      if (consensus(motif) === consensus(reverse)) continue;
      expect(turned.get(motif)).toMatchObject({ orientation: "-", offset: 0, overlap: motif.width });
      turnedOver++;
    }
    expect(turnedOver).toBeGreaterThan(40);
  });

  it("prefers + for palindromes, and turns no target under strand forward", () => {
    const library = bundledLibrary();
    const [palindrome] = compareMotifs(consensusMotif("CACGTG"), [consensusMotif("CACGTG"), ...library]);
    expect(palindrome.orientation).toBe("+");
    const forward = compareMotifs(reverseComplementMotif(library[0]), library, { strand: "forward" });
    expect(forward.every(({ orientation }) => orientation === "+")).toBe(true);
    expect(forward.find(({ target }) => target === library[0])!.pValue).toBeGreaterThan(1e-6);
    expect(compareMotifs(library[0], library)[0].pValue).toBeLessThan(1e-12);
  });

  it("scores two motifs alike from either side", () => {
    fc.assert(
      fc.property(narrow(6), narrow(6), fc.constantFrom(...COLUMN_DISTANCES), (a, b, distance) => {
        fc.pre(a.width === b.width);
        const options: CompareOptions = { distance, minOverlap: a.width, strand: "forward" };
        expect(compareMotifs(a, [b], options)[0].score).toBeCloseTo(compareMotifs(b, [a], options)[0].score, 12);
      }),
    );
  });

  it("takes a motif without information for like everything: p = 1 by correlation", () => {
    for (const { pValue, qValue, score } of compareMotifs(consensusMotif("NNNNNN"), bundledLibrary())) {
      expect([pValue, qValue, Math.abs(score)]).toEqual([1, 1, 0]);
    }
  });

  it("takes widths from 1 to 33 on either side", () => {
    const motif = (width: number) =>
      motifOf(
        Array.from({ length: width }, (_, i) => [(7 * i) % 5, (3 * i) % 4, i % 3, 1]),
        `w${width}`,
      );
    const targets = Array.from({ length: 33 }, (_, i) => motif(i + 1));
    const compare = motifComparer(targets, { minOverlap: 4 });
    for (const query of targets) {
      for (const { target, overlap, offset, pValue, score } of compare(query)) {
        expect(overlap).toBeGreaterThanOrEqual(Math.min(4, query.width, target.width));
        expect(overlap).toBe(Math.min(query.width, target.width - offset) - Math.max(0, -offset));
        expect(pValue).toBeGreaterThan(0);
        expect(pValue).toBeLessThanOrEqual(1);
        expect(Math.abs(score)).toBeLessThanOrEqual(overlap + 1e-9);
      }
    }
  });
});

describe("p-values of random motifs", () => {
  const library = bundledLibrary();
  const columns = library.flatMap(columnsOf);

  /** Shares of p-values up to x, relative to x: 1 where p-values are uniform. */
  const shares = (ps: readonly number[], xs: readonly number[]) =>
    xs.map((x) => ps.filter((p) => p <= x).length / ps.length / x);

  it("are near uniform when all columns are drawn from one pool", () => {
    const random = randomStream(1, "compare");
    const drawn = (width: number) =>
      motifFromProbabilities(
        { id: "random", name: "", source: "test" },
        Float64Array.from(Array.from({ length: width }, () => columns[random.below(columns.length)]).flat()),
      );
    for (const distance of COLUMN_DISTANCES) {
      const ps = Array.from({ length: 20 }, () => {
        const targets = Array.from({ length: 100 }, () => drawn(4 + random.below(14)));
        return compareMotifs(drawn(4 + random.below(14)), targets, { distance }).map(({ pValue }) => pValue);
      }).flat();
      for (const share of shares(ps, [0.05, 0.1, 0.25, 0.5, 0.75, 0.9])) {
        expect(share).toBeGreaterThan(0.7);
        expect(share).toBeLessThan(1.2);
      }
    }
  });

  it("are near uniform for column-shuffled motifs against the library", () => {
    const random = randomStream(1, "shuffled");
    const compare = motifComparer(library);
    const ps = library.flatMap((motif) => {
      const shuffled = columnsOf(motif);
      const order = Array.from(shuffled.keys());
      random.shuffle(order);
      const query = motifFromProbabilities(motif, Float64Array.from(order.flatMap((i) => shuffled[i])));
      return compare(query).flatMap(({ target, pValue }) => (target === motif ? [] : [pValue]));
    });
    for (const share of shares(ps, [0.05, 0.1, 0.25, 0.5, 0.75, 0.9])) {
      expect(share).toBeGreaterThan(0.7);
      expect(share).toBeLessThan(1.3);
    }
  });
});

describeShared("compareMotifs over JASPAR 2026 vertebrates", () => {
  it("finds a motif itself, then its family", () => {
    const { motifs } = parseMotifs(sharedText("data/motifs/jaspar2026_vertebrates.meme"), "jaspar", () => {});
    const compare = motifComparer(motifs);
    const family: [id: string, names: RegExp, members: number][] = [
      ["MA0079.5", /^(SP|KLF)\d/, 6],
      ["MA0035.5", /^(GATA\d|TRPS1)$/i, 6],
      ["MA0107.1", /^REL/, 2],
      ["MA0060.4", /^NFY/, 2],
      ["MA1930.2", /^CTCF/, 2],
    ];
    for (const [id, names, members] of family) {
      const matches = compare(motifs.find((motif) => motif.id === id)!);
      expect(matches[0].target.id).toBe(id);
      expect(matches[0].pValue).toBeLessThan(matches[1].pValue);
      for (const { target } of matches.slice(0, members)) expect(target.name).toMatch(names);
    }
  });
});
