import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { chosenMotifs } from "../../src/cli/motif-options.ts";
import { parseMotifs } from "../../src/motif/read-motifs.ts";
import { tatabox } from "./tatabox.ts";

const folder = mkdtempSync(join(tmpdir(), "motifs-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const EBOX = file("ebox.jaspar", ">E1\tebox\n0 9 0 0 1 0\n9 0 9 0 0 0\n0 0 0 9 0 9\n0 0 0 0 8 0\n");
const GZIPPED = file("ebox.jaspar.gz", gzipSync(readFileSync(EBOX)));
const BROKEN = file("broken.jaspar", ">E1\n0 9\n9 0\n0 x\n0 0\n");

const rows = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));

it("a file of more motifs than a call can take as words", async () => {
  const path = join(folder, "many.txt");
  writeFileSync(path, Array.from({ length: 200_000 }, (_, i) => `w${i} TATA`).join("\n"));
  const [found] = await chosenMotifs([path], ["w199999"], () => {});
  expect(found).toMatchObject({ id: "w199999", width: 4 });
});

describe("tatabox motifs convert", () => {
  it("writes MEME by default, from files, gzip and standard input", () => {
    const fromFile = tatabox(["motifs", "convert", EBOX]);
    expect(fromFile.status).toBe(0);
    expect(fromFile.out).toContain("MOTIF E1 ebox\nletter-probability matrix: alength= 4 w= 6 nsites= 9 E= 0\n");
    expect(fromFile.err).toBe(
      "tatabox motifs convert: warning: MEME does not hold: the counts of 1 motif (probabilities with 6 decimals instead)\n",
    );
    expect(tatabox(["motifs", "convert", GZIPPED]).out).toBe(fromFile.out);
    expect(tatabox(["motifs", "convert", "-"], readFileSync(EBOX)).out).toBe(fromFile.out);
  });

  it("lets no tab of a name break a table", () => {
    const tabbed = file("tab.jaspar", ">E1\tname\textra\n0 9 0\n9 0 1\n0 0 0\n0 0 8\n");
    const [head, row] = rows(tatabox(["motifs", "check", tabbed]).out);
    expect([row.length, row[1]]).toEqual([head.length, "name extra"]);
  });

  it("joins files in order and warns of ids that repeat", () => {
    const { status, out, err } = tatabox(["motifs", "convert", EBOX, GZIPPED, "-f", "transfac"]);
    expect([status, out.match(/^AC {2}E1$/gm)?.length]).toEqual([0, 2]);
    expect(err).toMatch(/warning: all files together: ids that several motifs share: E1\n$/);
  });

  it("writes the bundled library, or some of it", () => {
    const all = tatabox(["motifs", "convert", "-f", "jaspar"]);
    const library = rows(tatabox(["motifs", "list"]).out).slice(1);
    expect(parseMotifs(all.out, "f", () => {}).motifs.map(({ id }) => id)).toEqual(library.map(([id]) => id));
    const some = tatabox(["motifs", "convert", "--motif", "gata*", "-f", "homer"]).out;
    expect(some.match(/^>.*$/gm)).toHaveLength(3);
  });

  it("refuses to overwrite what it reads, and formats it does not have", () => {
    expect(tatabox(["motifs", "convert", EBOX, "-o", EBOX]).status).toBe(2);
    const logo = tatabox(["motifs", "logo", "E1", "-m", EBOX, "-o", EBOX]);
    expect([logo.status, logo.err]).toEqual([2, expect.stringContaining("is also an input")]);
    const json = tatabox(["motifs", "convert", EBOX, "--json"]);
    expect([json.status, json.out]).toEqual([2, ""]);
  });
});

describe("tatabox motifs check", () => {
  it("prints a row a motif, oddities included, and exits with 0", () => {
    const { status, out } = tatabox(["motifs", "check", EBOX, GZIPPED]);
    expect(status).toBe(0);
    const [head, first, second] = rows(out);
    expect(head.join(" ")).toBe(
      "motif_id motif_alt_id file format numbers width sites min_sum max_sum best_score worst_score smallest_p threshold oddities",
    );
    expect(first.slice(0, 9)).toEqual(["E1", "ebox", "ebox.jaspar", "JASPAR", "counts", "6", "9", "9", "9"]);
    expect(first.slice(11)).toEqual(["0.0002441", "", "17 zero counts; no word reaches p ≤ 0.0001"]);
    expect(second[13]).toMatch(/; id repeats \(ebox\.jaspar\); same matrix as E1 \(ebox\.jaspar\)$/);
  });

  it("takes scan's scores and thresholds", () => {
    const check = (...words: string[]) => rows(tatabox(["motifs", "check", EBOX, ...words]).out)[1];
    const scan = (...words: string[]) =>
      rows(tatabox(["scan", "-", "-m", EBOX, "-p", "1e-3", ...words], ">s\nTTCACGTGTT\n").out)[1];
    const skewed = ["--background", "0.3,0.2,0.1,0.4", "--pseudocount", "sqrt"];
    for (const words of [[], skewed, [...skewed, "--strand", "forward"]]) {
      const [, , , , , , , , , best, , smallest, threshold] = check("-p", "1e-3", ...words);
      const [, , , , , , score, p] = scan(...words);
      expect([best, smallest]).toEqual([score, p]);
      expect(Number(threshold)).toBeLessThanOrEqual(Number(best));
    }
  });

  it("has JSON without infinities, and no rows for files it cannot read", () => {
    const { motifs } = JSON.parse(tatabox(["motifs", "check", EBOX, "--pseudocount", "0", "--json"]).out);
    expect(motifs).toEqual([
      expect.objectContaining({ id: "E1", worstScore: null, threshold: null, minSum: 9, maxSum: 9 }),
    ]);
    const { status, out, err } = tatabox(["motifs", "check", EBOX, BROKEN]);
    expect([status, out]).toEqual([1, ""]);
    expect(err).toMatch(/^tatabox motifs check: error: broken\.jaspar, line 4, motif E1: 'x' is no number/);
  });
});

describe("tatabox motifs logo", () => {
  it("gives SVG in a pipe and letters on request", () => {
    const { out } = tatabox(["motifs", "logo", "MA0108.2"]);
    expect(out).toBe(readFileSync(new URL("../golden/logo-MA0108.2.svg", import.meta.url), "utf8"));
    const table = tatabox(["motifs", "logo", "MA0108.2", "E1", "-m", EBOX, "-f", "table"]);
    expect([table.status, table.err]).toEqual([2, expect.stringContaining("no motif 'MA0108.2'")]);
    const drawn = tatabox(["motifs", "logo", "E1", "-m", EBOX, "-f", "table", "--reverse-complement"]);
    expect(drawn.out).toMatch(/^E1 {2}ebox \(reverse complement\)\nbits\n 2 \|/);
  });

  it("turns, corrects, and puts several motifs into one picture", () => {
    const plain = tatabox(["motifs", "logo", "E1", "-m", EBOX]).out;
    const corrected = tatabox(["motifs", "logo", "E1", "-m", EBOX, "--correct-small-sample"]).out;
    expect(corrected).not.toBe(plain);
    const several = tatabox(["motifs", "logo", "gata*", "--reverse-complement"]).out;
    expect(several.match(/<svg /g)).toHaveLength(1);
    expect(several.match(/\(reverse complement\)<\/title>/g)).toHaveLength(3);
  });
});

describe("tatabox motifs words", () => {
  it("lists the best 100 words, N of them, or all", () => {
    const { out, err } = tatabox(["motifs", "words", "TBP"]);
    expect([rows(out).length, err]).toEqual([101, ""]);
    expect(rows(out).slice(0, 2)).toEqual([
      ["motif_id", "motif_alt_id", "word", "score", "p-value", "mismatches"],
      ["MA0108.2", "TBP", "GTATAAAAGGCGGGG", "16.2599", "9.313e-10", "0"],
    ]);
    expect(tatabox(["motifs", "words", "TBP", "--best", "7"]).out).toBe(`${out.split("\n").slice(0, 8).join("\n")}\n`);
    expect(rows(tatabox(["motifs", "words", "NFYA", "--all"]).out)).toHaveLength(420);
  });

  it("agrees with scan: an admitted word is a hit, the next one is not", () => {
    const all = rows(tatabox(["motifs", "words", "MA0035.3", "--all"]).out).slice(1);
    const fasta = all.map(([, , word], i) => `>${i}\n${word}\n`).join("");
    const hits = rows(tatabox(["scan", "-", "--motif", "MA0035.3", "--strand", "forward"], fasta).out).slice(1);
    expect(hits.map(([, , , , , , score, p, , site]) => [site, score, p])).toEqual(
      all.map(([, , word, score, p]) => [word, score, p]),
    );
  });

  it("says how many words there are, by mismatches", () => {
    const table = tatabox(["motifs", "words", "TBP", "-f", "table", "--best", "1"]).out;
    expect(table).toContain("107374 of 1073741824 words score at least 10.71 bits (p ≤ 0.0001)\n  mismatches 0   1 ");
    const { motifs, words } = JSON.parse(tatabox(["motifs", "words", "REST", "--best", "2", "--json"]).out);
    expect(motifs[0]).toMatchObject({ id: "MA0138.3", width: 20, exact: false, possible: 4 ** 20 });
    expect(words).toHaveLength(2);
  });

  it("refuses to list what no list can hold", () => {
    const { status, out, err } = tatabox(["motifs", "words", "REST", "--all"]);
    expect([status, out]).toEqual([2, ""]);
    expect(err).toMatch(
      /--all: MA0138\.3 admits about 10993\d{4} words, too many to list; give --best N or a lower -p/,
    );
  });
});

describe("tatabox motifs compare", () => {
  it("names a motif after the library's, also from a file and turned", () => {
    const { status, out } = tatabox(["motifs", "compare", EBOX, "--best", "3"]);
    expect(status).toBe(0);
    const [head, ...matches] = rows(out);
    expect(head.join(" ")).toBe(
      "query_id query_alt_id target_id target_alt_id offset orientation overlap score p-value e-value q-value query_consensus target_consensus",
    );
    expect(matches.map((row) => row[3])).toEqual(expect.arrayContaining(["USF1", "MYC"]));
    expect(rows(tatabox(["motifs", "compare", "usf1"]).out)[1].slice(0, 7)).toEqual([
      "MA0093.2",
      "USF1",
      "MA0093.2",
      "USF1",
      "0",
      "+",
      "11",
    ]);
  });

  it("filters by E-value 1, p or number; the last alone shows matches however poor", () => {
    const count = (...words: string[]) => rows(tatabox(["motifs", "compare", "TBP", ...words]).out).length - 1;
    const values = rows(tatabox(["motifs", "compare", "TBP", "-p", "1"]).out).slice(1);
    expect(values).toHaveLength(55);
    expect(count()).toBe(values.filter((row) => Number(row[9]) <= 1).length);
    expect(count("-p", "0.05")).toBe(values.filter((row) => Number(row[8]) <= 0.05).length);
    expect(count("--best", "9")).toBe(9);
    expect(count("--evalue", "1e-9")).toBe(1);
  });

  it("lines consensus words up under the query's", () => {
    const { out } = tatabox(["motifs", "compare", "USF1", "-f", "table"]);
    const aligned = out
      .trimEnd()
      .split("\n")
      .slice(2)
      .map((line) => /(\S+)$/.exec(line)![1]);
    const at = aligned[0].indexOf("CAYGTG");
    expect(at).toBeGreaterThan(0);
    expect(aligned.filter((word) => /^CA[YC]GTG$/.test(word.slice(at, at + 6))).length).toBeGreaterThanOrEqual(3);
  });

  it("warns of few targets, and says what it does not know", () => {
    const few = tatabox(["motifs", "compare", "USF1", "--to", EBOX]);
    expect([few.status, few.err]).toEqual([
      0,
      expect.stringContaining("fewer than 50 motifs to compare with (here 1)"),
    ]);
    const typo = tatabox(["motifs", "compare", "USF2"]);
    expect([typo.status, typo.err]).toEqual([
      2,
      expect.stringContaining("'USF2' is neither a file nor a motif's id or name; did you mean 'USF1'?"),
    ]);
  });
});
