import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_ISLAND_METHOD, ISLAND_METHOD_NAMES, ISLAND_METHODS, islandMethod } from "../../src/cpg/methods.ts";
import { countRegion } from "../../src/cpg/statistics.ts";
import { TataboxError } from "../../src/errors.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { ODD_SEQUENCES, sequences } from "./sequences.ts";

describe("islandMethod", () => {
  it("finds a method by its name", () => {
    expect(islandMethod("takai-jones").defaults).toMatchObject({ minLength: 500, minGcPercent: 55, minObsExp: 0.65 });
    expect(islandMethod(DEFAULT_ISLAND_METHOD).defaults).toMatchObject({ minLength: 201 });
  });

  it("lists the methods when the name is unknown, and the nearest one", () => {
    const fault = (name: string) => {
      try {
        islandMethod(name);
      } catch (error) {
        return error as TataboxError;
      }
      return undefined;
    };
    expect(fault("embos")).toBeInstanceOf(TataboxError);
    expect(fault("embos")).toMatchObject({ exitCode: 2 });
    expect(fault("embos")!.message).toContain("did you mean 'emboss'");
    expect(fault("constructor")!.message).toContain(ISLAND_METHOD_NAMES.join(", "));
  });
});

describe.each(ISLAND_METHOD_NAMES)("%s", (name) => {
  const { islands, defaults } = ISLAND_METHODS[name];

  it("does not stumble over odd sequences", () => {
    for (const text of ODD_SEQUENCES) expect(() => islands(encodeText(text))).not.toThrow();
    for (const text of ["", "C", "CG", "N".repeat(600), "AT".repeat(400)]) {
      expect(islands(encodeText(text))).toEqual([]);
    }
  });

  it("gives islands in order, inside the sequence, with their true counts", () => {
    fc.assert(
      fc.property(sequences, (codes) => {
        let before = 0;
        for (const { start, end, length, cpgCount, gcCount } of islands(codes)) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeLessThanOrEqual(codes.length);
          expect(length).toBe(end - start);
          const { c, g, cpg } = countRegion(codes, start, end);
          expect([gcCount, cpgCount]).toEqual([c + g, cpg]);
          before = end;
        }
      }),
    );
  });

  it("takes its defaults from the table and a stricter length at its word", () => {
    fc.assert(
      fc.property(sequences, (codes) => {
        expect(islands(codes, defaults)).toEqual(islands(codes));
        const long = islands(codes, { minLength: 400 });
        // newcpgreport may print an island at the very end one letter short.
        for (const island of long) expect(island.length).toBeGreaterThanOrEqual(399);
      }),
    );
  });
});
