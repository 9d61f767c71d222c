import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RandomStream, randomStream } from "../../src/random.ts";
import { fixture, tatabox } from "./tatabox.ts";

let folder: string;
const file = (name: string) => join(folder, name);

/** 40 random sequences; in most of those that are `planted` stands CTCF's best word. */
function fasta(random: RandomStream, planted: boolean, length = 80, strong = 0.5): string {
  return Array.from({ length: 40 }, (_, i) => {
    const base = () => (random.uniform() < strong ? "CG" : "AT")[random.below(2)];
    const letters = Array.from({ length }, base).join("");
    const word = planted && i % 5 > 0 ? "TGGCCACCAGGGGGCGCTA" : "";
    return `>s${i}\n${word}${letters.slice(word.length)}\n`;
  }).join("");
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tatabox-enrich-"));
  const random = randomStream(1, "enrich test");
  writeFileSync(file("set.fa"), fasta(random, true));
  writeFileSync(file("controls.fa"), fasta(random, false));
  writeFileSync(file("long.fa"), fasta(random, false, 200, 0.7));
});
afterAll(() => rmSync(folder, { recursive: true }));

const rows = (out: string) =>
  out
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));

describe("tatabox enrich", () => {
  it("brings up the planted motif against shuffles, with its numbers in columns", () => {
    const { status, out, err } = tatabox(["enrich", file("set.fa")]);
    const [header, first] = rows(out);
    const row = Object.fromEntries(header.map((name, i) => [name, first[i]]));
    expect(status).toBe(0);
    expect(err).toBe("");
    expect(row).toMatchObject({ motif_id: "MA0139.2", motif_alt_id: "CTCF", sequences: "40", with_hit: "32" });
    expect(row).toMatchObject({ percent: "80.00", controls: "40" });
    expect(Number(row.e_value)).toBeLessThan(1e-8);
    expect(Number(row.rank_e_value)).toBeLessThan(1e-4);
  });

  it("does so against other sequences and against a genome, and lists every motif when asked", () => {
    for (const controls of [
      ["--control", file("controls.fa")],
      ["--genome", fixture("genes/globin.fa")],
    ]) {
      const { status, out } = tatabox(["enrich", file("set.fa"), ...controls, "--q-value", "1"]);
      expect(status).toBe(0);
      expect(rows(out)[1][0]).toBe("MA0139.2");
      expect(rows(out).length).toBeGreaterThan(50);
    }
  });

  it("gives the same bytes again, others with another seed, and replays its settings", () => {
    const words = ["enrich", file("set.fa"), "--json", "--q-value", "1", "--top", "9"];
    const first = tatabox(words).out;
    expect(tatabox(words).out).toBe(first);
    const other = tatabox([...words, "--seed", "2"]).out;
    expect(JSON.parse(other).motifs).not.toEqual(JSON.parse(first).motifs);
    writeFileSync(file("other.json"), other);
    expect(tatabox(["enrich", file("set.fa"), "--json", "--settings", file("other.json")]).out).toBe(other);
  });

  it("carries sets, counts and both tests in JSON", () => {
    const result = JSON.parse(tatabox(["enrich", file("set.fa"), "--json", "--shuffles", "3"]).out);
    expect(Object.keys(result)).toEqual(["schemaVersion", "tool", "command", "settings", "sets", "motifs", "warnings"]);
    expect(result.settings).toMatchObject({ shuffles: 3, test: "both", seed: 1 });
    expect(result.sets[0]).toMatchObject({ set: "sequences", count: 40, bases: 3200, meanLength: 80 });
    expect(result.sets[1]).toMatchObject({
      set: "shuffle",
      count: 120,
      bases: 9600,
      gcPercent: result.sets[0].gcPercent,
    });
    const [{ rank, motif, withHit, fisher, rankTest, oddsLow }] = result.motifs;
    expect({ rank, motif, withHit }).toEqual({ rank: 1, motif: "MA0139.2", withHit: 32 });
    expect(10 ** fisher.log10PValue / fisher.pValue).toBeCloseTo(1, 9);
    expect(rankTest.auc).toBeGreaterThan(0.8);
    expect(oddsLow).toBeGreaterThan(10);
  });

  it("leaves out the test that was not asked for", () => {
    const [fisher] = JSON.parse(tatabox(["enrich", file("set.fa"), "--json", "--test", "fisher"]).out).motifs;
    expect([fisher.fisher === undefined, fisher.rankTest === undefined]).toEqual([false, true]);
    const [rank] = JSON.parse(tatabox(["enrich", file("set.fa"), "--json", "--test", "rank"]).out).motifs;
    expect([rank.fisher === undefined, rank.rankTest === undefined]).toEqual([true, false]);
  });

  it("warns of controls that differ in length or GC content", () => {
    const { status, err } = tatabox(["enrich", file("set.fa"), "--control", file("long.fa")]);
    expect(status).toBe(0);
    expect(err).toMatch(/warning: sequences and controls differ in length \(mean 80 and 200 bases\)/);
    expect(err).toMatch(/warning: sequences and controls differ in GC content/);
  });

  it("warns of motifs that are wider than every sequence", () => {
    writeFileSync(file("narrow.fa"), ">a\nACGTACGTACGTACGT\n>b\nACGTTCGATCGATCGA\n");
    const { status, err } = tatabox(["enrich", file("narrow.fa"), "--motif", "CTCF", "--motif", "REST"]);
    expect([status, err]).toEqual([0, expect.stringMatching(/1 motif \(MA0138\.3\) wider than every sequence/)]);
  });

  it("refuses controls that contradict each other, and a genome too short for any window", () => {
    const two = tatabox(["enrich", file("set.fa"), "--shuffle", "--control", file("controls.fa")]);
    expect([two.status, two.err]).toEqual([2, expect.stringMatching(/error: give only one of --control, --shuffle/)]);
    writeFileSync(file("short.fa"), ">tiny\nACGT\n");
    const short = tatabox(["enrich", file("set.fa"), "--genome", file("short.fa")]);
    expect([short.status, short.out]).toEqual([1, ""]);
    expect(short.err).toMatch(/short\.fa: holds no window as long/);
    expect(tatabox(["enrich", file("set.fa"), "--genome", "-"]).status).toBe(2);
  });
});
