import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, tatabox } from "../cli/tatabox.ts";

const GENES = ["fos", "tyms", "globin"].map((name) => fixture(`genes/${name}.fa`));
const WORDS = ["report", ...GENES, "--tss", fixture("genes/genes.bed"), "-f", "mqc"];
const hasMultiqc = spawnSync("multiqc", ["--version"]).status === 0;

/** MultiQC's header: YAML behind #, here a key a line with a JSON value or bare words. */
function parsed(text: string) {
  const lines = text.trimEnd().split("\n");
  const head = new Map(
    lines
      .filter((line) => line.startsWith("#"))
      .map((line) => line.match(/^# (\w+): (.*)$/)!.slice(1) as [string, string]),
  );
  const [columns, ...rows] = lines.filter((line) => !line.startsWith("#")).map((line) => line.split("\t"));
  return { head, columns, rows };
}

describe("report -f mqc: MultiQC's custom content", () => {
  const { head, columns, rows } = parsed(tatabox(WORDS).out);

  it("says what it is and describes each column", () => {
    expect([head.get("id"), head.get("plot_type"), head.get("file_format")]).toEqual(["tatabox", "table", "tsv"]);
    expect(Object.keys(JSON.parse(head.get("headers")!))).toEqual(columns.slice(1));
    expect(JSON.parse(head.get("pconfig")!).col1_header).toBe(columns[0]);
  });

  it("has a row for each record with the numbers of the json", () => {
    const { records } = JSON.parse(tatabox([...WORDS.slice(0, -2), "--json"]).out);
    const expected = records.map(
      ({ name, length, islands, promoters, enhancers }: Record<string, never[]> & { name: string; length: number }) => {
        const covered = islands.reduce((sum, { start, end }) => sum + end - start, 0);
        const [{ expression }] = promoters as { expression: { expression: number }[] }[];
        const counts = [islands.length, Number(((100 * covered) / length).toFixed(4)), promoters.length];
        return [name, length, ...counts, enhancers.length, Number(expression[0].expression.toPrecision(6))];
      },
    );
    const shown = rows.map((row) => [row[0], ...[1, 2, 3, 4, 7, 9].map((i) => Number(row[i]))]);
    expect(shown).toEqual(expected);
  });

  it("keeps names that MultiQC would take for numbers, comments or the same sample", () => {
    const text = ["1", "1", "#2", "1e5", "chr1"].map((name) => `>${name}\nACGTTGCA\n`).join("");
    const names = parsed(tatabox(["report", "-", "-f", "mqc", "-q"], text).out).rows.map(([name]) => name);
    expect(names).toEqual(['"1"', '"1 (2)"', '"#2"', '"1e5"', "chr1"]);
  });
});

describe.skipIf(!hasMultiqc)("MultiQC (needs multiqc)", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "tatabox-multiqc-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("joins the tables of two runs", { timeout: 120_000 }, () => {
    writeFileSync(join(folder, "genes_mqc.tsv"), tatabox(WORDS).out);
    writeFileSync(join(folder, "other_mqc.tsv"), tatabox(["report", "-", "-f", "mqc", "-q"], ">7\nACGTTGCA\n").out);
    execFileSync("multiqc", ["."], { cwd: folder, stdio: "pipe" });
    const data = readFileSync(join(folder, "multiqc_data/multiqc_tatabox_table.txt"), "utf8").trimEnd().split("\n");
    expect(data.map((line) => line.split("\t").slice(0, 3).join(" "))).toEqual([
      "Sample length cpg_islands",
      "7 8.0 0.0",
      "D00596 18596.0 1.0",
      "K00650 6210.0 2.0",
      "U01317 73308.0 0.0",
    ]);
  });
});
