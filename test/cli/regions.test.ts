import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, tatabox } from "./tatabox.ts";

const GLOBIN = fixture("genes/globin.fa");
const TYMS = fixture("genes/tyms.fa");
const TSS = fixture("genes/genes.bed");

let folder: string;
let name: string;
let length: number;
/** What report says of TYMS as a whole. */
let tyms: { name: string; length: number; islands: object[]; promoters: Story[] };
interface Story {
  readonly tss: number;
  readonly elements: object[];
  readonly expression: { readonly sites: object[] }[];
}
const cutTyms = () => ["--region", `${tyms.name}:101-${tyms.length}`];
const file = (base: string) => join(folder, base);

/** stdout of a run that must succeed. */
function ok(words: readonly string[]): string {
  const { status, out, err } = tatabox([...words, "--quiet"]);
  expect([status, err]).toEqual([0, ""]);
  return out;
}
const result = (words: readonly string[]) => JSON.parse(ok([...words, "--json"]));
const lines = (text: string) => text.trimEnd().split("\n");

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tatabox-regions-"));
  ({ name, length } = result(["cpg", GLOBIN]).sequences[0]);
  [tyms] = result(["report", TYMS, "--tss", TSS]).records;
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("--region and --regions", () => {
  it("scan: the hits of a region are those of the whole that lie inside it", () => {
    const scan = ["scan", GLOBIN, "--motif", "GATA*", "--motif", "SP1", "--motif", "TBP", "-p", "1e-3"];
    const [header, ...whole] = lines(ok(scan));
    expect(whole.length).toBeGreaterThan(500);
    fc.assert(
      fc.property(fc.nat(length - 1), fc.integer({ min: 1, max: 3000 }), (start, size) => {
        const end = Math.min(length, start + size);
        const inside = whole.filter((row) => {
          const cells = row.split("\t");
          return Number(cells[3]) > start && Number(cells[4]) <= end;
        });
        expect(lines(ok([...scan, "--region", `${name}:${start + 1}-${end}`]))).toEqual([header, ...inside]);
      }),
      { numRuns: 6 },
    );
  });

  it("carries places and BED names in every format", () => {
    writeFileSync(file("two.bed"), `${name}\t60000\t61000\tfirst\n${name}\t63000\t64000\tsecond\n`);
    const words = ["scan", GLOBIN, "--motif", "TBP", "-p", "1e-3", "--regions", file("two.bed")];
    const { hits, sequences, settings } = result(words);
    expect(settings.regions).toBe("two.bed");
    expect(sequences).toMatchObject([
      { name, length: 1000, start: 60_000, end: 61_000, region: "first" },
      { name, length: 1000, start: 63_000, end: 64_000, region: "second" },
    ]);
    expect(hits.length).toBeGreaterThan(4);
    for (const { start, end, region } of hits) {
      const place = region === "first" ? 60_000 : 63_000;
      expect(start >= place && end <= place + 1000).toBe(true);
    }
    const [header, row] = lines(ok([...words, "-f", "tsv"])).map((line) => line.split("\t"));
    expect([header.at(-1), row.at(-1)]).toEqual(["region", "first"]);
    expect(Number(row[3])).toBe(hits[0].start + 1);
    expect(lines(ok([...words, "-f", "gff3"]))[1]).toMatch(/;region=first$/);
    expect(
      lines(ok([...words, "-f", "bed"]))[0]
        .split("\t")
        .slice(0, 3),
    ).toEqual([name, String(hits[0].start), String(hits[0].end)]);
  });

  it("report: the whole record as a region tells the same story", () => {
    const [{ start, end, region, ...same }] = result(["report", TYMS, "--tss", TSS, "--region", tyms.name]).records;
    expect({ start, end, region }).toEqual({ start: 0, end: tyms.length, region: tyms.name });
    expect(same).toEqual(tyms);
  });

  it("report: promoters, sites and islands keep their coordinates where the region starts at base 101", () => {
    const [part] = result(["report", TYMS, "--tss", TSS, ...cutTyms()]).records;
    const [promoter] = part.promoters;
    expect(promoter.tss).toBe(tyms.promoters[0].tss);
    expect(promoter.elements).toEqual(tyms.promoters[0].elements);
    expect(promoter.expression[0].sites).toEqual(tyms.promoters[0].expression[0].sites);
    expect(part.islands).toEqual(tyms.islands);
    const gff3 = lines(ok(["report", TYMS, "--tss", TSS, ...cutTyms(), "-f", "gff3"]));
    expect(gff3.find((line) => line.includes("\tpromoter\t"))).toContain(`tss=${tyms.promoters[0].tss + 1};`);
  });

  for (const words of [
    ["cpg", "-f", "bed"],
    ["promoters", "--tss", TSS, "-f", "gff3"],
  ]) {
    it(`${words[0]}: the same rows where the region starts at base 101`, () => {
      const whole = ok([...words, TYMS]);
      expect(lines(whole).length).toBeGreaterThan(0);
      expect(ok([...words, TYMS, ...cutTyms()])).toBe(whole);
    });
  }

  it("express and enhancers: rows at the sequence's coordinates", () => {
    expect(ok(["express", TYMS, "--tss", TSS, ...cutTyms()])).toContain(`\t${tyms.promoters[0].tss}\t`);
    const place = (row: string) => row.split("\t").slice(1, 3).map(Number);
    const clusters = lines(ok(["enhancers", GLOBIN, "--region", `${name}:60,001-62,000`, "--min-score", "2"])).slice(1);
    expect(clusters.length).toBeGreaterThan(0);
    for (const [start, end] of clusters.map(place)) expect(start >= 60_000 && end <= 62_000 && start < end).toBe(true);
  });

  it("takes no start site from outside the region", () => {
    const [{ promoters }] = result(["report", GLOBIN, "--tss", TSS, "--region", `${name}:1-20`]).records;
    expect(promoters).toEqual([]);
  });

  it("refuses regions outside a record, on no record, and wrong words", () => {
    for (const [region, status, message] of [
      [`${name}:1-${length + 1}`, 1, /error: region .* lies outside record .*, which has \d+ bases/],
      ["chrNone:1-5", 1, /error: region chrNone:1-5: no record 'chrNone' in the FASTA/],
      [`${name}:9-5`, 2, /error: region '.*:9-5' ends before it starts/],
    ] as const) {
      const run = tatabox(["scan", GLOBIN, "--motif", "TBP", "--region", region]);
      expect([run.status, run.out]).toEqual([status, ""]);
      expect(run.err).toMatch(message);
    }
    writeFileSync(file("bad.bed"), `${name}\t5\n`);
    const bad = tatabox(["cpg", GLOBIN, "--regions", file("bad.bed")]);
    expect([bad.status, bad.err]).toEqual([
      1,
      expect.stringMatching(/bad\.bed, line 1: expected at least three columns/),
    ]);
  });

  it("replays", () => {
    const words = ["cpg", TYMS, "--json"];
    const first = ok([...words, "--region", `${tyms.name}:1-5,000`]);
    writeFileSync(file("first.json"), first);
    expect(ok([...words, "--settings", file("first.json")])).toBe(first);
  });
});
