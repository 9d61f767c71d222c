import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalizedBackground, UNIFORM } from "../../src/motif/background.ts";
import { consensusMotif } from "../../src/motif/consensus.ts";
import { type Motif, motifFromCounts } from "../../src/motif/motif.ts";
import { scoreMatrix } from "../../src/motif/score-matrix.ts";
import { randomStream } from "../../src/random.ts";
import { fimoSearch } from "../../src/scan/fimo/search.ts";
import { Hits } from "../../src/scan/hits.ts";
import { fastestFlavour, kernelModule } from "../../src/scan/kernel.ts";
import { type Strands, scanPlain } from "../../src/scan/plain.ts";
import { Scanner } from "../../src/scan/scanner.ts";
import { type HitRule, type Search, type SearchSettings, searchFor } from "../../src/scan/search.ts";
import { searchesFrom, sharedSearches } from "../../src/scan/search-plan.ts";
import { encodeText, reverseComplement } from "../../src/sequence/alphabet.ts";
import { FLAVOURS, MODULES } from "./flavours.ts";

const uniform = { background: UNIFORM, pseudocount: 0.1 };

/** Hits as comparable words, in output order. */
function listed(hits: Hits, searches: readonly Search[]): string[] {
  return hits
    .sorted(searches)
    .map((i) => `${hits.motif[i]}:${hits.start[i]}${hits.reverse[i] ? "-" : "+"} ${hits.score[i]} ${hits.p[i]}`);
}

/** A sequence scanned in pieces that own `own` starts each. */
function inPieces(codes: Uint8Array, searches: readonly Search[], scanner: Scanner, own: number): Hits {
  const all = new Hits();
  for (let from = 0; from < codes.length; from += own) {
    const hits = scanner.scan(codes.subarray(from, from + own + scanner.overlap), own);
    for (const i of hits.sorted(searches)) {
      all.add(hits.motif[i], from + hits.start[i], hits.reverse[i], hits.score[i], hits.p[i]);
    }
  }
  return all;
}

/** A uniform random sequence of its own small generator, for lengths that fast-check is slow at. */
function randomCodes(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 30;
  });
}

/** The best word of a matrix over and over, each time with up to half of its letters drawn anew. */
function wordsNear(scores: Float64Array, copies: number, width: number): Uint8Array {
  const best = Array.from({ length: width }, (_, column) => {
    const cells = scores.subarray(4 * column, 4 * column + 4);
    return cells.indexOf(Math.max(...cells));
  });
  const random = randomStream(width, "words");
  return Uint8Array.from({ length: copies * width }, (_, i) => {
    const share = (Math.floor(i / width) % 8) / 16;
    return random.uniform() < share ? random.below(4) : best[i % width];
  });
}

const STRANDS: readonly Strands[] = ["both", "forward", "reverse"];

/** Motifs of any width, with zeros, plateaus and empty columns; with an excluding pseudocount 0 now and then. */
const searches = fc
  .record({
    width: fc.oneof(fc.integer({ min: 1, max: 16 }), fc.integer({ min: 1, max: 40 })),
    cells: fc.array(fc.constantFrom(0, 0, 1, 1, 2, 5, 9, 40, 133), { minLength: 160, maxLength: 160 }),
    pseudocount: fc.constantFrom(0, 0.1, 0.1, 4),
    skewed: fc.boolean(),
    rule: fc.oneof(
      fc.constantFrom(0.3, 0.05, 1e-2, 1e-3).map((limit): HitRule => ({ by: "pValue", limit })),
      fc.integer({ min: -60, max: 20 }).map((bits): HitRule => ({ by: "score", bits })),
      fc.constantFrom(0.2, 0.8, 1).map((fraction): HitRule => ({ by: "scoreFraction", fraction })),
      fc.constant<HitRule>({ by: "word" }),
    ),
  })
  .map(({ width, cells, pseudocount, skewed, rule }) => {
    const counts = Float64Array.from(cells.slice(0, 4 * width));
    for (let column = 0; column < 4 * width; column += 4) {
      if (counts.subarray(column, column + 4).every((count) => count === 0)) counts[column] = 1;
    }
    const motif = motifFromCounts({ id: "M", name: "", source: "test" }, counts);
    const background = skewed ? normalizedBackground([0.4, 0.1, 0.2, 0.3]) : UNIFORM;
    return affordableSearch(motif, { background, pseudocount, rule });
  });

/** All p-values of a wide motif need a large table, which says nothing about the kernel: those above 1e-4 are left out. */
function affordableSearch(motif: Motif, settings: SearchSettings): Search {
  if (motif.width <= 6) return searchFor(motif, settings);
  const strict = searchFor(motif, { ...settings, rule: { by: "pValue", limit: motif.width > 9 ? 1e-4 : 1e-2 } });
  if (settings.rule.by === "pValue") return strict;
  const { scoreFloor, matchWord, pLimit } = searchFor({ ...motif, ...firstColumns(motif, 6) }, settings);
  return { ...strict, scoreFloor, matchWord, pLimit };
}

/** The motif's first columns, as a source of scores that a wide motif reaches now and then. */
function firstColumns({ counts, probabilities }: Motif, width: number): Partial<Motif> {
  return { width, counts: counts!.slice(0, 4 * width), probabilities: probabilities.slice(0, 4 * width) };
}

const dna = fc.oneof(
  fc.stringMatching(/^[ACGT]{0,200}$/),
  fc.stringMatching(/^[ACGTN]{0,200}$/),
  fc.stringMatching(/^([acgt]{0,40}[NRYSWKM*-]{0,40}){0,8}$/),
);

describe.each(FLAVOURS)("scanner, %s", { timeout: 30_000 }, (flavour) => {
  const scanner = (list: readonly Search[], strands: Strands = "both") => new Scanner(list, strands, MODULES[flavour]);

  it("finds what the plain scanner finds, in any motifs and sequences, on any strands, in pieces of any size", () => {
    fc.assert(
      fc.property(
        fc.array(searches, { maxLength: 3 }),
        dna.map(encodeText),
        fc.constantFrom(...STRANDS),
        fc.integer({ min: 1, max: 220 }),
        (list, codes, strands, own) => {
          const expected = listed(scanPlain(codes, list, strands), list);
          expect(listed(scanner(list, strands).scan(codes), list)).toEqual(expected);
          expect(listed(inPieces(codes, list, scanner(list, strands), own), list)).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("finds the same on another thread, from tables and motifs as they lie in memory", () => {
    fc.assert(
      fc.property(fc.array(searches, { maxLength: 3 }), dna.map(encodeText), (list, codes) => {
        const here = scanner(list);
        const shared = MODULES[flavour] && here.shared!;
        const there = searchesFrom(structuredClone(shared?.searches ?? sharedSearches(list)!));
        const found = new Scanner(there, "both", MODULES[flavour], shared).scan(codes);
        expect(listed(found, there)).toEqual(listed(here.scan(codes), list));
      }),
      { numRuns: 50 },
    );
  });

  it("finds the same where p-values stay outside of the kernel", () => {
    fc.assert(
      fc.property(fc.array(searches, { maxLength: 3 }), dna.map(encodeText), (list, codes) => {
        const without = new Scanner(list, "both", MODULES[flavour], undefined, 0);
        expect(listed(without.scan(codes), list)).toEqual(listed(scanner(list).scan(codes), list));
      }),
      { numRuns: 50 },
    );
  });

  it("finds it across the kernel's own blocks, with runs of N on their borders", () => {
    const codes = randomCodes(140_000, 7);
    codes.fill(4, 32_700, 32_790);
    codes.fill(4, 60_000, 100_000);
    codes.fill(4, 131_060, 131_072);
    for (let i = 110_000; i < 112_000; i += 9) codes[i] = 4;
    const motifs = [3, 7, 8, 11, 12, 15, 20, 33].map((width, i) => peaked(width, i + 1));
    const rule = { by: "pValue", limit: 1e-3 } as const;
    const list = motifs.map((motif) => searchFor(motif, { ...uniform, rule }));
    for (const strands of STRANDS) {
      const expected = listed(scanPlain(codes, list, strands), list);
      expect(expected.length).toBeGreaterThan(300);
      for (const own of [codes.length, 32_768, 50_001]) {
        expect(listed(inPieces(codes, list, scanner(list, strands), own), list)).toEqual(expected);
      }
    }
  });

  it("calls every window of a block a hit when no score is too low", () => {
    const codes = randomCodes(33_000, 3);
    const list = [searchFor(peaked(5, 1), { ...uniform, rule: { by: "score", bits: Number.NEGATIVE_INFINITY } })];
    expect(scanner(list).scan(codes).length).toBe(2 * (33_000 - 4));
  });

  it("keeps the best word alone, where nothing may be lost", () => {
    const word = "GATTACAGATTACA";
    const search = searchFor(consensusMotif(word), { ...uniform, rule: { by: "scoreFraction", fraction: 1 } });
    const codes = encodeText(`${word}C${word.replace("C", "G")}N${word}`);
    const hits = scanner([search], "forward").scan(codes);
    expect([...hits.start]).toEqual([0, 30]);
  });

  it("finds motifs that are wider than the kernel's overlap", () => {
    const word = "ACGTTGCA".repeat(40);
    const motif = consensusMotif(word);
    const matrix = scoreMatrix(motif, UNIFORM);
    const distribution = { limit: 1, smallestP: 0, threshold: 0, scoreFloor: 0, pValue: () => 0 };
    const search = { motif, matrix, distribution, scoreFloor: matrix.maxScore - 1, pLimit: 1, matchWord: true };
    const codes = encodeText(`TT${word}TT`);
    expect([...scanner([search]).scan(Uint8Array.of(...codes, 4, ...reverseComplement(codes))).start]).toEqual([
      2, 327,
    ]);
  });

  it("has the plain scanner's p-values whether words or rounded losses give them, in tables of many megabytes", () => {
    const codes = randomCodes(30_000, 9);
    const list = [7, 12, 13, 14, 15, 16, 18, 24].flatMap((width) =>
      [0.05, 1e-3, 1e-4].map((limit) => searchFor(peaked(width, width), { ...uniform, rule: { by: "pValue", limit } })),
    );
    const expected = listed(scanPlain(codes, list, "both"), list);
    expect(expected.length).toBeGreaterThan(10_000);
    expect(listed(scanner(list).scan(codes), list)).toEqual(expected);
  });

  it("has the plain scanner's p-values among the best words and around the limit, where rounded losses do not decide", () => {
    const list = [14, 15, 16, 18].map((width) =>
      searchFor(uneven(width), { ...uniform, rule: { by: "pValue", limit: 1e-4 } }),
    );
    const codes = list.flatMap(({ matrix }) => [...wordsNear(matrix.scores, 30_000, matrix.width)]);
    const hits = scanPlain(Uint8Array.from(codes), list, "both");
    const isBest = hits.p.filter((p) => p < 1e-6).length;
    const isNear = hits.p.filter((p) => p > 0.99e-4).length;
    expect(isBest).toBeGreaterThan(5000);
    expect(isNear).toBeGreaterThan(50);
    expect(listed(scanner(list).scan(Uint8Array.from(codes)), list)).toEqual(listed(hits, list));
  });

  it("scans in FIMO's whole numbers", () => {
    const codes = randomCodes(20_000, 5);
    const list = [8, 12, 19].map((width) => fimoSearch(peaked(width, width), UNIFORM, 1e-3));
    const expected = listed(scanPlain(codes, list, "both"), list);
    expect(expected.length).toBeGreaterThan(50);
    expect(listed(scanner(list).scan(codes), list)).toEqual(expected);
  });

  it("has nothing to find without motifs, sequence or hope", () => {
    const hopeless = searchFor(consensusMotif("CACGTG"), { ...uniform, rule: { by: "pValue", limit: 1e-4 } });
    const codes = encodeText("AACACGTGAA");
    expect(scanner([]).scan(codes).length).toBe(0);
    expect(scanner([hopeless]).scan(codes).length).toBe(0);
    expect(scanner([hopeless]).scan(new Uint8Array()).length).toBe(0);
  });
});

describe.each(FLAVOURS)("bugs of other scanners, %s", (flavour) => {
  const scan = (text: string, search: Search, strands: Strands = "forward") =>
    new Scanner([search], strands, MODULES[flavour]).scan(encodeText(text));
  const tataa = (limit: number) =>
    searchFor(consensusMotif("TATAA"), { ...uniform, rule: { by: "pValue", limit } as const });

  it("finds narrow motifs at record ends, before N and in short records (MOODS 1.9.4 finds 1 of 6)", () => {
    const texts = ["GCGCTATAANNNNNNTATAANNTATAANNN", "TATAA", "TATAAGGGGGGGGTATAA"];
    expect(texts.map((text) => [...scan(text, tataa(1e-3)).start])).toEqual([[4, 15, 22], [0], [0, 13]]);
  });

  it("gives the best word its true p, never 0, and no word a better one than it has (lightmotif 0.10)", () => {
    expect([...scan("TATAA", tataa(1e-3)).p]).toEqual([4 ** -5]);
    expect(scan("TATACTATAGTATAT", tataa(1e-3)).length).toBe(0);
  });

  it("keeps the coordinates after '-' (PWMScan 1.1.10 gives 4)", () => {
    expect([...scan("GG--GGTATAAGG", tataa(1e-3)).start]).toEqual([6]);
  });

  it("takes columns of unequal totals (yamtk 2.3.1 refuses them)", () => {
    const motif = motifFromCounts(
      { id: "U", name: "", source: "test" },
      Float64Array.of(9, 0, 0, 0, 0, 0, 0, 90, 4, 0, 0, 0, 0, 30, 0, 0, 0, 0, 5, 0, 8, 0, 0, 0),
    );
    const search = searchFor(motif, { ...uniform, rule: { by: "pValue", limit: 1e-3 } });
    expect([...scan("CCATACGACC", search).start]).toEqual([2]);
  });

  it("calls no hit above the p-value asked for (MOODS, PWMScan and lightmotif call CACGTG at 1e-4)", () => {
    const search = searchFor(consensusMotif("CACGTG"), { ...uniform, rule: { by: "pValue", limit: 1e-4 } });
    expect(scan("AACACGTGAA", search, "both").length).toBe(0);
  });

  it("scores the last window and skips N (memesuite-lite, pymemesuite)", () => {
    const search = searchFor(consensusMotif("GATTAC"), { ...uniform, rule: { by: "pValue", limit: 1e-3 } });
    expect([...scan("CCGATTACNGATTANGATTAC", search).start]).toEqual([2, 15]);
  });

  it("finds nothing in records shorter than the motif (Biopython 1.80 fails)", () => {
    const search = searchFor(consensusMotif("GATTACA"), { ...uniform, rule: { by: "pValue", limit: 1e-3 } });
    expect(["", "G", "GATTA", "GATTAC"].map((text) => scan(text, search, "both").length)).toEqual([0, 0, 0, 0]);
  });
});

describe("Hits", () => {
  it("are sorted by start, end, motif and strand, however far apart they lie", () => {
    const list = [4, 3, 4].map((width) => searchFor(peaked(width, 1), { ...uniform, rule: { by: "word" } }));
    const place = fc.tuple(fc.nat(5), fc.nat(2), fc.boolean());
    fc.assert(
      fc.property(fc.array(place), fc.constantFrom(1, 2 ** 31, 2 ** 50), (places, unit) => {
        const hits = new Hits();
        for (const [start, motif, reverse] of places) hits.add(motif, start * unit, Number(reverse), 0, 0);
        const word = (i: number) => [hits.start[i], list[hits.motif[i]].matrix.width, hits.motif[i], hits.reverse[i]];
        const expected = [...places.keys()].sort((a, b) => {
          const x = word(a).map(Number);
          const y = word(b).map(Number);
          return x[0] - y[0] || x[1] - y[1] || x[2] - y[2] || x[3] - y[3];
        });
        expect(hits.sorted(list)).toEqual(expected);
      }),
    );
  });
});

describe("fastestFlavour", () => {
  it("is relaxed SIMD where the engine has it", () => {
    expect(fastestFlavour()).toBe("relaxed");
    const list = [searchFor(consensusMotif("TATAA"), { ...uniform, rule: { by: "word" } })];
    const scanner = new Scanner(list, "both", kernelModule(fastestFlavour()));
    expect([...scanner.scan(encodeText("CTATAACTTATAG")).start]).toEqual([1, 7]);
  });
});

/** A motif with one letter that stands out in each column, by its own small generator. */
/** No two words of it score alike. */
function uneven(width: number): Motif {
  const random = randomStream(width, "cells");
  const counts = Float64Array.from({ length: 4 * width }, () => 3 + 100 * random.uniform() ** 3);
  return motifFromCounts({ id: `U${width}`, name: "", source: "test" }, counts);
}

function peaked(width: number, seed: number): Motif {
  const letters = randomCodes(2 * width, seed);
  const counts = new Float64Array(4 * width).fill(3);
  for (let position = 0; position < width; position++) {
    counts[4 * position + letters[position]] += 10 + 30 * letters[width + position];
  }
  return motifFromCounts({ id: `P${width}`, name: "", source: "test" }, counts);
}
