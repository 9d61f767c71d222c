import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { fixture, PROGRAM, tatabox } from "./tatabox.ts";

const FOS = fixture("genes/fos.fa");
const GLOBIN = fixture("genes/globin.fa");
const folder = mkdtempSync(join(tmpdir(), "scan-"));
afterAll(() => rmSync(folder, { recursive: true }));

const rows = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"));

describe("tatabox scan", () => {
  it("writes FIMO's columns, sorted, header always", () => {
    const { status, out, err } = tatabox(["scan", FOS, "--motif", "TBP", "--motif", "nfya", "-p", "1e-3"]);
    expect([status, err]).toEqual([0, ""]);
    const [header] = out.split("\n");
    expect(header).toBe(
      "motif_id\tmotif_alt_id\tsequence_name\tstart\tstop\tstrand\tscore\tp-value\tq-value\tmatched_sequence",
    );
    expect(rows(out)).toContainEqual([
      "MA0108.2",
      "TBP",
      "K00650",
      "700",
      "714",
      "+",
      "11.9217",
      "3.828e-05",
      "",
      "TTATAAAAGCAGTGG",
    ]);
    const starts = rows(out).map((row) => Number(row[3]));
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(tatabox(["scan", "-", "--motif", "TBP"], ">x\nAAAA\n", folder).out.split("\n").length).toBe(2);
  });

  it("gives the same hits in every format, in that format's coordinates", () => {
    const as = (format: string) => tatabox(["scan", FOS, "--motif", "TBP", "-f", format]).out;
    const json = JSON.parse(as("json"));
    expect(Object.keys(json)).toEqual([
      "schemaVersion",
      "tool",
      "command",
      "settings",
      "motifs",
      "hits",
      "sequences",
      "warnings",
    ]);
    expect(json.hits).toEqual([
      expect.objectContaining({
        motif: "MA0108.2",
        sequence: "K00650",
        start: 699,
        end: 714,
        strand: "+",
        matched: "TTATAAAAGCAGTGG",
      }),
    ]);
    expect(as("bed")).toBe("K00650\t699\t714\tMA0108.2\t442\t+\n");
    expect(as("gff3")).toBe(
      "##gff-version 3\nK00650\ttatabox\tTF_binding_site\t700\t714\t11.9217\t+\t.\t" +
        "ID=TF_binding_site1;Name=MA0108.2;Alias=TBP;pvalue=3.828e-05;sequence=TTATAAAAGCAGTGG\n",
    );
    expect(as("narrowpeak")).toBe("K00650\t699\t714\tMA0108.2\t442\t+\t11.9217\t4.4170\t-1\t7\n");
    const lines = as("ndjson")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ type }) => type)).toEqual(["header", "motif", "hit", "sequence", "summary"]);
    expect({ ...lines[2], type: undefined }).toEqual({ ...json.hits[0], type: undefined });
    expect(as("table")).toContain("K00650      700   714  +       MA0108.2  TBP   11.92  3.83e-05  TTATAAAAGCAGTGG");
  });

  it("writes Parquet that holds what JSON holds", async () => {
    const { parquetReadObjects } = await import("hyparquet");
    const path = join(folder, "hits.parquet");
    expect(tatabox(["scan", FOS, "-f", "parquet", "-o", path]).status).toBe(0);
    const bytes = readFileSync(path);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const rows = await parquetReadObjects({ file });
    const json = JSON.parse(tatabox(["scan", FOS, "--json"]).out).hits;
    expect(rows.length).toBe(json.length);
    expect(rows.map((row) => [row.motif, Number(row.start), row.score])).toEqual(
      json.map((hit: { motif: string; start: number; score: number }) => [hit.motif, hit.start, hit.score]),
    );
  });

  it("reads gzip and standard input to the same bytes, twice", () => {
    const plain = tatabox(["scan", GLOBIN]).out;
    const zipped = join(folder, "globin.fa.gz");
    writeFileSync(zipped, gzipSync(readFileSync(GLOBIN)));
    expect(tatabox(["scan", zipped]).out).toBe(plain);
    expect(tatabox(["scan"], readFileSync(GLOBIN)).out).toBe(plain);
    expect(tatabox(["scan", "-"], gzipSync(readFileSync(GLOBIN))).out).toBe(plain);
    expect(rows(plain).length).toBeGreaterThan(300);
  });

  it("writes a file whole, and BGZF when its name ends in .gz", () => {
    const plain = join(folder, "hits.tsv");
    const { out } = tatabox(["scan", FOS]);
    expect(tatabox(["scan", FOS, "-o", plain]).out).toBe("");
    expect(readFileSync(plain, "utf8")).toBe(out);
    tatabox(["scan", FOS, "-o", `${plain}.gz`]);
    const zipped = readFileSync(`${plain}.gz`);
    expect(zipped.subarray(12, 14).toString()).toBe("BC");
    expect(gunzipSync(zipped).toString()).toBe(out);
  });

  it("replays the settings of an earlier result", () => {
    const result = join(folder, "result.json");
    tatabox(["scan", FOS, "--motif", "SP1", "-p", "0.002", "--strand", "forward", "--json", "-o", result]);
    const again = tatabox(["scan", FOS, "--settings", result, "--json"]);
    expect(again.out).toBe(readFileSync(result, "utf8"));
    expect(JSON.parse(again.out).settings).toMatchObject({
      inputs: ["fos.fa"],
      motifs: [],
      motif: ["SP1"],
      consensus: [],
      pValue: 0.002,
      strand: "forward",
      qValues: false,
      qScope: "motif",
      fimo: false,
      pgc: true,
      pseudocount: 0.1,
    });
  });

  it("honours score thresholds, --best and words", () => {
    const hits = (...words: string[]) =>
      JSON.parse(tatabox(["scan", GLOBIN, "--json", "--motif", "TBP", ...words]).out).hits;
    expect(hits("--score", "13").every((hit: { score: number }) => hit.score >= 13)).toBe(true);
    expect(hits("--score-fraction", "0.8").length).toBe(hits("--score", String(0.8 * 16.259906646995297)).length);
    expect(hits("--best", "3").length).toBe(3);
    expect(hits("--best", "1")[0].score).toBe(
      Math.max(...hits("-p", "1e-3").map((hit: { score: number }) => hit.score)),
    );
    const words = JSON.parse(tatabox(["scan", "-", "--consensus", "TATAWR", "--json"], ">x\nTATAAATTATAC\n").out).hits;
    expect(words.map((hit: { start: number; matched: string }) => [hit.start, hit.matched])).toEqual([[0, "TATAAA"]]);
  });

  it("keeps letter case and U, complemented on the reverse strand", () => {
    const { out } = tatabox(["scan", "-", "--consensus", "CCAAUC"], ">x\nggCCAAuCgggATTGgtt\n");
    expect(rows(out).map((row) => [row[5], row[9]])).toEqual([
      ["+", "CCAAuC"],
      ["-", "cCAATc"],
    ]);
    const both = tatabox(["scan", "-", "--consensus", "CCAATC"], ">x\ngaTTGgtt\n");
    expect(rows(both.out).map((row) => [row[5], row[9]])).toEqual([["-", "cCAAtc"]]);
  });

  it("warns once of motifs that cannot reach the p-value", () => {
    const { status, err } = tatabox(["scan", FOS, "--motif", "TCT", "-p", "1e-4"]);
    expect([status, err]).toEqual([
      0,
      "tatabox scan: warning: 1 motif (TCT) cannot reach p ≤ 0.0001 with any word and will have no hits; raise -p to see them\n",
    ]);
  });

  it("ends quietly when the reader of a pipe has gone", async () => {
    const script = `"${process.execPath}" "${PROGRAM}" scan "${GLOBIN}" -p 0.05 | head -n 1; echo "\${PIPESTATUS[0]}"`;
    expect(execFileSync("bash", ["-c", script], { encoding: "utf8" })).toMatch(/^motif_id.*\n0\n$/);
  });
});

describe("tatabox scan -f matrix", () => {
  it("has a row a record and a column a motif: counts, presence, best scores", () => {
    const words = ["scan", FOS, GLOBIN, "--motif", "TBP", "--motif", "NFYA", "-p", "1e-3", "-f", "matrix"];
    const table = (...more: string[]) =>
      tatabox([...words, ...more])
        .out.trimEnd()
        .split("\n")
        .map((line) => line.split("\t"));
    const hits = JSON.parse(tatabox([...words.slice(0, -2), "--json"]).out).hits as {
      motif: string;
      sequence: string;
      score: number;
    }[];
    const cells = (value: (own: typeof hits) => string) =>
      ["K00650", "U01317"].map((sequence) => [
        sequence,
        ...["MA0108.2", "MA0060.3"].map((motif) =>
          value(hits.filter((hit) => hit.motif === motif && hit.sequence === sequence)),
        ),
      ]);
    expect(table()).toEqual([["sequence_name", "MA0108.2", "MA0060.3"], ...cells((own) => String(own.length))]);
    expect(table("--matrix", "presence").slice(1)).toEqual(cells((own) => String(Math.min(own.length, 1))));
    const best = table("--matrix", "best")
      .slice(1)
      .map(([name, ...scores]) => [name, ...scores.map(Number)]);
    for (const [i, row] of cells((own) => String(Math.max(...own.map(({ score }) => score)))).entries()) {
      for (const column of [1, 2]) expect(best[i][column]).toBeCloseTo(Number(row[column]), 3);
    }
  });

  it("takes regions of a BED file by their names", () => {
    const peaks = join(folder, "peaks.bed");
    writeFileSync(peaks, "U01317\t62000\t62200\thbb\nU01317\t100\t400\tempty\n");
    const { out } = tatabox(["scan", GLOBIN, "--regions", peaks, "--motif", "TBP", "-f", "matrix"]);
    expect(out).toBe("sequence_name\tMA0108.2\nhbb\t1\nempty\t0\n");
    const { hits } = JSON.parse(tatabox(["scan", GLOBIN, "--regions", peaks, "--motif", "TBP", "--json"]).out);
    expect(hits).toEqual([expect.objectContaining({ start: 62103, region: "hbb" })]);
  });
});

describe("kernels", () => {
  it("give the same bytes", () => {
    const run = (kernel: string) =>
      execFileSync(process.execPath, [PROGRAM, "scan", GLOBIN, "-p", "1e-3"], {
        env: { ...process.env, TATABOX_KERNEL: kernel },
      });
    const plain = run("plain");
    for (const kernel of ["standard", "relaxed", ""]) expect(run(kernel).equals(plain)).toBe(true);
  });
});
