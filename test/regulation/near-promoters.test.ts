import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { relativeContact } from "../../src/regulation/contact.ts";
import { DEFAULT_PARAMETERS } from "../../src/regulation/expression-parameters.ts";
import { PromoterIndex } from "../../src/regulation/near-promoters.ts";
import type { Tss } from "../../src/sequence/tss.ts";

const site = (position: number, strand: "+" | "-" = "+", name = `g${position}`): Tss => ({
  sequence: "r",
  position,
  strand,
  strandGiven: true,
  name,
});

describe("PromoterIndex", () => {
  it("counts along the gene: upstream is negative on either strand", () => {
    const index = new PromoterIndex([site(5000, "+"), site(9000, "-")]);
    const near = index.near({ start: 6900, end: 7100 });
    expect(near.map(({ name, distance }) => [name, distance])).toEqual([
      ["g5000", 2000],
      ["g9000", 2000],
    ]);
    expect(index.near({ start: 3900, end: 4100 })[0]).toMatchObject({
      name: "g5000",
      distance: -1000,
      proximal: false,
    });
    expect(index.near({ start: 9900, end: 10_100 })[0]).toMatchObject({ name: "g9000", distance: -1000 });
  });

  it("marks clusters that touch −500..+100", () => {
    const plus = new PromoterIndex([site(5000, "+")]);
    const minus = new PromoterIndex([site(5000, "-")]);
    const proximal = (index: PromoterIndex, start: number) => index.near({ start, end: start + 10 })[0].proximal;
    expect([4490, 4491, 5100, 5101].map((start) => proximal(plus, start))).toEqual([false, true, true, false]);
    expect([4890, 4891, 5500, 5501].map((start) => proximal(minus, start))).toEqual([false, true, true, false]);
  });

  it("gives contact by distance, and nothing beyond 1 Mb", () => {
    const index = new PromoterIndex([site(2_000_000)]);
    const { contactGamma, contactPlateau } = DEFAULT_PARAMETERS;
    const [far] = index.near({ start: 1_000_000, end: 1_000_000 });
    expect(far.contact).toBe(relativeContact(1e6, contactGamma, contactPlateau));
    expect(index.near({ start: 999_998, end: 999_999 })).toEqual([]);
  });

  it("counts in the record where that is a part of a sequence", () => {
    expect(new PromoterIndex([site(5000)], 4000).near({ start: 990, end: 1010 })[0]).toMatchObject({
      tss: 1000,
      distance: 0,
    });
  });

  it("names the three nearest, as a look at all of them does (law)", () => {
    const sites = fc.array(fc.integer({ min: 0, max: 3000 }), { maxLength: 30 });
    fc.assert(
      fc.property(sites, fc.integer({ min: 0, max: 3000 }), (positions, at) => {
        const near = new PromoterIndex(positions.map((p) => site(p))).near({ start: at, end: at });
        const all = positions.map((p) => Math.abs(p - at)).sort((a, b) => a - b);
        expect(near.map(({ distance }) => Math.abs(distance))).toEqual(all.slice(0, 3));
      }),
    );
  });
});
