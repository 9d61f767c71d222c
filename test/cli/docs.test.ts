import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { itShared, sharedPath } from "../shared.ts";
import { fixture, tatabox } from "./tatabox.ts";

const folder = mkdtempSync(join(tmpdir(), "docs-"));
const PAGE = readFileSync(new URL("../../docs/coming-from.md", import.meta.url), "utf8");

/** Four columns a position, as Cluster-Buster wants them. */
const CLUSTER_BUSTER = ">tata\n0 0 0 9\n9 0 0 0\n0 0 0 9\n9 0 0 0\n8 0 0 1\n9 0 0 0\n7 0 2 0\n";

beforeAll(() => {
  const fasta = ["fos", "tyms"].map((name) => readFileSync(fixture(`genes/${name}.fa`), "utf8")).join("");
  for (const name of ["genes.fa", "peaks.fa", "control.fa", "other.fa"]) writeFileSync(join(folder, name), fasta);
  writeFileSync(join(folder, "motifs.cb"), CLUSTER_BUSTER);
  for (const format of ["meme", "jaspar", "homer"]) {
    const { out } = tatabox(["motifs", "convert", "--motif", "MA0108.2", "--motif", "MA0079.3", "-f", format]);
    // The threshold of a HOMER file is its own; the library has none.
    writeFileSync(
      join(folder, `motifs.${format}`),
      out.replace(/^(>\S+\t\S+).*$/gm, format === "homer" ? "$1\t6.5" : "$&"),
    );
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const commands = [...PAGE.matchAll(/(?:`|^ {4})(tatabox [^`\n]+)/gm)].map(([, line]) => line);

describe("docs/coming-from.md", () => {
  it("has commands for five programs", () => expect(commands.length).toBeGreaterThan(20));

  it.each(commands.filter((line) => !/COMMAND|TERM|explain\s*$/.test(line)))("%s", (line) => {
    const { status, out, err } = tatabox(line.split(" ").slice(1), "", folder);
    expect([err.split("\n").filter((text) => / error: /.test(text)), status]).toEqual([[], 0]);
    if (!line.includes(" -o ")) expect(out).not.toBe("");
  });

  itShared("MOODS' hits and scores in the β-globin cluster, as the page says (MOODS 1.9.4.1 --batch)", () => {
    const input = sharedPath("oracle/scan/input/globin.fa");
    const motifs = sharedPath("data/motifs/oracle4.jaspar");
    const { out } = tatabox(["scan", input, "-m", motifs, "-p", "1e-4", "--pseudocount", "0.01", "--json"]);
    const ours = new Map<string, number>(
      JSON.parse(out).hits.map((hit: { motif: string; start: number; strand: string; score: number }) => [
        `${hit.motif} ${hit.start} ${hit.strand}`,
        hit.score * Math.LN2,
      ]),
    );
    const rows = readFileSync(sharedPath("oracle/scan/moods/globin.m4.batch.csv"), "utf8").trimEnd().split("\n");
    expect([rows.length, ours.size]).toEqual([83, 83]);
    for (const row of rows) {
      const [, matrix, start, strand, score] = row.split(",");
      expect(ours.get(`${matrix.replace(".pfm", "")} ${start} ${strand}`)).toBeCloseTo(Number(score), 12);
    }
  });
});
