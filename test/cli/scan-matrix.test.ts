import { describe, expect, it } from "vitest";
import { writeHitMatrix } from "../../src/cli/scan-matrix.ts";
import { UNIFORM } from "../../src/motif/background.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { windowScore } from "../../src/motif/score-matrix.ts";
import { scanPlain } from "../../src/scan/plain.ts";
import { searchFor } from "../../src/scan/search.ts";
import { type FastaRecord, parseFasta } from "../../src/sequence/fasta.ts";
import { cutRegions, parseBedRegions } from "../../src/sequence/regions.ts";

const FASTA = ">a\nGCTATAAAAGGCGCGGGGCGGGGCATTGGCCAATCAGC\n>b\nNNNNN\n>c\nccattggctgccaatcattggctgt\n";
const searches = bundledLibrary()
  .slice(0, 9)
  .map((motif) => searchFor(motif, { background: UNIFORM, pseudocount: 0.1, rule: { by: "pValue", limit: 1e-3 } }));

async function matrix(value: "count" | "best" | "presence", records: AsyncIterable<FastaRecord>): Promise<string[][]> {
  let text = "";
  const out = {
    write(part: string | Uint8Array) {
      text += part;
      return undefined;
    },
  };
  const context = { command: "scan", format: "matrix", echo: {}, warnings: [], colours: {}, regions: undefined, out };
  await writeHitMatrix(
    context as unknown as Parameters<typeof writeHitMatrix>[0],
    { matrix: value, strand: "both" },
    searches,
    records,
    ({ codes }) => scanPlain(codes, searches, "both"),
  );
  return text
    .trimEnd()
    .split("\n")
    .map((line) => line.split("\t"));
}

const records = () => parseFasta(FASTA, () => {});

describe("scan -f matrix", () => {
  it("counts the scanner's hits: a row a record, a column a motif", async () => {
    const [header, ...rows] = await matrix("count", records());
    expect(header).toEqual(["sequence_name", ...searches.map(({ motif }) => motif.id)]);
    expect(rows.map(([name]) => name)).toEqual(["a", "b", "c"]);
    let total = 0;
    for await (const { name, codes } of records()) {
      const hits = scanPlain(codes, searches, "both");
      total += hits.length;
      const row = rows.find((cells) => cells[0] === name)!;
      expect(row.slice(1)).toEqual(searches.map((_, i) => String(hits.motif.filter((motif) => motif === i).length)));
    }
    expect(total).toBeGreaterThan(5);
    const present = await matrix("presence", records());
    expect(present.slice(1)).toEqual(
      rows.map(([name, ...cells]) => [name, ...cells.map((n) => (n === "0" ? "0" : "1"))]),
    );
  });

  it("gives best scores whatever the threshold, and NA where no window fits", async () => {
    const [, a, b] = await matrix("best", records());
    for await (const { name, codes } of records()) {
      if (name !== "a") continue;
      searches.forEach(({ matrix: scores }, i) => {
        const all = ["+", "-"].flatMap((strand) =>
          Array.from({ length: codes.length - scores.width + 1 }, (_, start) =>
            windowScore(scores, codes, start, strand as "+" | "-"),
          ),
        );
        expect(Number(a[i + 1])).toBeCloseTo(Math.max(...all), 3);
      });
    }
    expect(new Set(b.slice(1))).toEqual(new Set(["NA"]));
  });

  it("has a row a region, under its BED name or its place", async () => {
    const regions = parseBedRegions("a\t0\t20\tpeak\na\t10\t38\n", "r.bed");
    const [, ...rows] = await matrix("count", cutRegions(records(), regions));
    expect(rows.map(([name]) => name)).toEqual(["peak", "a:11-38"]);
  });
});
