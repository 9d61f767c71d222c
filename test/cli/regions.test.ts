import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, tatabox } from "./tatabox.ts";

const GLOBIN = fixture("genes/globin.fa");
const TSS = fixture("genes/genes.bed");

let folder: string;
let name: string;
let length: number;
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

  it("puts islands, enhancers, promoters and expression where the whole record has them", () => {
    const tyms = fixture("genes/tyms.fa");
    const [whole] = result(["report", tyms, "--tss", TSS]).records;
    const region = ["--region", `${whole.name}:1-${whole.length}`];
    const [same] = result(["report", tyms, "--tss", TSS, ...region]).records;
    expect(same).toMatchObject({ name: whole.name, start: 0, end: whole.length });
    expect({ ...same, start: undefined, end: undefined, region: undefined }).toEqual({
      ...whole,
      start: undefined,
      end: undefined,
      region: undefined,
    });

    // A region from base 101 on: what does not lie near its edge has the same coordinates as in the whole.
    const cut = ["--region", `${whole.name}:101-${whole.length}`];
    const [part] = result(["report", tyms, "--tss", TSS, ...cut]).records;
    const [promoter] = part.promoters;
    expect(promoter.tss).toBe(whole.promoters[0].tss);
    expect(promoter.elements).toEqual(whole.promoters[0].elements);
    expect(promoter.expression[0].sites).toEqual(whole.promoters[0].expression[0].sites);
    expect(part.islands).toEqual(whole.islands);
    expect(lines(ok(["cpg", tyms, ...cut, "-f", "bed"]))).toEqual(lines(ok(["cpg", tyms, "-f", "bed"])));
    expect(ok(["promoters", tyms, "--tss", TSS, ...cut, "-f", "gff3"])).toBe(
      ok(["promoters", tyms, "--tss", TSS, "-f", "gff3"]),
    );
    const gff3 = lines(ok(["report", tyms, "--tss", TSS, ...cut, "-f", "gff3"]));
    expect(gff3.find((line) => line.includes("\tpromoter\t"))).toContain(`tss=${whole.promoters[0].tss + 1};`);
    expect(ok(["express", tyms, "--tss", TSS, ...cut])).toContain(`\t${whole.promoters[0].tss}\t`);
    expect(ok(["enhancers", tyms, "--min-score", "2", ...cut]).split("\n").length).toBeGreaterThan(2);
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
    const words = ["cpg", fixture("genes/tyms.fa"), "--json"];
    const [{ name }] = result(words.slice(0, 2)).sequences;
    const first = ok([...words, "--region", `${name}:1-5,000`]);
    writeFileSync(file("first.json"), first);
    expect(ok([...words, "--settings", file("first.json")])).toBe(first);
  });
});
