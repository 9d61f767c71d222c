import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fixture, tatabox } from "./tatabox.ts";

const GLOBIN = fixture("genes/globin.fa");
const folder = mkdtempSync(join(tmpdir(), "scan-statistics-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Hit {
  motif: string;
  pValue: number;
  qValue: number;
}
const hits = (...words: string[]): Hit[] => JSON.parse(tatabox(["scan", GLOBIN, "--json", ...words]).out).hits;

describe("scan --q-values", () => {
  it("are Benjamini–Hochberg over all windows of both strands, from a file and from standard input", () => {
    const found = hits("--motif", "SP1", "--q-values");
    const tests = 2 * (73308 - 11 + 1);
    const p = found.map((hit) => hit.pValue).sort((a, b) => a - b);
    for (const { pValue, qValue } of found) {
      const candidates = p.map((x, i) => (x >= pValue ? (x * tests) / (i + 1) : Number.POSITIVE_INFINITY));
      expect(qValue).toBeCloseTo(Math.min(1, ...candidates), 12);
    }
    expect(found.length).toBeGreaterThan(5);
    const piped = tatabox(["scan", "-", "--motif", "SP1", "--q-values"], readFileSync(GLOBIN));
    expect(piped.out).toBe(tatabox(["scan", GLOBIN, "--motif", "SP1", "--q-values"]).out);
  });

  it("--q-value keeps what is below it; global scope corrects for all motifs", () => {
    const words = ["--motif", "SP1", "--motif", "TBP", "--motif", "NFYA"];
    const all = hits(...words, "--q-values");
    const few = hits(...words, "--q-value", "0.8");
    expect(few).toEqual(all.filter(({ qValue }) => qValue <= 0.8));
    const global = hits(...words, "--q-values", "--q-scope", "global");
    const byP = global.toSorted((a, b) => a.pValue - b.pValue).map(({ qValue }) => qValue);
    expect(byP).toEqual(byP.toSorted((a, b) => a - b));
  });
});

describe("scan --background", () => {
  it("sequence is the input's own composition, both strands averaged", () => {
    const input = join(folder, "at.fa");
    writeFileSync(input, `>x\n${"AATATTTAAC".repeat(50)}\n`);
    const own = tatabox(["scan", input, "--consensus", "TATA", "--background", "sequence"]).out;
    expect(own).toBe(tatabox(["scan", input, "--consensus", "TATA", "--background", "0.45,0.05,0.05,0.45"]).out);
    expect(tatabox(["scan", "--consensus", "TATA", "--background", "sequence"], readFileSync(input)).out).toBe(own);
  });

  it("takes p-values against a Markov chain of the input, the scores unchanged, and says what it lacks", () => {
    const own = ["scan", GLOBIN, "--motif", "TBP", "--background", "sequence", "-f", "tsv"];
    const column = (text: string, i: number) =>
      text
        .trim()
        .split("\n")
        .slice(1)
        .map((row) => row.split("\t")[i]);
    const [plain, chain] = [tatabox(own).out, tatabox([...own, "--background-order", "2"]).out];
    const places = new Map(column(plain, 3).map((start, i) => [start, column(plain, 6)[i]]));
    const shared = column(chain, 3).flatMap((start, i) =>
      places.has(start) ? [[places.get(start), column(chain, 6)[i]]] : [],
    );
    expect(shared.length).toBeGreaterThan(5);
    for (const [before, after] of shared) expect(after).toBe(before);
    expect(column(chain, 7)).not.toEqual(column(plain, 7));
    expect(tatabox([...own, "--background-order", "2", "-j", "2"]).out).toBe(chain);
    expect(tatabox(["scan", GLOBIN, "--background-order", "1"])).toMatchObject({
      status: 2,
      err: "tatabox scan: error: --background-order 1 needs --background sequence or a MEME background file of that order\n",
    });
  });

  it("reads a MEME background file and names a bad line", () => {
    const file = join(folder, "bg.txt");
    writeFileSync(file, "# order 0\nA 0.3\nC 0.2\nG 0.2\nT 0.3\nAA 0.09\n");
    const found = tatabox(["scan", GLOBIN, "--motif", "TBP", "--background", file]).out;
    expect(found).toBe(tatabox(["scan", GLOBIN, "--motif", "TBP", "--background", "0.3,0.2,0.2,0.3"]).out);
    writeFileSync(file, "A 0.3\nC much\n");
    expect(tatabox(["scan", GLOBIN, "--background", file])).toMatchObject({
      status: 1,
      err: `tatabox scan: error: ${file}, line 2: expected a letter and its frequency, found 'C much'\n`,
    });
  });
});

describe("scan --homer-threshold", () => {
  const motif = join(folder, "one.motif");

  it("takes each motif's own threshold, in natural log odds", () => {
    writeFileSync(
      motif,
      ">CCAAT\tccaat\t6.5\n0.01\t0.97\t0.01\t0.01\n0.01\t0.97\t0.01\t0.01\n0.97\t0.01\t0.01\t0.01\n0.97\t0.01\t0.01\t0.01\n0.01\t0.01\t0.01\t0.97\n",
    );
    const found = tatabox(["scan", GLOBIN, "-m", motif, "--homer-threshold"]).out;
    expect(found).toBe(tatabox(["scan", GLOBIN, "-m", motif, "--score", String(6.5 / Math.LN2)]).out);
    expect(found.split("\n").length).toBeGreaterThan(50);
  });

  it("refuses motifs that carry none", () => {
    const { status, err } = tatabox(["scan", GLOBIN, "--motif", "TBP", "--homer-threshold"]);
    expect([status, err]).toEqual([1, expect.stringContaining("motif MA0108.2: carries no detection threshold")]);
  });
});
