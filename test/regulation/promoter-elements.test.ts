import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNIFORM } from "../../src/motif/background.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { scoreMatrix } from "../../src/motif/score-matrix.ts";
import type { FoundElement } from "../../src/regulation/elements.ts";
import { findElements } from "../../src/regulation/promoter-elements.ts";
import { BASES, encodeText, reverseComplement } from "../../src/sequence/alphabet.ts";
import { describeShared, sharedText } from "../shared.ts";
import { GENES, geneLetters, plain, planted } from "./genes.ts";

/** Share of all words that score at least as high as `word`: p by plain enumeration. */
function shareOfWords(id: string, word: string): number {
  const motif = bundledLibrary().find((candidate) => candidate.id === id)!;
  const { width, scores } = scoreMatrix(motif, UNIFORM);
  const limit = [...encodeText(word)].reduce((sum, base, i) => sum + scores[4 * i + base], 0) - 1e-9;
  let better = 0;
  for (let index = 0; index < 4 ** width; index++) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += scores[4 * i + ((index >> (2 * i)) & 3)];
    if (sum >= limit) better++;
  }
  return better / 4 ** width;
}

const brief = (elements: readonly FoundElement[]) =>
  elements.map(({ element, motif, offset, strand }) => `${element} ${motif} ${offset} ${strand}`);

describeShared("the elements of known promoters", () => {
  const ofGene = (gene: keyof typeof GENES) => {
    const letters = geneLetters(gene);
    return { letters, ...findElements(encodeText(letters), GENES[gene].tss, "+") };
  };

  it("HBB: CATAAA at -32 and the CCAAT box at -76 (NF-Y's matrix: Bucher's scores -5.44, below the cut-off)", () => {
    const { letters, elements, cutWindows } = ofGene("HBB");
    const tata = elements.find(({ element }) => element === "TATA")!;
    expect(tata).toMatchObject({ offset: -32, strand: "+", motif: "bucher1990", score: -3.51, cut: false });
    expect(letters.slice(tata.start, tata.end)).toBe("CATAAAAG");
    const box = elements.find(({ element, offset }) => element === "CCAAT" && offset === -76)!;
    expect(letters.slice(box.start, box.end)).toBe("CCAAT");
    expect(box.motif).toBe("MA0060.3");
    expect(box.pValue).toBeCloseTo(shareOfWords("MA0060.3", letters.slice(box.site.start, box.site.end)), 15);
    expect(cutWindows).toEqual([]);
  });

  it("HBG2: both CCAAT boxes of the gamma-globin promoters, -115 and -88, and AATAAA at -31", () => {
    const { letters, elements } = ofGene("HBG2");
    const at = (offset: number) => elements.find((element) => element.offset === offset)!;
    for (const offset of [-115, -88]) {
      expect(letters.slice(at(offset).start, at(offset).end)).toBe("CCAAT");
      expect(at(offset)).toMatchObject({ element: "CCAAT", motif: "bucher1990" });
    }
    expect(at(-31)).toMatchObject({ element: "TATA" });
  });

  it("FOS has a TATA box and TYMS has none", () => {
    const { letters, elements } = ofGene("FOS");
    const tata = elements.find(({ element }) => element === "TATA")!;
    expect(letters.slice(tata.start, tata.end)).toBe("TATAAAAG");
    expect(ofGene("TYMS").elements.map(({ element }) => element)).not.toContain("TATA");
  });

  it("TATA and initiator of the promoter that Biopython 1.80 scanned lie where it has them", () => {
    const { sequence, motifs } = JSON.parse(sharedText("oracle/regulation/bucher_biopython.json"));
    const startOf = (id: string): number => motifs.find((motif: { id: string }) => motif.id === id).hits[0].start;
    const tss = startOf("POL002.1") + 2;
    const { elements } = findElements(encodeText(sequence), tss, "+");
    expect(elements.find(({ element }) => element === "TATA")?.site.start).toBe(startOf("MA0108.2"));
    expect(elements.find(({ element }) => element === "Inr")?.site.start).toBe(startOf("POL002.1"));
  });
});

describe("findElements", () => {
  const TSS = 300;
  const search = (words: Readonly<Record<number, string>>) =>
    findElements(encodeText(planted(plain(500), TSS, words)), TSS, "+");

  it("finds the textbook words where they are planted", () => {
    expect(brief(search({ [-49]: "ATGCAAAT" }).elements)).toContain("octamer MA0785.1 -49 +");
    expect(brief(search({ [-60]: "GTGACGTCAC" }).elements).join()).toContain("CRE MA0018.3 -59");
    expect(brief(search({ [-1]: "TCTTTC" }).elements)).toContain("TCT TCT -1 +");
    expect(brief(search({ [-37]: "AGCGCGCC" }).elements)).toContain("BREu POL006.1 -37 +");
    expect(brief(search({ [-8]: "GGGCGGGACC" }).elements)).toContain("XCPE1 POL011.1 -8 +");
    expect(brief(search({ 10: "CAAGATGGCGGC" }).elements)).toContain("YY1 MA0095.2 10 +");
  });

  it("reads CCAAT and GC boxes on both strands, TATA on the promoter's alone", () => {
    expect(brief(search({ [-85]: "AACCAATCAGA" }).elements)).toContain("CCAAT bucher1990 -83 +");
    expect(brief(search({ [-85]: "TCTGATTGGTT" }).elements)).toContain("CCAAT bucher1990 -81 -");
    expect(brief(search({ [-90]: "GGGGGCGGGGCC" }).elements)).toContain("GC bucher1990 -88 +");
    const inCytosines = (word: string) =>
      findElements(encodeText(planted("C".repeat(500), TSS, { [-33]: word })), TSS, "+").elements.map(
        ({ element }) => element,
      );
    expect(inCytosines("GTATAAAAG")).toContain("TATA");
    expect(inCytosines("CTTTTATAC")).not.toContain("TATA");
  });

  it("takes MA0108.2 in -36..-20 where Bucher's recipe finds no TATA box", () => {
    const box = "GGGCTATAAAAGGCGGC";
    const { elements } = findElements(encodeText(planted("C".repeat(500), TSS, { [-41]: box })), TSS, "+");
    const tata = elements.find(({ element }) => element === "TATA")!;
    expect(tata).toMatchObject({ motif: "MA0108.2", offset: -37, window: { column: 3, from: -36, to: -20 } });
    expect(tata.pValue).toBeLessThan(1e-3);
  });

  it("looks for DPE and MTE only at their distance from an initiator", () => {
    const mte = "CTTCGACGGGACCGGTTCC";
    const initiator = { [-2]: "TCAGTTCT" };
    const names = (words: Readonly<Record<number, string>>) => brief(search(words).elements);
    expect(names({ ...initiator, 25: "GAAGATGTT" })).toContain("DPE POL005.1 25 +");
    expect(names({ 25: "GAAGATGTT" }).join()).not.toContain("DPE");
    expect(names({ ...initiator, 26: "GAAGATGTT" }).join()).not.toContain("DPE");
    expect(names({ [-3]: "TCAGTTCT", 24: "GAAGATGTT" })).toContain("DPE POL005.1 24 +");
    expect(names({ ...initiator, 14: mte })).toContain("MTE POL001.1 14 +");
    expect(names({ 14: mte }).join()).not.toContain("MTE");
  });

  it("looks for BREd only right behind a TATA box", () => {
    const found = (words: Readonly<Record<number, string>>) => brief(search(words).elements).join();
    expect(found({ [-31]: "TATAAAAG", [-23]: "GTTTGTT" })).toContain("BREd POL007.1 -23 +");
    expect(found({ [-23]: "GTTTGTT" })).not.toContain("BREd");
    expect(found({ [-31]: "TATAAAAG", [-22]: "GTTTGTT" })).not.toContain("BREd POL007.1 -22");
  });

  it("marks windows that run over the record's end or into N, and finds nothing in nothing", () => {
    expect(findElements(encodeText("N".repeat(600)), TSS, "+").elements).toEqual([]);
    const short = findElements(encodeText(`GGTATAAAAGGCGGC${"C".repeat(17)}TCAGTTCTCC`), 34, "+");
    const tata = short.elements.find(({ element }) => element === "TATA")!;
    expect(tata.cut).toBe(false);
    expect(short.cutWindows).toContain("CCAAT");
    expect(short.cutWindows).not.toContain("TATA");
    const gap = findElements(encodeText(planted(plain(500), TSS, { [-33]: "GTATAAAAGGCGGCCNCC" })), TSS, "+");
    expect(gap.elements.find(({ element }) => element === "TATA")).toMatchObject({ offset: -32, cut: true });
    expect(search({}).elements).toEqual([]);
    expect(search({}).cutWindows).toEqual([]);
  });

  it("finds the same promoter on the opposite strand", () => {
    const letters = fc.array(fc.constantFrom(..."ACGGCN"), { minLength: 1, maxLength: 420 });
    fc.assert(
      fc.property(letters, fc.nat(500), (bases, at) => {
        const codes = encodeText(bases.join(""));
        const tss = at % codes.length;
        const forward = findElements(codes, tss, "+");
        const reverse = findElements(reverseComplement(codes), codes.length - 1 - tss, "-");
        expect(reverse.cutWindows).toEqual(forward.cutWindows);
        const mirror = ({ start, end }: { start: number; end: number }) => ({
          start: codes.length - end,
          end: codes.length - start,
        });
        expect(reverse.elements).toEqual(
          forward.elements.map((element) => ({
            ...element,
            ...mirror(element),
            site: mirror(element.site),
            strand: element.strand === "+" ? "-" : "+",
          })),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("lists elements by offset, one a place and element", () => {
    const seeded = fc.sample(fc.array(fc.constantFrom(...BASES, "G", "C"), { minLength: 400, maxLength: 400 }), {
      numRuns: 20,
      seed: 1,
    });
    const lists = seeded.map((bases) => findElements(encodeText(bases.join("")), TSS, "+").elements);
    expect(lists.flat().length).toBeGreaterThan(20);
    for (const list of lists) {
      expect(list.map(({ offset }) => offset)).toEqual(list.map(({ offset }) => offset).toSorted((a, b) => a - b));
      for (const a of list) {
        expect(list.filter((b) => b.element === a.element && b.start < a.end && a.start < b.end)).toEqual([a]);
      }
    }
  });
});
