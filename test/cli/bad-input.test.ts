import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, tatabox } from "./tatabox.ts";
import { twoBit } from "./two-bit.ts";

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
  "embl.fa": "ID   K00650; SV 1\nXX\n",
  "reads.fastq": "@r1\nACGT\n+\nIIII\n",
  "binary.fa": Uint8Array.from({ length: 64 }, (_, i) => i % 32),
  "nothing.fa.gz": gzipSync(""),
  "crc.fa.gz": withoutCheckSum(gzipSync(`>x\n${"ACGTTGCA".repeat(9000)}`)),
  "cut.2bit": twoBit([{ name: "one", letters: "ACGTNNacgt".repeat(9) }]).subarray(0, 40),
  "few.fa": `>x\n${"ACGTTATAAAAGGCGC".repeat(10)}EQZ\n`,
  "normalised.meme": meme("0.71 0.11 0.11 0.11", 8),
  "beyond.meme": meme("0.25 0.25 0.25 0.25", 2, "0.4 0.25 0.25 0.25"),
  "beyond.bg": "A 0.3\nC 0.3\nG 0.3\nT 0.3\n",
  "regions.bed": "one\t5\t50\n",
  "some.bed": "K00650\t733\t734\tA\t0\t+\nchr9\t10\t11\tX\t0\t+\n",
  "strand.bed": "K00650\t733\t734\tA\t0\tx\n",
  "turned.gff": "##gff-version 3\nK00650\tx\tgene\t20\t10\t.\t+\t.\tID=a\n",
  "m.fa": ">m\nACGTACGTACGTACGTACGT\n",
  "one-off.bed": bedMethyl([1, 5, 9, 13, 16]),
  "one-based.bed": bedMethyl([0, 4, 8, 12, 16]),
  "other-names.bed": bedMethyl([1], "chrM"),
  "percent.bed": bedMethyl([1], "m", 150),
  "contexts.txt": "m\t2\t+\t5\t5\tCG\tCGT\nm\t3\t-\t5\t5\tCHH\tCAA\nm\t4\t-\t5\t5\tCHG\tCAG\n",
  "newer.json":
    '{\n"schemaVersion": 2,\n"tool": {"name":"tatabox","version":"9.0.0"},\n"command": "scan",\n"settings": {},\n"hits": []\n}\n',
  "newer-model.json": '{"format":"tatabox-cnn","schemaVersion":9}',
};

function withoutCheckSum(gzip: Buffer): Buffer {
  return gzip.fill(0, gzip.length - 8, gzip.length - 4);
}

/** One motif: its first column, then as many of the second as make `width`. */
function meme(first: string, width: number, second = "1.00 0.00 0.00 0.00"): string {
  const head = `letter-probability matrix: alength= 4 w= ${width} nsites= 20`;
  return `MEME version 4\nALPHABET= ACGT\nMOTIF M1 one\n${head}\n ${first}\n${` ${second}\n`.repeat(width - 1)}`;
}

function bedMethyl(positions: readonly number[], name = "m", percent = 50): string {
  return positions.map((at) => `${[name, at, at + 1, ".", 10, "+", at, at + 1, 0, 10, percent].join("\t")}\n`).join("");
}

beforeAll(() => {
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content);
  mkdirSync(join(folder, "folder.fa"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const run = (words: readonly string[], input: string | Uint8Array = "") => tatabox(words, input, folder);

/** What is wrong with the data, the words of the command line, and its one line. */
const BAD_DATA: [words: string[], message: string, input?: string | Uint8Array][] = [
  [["scan", "none.fa"], "none.fa: no such file"],
  [["scan", "folder.fa"], "folder.fa: is a folder, not a file"],
  [["scan", "empty.fa"], "empty.fa: is empty"],
  [["scan", "-"], "standard input: is empty"],
  [["scan", "nothing.fa.gz"], "nothing.fa.gz: is empty (after decompression)"],
  [["cpg", "text.fa"], "text.fa, line 1: text before the first '>'; FASTA starts with a line '>name'"],
  [["cpg", "-"], "standard input, line 2: text before the first '>'; FASTA starts with a line '>name'", "\nx\n>a\nA\n"],
  [["report", "nameless.fa"], "nameless.fa, line 3: a record without a name"],
  [
    ["scan", "genbank.fa"],
    "genbank.fa, line 1: not FASTA: this is GenBank format; convert it (EMBOSS seqret, or any converter) first",
  ],
  [
    ["cpg", "embl.fa"],
    "embl.fa, line 1: not FASTA: this is EMBL format; convert it (EMBOSS seqret, or any converter) first",
  ],
  [
    ["cpg", "reads.fastq"],
    "reads.fastq, line 1: not FASTA: this looks like FASTQ or SAM; convert it (seqtk seq -A) first",
  ],
  [["scan", "binary.fa"], "binary.fa: not FASTA: this is a binary file"],
  [
    ["scan", "protein.fa"],
    "protein.fa: not DNA: 240 of the first 300 letters are no nucleotide codes (a protein file?)",
  ],
  [["scan", "cut.fa.gz"], "cut.fa.gz: the compressed data end early (truncated file?); copy or download it again"],
  [["scan", "crc.fa.gz"], "crc.fa.gz: corrupt gzip data (incorrect data check); copy or download it again"],
  [
    ["scan", "-"],
    "standard input: corrupt gzip data (incorrect data check); copy or download it again",
    FILES["crc.fa.gz"],
  ],
  [["scan", "cut.2bit"], "cut.2bit: is no readable .2bit: ends early; copy or download it again"],
  [["scan", FOS, "-m", "none.meme"], "none.meme: no such file"],
  [["scan", FOS, "-m", "nothing.motif"], "nothing.motif: is empty; expected motifs"],
  [
    ["scan", FOS, "-m", "unknown.motif"],
    "unknown.motif: not a motif file of a known format (MEME, JASPAR, TRANSFAC, HOMER, ENCODE, Cluster-Buster, UniPROBE, " +
      "JASPAR sites, XMS, plain counts, consensus words)",
  ],
  [["scan", FOS, "-m", "broken.jaspar"], "broken.jaspar, line 3, motif M1: 2 columns where the first row has 3"],
  [
    ["scan", FOS, "-m", "negative.jaspar"],
    "negative.jaspar, line 2, motif M1: '-2' is negative; expected counts (numbers ≥ 0)",
  ],
  [
    ["scan", FOS, "-m", "beyond.meme"],
    "beyond.meme, line 6, motif M1: column 2 sums to 1.15, not 1; expected probabilities",
  ],
  [["scan", FOS, "--background", "beyond.bg"], "beyond.bg: the frequencies of A, C, G and T sum to 1.2, not 1"],
  [["scan", "one.fa", "--region", "one:5-50"], "region one:5-50 lies outside record one, which has 12 bases"],
  [["scan", "one.fa", "--region", "on:1-5"], "region on:1-5: no record 'on' in the FASTA; did you mean 'one'?"],
  [
    ["scan", "one.fa", "--regions", "regions.bed"],
    "regions.bed, line 1: region one:6-50 lies outside record one, which has 12 bases",
  ],
  [["report", FOS, "--tss", "wide.bed"], "wide.bed, line 1: start 800 is not below end 700 (BED is 0-based half-open)"],
  [["promoters", FOS, "--tss", "strand.bed"], "strand.bed, line 1: strand 'x' is not +, - or ."],
  [["promoters", FOS, "--tss", "turned.gff"], "turned.gff, line 2: start 20 is above end 10"],
  [
    ["report", FOS, "--tss", "outside.bed"],
    "record K00650: the start site X at 99999 (0-based) lies beyond the end, 6210",
  ],
  [
    ["promoters", FOS, "--tss", "other.bed"],
    "other.bed: names no record of the FASTA (its sequences: chr9); use the same names in both",
  ],
  [
    ["methylate", "m.fa", "--methylation", "one-based.bed"],
    "one-based.bed, record m: 5 of 5 rows lie on no CpG; they would fit one base further to the right (counted from 0 or from 1?)",
  ],
  [
    ["methylate", "m.fa", "--methylation", "other-names.bed"],
    "other-names.bed: names no record of the FASTA (its sequences: chrM); use the same names in both, chrM or M",
  ],
  [
    ["methylate", "m.fa", "--methylation", "percent.bed"],
    "percent.bed, line 1: percentage 150 is not between 0 and 100",
  ],
  [
    ["express", FOS, "--tss", BED, "--factors", "factors.tsv"],
    "factors.tsv, line 2: expected 'factor <tab> level' with a level ≥ 0, found 'GATA1 much'",
  ],
  [
    ["express", "--sites", "sites.json"],
    "sites.json: not a list of sites: sites.0.length: is missing (expected number)",
  ],
  [
    ["express", FOS, "--vcf", "wide.bed"],
    "wide.bed, line 1: a row before the line '#CHROM POS ID REF ALT …'; is it VCF?",
  ],
  [
    ["scan", FOS, "--settings", "result.json"],
    "result.json: holds no settings; --settings takes a result made with --json",
  ],
  [
    ["scan", FOS, "--settings", "newer.json"],
    "newer.json: was made by a newer tatabox (schemaVersion 2; this program reads up to 1); update tatabox",
  ],
  [
    ["merge", "newer.json", "newer.json"],
    "newer.json: was made by a newer tatabox (schemaVersion 2; this program reads up to 1); update tatabox",
  ],
  [
    ["express", FOS, "--parameters", "newer.json"],
    "newer.json: holds no parameters; expected a JSON result of express or express fit",
  ],
  [
    ["cnn predict", "newer-model.json", "one.fa"],
    "newer-model.json: is a model of version 9, newer than this tatabox reads (1); update it",
  ],
  [["cnn predict", "one.fa", "one.fa"], "one.fa: is no JSON, or only a part of a model file"],
  [["merge", "--plan", "result.json", "one.fa"], "result.json: is no plan; --plan takes what tatabox shard printed"],
  [["scan", FOS, "-o", "no/such/folder.tsv"], "no/such: no such folder"],
  [["scan", FOS, "-o", "folder.fa"], "folder.fa: is a folder, not a file"],
  [["scan", FOS, "-o", "/dev/full"], "/dev/full: the disk is full"],
];

describe("bad data: one line, exit 1, nothing on stdout", () => {
  it.each(BAD_DATA)("%j: %s", ([command, ...words], message, input) => {
    const { status, out, err } = run([...command.split(" "), ...words], input);
    expect(err.split("\n").filter((line) => !line.includes(": warning: "))).toEqual([
      `tatabox ${command}: error: ${message}`,
      "",
    ]);
    expect([status, out]).toEqual([1, ""]);
  });

  it("diff: trouble is 2", () => {
    const { status, out, err } = run(["diff", "newer.json", "newer.json"]);
    const made = "was made by a newer tatabox, 9.0.0 (schemaVersion 2; this program reads up to 1); update tatabox";
    expect([status, out, err]).toEqual([2, "", `tatabox diff: error: newer.json: ${made}\n`]);
  });
});

describe("a wrong command line: one line, exit 2", () => {
  it.each([
    [["skan"], "tatabox: error: unknown command 'skan'; did you mean 'scan'?; see tatabox --help"],
    [["scan", FOS, "--strnd", "both"], "tatabox scan: error: unknown option '--strnd' (Did you mean --strand?)"],
    [["scan", FOS, "-p", "2"], "tatabox scan: error: --p-value 2: expected a number above 0 and up to 1"],
    [["scan", FOS, "-p", "often"], "tatabox scan: error: --p-value often: expected a number above 0 and up to 1"],
    [["scan", FOS, "-p"], "tatabox scan: error: option '-p, --p-value <P>' argument missing"],
    [["scan", FOS, "-j", "0"], "tatabox scan: error: --threads 0: expected a whole number from 1 and up to 256"],
    [["cpg", FOS, "--min-gc", "200"], "tatabox cpg: error: --min-gc 200: expected a number from 0 and up to 100"],
    [
      ["scan", FOS, "-f", "tabel"],
      "tatabox scan: error: --format tabel: expected table, tsv, bed, narrowpeak, gff3, json, ndjson, parquet, matrix; did you mean 'table'?",
    ],
    [
      ["scan", FOS, "--motif", "gata9"],
      "tatabox scan: error: no motif 'gata9'; did you mean 'Gata1'?; 'tatabox motifs list' shows all",
    ],
    [
      ["scan", FOS, "--consensus", "TATAQ"],
      "tatabox scan: error: --consensus: 'TATAQ' is no IUPAC word ('Q' is no nucleotide code)",
    ],
    [
      ["scan", FOS, "--background", "0.5,0.5"],
      "tatabox scan: error: background '0.5,0.5' is not four positive numbers A,C,G,T that sum to 1",
    ],
    [
      ["scan", FOS, "--background", "unifrom"],
      "tatabox scan: error: background 'unifrom' is not uniform, nrdb, sequence, four numbers A,C,G,T, or a file",
    ],
    [
      ["scan", FOS, "--score", "3", "--relative-score", "0.8"],
      "tatabox scan: error: give only one of --score, --score-fraction, --relative-score, --homer-threshold",
    ],
    [["scan", FOS, "--region", "K00650:9-5"], "tatabox scan: error: region 'K00650:9-5' ends before it starts"],
    [
      ["scan", FOS, "--region", "K00650:0-5"],
      "tatabox scan: error: region 'K00650:0-5' starts at 0; positions count from 1",
    ],
    [
      ["cpg", FOS, "--method", "uscs"],
      "tatabox cpg: error: --method uscs: expected ucsc, gardiner-garden, takai-jones, emboss, cpgcluster, hmm; did you mean 'ucsc'?",
    ],
    [
      ["report", FOS, "--cell", "erithroid"],
      "tatabox report: error: no cell 'erithroid'; did you mean 'erythroid'? (cells: neuron, cardiomyocyte, hepatocyte, b-cell, erythroid, es-cell, generic)",
    ],
    [
      ["explain", "islnad"],
      "tatabox explain: error: no term 'islnad'; did you mean 'island'?; 'tatabox explain' lists all",
    ],
    [
      ["scan", "one.fa", "-o", "one.fa"],
      "tatabox scan: error: the output one.fa is also an input and would be overwritten; choose another name",
    ],
  ])("%j", (words, message) => {
    expect(run(words)).toEqual({ status: 2, out: "", err: `${message}\n` });
  });
});

describe("what is only warned about", () => {
  it.each([
    [["scan", "few.fa", "--motif", "TBP"], "few.fa: 3 letters outside IUPAC count as N"],
    [["scan", "one.fa", "--motif", "TBP"], "1 motif (MA0108.2) wider than every sequence (12 bases)"],
    [
      ["scan", FOS, "-m", "normalised.meme"],
      "normalised.meme, line 5, motif M1: column 1 sums to 1.04, not 1; normalised",
    ],
    [["promoters", FOS, "--tss", "some.bed"], "some.bed: 1 sequences are not in the FASTA (chr9)"],
    [
      ["methylate", "m.fa", "--methylation", "one-off.bed"],
      "one-off.bed: 1 rows lie on no CpG of the sequence and were left out",
    ],
  ])("%j: %s", (words, message) => {
    const { status, out, err } = run(words);
    expect(err.split("\n").filter((line) => line.includes("warning"))).toEqual([
      `tatabox ${words[0]}: warning: ${message}`,
    ]);
    expect(out.split("\n").length).toBeGreaterThan(1);
    expect(status).toBe(0);
  });

  it("rows of other contexts are counted, not judged", () => {
    const { status, err } = run(["methylate", "m.fa", "--methylation", "contexts.txt"]);
    expect(err).toBe("tatabox methylate: contexts.txt: Bismark CpG report, 3 rows, 1 used, 2 other context\n");
    expect(status).toBe(0);
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
    const before = readdirSync(folder).sort();
    expect(run(["scan", "text.fa", "-o", "kept.tsv"]).status).toBe(1);
    expect(run(["scan", "late.fa", "-p", "0.01", "-o", "kept.tsv"]).status).toBe(1);
    expect(readFileSync(join(folder, "kept.tsv"), "utf8")).toBe("kept");
    expect(readdirSync(folder).sort()).toEqual(before);
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
