import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  siteEquilibrium,
  siteLevel,
  strandDivision,
  strandEquilibrium,
  strandLevel,
} from "../../src/cpg/methylation-models.ts";
import { expectedSite, expectedStrand, meanExpectation } from "../../src/cpg/methylation-trajectory.ts";

const share = fc.double({ min: 0, max: 1, noNaN: true });

/** Exact fractions, rounded to ten places. */
const STRAND = [
  [0.96, 0, 0.17, 1, 10, 0.8095238095, 0.8723399212, 0.8445210328, 0.0556377768, 0.0998411904],
  [0.976, 0, 0.07, 0, 20, 0.7446808511, 0.460347241, 0.4356127043, 0.0494690734, 0.5149182224],
  [0.99, 0.002, 0.01, 1, 50, 0.5454545455, 0.8069065037, 0.8017201219, 0.0103727637, 0.1879071144],
] as const;

const SITE = [
  [0.96, 0.17, 1, 10, 0.8095238095, 0.8275586211],
  [0.976, 0.07, 0, 20, 0.7446808511, 0.6412776127],
  [0.99, 0.005, 1, 100, 0.3333333333, 0.4804059403],
  [0.95, 0.01, 0.5, 5, 0.1666666667, 0.4113013408],
] as const;

describe("the strand model", () => {
  it.each(STRAND)("μ %d, dp %d, dd %d from %d after %i divisions", (...row) => {
    const [maintenance, deNovoParent, deNovoDaughter, initial, t, settled, level, full, hemi, none] = row;
    const rates = { maintenance, deNovoParent, deNovoDaughter };
    expect(strandEquilibrium(rates, initial)).toBeCloseTo(settled, 9);
    expect(strandLevel(rates, initial, t)).toBeCloseTo(level, 9);
    const dyads = strandDivision(strandLevel(rates, initial, t - 1), rates);
    expect([dyads.full, dyads.hemi, dyads.none]).toEqual([full, hemi, none].map((x) => expect.closeTo(x, 9)));
  });

  it("has the equilibrium dyads of exact fractions", () => {
    const rates = { maintenance: 0.99, deNovoParent: 0.002, deNovoDaughter: 0.01 };
    const { full, hemi, none } = strandDivision(strandEquilibrium(rates, 1), rates);
    expect([full, hemi, none]).toEqual([0.5400090909, 0.0108909091, 0.4491].map((x) => expect.closeTo(x, 9)));
  });

  it("is its own recursion, division by division, to 1e-12", () => {
    fc.assert(
      fc.property(share, share, share, share, (maintenance, deNovoParent, deNovoDaughter, initial) => {
        const rates = { maintenance, deNovoParent, deNovoDaughter };
        let level = initial;
        for (let t = 1; t <= 40; t++) {
          const { full, hemi, none } = strandDivision(level, rates);
          expect(Math.abs(full + hemi + none - 1)).toBeLessThan(1e-12);
          level = full + hemi / 2;
          expect(Math.abs(strandLevel(rates, initial, t) - level)).toBeLessThan(1e-12);
        }
      }),
    );
  });

  it("halves without any methylase; the one-variable form drops at once, unless its rates are those of sites", () => {
    const none = { maintenance: 0, deNovoParent: 0, deNovoDaughter: 0 };
    expect(strandLevel(none, 1, 3)).toBe(1 / 8);
    expect(siteLevel({ maintenance: 0, deNovo: 0 }, 1, 1)).toBe(0);
    fc.assert(
      fc.property(share, share, share, fc.nat(30), (maintenance, deNovoParent, initial, t) => {
        const strand = { maintenance, deNovoParent, deNovoDaughter: 0.1 };
        const site = { maintenance: (1 + maintenance) / 2, deNovo: (deNovoParent + 0.1) / 2 };
        expect(Math.abs(strandLevel(strand, initial, t) - siteLevel(site, initial, t))).toBeLessThan(1e-12);
      }),
    );
  });

  it("stays where it is when nothing is lost and nothing gained", () => {
    const rates = { maintenance: 1, deNovoParent: 0, deNovoDaughter: 0 };
    expect([strandLevel(rates, 0.3, 50), strandEquilibrium(rates, 0.3)]).toEqual([0.3, 0.3]);
  });
});

describe("the site model", () => {
  it.each(SITE)("μ %d, ν %d from %d after %i divisions", (maintenance, deNovo, initial, t, settled, level) => {
    expect(siteEquilibrium({ maintenance, deNovo }, initial)).toBeCloseTo(settled, 9);
    expect(siteLevel({ maintenance, deNovo }, initial, t)).toBeCloseTo(level, 9);
  });

  it("is Otto and Walbot's recursion to 1e-12", () => {
    fc.assert(
      fc.property(share, share, share, (maintenance, deNovo, initial) => {
        let level = initial;
        for (let t = 1; t <= 40; t++) {
          level = maintenance * level + deNovo * (1 - level);
          expect(Math.abs(siteLevel({ maintenance, deNovo }, initial, t) - level)).toBeLessThan(1e-12);
        }
      }),
    );
  });
});

describe("expectations", () => {
  it("start from whole CpGs, and know no dyads in the site model", () => {
    const rates = { maintenance: 0.96, deNovoParent: 0, deNovoDaughter: 0.17 };
    const strand = expectedStrand(rates)(0.3, 2);
    expect(strand.map(({ level }) => level)).toEqual([
      expect.closeTo(0.3, 12),
      strandLevel(rates, 0.3, 1),
      strandLevel(rates, 0.3, 2),
    ]);
    expect(strand[0].dyads).toEqual({ full: 0.3, hemi: 0, none: 0.7 });
    expect(strand[1].dyads).toEqual(strandDivision(0.3, rates));
    expect(expectedSite({ maintenance: 0.9, deNovo: 0.1 })(0.3, 1)[1]).toEqual({
      level: expect.closeTo(0.34, 12),
      dyads: null,
      equilibrium: expect.closeTo(0.5, 12),
    });
  });

  it("are averaged over groups by their CpGs", () => {
    const [a, b] = [
      expectedSite({ maintenance: 1, deNovo: 0 })(1, 0)[0],
      expectedSite({ maintenance: 0, deNovo: 0 })(0, 0)[0],
    ];
    expect(
      meanExpectation([
        { cpgs: 1, expected: a },
        { cpgs: 3, expected: b },
      ]).level,
    ).toBe(0.25);
    expect(
      meanExpectation([
        { cpgs: 7, expected: a },
        { cpgs: 0, expected: b },
      ]),
    ).toBe(a);
  });
});
