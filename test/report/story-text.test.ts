import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { expressionConditions } from "../../src/cli/analysis-options.ts";
import { coloursFor } from "../../src/cli/colours.ts";
import { analyzeRecord, type RecordStory } from "../../src/regulation/analysis.ts";
import { cellProfiles } from "../../src/regulation/cells.ts";
import { CLUSTER_DEFAULTS } from "../../src/regulation/cluster-buster.ts";
import { DEFAULT_PARAMETERS } from "../../src/regulation/expression-parameters.ts";
import { inAscii } from "../../src/report/ascii.ts";
import { verdict } from "../../src/report/expression-table.ts";
import { LEGEND, storyText } from "../../src/report/story-text.ts";
import { readFasta } from "../../src/sequence/fasta.ts";
import { bySequence, parseBedTss } from "../../src/sequence/tss.ts";
import { fixture } from "../cli/tatabox.ts";

async function stories(): Promise<RecordStory[]> {
  const settings = {
    method: "ucsc" as const,
    tss: bySequence(parseBedTss(readFileSync(fixture("genes/genes.bed"), "utf8"), "genes.bed")),
    enhancers: { settings: CLUSTER_DEFAULTS },
    cells: cellProfiles(),
    methylation: "islands" as const,
    conditions: expressionConditions("direct", DEFAULT_PARAMETERS),
  };
  const files = ["fos", "tyms", "globin"].map((name) => fixture(`genes/${name}.fa`));
  const found: RecordStory[] = [];
  for await (const record of readFasta(files, () => {})) found.push(analyzeRecord(record, settings));
  return found;
}

describe("report as text", async () => {
  const paint = await coloursFor("never", false);
  const text = async (columns: number) =>
    (await stories()).map((story) => storyText(story, "islands methylated", { paint, columns })).join("") + LEGEND;

  it("fits 80 columns, and looks as it did", async () => {
    const narrow = await text(80);
    for (const line of narrow.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    await expect(narrow).toMatchFileSnapshot("../golden/report-80.txt");
  });

  it("uses the room of 200 columns", async () => {
    await expect(await text(200)).toMatchFileSnapshot("../golden/report-200.txt");
  });

  it("has nothing but ASCII when asked, in lines as long", async () => {
    const ascii = inAscii(await text(80));
    expect(ascii).not.toMatch(/[^\x20-\x7e\n]/);
    expect(ascii).toMatch(/on in all 7 cells/);
  });
});

describe("verdict", () => {
  const cell = (name: string, expressionUnmethylated: number, expression = expressionUnmethylated) =>
    ({ cell: name, expressionUnmethylated, expression }) as Parameters<typeof verdict>[0][number];

  it.each([
    [[cell("generic", 0.001)], undefined, "off in generic"],
    [[cell("a", 0.001), cell("b", 0.002)], "islands methylated", "off in every cell"],
    [[cell("a", 0.1)], undefined, "on in a (medium)"],
    [[cell("a", 0.1, 0.001)], "islands methylated", "on in a (medium); islands methylated: silenced"],
    [[cell("a", 0.3, 0.1), cell("b", 0.001)], "as measured", "on only in a (high); as measured: weaker"],
    [[cell("a", 0.02), cell("b", 0.3)], "as measured", "on in b (high), a (low); as measured: the same"],
    [[cell("a", 0.1), cell("b", 0.1), cell("c", 0)], undefined, "on only in a, b (medium)"],
    [[cell("a", 0.3), cell("b", 0.1), cell("c", 0.1), cell("d", 0)], undefined, "on in 3 of 4 cells, most in a (high)"],
    [[cell("a", 0.3), cell("b", 0.1), cell("c", 0.02)], undefined, "on in all 3 cells, most in a (high)"],
  ])("%#: %s", (expression, state, expected) => {
    expect(verdict(expression, state)).toBe(expected);
  });
});
