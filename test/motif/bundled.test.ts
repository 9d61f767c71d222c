import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { bundledLibrary, readLibrary } from "../../src/motif/library.ts";
import { bucherFile } from "../../src/regulation/bucher.ts";
import { cellProfiles, cellsFile } from "../../src/regulation/cells.ts";

const json = (name: string) => JSON.parse(readFileSync(new URL(`../../motifs/${name}`, import.meta.url), "utf8"));

describe("bundled data keep to their schemas (start-up does not check them)", () => {
  it("library.json", () => {
    expect(readLibrary(json("library.json"), "library.json")).toEqual(bundledLibrary());
    expect(bundledLibrary().length).toBe(55);
    expect(bundledLibrary().every(({ licence, origin }) => licence !== "" && origin !== "")).toBe(true);
  });

  it("names the field that is wrong", () => {
    const library = json("library.json");
    library.motifs[3].role = "helper";
    expect(() => readLibrary(library, "mine.json")).toThrow(/^mine\.json: not a motif library: motifs\.3\.role: /);
    library.motifs[3] = { ...library.motifs[2], counts: undefined };
    expect(() => readLibrary(library, "mine.json")).toThrow(/holds neither counts nor a word/);
  });

  it("bucher1990.json and cells.json; a level for every motif in every cell", () => {
    expect(bucherFile.parse(json("bucher1990.json")).elements.length).toBe(4);
    expect(cellsFile.parse(json("cells.json")).cells.length).toBe(7);
    for (const { levels } of cellProfiles()) {
      expect([...levels.keys()].sort()).toEqual(
        bundledLibrary()
          .map(({ id }) => id.toLowerCase())
          .sort(),
      );
    }
  });
});
