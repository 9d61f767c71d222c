import { describe, expect, it } from "vitest";
import { itShared, sharedPath, sharedText } from "../shared.ts";
import { fixture, tatabox } from "./tatabox.ts";

const GLOBIN = fixture("genes/globin.fa");
const BED = fixture("genes/genes.bed");
const rowsOf = (out: string) =>
  out
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"));

describe("tatabox enhancers", () => {
  itShared("finds Cluster-Buster's clusters with the fly matrices of a file (clusters.json)", () => {
    const { runs } = JSON.parse(sharedText("oracle/regulation/clusterbuster/clusters.json"));
    const [run] = runs.filter(
      ({ sequence, options }: { sequence: string; options: { clusterThreshold: number } }) =>
        sequence.startsWith("eve_37ext_ru") && options.clusterThreshold === 5,
    );
    const crm = (name: string) => sharedPath(`data/regulation/crm/${name}`);
    const { out, err } = tatabox(["enhancers", crm("eve_37ext_ru.fa"), "-m", crm("fly.cb")]);
    const rows = rowsOf(out);
    expect(rows.map(([, start, end]) => [Number(start), Number(end)])).toEqual(
      run.clusters.map(({ start, end }: { start: number; end: number }) => [start, end]),
    );
    expect(Number(rows[0][3])).toBeCloseTo(run.clusters[0].score, 3);
    expect(rows[0][4].split(",").sort()).toEqual(["bcd", "cad", "hb", "kni"]);
    expect(err).toContain("the library does not know 6 of 6 motifs (bcd, cad, gt, …); they count as activators");
  });

  it("searches the factors asked for alone, by name, symbol or group, and knows their promoters", () => {
    const words = ["--only-factors", "gata1, KLF1,AP-1", "--min-score", "2", "--tss", BED, "--json", "-q"];
    const { enhancers } = JSON.parse(tatabox(["enhancers", GLOBIN, ...words]).out);
    const factors = new Set(
      enhancers.flatMap((one: { sites: { factor: string }[] }) => one.sites.map(({ factor }) => factor)),
    );
    expect([...factors].sort()).toEqual(["FOS::JUN", "GATA1::TAL1", "Gata1", "Klf1"]);
    // The CACCC box and its neighbour before HBB's start site at 62,136.
    const atHbb = enhancers.find(({ start, end }: { start: number; end: number }) => start < 62_050 && end > 62_026);
    expect(atHbb.promoters).toMatchObject([{ name: "HBB", tss: 62_136, proximal: true, contact: 1 }]);
    expect(atHbb.promoters[0].distance).toBe(Math.floor((atHbb.start + atHbb.end) / 2) - 62_136);
  });

  it("sees the AP-1 pair of HS2 in erythroid cells and lists the nearest promoter in tsv", () => {
    const rows = rowsOf(tatabox(["enhancers", GLOBIN, "--cell", "erythroid", "--tss", BED, "-q"]).out);
    const [hs2] = rows.filter(([, start]) => start === "8659");
    expect(hs2[4]).toContain("FOS::JUN");
    expect(hs2.at(-1)).toBe("HBB:-53457");
    expect(rows.find(([, start]) => start === "62026")!.at(-1)).toBe("HBB:-97*");
  });

  it("mcast: p-values from seeded shuffles; the same seed gives the same bytes", () => {
    const words = ["enhancers", GLOBIN, "--model", "mcast", "--only-factors", "GATA1,KLF1", "-p", "1", "-q"];
    const [first, again, other] = [[], [], ["--seed", "2"]].map((more) => tatabox([...words, ...more]).out);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    const pValues = rowsOf(first).map((row) => Number(row.at(-1)));
    expect(pValues.length).toBeGreaterThan(10);
    const limited = tatabox([...words.slice(0, -3), "-p", "0.9", "-q"]).out;
    expect(rowsOf(limited).length).toBe(pValues.filter((p) => p <= 0.9).length);
  });

  it("--shuffle-rate says what chance gives, and empty and unknown records stop nothing", () => {
    const fasta = `>empty\n>unknown\n${"N".repeat(300)}\n>short\nACGT\n>last\n${"CTGCTTATCTCTGAGATAAGCA".repeat(30)}\n`;
    for (const model of ["cluster-buster", "mcast"]) {
      const { out, err, status } = tatabox(["enhancers", "-", "--model", model, "--shuffle-rate", "--json"], fasta);
      expect(status).toBe(0);
      expect(err).toContain("record empty is empty");
      expect(err).toMatch(/clusters in 964 bases: [\d.]+ per Mb; dinucleotide shuffles: \d+ in \d+, [\d.]+ per Mb/);
      const { sequences } = JSON.parse(out);
      expect(sequences[0]).toEqual({ name: "empty", length: 0, enhancers: 0 });
      expect(sequences[1]).toMatchObject({ clustersPerMb: 0, shuffledClustersPerMb: 0 });
      expect(sequences[3].enhancers).toBeGreaterThan(0);
    }
  });

  it.each([
    [["--only-factors", "GATAA1"], "--only-factors: no motif of 'gataa1'; did you mean 'Gata1'?"],
    [["--only-factors", " , "], "--only-factors: expected names with commas between them"],
    [["--model", "mcaste"], "expected cluster-buster, mcast; did you mean 'mcast'?"],
    [["--cell", "all"], "--cell: enhancers are searched in one cell at a time"],
    [["--site-p-value", "0"], "--site-p-value 0: expected a number above 0 and below 1"],
  ])("refuses %j", (words, message) => {
    const { status, err, out } = tatabox(["enhancers", GLOBIN, ...words]);
    expect([status, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });
});
