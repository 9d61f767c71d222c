import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { promoterClass, promoterRegion } from "../../src/cpg/promoter-class.ts";
import { formatFixed } from "../../src/printf.ts";
import { encodeText, reverseComplement } from "../../src/sequence/alphabet.ts";
import type { Strand } from "../../src/sequence/interval.ts";
import { describeShared } from "../shared.ts";
import { oracleTable, recordOf, recordsOf } from "./records.ts";
import { sequences } from "./sequences.ts";

const OTHER_WINDOW = { from: -1300, to: 200 };

describe("promoterRegion", () => {
  it("lies along the promoter's strand", () => {
    const window = { from: -700, to: 200 };
    expect(promoterRegion(1000, "+", window)).toEqual({ start: 300, end: 1200 });
    expect(promoterRegion(1000, "-", window)).toEqual({ start: 801, end: 1701 });
  });
});

describe("promoterClass", () => {
  const around = (unit: string, letters: number) => encodeText(unit.repeat(Math.ceil(letters / unit.length)));

  it("calls an island promoter high and a promoter without CpG low (FOS, HBB)", () => {
    expect(promoterClass(recordOf("embl", "K00650").codes, 733, "+").class).toBe("HCP");
    const hbb = promoterClass(recordOf("embl", "U01317").codes, 62136, "+");
    expect(hbb.class).toBe("LCP");
    expect(hbb.maxObsExp).toBeCloseTo(0.2564, 4);
  });

  it("needs ratio and GC content above their limits in one window", () => {
    // CpG ratio 1 × 500·125 / (125·125) = 4, but GC exactly 50 %.
    expect(promoterClass(around("CGAT", 2000), 1000, "+")).toMatchObject({ class: "ICP", gcPercent: 50 });
    // One CpG in 20 letters with 6 C and 6 G: ratio 25·500/(150·150) = 0.556, GC 60 %.
    expect(promoterClass(around("CGAACCCAAGGGAACCAGGA", 2000), 1000, "+").class).toBe("ICP");
    expect(promoterClass(around("CGACCGA", 2000), 1000, "+").class).toBe("HCP");
  });

  it("is strict about 55 % GC", () => {
    // 11 of 20 letters C or G in every window of 500.
    const unit = "CGCGCGCGCGCAATTAATTA";
    expect(promoterClass(around(unit, 2000), 1000, "+")).toMatchObject({ class: "ICP", gcPercent: 55 });
    expect(promoterClass(around(unit.replace("AATT", "ACTT"), 2000), 1000, "+").class).toBe("HCP");
  });

  it("shows the GC content of the first window, from 5', with the highest ratio", () => {
    const codes = encodeText(`${"C".repeat(450)}${"A".repeat(1000)}`);
    expect(promoterClass(codes, 700, "+")).toMatchObject({ class: "LCP", maxObsExp: 0, gcPercent: 90 });
    expect(promoterClass(codes, 199, "-")).toMatchObject({ class: "LCP", maxObsExp: 0, gcPercent: 10 });
  });

  it("uses a region that is cut by the sequence and says so; below 500 letters it has no class", () => {
    const codes = around("CGACCGA", 900);
    expect(promoterClass(codes, 700, "+").truncated).toBe(false);
    expect(promoterClass(codes, 300, "+")).toMatchObject({ class: "HCP", truncated: true });
    expect(promoterClass(codes, 299, "+")).toEqual({ class: "NA", maxObsExp: null, gcPercent: null, truncated: true });
    expect(promoterClass(new Uint8Array(0), 0, "+").class).toBe("NA");
  });

  it("has no class where no base is known", () => {
    expect(promoterClass(encodeText("N".repeat(2000)), 1000, "+").class).toBe("NA");
  });

  it("is the same for the mirrored start site on the opposite strand", () => {
    const places = fc.tuple(fc.nat(), fc.constantFrom<Strand>("+", "-"));
    fc.assert(
      fc.property(sequences, places, (codes, [at, strand]) => {
        const tss = codes.length === 0 ? 0 : at % codes.length;
        const mirrored = promoterClass(reverseComplement(codes), codes.length - 1 - tss, strand === "+" ? "-" : "+");
        expect(mirrored).toEqual(promoterClass(codes, tss, strand));
      }),
    );
  });
});

describeShared("promoter_class.tsv (an independent count over EPD and EMBL start sites)", () => {
  it("holds for both readings of the region", () => {
    const records = new Map(["embl", "chr20"].flatMap(recordsOf).map(({ name, codes }) => [name, codes]));
    const table = oracleTable("promoter_class.tsv");
    const rows = table.map(([seq, gene, position, strand]) => {
      const codes = records.get(seq)!;
      const near = promoterClass(codes, Number(position), strand as Strand);
      const wide = promoterClass(codes, Number(position), strand as Strand, OTHER_WINDOW);
      return [
        seq,
        gene,
        position,
        strand,
        near.class,
        formatFixed(near.maxObsExp!, 4),
        formatFixed(near.gcPercent! / 100, 3),
        near.truncated ? "yes" : "no",
        wide.class,
        formatFixed(wide.maxObsExp!, 4),
      ];
    });
    expect(rows).toEqual(table);
  });
});
