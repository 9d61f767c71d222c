import { describe, expect, it } from "vitest";
import { TataboxError } from "../../src/errors.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { cellProfile, cellProfiles, levelOf, parseFactors, unknownFactors } from "../../src/regulation/cells.ts";

const motif = (id: string) => bundledLibrary().find((m) => m.id === id)!;

describe("bundled profiles", () => {
  it("hold a level for every motif of the library", () => {
    expect(cellProfiles().map(({ name }) => name)).toEqual([
      "neuron",
      "cardiomyocyte",
      "hepatocyte",
      "b-cell",
      "erythroid",
      "es-cell",
      "generic",
    ]);
    for (const { levels } of cellProfiles()) {
      expect([...levels.keys()].toSorted()).toEqual(
        bundledLibrary()
          .map(({ id }) => id.toLowerCase())
          .toSorted(),
      );
    }
  });

  it("are found in any spelling", () => {
    for (const name of ["b-cell", "B cell", "b_cell", "BCELL"]) expect(cellProfile(name).name).toBe("b-cell");
    expect(cellProfile("ES cell").name).toBe("es-cell");
  });

  it("unknown names get the nearest and the list, as a wrong command line", () => {
    try {
      cellProfile("neuro");
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(TataboxError);
      expect((error as TataboxError).exitCode).toBe(2);
      expect((error as TataboxError).message).toMatch(/^no cell 'neuro'; did you mean 'neuron'\? \(cells: neuron, /);
    }
  });

  it("know where a factor works (motif-library.md)", () => {
    expect(levelOf(cellProfile("erythroid"), motif("MA0035.3"))).toBe(1);
    expect(levelOf(cellProfile("neuron"), motif("MA0035.3"))).toBe(0);
    expect(levelOf(cellProfile("neuron"), motif("MA0138.3"))).toBe(0);
  });
});

describe("factor tables", () => {
  it("name factors by id, name, group or symbol, in any case; what is not named is absent", () => {
    const profile = parseFactors("factor\tlevel\ngata1\t2.5\n# a comment\nocTAmer\t0.5\r\nma0113.4\t1\n\n", "f.tsv");
    expect(levelOf(profile, motif("MA0035.3"))).toBe(2.5);
    expect(levelOf(profile, motif("MA0140.3"))).toBe(2.5);
    expect(levelOf(profile, motif("MA0507.3"))).toBe(0.5);
    expect(levelOf(profile, motif("MA0113.4"))).toBe(1);
    expect(levelOf(profile, motif("MA0060.3"))).toBe(0);
    expect(levelOf(profile, motif("MA0108.2"))).toBe(1);
  });

  it("are named after their file, without its folder", () => {
    expect(parseFactors("GATA1\t1", "/home/me/k562.tsv").name).toBe("k562.tsv");
  });

  it("the largest level counts where several names apply", () => {
    const profile = parseFactors("GATA1\t0.25\nTAL1\t0.75\nGATA\t0.5", "f.tsv");
    expect(levelOf(profile, motif("MA0140.3"))).toBe(0.75);
    expect(levelOf(profile, motif("MA0035.3"))).toBe(0.5);
  });

  it.each([
    ["GATA1\t-1", /^f\.tsv, line 1: expected 'factor <tab> level'/],
    ["factor\tlevel\nGATA1\tmuch", /^f\.tsv, line 2: expected/],
    ["GATA1\t1\nSP1", /^f\.tsv, line 2: expected/],
    ["GATA1\t1\n\nSP1\tInfinity", /^f\.tsv, line 3: expected/],
    ["GATA1\t1\ngata1\t2", /^f\.tsv, line 2: the factor gata1 is listed twice/],
    ["factor\tlevel\n", /^f\.tsv: holds no factor/],
  ])("names file and line of a bad row: %j", (text, message) => {
    expect(() => parseFactors(text, "f.tsv")).toThrow(message);
  });

  it("tells factors that no motif answers to", () => {
    expect(unknownFactors(parseFactors("GATA1\t1\nFOOBAR\t1", "f"), bundledLibrary())).toEqual(["foobar"]);
  });
});
