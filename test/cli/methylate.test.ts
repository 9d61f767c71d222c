import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkMethylate, methylateOptions } from "../../src/cli/methylate-options.ts";
import { readSettings } from "../../src/cli/options.ts";
import { strandDivision, strandEquilibrium, strandLevel } from "../../src/cpg/methylation-models.ts";
import { TataboxError } from "../../src/errors.ts";
import { formatGeneral } from "../../src/printf.ts";
import { describeShared, sharedPath, sharedText, tsvRows } from "../shared.ts";
import { fixture, tatabox } from "./tatabox.ts";

const TEST1 = fixture("cpg/test1.fa");
const file = (name: string) => fixture(`methylation/${name}`);
const folder = mkdtempSync(join(tmpdir(), "methylate-"));
afterAll(() => rmSync(folder, { recursive: true }));

const save = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const run = (...words: string[]) => {
  const { status, out, err } = tatabox(["methylate", ...words]);
  expect(err).not.toContain("error");
  expect(status).toBe(0);
  return out;
};

describe("tatabox methylate, from files", () => {
  const merged = run(TEST1, "--methylation", file("CpG_report.txt"), "--merge-strands");

  it.each(["bismark.cov", "bismark_merged.cov", "encode.bedMethyl", "methylKit.txt"])(
    "%s holds the CpGs of the CpG_report",
    (name) => expect(run(TEST1, "--methylation", file(name))).toBe(merged),
  );

  it.each(["modkit_tabs.bed", "modkit_mixed.bed"])(
    "%s counts h with m, so its pooled numbers are the stated ones",
    (name) => {
      const rows = tsvRows(run(TEST1, "--methylation", file(name)));
      expect(rows).toHaveLength(tsvRows(merged).length);
      const { cpgs } = JSON.parse(run(TEST1, "--methylation", file(name), "--json"));
      const isl3 = cpgs.filter(({ sequence }: { sequence: string }) => sequence === "isl3");
      const sum = (key: string) => isl3.reduce((total: number, cpg: Record<string, number>) => total + cpg[key], 0);
      // expected_regions.tsv: 1177 m and 124 h of 3066.
      expect([sum("methylated"), sum("coverage")]).toEqual([1301, 3066]);
    },
  );

  it("writes a row a CpG, or a measured strand", () => {
    expect(merged.split("\n").slice(0, 3)).toEqual([
      "sequence_name\tstart\tend\tstrand\tlevel",
      "isl3\t90\t92\t.\t0.818182",
      "isl3\t155\t157\t.\t0.870968",
    ]);
    const strands = run(TEST1, "--methylation", file("bismark.cov"), "--by-strand").split("\n");
    expect(strands.slice(1, 3)).toEqual(["isl3\t90\t91\t+\t0.9", "isl3\t91\t92\t-\t0"]);
    expect(tsvRows(strands.join("\n"))).toHaveLength(
      readFileSync(file("bismark.cov"), "utf8").trim().split("\n").length,
    );
  });

  it.each(["bed", "bismark"])("writes %s that it reads back alike, by strand too", (format) => {
    for (const words of [[], ["--by-strand"]]) {
      const written = run(TEST1, "--methylation", file("encode.bedMethyl"), "-f", format, ...words);
      const copy = save(`copy.${format}`, written);
      expect(run(TEST1, "--methylation", copy, "-f", format, ...words)).toBe(written);
    }
    const strands = run(TEST1, "--methylation", file("bismark.cov"), "-f", "bismark", "--by-strand");
    expect(strands).toBe(readFileSync(file("bismark.cov"), "utf8"));
  });

  it("writes bedGraph in percent", () => {
    const [track, ...rows] = run(TEST1, "--methylation", file("percent.bw"), "-f", "bedgraph", "--by-strand").split(
      "\n",
    );
    expect(track).toBe('track type=bedGraph name="CpG methylation"');
    const source = readFileSync(file("percent.bedGraph"), "utf8").split("\n").slice(1);
    expect(rows.map((row) => row.split("\t").slice(0, 3))).toEqual(source.map((row) => row.split("\t").slice(0, 3)));
    expect(tatabox(["methylate", TEST1, "--methylation", file("percent.bw"), "-f", "bed"])).toMatchObject({
      status: 1,
      out: "",
      err: expect.stringContaining("holds no read counts, which -f bed needs"),
    });
  });

  it("counts every row", () => {
    const { err } = tatabox(["methylate", TEST1, "--methylation", file("CpG_report.txt")]);
    expect(err).toMatch(/CpG_report\.txt: Bismark CpG report, 600 rows, \d+ used, \d+ no reads/);
    const contexts = readFileSync(file("CpG_report.txt"), "utf8") + "isl3\t95\t+\t4\t4\tCHH\tCAA\n".repeat(3);
    expect(tatabox(["methylate", TEST1, "--methylation", save("cx.txt", contexts)]).err).toContain("3 other context");
  });

  it("refuses other coordinates and says how they would fit; warns of a few", () => {
    const shifted = readFileSync(file("encode.bedMethyl"), "utf8").replace(
      /^(\w+)\t(\d+)\t(\d+)/gm,
      (_, name, start, end) => `${name}\t${+start + 1}\t${+end + 1}`,
    );
    const { status, out, err } = tatabox(["methylate", TEST1, "--methylation", save("shifted.bed", shifted)]);
    expect([status, out.trim().split("\n").length]).toEqual([1, 1]);
    expect(err).toContain("lie on no CpG; they would fit one base further to the left (counted from 0 or from 1?)");
    const some = `${readFileSync(file("bismark.cov"), "utf8")}isl3\t1\t1\t50\t1\t1\nisl3\t99999\t99999\t50\t1\t1\n`;
    expect(tatabox(["methylate", TEST1, "--methylation", save("some.cov", some)])).toMatchObject({
      status: 0,
      err: expect.stringContaining("2 rows lie on no CpG of the sequence and were left out"),
    });
  });

  it("hints at names that differ by chr, and warns of some that the FASTA lacks", () => {
    const named = save("chr.cov", "chrisl3\t91\t91\t90\t9\t1\n");
    expect(tatabox(["methylate", TEST1, "--methylation", named])).toMatchObject({
      status: 1,
      err: expect.stringContaining("use the same names in both, chrisl3 or isl3"),
    });
    const both = save("both.cov", "isl3\t91\t91\t90\t9\t1\nlambda\t1\t1\t90\t9\t1\n");
    const { status, err } = tatabox(["methylate", TEST1, "--methylation", both]);
    expect(status).toBe(0);
    expect(err).toContain("1 sequences are not in the FASTA (lambda)");
  });

  it("reads the rows of a region alone", () => {
    const whole = tsvRows(merged).filter(
      ({ sequence_name, start }) => sequence_name === "isl3" && +start >= 1400 && +start < 2099,
    );
    const { status, out, err } = tatabox([
      ...["methylate", TEST1, "--methylation", file("CpG_report.txt"), "--region", "isl3:1401-2100"],
    ]);
    expect(status).toBe(0);
    expect(err).not.toContain("warning");
    expect(tsvRows(out)).toEqual(whole);
  });
});

describe("tatabox methylate, simulated", () => {
  it("prints the closed forms of every generation to twelve digits", () => {
    const words = ["--maintenance", "0.96", "--de-novo-daughter", "0.17", "--initial", "1", "--generations", "10"];
    const rows = tsvRows(run(TEST1, ...words, "--trajectory"));
    const rates = { maintenance: 0.96, deNovoParent: 0, deNovoDaughter: 0.17 };
    expect(rows.map(({ generation }) => Number(generation))).toEqual(Array.from({ length: 11 }, (_, i) => i));
    for (const [t, row] of rows.entries()) {
      const dyads = t === 0 ? { full: 1, hemi: 0, none: 0 } : strandDivision(strandLevel(rates, 1, t - 1), rates);
      const exact = { expected: strandLevel(rates, 1, t), ...dyads, equilibrium: strandEquilibrium(rates, 1) };
      for (const [name, value] of Object.entries(exact)) expect(row[name]).toBe(formatGeneral(value, 12));
      // 300 CpGs in 20 cells, each with two strands of which one is new.
      expect(Math.abs(Number(row.simulated) - exact.expected)).toBeLessThan(4 * Math.sqrt(0.25 / (300 * 20)));
    }
  });

  it("averages what it expects inside and outside islands, and leaves out what the site model has not", () => {
    const [first, last] = [0, 20].map((t) => tsvRows(run(TEST1, "--model", "site", "--trajectory"))[t]);
    expect([first.full, first.expected]).toEqual(["", "0.5"]);
    const { equilibrium } = last;
    expect(Number(equilibrium)).toBeGreaterThan(0.0769);
    expect(Number(equilibrium)).toBeLessThan(0.8334);
    const { generations } = JSON.parse(run(TEST1, "--model", "site", "--trajectory", "--json"));
    expect(generations[0]).toMatchObject({ generation: 0, expected: 0.5, full: null });
  });

  it("says in every format that it is simulated, or in the settings", () => {
    expect(run(TEST1, "-f", "bed").split("\n").slice(0, 2).join("\n")).toMatch(
      /^# simulated by tatabox \(strand model\)\nisl3\t90\t92\tsimulated\t/,
    );
    expect(run(TEST1, "-f", "bedgraph")).toContain('description="simulated by tatabox (strand model)"');
    expect(run(TEST1, "-f", "bismark", "--state", "housekeeping")).toMatch(
      /^# simulated by tatabox \(state housekeeping\)\n/,
    );
    expect(run(TEST1, "-f", "table", "--ascii")).toContain("simulated (strand model)");
    expect(run(TEST1, "-f", "svg")).toContain("simulated, strand model");
    expect(JSON.parse(run(TEST1, "--model", "collaborative", "--json")).settings).toMatchObject({
      model: "collaborative",
      seed: 1,
    });
  });

  it("hangs on the seed and each record alone", () => {
    const all = run(TEST1, "--model", "collaborative");
    expect(run(TEST1, "--model", "collaborative")).toBe(all);
    expect(run(TEST1, "--model", "collaborative", "--seed", "2")).not.toBe(all);
    const [, ...records] = readFileSync(TEST1, "utf8").split(/^>/m);
    const last = save("last.fa", `>${records.at(-1)}>${records[0]}`);
    const name = records[0].split(/\s/)[0];
    const rowsOf = (text: string) => text.split("\n").filter((row) => row.startsWith(`${name}\t`));
    expect(rowsOf(run(last, "--model", "collaborative"))).toEqual(rowsOf(all));
  });

  it("gives each cell's pattern when cells are asked for", () => {
    const { sequences, cpgs } = JSON.parse(run(TEST1, "--cells", "4", "--json"));
    const [{ name, patterns }] = sequences;
    expect(patterns).toHaveLength(4);
    const strands = { m: 2, "+": 1, "-": 1, ".": 0 } as Record<string, number>;
    const first = cpgs.filter(({ sequence }: { sequence: string }) => sequence === name);
    for (const [i, cpg] of first.entries()) {
      const methylated = patterns.reduce((sum: number, pattern: string) => sum + strands[pattern[i]], 0);
      expect(cpg).toMatchObject({ methylated, coverage: 8, level: expect.closeTo(methylated / 8, 6) });
    }
    expect(JSON.parse(run(TEST1, "--json")).sequences[0]).not.toHaveProperty("patterns");
  });

  it("knows states by name; islands of silent genes are methylated where --tss tells them", () => {
    const classes = (...words: string[]) =>
      tsvRows(run(TEST1, "--summary", ...words)).map((row) => `${row.feature} ${row.class}`);
    expect(classes("--state", "unmethylated")).toEqual(Array(4).fill("island unmethylated"));
    expect(classes("--state", "housekeeping")).toEqual(Array(4).fill("island unmethylated"));
    expect(classes("--state", "tissue-specific")).toEqual(Array(4).fill("island methylated"));
    const tss = save("genes.bed", "startisl\t300\t301\tGENE\t0\t+\n");
    expect(classes("--state", "tissue-specific", "--tss", tss)).toEqual([
      ...Array(3).fill("island unmethylated"),
      "island methylated",
      "promoter:GENE methylated",
    ]);
    const outside = tsvRows(run(TEST1, "--state", "housekeeping")).filter(
      ({ sequence_name }) => sequence_name === "none",
    );
    expect(outside.every(({ level }) => level === "1")).toBe(true);
  });

  it("keeps what a cluster starts with under collaboration, from a state too", () => {
    const mean = (...words: string[]) => {
      const row = tsvRows(run(TEST1, "--model", "collaborative", "--trajectory", ...words)).at(-1)!;
      return [Number(row.simulated), Number(row.expected), Number(row.equilibrium)];
    };
    const [high, , settledHigh] = mean("--initial", "1");
    const [low, , settledLow] = mean("--state", "unmethylated");
    expect([high > 0.8, low < 0.2]).toEqual([true, true]);
    // The stable levels of the mean field (methylation.md).
    expect([settledHigh, settledLow]).toEqual([expect.closeTo(0.987271, 6), expect.closeTo(0.044633, 6)]);
    const [, expected, settled] = mean("--no-pairs", "--initial", "1", "--generations", "60", "--cells", "1");
    expect([expected, settled]).toEqual([expect.closeTo(0.441517, 2), expect.closeTo(0.441517, 6)]);
  });

  it("has nothing to say of records without CpGs", () => {
    const { status, out } = tatabox(["methylate", "-"], ">x\nATATAT\n>y\n");
    expect([status, out]).toEqual([0, "sequence_name\tstart\tend\tstrand\tlevel\n"]);
    expect(tsvRows(tatabox(["methylate", "-", "--trajectory"], ">x\nATATAT\n").out)[3].simulated).toBe("");
    expect(tatabox(["methylate", "-", "-f", "table"], ">x\nATATAT\n").out).toContain("0 CpGs, no measurement");
  });

  it.each([
    [{ model: "site", deNovoParent: 0.1 }, "--de-novo-parent belongs to --model strand, not to site"],
    [
      { model: "collaborative", maintenance: 0.9 },
      "--maintenance belongs to --model strand and site, not to collaborative",
    ],
    [{ pairs: false }, "--no-pairs belongs to --model collaborative, not to strand"],
    [{ state: "methylated", generations: 3 }, "--generations belongs to a model: give --model too"],
    [{ state: "methylated", trajectory: true }, "--trajectory needs a model"],
    [{ model: "strand", state: "methylated", initial: 1 }, "--state is the start: leave out --initial"],
    [{ methylation: "x.cov", cells: 3 }, "--cells simulates; it does not go with --methylation"],
    [{ mergeStrands: true }, "--merge-strands goes with --methylation"],
    [{ methylation: "x.cov", mergeStrands: true, byStrand: true }, "exclude each other"],
    [{ trajectory: true, summary: true }, "exclude each other"],
    [{ summary: true }, "--summary writes table, tsv, json and ndjson, not bed"],
    [{ maintenance: 1.1 }, "--maintenance 1.1: expected a number from 0 and up to 1"],
  ])("refuses %j", (given, message) => {
    const check = () => checkMethylate(readSettings(methylateOptions, given), "bed");
    expect(check).toThrow(TataboxError);
    expect(check).toThrow(message);
  });

  it("refuses with exit code 2 and nothing on stdout", () => {
    const { status, out, err } = tatabox(["methylate", TEST1, "--no-pairs"]);
    expect([status, out]).toEqual([2, ""]);
    expect(err).toContain("tatabox methylate: error: --no-pairs belongs to --model collaborative, not to strand");
  });
});

describe("pictures", () => {
  it("keep to the columns, mark islands, and show each CpG once", () => {
    const out = run(TEST1, "--methylation", file("bismark.cov"), "-f", "table", "--ascii");
    const lines = out.split("\n").slice(0, -3);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    const signs = lines
      .filter((line) => /^ +[\d,]+ {2}[.\-+*#?]+$/.test(line))
      .map((line) => line.trim().split(/ +/)[1]);
    expect(signs.join("").length).toBe(300);
    expect(out).toContain("level . below 0.2");
    expect(out.match(/=+/g)!.length).toBeGreaterThanOrEqual(4);
  });

  it("draw circles for few CpGs, sticks for many", () => {
    const svg = run(TEST1, "--methylation", file("bismark.cov"), "-f", "svg");
    // 49, 50 and 17 CpGs as circles, the 184 of isl3 as sticks.
    expect(svg.match(/<circle /g)).toHaveLength(49 + 50 + 17);
    expect(svg).toContain("CpG island 1,505–2,099");
    expect(svg).toContain("CpG methylation (measured)");
  });
});

describeShared("real methylation of a piece of chr20", () => {
  const piece = sharedPath("data/hg19_chr20/chr20_9995000_11095000.softmasked.fa.gz");
  const measured = (sample: string) => {
    const rows = tsvRows(sharedText(`data/hg19_chr20/methylation_${sample}.tsv.gz`)).map((row) => {
      const unmethylated = Number(row.validCov) - Number(row.modified);
      const place = [row.chrom, row.start, row.end, "C", row.validCov, row.strand, row.start, row.end, "255,0,0"];
      return [...place, row.validCov, 0, row.modified, unmethylated, 0, 0, 0, 0, 0].join("\t");
    });
    return save(`${sample}.bed`, `${rows.join("\n")}\n`);
  };

  it.each(["normal", "tumour"])("pools %s by island and by promoter as another program does", (sample) => {
    const bed = measured(sample);
    const islands = tsvRows(sharedText("data/hg19_chr20/expected_methylation_islands.tsv"));
    for (const [method, ...words] of [["ucsc", "--soft-mask"], ["takai-jones"], ["hmm"]]) {
      const rows = tsvRows(run(piece, "--methylation", bed, "--summary", "--method", method, ...words));
      const expected = islands.filter((row) => row.sample === sample && row.method === method);
      expect(expected.length).toBeGreaterThan(3);
      for (const { start, end, pooledPercent } of expected) {
        const row = rows.find((candidate) => candidate.start === start && candidate.end === end)!;
        expect(100 * Number(row.mean)).toBeCloseTo(Number(pooledPercent), 3);
      }
    }
    const tss = sharedText("data/hg19_chr20/epdnew_tss.tsv").split("\n").slice(1).join("\n");
    const rows = tsvRows(run(piece, "--methylation", bed, "--summary", "--tss", save("tss.bed", tss)));
    for (const expected of tsvRows(sharedText("data/hg19_chr20/expected_methylation_tss.tsv")).filter(
      (row) => row.sample === sample,
    )) {
      const row = rows.find(({ feature }) => feature === `promoter:${expected.tss}`)!;
      expect(100 * Number(row.mean)).toBeCloseTo(Number(expected.pooledPercent), 3);
    }
  });
});
