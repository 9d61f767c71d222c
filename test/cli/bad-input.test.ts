import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, tatabox } from "./tatabox.ts";

const folder = mkdtempSync(join(tmpdir(), "bad-input-"));
const FOS = fixture("genes/fos.fa");
const BED = fixture("genes/genes.bed");

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  "empty.fa": "",
  "text.fa": "hello\n>x\nACGT\n",
  "nameless.fa": ">a\nACGT\n>\nACGT\n",
  "genbank.fa": "LOCUS       SCU49845 5028 bp\n",
  "protein.fa": `>p\n${"MKLLFFEEQP".repeat(30)}\n`,
  "cut.fa.gz": gzipSync(`>x\n${"ACGTTGCA".repeat(9000)}`).subarray(0, 100),
  "nothing.motif": "\n\n",
  "unknown.motif": "this is not a motif\nat all\n",
  "broken.jaspar": ">M1 one\nA [ 1 2 3 ]\nC [ 1 2 ]\nG [ 1 2 3 ]\nT [ 1 2 3 ]\n",
  "negative.jaspar": ">M1 one\nA [ 1 -2 3 ]\nC [ 1 2 3 ]\nG [ 1 2 3 ]\nT [ 1 2 3 ]\n",
  "wide.bed": "K00650\t800\t700\tX\t0\t+\n",
  "outside.bed": "K00650\t99999\t100000\tX\t0\t+\n",
  "other.bed": "chr9\t10\t11\tX\t0\t+\n",
  "factors.tsv": "factor\tlevel\nGATA1\tmuch\n",
  "sites.json": '{"sites": [{"start": 1}]}',
  "result.json": "{}",
  "one.fa": ">one\nACGTACGTACGT\n",
};

beforeAll(() => {
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content);
  mkdirSync(join(folder, "folder.fa"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (words: readonly string[], input = "") => tatabox(words, input, folder);

describe("bad data: one line, exit 1, nothing on stdout", () => {
  it.each([
    [["scan", "none.fa"], "tatabox scan: error: none.fa: no such file"],
    [["scan", "folder.fa"], "tatabox scan: error: folder.fa: is a folder, not a file"],
    [["scan", "empty.fa"], "tatabox scan: error: empty.fa: is empty"],
    [["scan", "-"], "tatabox scan: error: standard input: is empty"],
    [
      ["cpg", "text.fa"],
      "tatabox cpg: error: text.fa, line 1: text before the first '>'; FASTA starts with a line '>name'",
    ],
    [["report", "nameless.fa"], "tatabox report: error: nameless.fa, line 3: a record without a name"],
    [
      ["scan", "genbank.fa"],
      "tatabox scan: error: genbank.fa, line 1: not FASTA: this is GenBank format; convert it (EMBOSS seqret, or any converter) first",
    ],
    [
      ["scan", "protein.fa"],
      "tatabox scan: error: protein.fa: not DNA: 240 of the first 300 letters are no nucleotide codes (a protein file?)",
    ],
    [
      ["scan", "cut.fa.gz"],
      "tatabox scan: error: cut.fa.gz: the compressed data end early (truncated file?); copy or download it again",
    ],
    [["scan", FOS, "-m", "none.meme"], "tatabox scan: error: none.meme: no such file"],
    [["scan", FOS, "-m", "nothing.motif"], /^tatabox scan: error: nothing\.motif: is empty/],
    [["scan", FOS, "-m", "unknown.motif"], /^tatabox scan: error: unknown\.motif.*MEME, JASPAR/],
    [["scan", FOS, "-m", "broken.jaspar"], /^tatabox scan: error: broken\.jaspar, line 3, motif M1: /],
    [["scan", FOS, "-m", "negative.jaspar"], /^tatabox scan: error: negative\.jaspar, line 2, motif M1: /],
    [["report", FOS, "--tss", "wide.bed"], /^tatabox report: error: wide\.bed, line 1: start 800 is not below end 700/],
    [["report", FOS, "--tss", "outside.bed"], /^tatabox report: error: record K00650: .*beyond the end/],
    [["promoters", FOS, "--tss", "other.bed"], /^tatabox promoters: error: other\.bed: names no record of the FASTA/],
    [["express", FOS, "--tss", BED, "--factors", "factors.tsv"], /^tatabox express: error: factors\.tsv, line 2: /],
    [["express", "--sites", "sites.json"], /^tatabox express: error: sites\.json: .*sites/],
    [["scan", FOS, "--settings", "result.json"], /^tatabox scan: error: result\.json: holds no settings/],
    [["scan", FOS, "-o", "no/such/folder.tsv"], /^tatabox scan: error: no\/such\/folder\.tsv: no such file/],
    [["scan", FOS, "-o", "/dev/full"], "tatabox scan: error: /dev/full: the disk is full"],
  ] as [string[], string | RegExp][])("%j", (words, message) => {
    const { status, out, err } = run(words);
    const lines = err
      .trimEnd()
      .split("\n")
      .filter((line) => !line.includes(": warning: "));
    expect(lines).toEqual([typeof message === "string" ? message : expect.stringMatching(message)]);
    expect(out).toBe("");
    expect(status).toBe(1);
  });
});

describe("a wrong command line: one line, exit 2", () => {
  it.each([
    [["skan"], "tatabox: error: unknown command 'skan'; did you mean 'scan'?; see tatabox --help"],
    [["scan", FOS, "--strnd", "both"], "tatabox scan: error: unknown option '--strnd' (Did you mean --strand?)"],
    [["scan", FOS, "-p", "2"], "tatabox scan: error: --p-value 2: expected a number above 0 and up to 1"],
    [["scan", FOS, "-p", "often"], "tatabox scan: error: --p-value often: expected a number above 0 and up to 1"],
    [["scan", FOS, "-p"], /argument missing/],
    [["scan", FOS, "-f", "tabel"], /--format tabel: expected table, tsv.*did you mean 'table'/],
    [
      ["scan", FOS, "--motif", "gata9"],
      "tatabox scan: error: no motif 'gata9'; did you mean 'Gata1'?; 'tatabox motifs list' shows all",
    ],
    [["scan", FOS, "--consensus", "TATAQ"], /'TATAQ' is no IUPAC word \('Q' is no nucleotide code\)/],
    [["scan", FOS, "--background", "0.5,0.5"], /is not four positive numbers/],
    [["scan", FOS, "--background", "unifrom"], /is not uniform, nrdb, sequence/],
    [["scan", FOS, "--score", "3", "--relative-score", "0.8"], /give only one of/],
    [["cpg", FOS, "--method", "uscs"], /--method uscs: expected ucsc.*did you mean 'ucsc'/],
    [["report", FOS, "--cell", "erithroid"], /erithroid.*did you mean 'erythroid'/],
    [
      ["scan", "one.fa", "-o", "one.fa"],
      "tatabox scan: error: the output one.fa is also an input and would be overwritten; choose another name",
    ],
  ] as [string[], string | RegExp][])("%j", (words, message) => {
    const { status, out, err } = run(words);
    expect(err.trimEnd().split("\n")).toEqual([typeof message === "string" ? message : expect.stringMatching(message)]);
    expect(out).toBe("");
    expect(status).toBe(2);
  });
});

describe("nothing partial", () => {
  it("an error in the last record leaves neither the file nor a temporary one", () => {
    writeFileSync(join(folder, "late.fa"), `>a\n${"ACGT".repeat(5000)}\n>\nACGT\n`);
    const before = readdirSync(folder).sort();
    const { status } = run(["scan", "late.fa", "-p", "0.01", "-o", "hits.tsv"]);
    expect(status).toBe(1);
    expect(readdirSync(folder).sort()).toEqual(before);
  });

  it("keeps what was there before when a run fails", () => {
    writeFileSync(join(folder, "kept.tsv"), "kept");
    run(["scan", "text.fa", "-o", "kept.tsv"]);
    expect(tatabox(["scan", "one.fa", "-o", "kept2.tsv"], "", folder).status).toBe(0);
    expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
  });
});

describe("odd but good input", () => {
  it.each([
    [">empty\n>x\nACGTTATAAAAGGC\n", "record empty is empty"],
    [">x\nACGT\n>x\nACGT\n", "the name x occurs more than once"],
    [">x\nAC\n", "wider than every sequence (2 bases)"],
    [`>x\n${"N".repeat(50)}\n`, undefined],
    ["\ufeff>x\r\nTATAAAAGGC\r\n\r\nACGT", undefined],
    [`>x\n${"ACGT-ACGT*".repeat(20)}\n`, "standard input: 40 gap letters (- * .) count as N"],
  ])("%.40j is scanned", (fasta, warning) => {
    const { status, out, err } = run(["scan", "-", "--motif", "TBP"], fasta);
    expect(status).toBe(0);
    expect(out.startsWith("motif_id\t")).toBe(true);
    if (warning === undefined) expect(err.split("\n").filter((line) => !line.includes("wider"))).toEqual([""]);
    else expect(err).toContain(warning);
  });
});
