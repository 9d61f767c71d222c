import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Background, NRDB, normalizedBackground, strandSymmetric, UNIFORM } from "../../src/motif/background.ts";
import { consensusMotif } from "../../src/motif/consensus.ts";
import { readJaspar } from "../../src/motif/formats/jaspar.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { scoreMatrix, windowScore } from "../../src/motif/score-matrix.ts";
import { scanPlain } from "../../src/scan/plain.ts";
import { type Search, searchFor } from "../../src/scan/search.ts";
import { encodeText, reverseComplement } from "../../src/sequence/alphabet.ts";
import { describeShared, sharedText, tsvRows } from "../shared.ts";

const uniform = { background: UNIFORM, pseudocount: 0.1, rule: { by: "pValue", limit: 1e-3 } } as const;
const library = bundledLibrary();
const motif = (id: string) => library.find((m) => m.id === id)!;

/** Hits as comparable words. */
function found(codes: Uint8Array, searches: readonly Search[]): string[] {
  const hits = scanPlain(codes, searches, "both");
  return hits
    .sorted(searches)
    .map((i) => `${hits.motif[i]}:${hits.start[i]}${hits.reverse[i] ? "-" : "+"}${hits.score[i]}`);
}

function records(fasta: string): { name: string; codes: Uint8Array }[] {
  return fasta
    .split(">")
    .slice(1)
    .map((part) => {
      const [header, ...lines] = part.split(/\r?\n/);
      return { name: header.split(/\s/)[0], codes: encodeText(lines.join("")) };
    });
}

const dna = (letters: string) => fc.stringMatching(new RegExp(`^[${letters}]{0,120}$`)).map(encodeText);

describe("scanPlain: laws", () => {
  const searches = ["MA0108.2", "MA0060.3", "MA0079.3"].map((id) =>
    searchFor(motif(id), { ...uniform, rule: { by: "pValue", limit: 0.05 } }),
  );

  it("reverse-complementing the sequence swaps the strands and keeps every score", () => {
    fc.assert(
      fc.property(dna("ACGTN"), (codes) => {
        const mirrored = scanPlain(reverseComplement(codes), searches, "both");
        const turned = mirrored.indices().map((i) => {
          const start = mirrored.start[i];
          const width = searches[mirrored.motif[i]].matrix.width;
          return `${mirrored.motif[i]}:${codes.length - start - width}${mirrored.reverse[i] ? "+" : "-"}${mirrored.score[i]}`;
        });
        expect(turned.sort()).toEqual(found(codes, searches).sort());
      }),
    );
  });

  it("an N between two records changes nothing, nor does cutting at it", () => {
    fc.assert(
      fc.property(dna("ACGT"), dna("ACGT"), (a, b) => {
        const joined = Uint8Array.of(...a, 4, ...b);
        const shifted = found(b, searches).map((hit) =>
          hit.replace(/:(\d+)/, (_, at) => `:${Number(at) + a.length + 1}`),
        );
        expect(found(joined, searches)).toEqual([...found(a, searches), ...shifted]);
      }),
    );
  });

  it("equals scoring every window one by one", () => {
    fc.assert(
      fc.property(dna("ACGTN"), (codes) => {
        for (const [index, search] of searches.entries()) {
          const expected: string[] = [];
          for (let start = 0; start + search.matrix.width <= codes.length; start++) {
            for (const strand of ["+", "-"] as const) {
              const score = windowScore(search.matrix, codes, start, strand);
              if (score >= search.scoreFloor && search.distribution.pValue(score, codes, start, strand) <= 0.05) {
                expected.push(`${index}:${start}${strand}${score}`);
              }
            }
          }
          expect(found(codes, searches).filter((hit) => hit.startsWith(`${index}:`))).toEqual(expected);
        }
      }),
    );
  });
});

describe("bugs of other scanners", () => {
  const tataa = (limit: number) => [searchFor(consensusMotif("TATAA"), { ...uniform, rule: { by: "pValue", limit } })];

  it("finds narrow motifs at record ends, before N and in short records (MOODS 1.9.4 finds 1 of 6)", () => {
    const texts = ["GCGCTATAANNNNNNTATAANNTATAANNN", "TATAA", "TATAAGGGGGGGGTATAA"];
    const hits = texts.map((text) => scanPlain(encodeText(text), tataa(1e-3), "forward").length);
    expect(hits).toEqual([3, 1, 2]);
  });

  it("gives the best word its true p, never 0 (lightmotif 0.10)", () => {
    const hits = scanPlain(encodeText("TATAA"), tataa(1e-3), "forward");
    expect([...hits.p]).toEqual([4 ** -5]);
  });

  it("calls no hit for a motif that cannot reach the p-value (MOODS, PWMScan, lightmotif)", () => {
    const search = searchFor(consensusMotif("CACGTG"), { ...uniform, rule: { by: "pValue", limit: 1e-4 } });
    expect(scanPlain(encodeText("AACACGTGAA"), [search], "both").length).toBe(0);
  });

  it("scores a palindrome alike on both strands", () => {
    const hits = scanPlain(encodeText("CACGTG"), [searchFor(consensusMotif("CACGTG"), uniform)], "both");
    expect(hits.score[0]).toBe(hits.score[1]);
    expect(hits.length).toBe(2);
  });
});

describe("--consensus", () => {
  it("reports exactly the words that match, under any background", () => {
    const skewed = normalizedBackground([0.45, 0.05, 0.1, 0.4]);
    const search = searchFor(consensusMotif("RRYNNS"), { background: skewed, pseudocount: 0.1, rule: { by: "word" } });
    fc.assert(
      fc.property(fc.stringMatching(/^[ACGTN]{0,60}$/), (text) => {
        const expected = [...text.matchAll(/(?=([AG]{2}[CT][ACGT]{2}[CG]))/g)].map((match) => match.index);
        expect([...scanPlain(encodeText(text), [search], "forward").start]).toEqual(expected);
      }),
    );
  });
});

describe("known biology", () => {
  it("the octamer ATGCAAAT stands far above the look-alike AGCTAAAT under MA0785.1", () => {
    const octamer = motif("MA0785.1");
    const bits = (word: string, pseudocount: number | "sqrt") =>
      windowScore(scoreMatrix(octamer, UNIFORM, pseudocount), encodeText(word), 0, "+");
    expect(bits("TATATGCAAATT", "sqrt")).toBeCloseTo(16.49, 2);
    expect(bits("TATAGCTAAATT", "sqrt")).toBeCloseTo(2.78, 2);
    expect(bits("TATATGCAAATT", 0.1)).toBeCloseTo(16.57, 2);
    expect(bits("TATAGCTAAATT", 0.1)).toBeCloseTo(2.28, 2);
  });

  it("HBB has its CCAAT box at −76 and CATAAA at −32 of its start site", () => {
    const [globin] = records(readFileSync(new URL("../../fixtures/genes/globin.fa", import.meta.url), "utf8"));
    const offsets = (id: string, limit: number) => {
      const search = searchFor(motif(id), { ...uniform, rule: { by: "pValue", limit } });
      return scanPlain(globin.codes, [search], "forward").start.map((start) => start - HBB_START);
    };
    // Both matrices reach beyond the word: CCAAT begins at their third column, CATAAA at their second.
    expect(offsets("MA0060.3", 1e-3)).toContain(-76 - 2);
    expect(offsets("MA0108.2", 1e-4)).toContain(-32 - 1);
  });
});

const HBB_START = 62136;

describeShared("hits of other programs on globin, FOS and the synthetic set", () => {
  const motifs = () => readJaspar(sharedText("data/motifs/oracle4.jaspar"), "oracle4");
  const sets = () =>
    ["globin", "fos", "synthetic"].flatMap((name) => records(sharedText(`oracle/scan/input/${name}.fa`)));
  const fimoNrdb = normalizedBackground(strandSymmetric(NRDB).map((b) => b + 5e-7));

  const keysAt = (limit: number, sequence: string, codes: Uint8Array, background: Background) => {
    const searches = motifs().map((m) => searchFor(m, { ...uniform, background, rule: { by: "pValue", limit } }));
    const hits = scanPlain(codes, searches, "both");
    return hits
      .indices()
      .map((i) => `${searches[hits.motif[i]].motif.id} ${sequence} ${hits.start[i]} ${hits.reverse[i] ? "-" : "+"}`);
  };

  it.each([
    ["uniform", UNIFORM],
    ["nrdb", fimoNrdb],
  ] as const)("exact (numpy), FIMO 5.5.8 call the same sites: %s", (name, background) => {
    const searches = motifs().map((m) => searchFor(m, { ...uniform, background }));
    const rows = new Map(
      tsvRows(sharedText(`oracle/scan/exact/m4.${name}.p1e-3.tsv`)).map((row) => [
        `${row.motif} ${row.sequence} ${row.start0} ${row.strand}`,
        row,
      ]),
    );
    const fimo = new Set(
      ["globin", "fos", "synthetic"]
        .flatMap((set) => tsvRows(sharedText(`oracle/scan/fimo/${set}.m4.${name}.tsv`)))
        .map((row) => `${row.motif_id} ${row.sequence_name} ${Number(row.start) - 1} ${row.strand}`),
    );
    let atStrict = 0;
    let seen = 0;
    for (const { name: sequence, codes } of sets()) {
      const hits = scanPlain(codes, searches, "both");
      for (let i = 0; i < hits.length; i++) {
        const key = `${searches[hits.motif[i]].motif.id} ${sequence} ${hits.start[i]} ${hits.reverse[i] ? "-" : "+"}`;
        const row = rows.get(key);
        expect(row, key).toBeDefined();
        seen++;
        expect(Math.abs(hits.score[i] - Number(row!.score_from_jaspar_counts))).toBeLessThan(1e-9);
        expect(Math.abs(hits.p[i] / Number(row!.p_exact_from_jaspar_counts) - 1)).toBeLessThan(0.005);
      }
      for (const key of keysAt(1e-4, sequence, codes, background)) {
        atStrict++;
        expect(fimo.has(key), key).toBe(true);
      }
    }
    expect(seen).toBe(rows.size);
    expect(atStrict).toBe(fimo.size);
  });

  it("Biopython 1.80 gives the same scores within its float32", () => {
    const searches = motifs().map((m) => searchFor(m, { ...uniform, rule: { by: "pValue", limit: 1e-4 } }));
    const ours = new Map<string, number>();
    for (const { name, codes } of sets()) {
      const hits = scanPlain(codes, searches, "both");
      for (let i = 0; i < hits.length; i++) {
        ours.set(
          `${searches[hits.motif[i]].motif.id} ${name} ${hits.start[i]} ${hits.reverse[i] ? "-" : "+"}`,
          hits.score[i],
        );
      }
    }
    const rows = tsvRows(sharedText("oracle/scan/biopython/m4.uniform.tsv"));
    for (const row of rows) {
      const score = ours.get(`${row.motif} ${row.sequence} ${row.start0} ${row.strand}`);
      expect(score, JSON.stringify(row)).toBeDefined();
      expect(Math.abs(score! - Number(row.score_float32))).toBeLessThan(1e-5);
    }
    expect(rows.length).toBeGreaterThan(100);
  });
});
