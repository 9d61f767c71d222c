import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Paint } from "../../src/report/columns.ts";
import { HIT_SHAPE_WITHOUT_Q } from "../../src/report/hit-shape.ts";
import { resultHead } from "../../src/report/json.ts";
import { HEAD_LINES, joiner, mergeFormat, resultHeadOf } from "../../src/report/merge.ts";
import { mergedHead } from "../../src/report/merge-head.ts";
import { type MergePlan, mergePieces } from "../../src/report/merge-piece.ts";
import type { HitRow } from "../../src/report/scan-rows.ts";
import type { Gff3Line, Shape } from "../../src/report/shape.ts";
import { resultWriter } from "../../src/report/writers.ts";
import {
  cutBetweenRecords,
  cutInsideRecords,
  type RecordLength,
  type Shard,
  type ShardRegion,
} from "../../src/sequence/shards.ts";

const FORMATS = ["tsv", "bed", "narrowpeak", "gff3", "json", "ndjson"] as const;
const WIDEST = 7;
const PLAIN = {} as Paint;
const MOTIFS = { motifs: [{ id: "a" }, { id: "b" }] };

interface Case {
  readonly records: readonly RecordLength[];
  readonly hits: readonly HitRow[];
  readonly pieces: number;
}

const cases: fc.Arbitrary<Case> = fc
  .array(fc.integer({ min: 0, max: 80 }), { minLength: 1, maxLength: 6 })
  .filter((lengths) => lengths.some((length) => length > 0))
  .chain((lengths) => {
    const records = lengths.map((length, i) => ({ name: `r ${i}|%`.replace(" ", ""), length }));
    const hit = (record: RecordLength) =>
      fc.record({ start: fc.nat(record.length), width: fc.integer({ min: 1, max: WIDEST }), up: fc.boolean() });
    return fc.record({
      records: fc.constant(records),
      hits: fc.tuple(...records.map((record) => fc.array(hit(record), { maxLength: 25 }))).map((lists) =>
        lists.flatMap((list, i) =>
          list
            .filter(({ start, width }) => start + width <= records[i].length)
            .sort((a, b) => a.start - b.start || a.width - b.width)
            .map(({ start, width, up }) => hitRow(records[i].name, start, width, up)),
        ),
      ),
      pieces: fc.integer({ min: 1, max: 7 }),
    });
  });

function hitRow(sequence: string, start: number, width: number, up: boolean): HitRow {
  const about = { motif: `M${width}`, name: up ? "x;y" : "", sequence, start, end: start + width };
  return { ...about, strand: up ? "+" : "-", score: width / 3, pValue: 10 ** -width, matched: "A".repeat(width) };
}

interface Part {
  readonly region: ShardRegion;
  readonly isRegion: boolean;
}

/** What scan writes of the hits that lie whole inside the regions; regions say in JSON where they lie. */
async function written<F extends HitRow>(
  format: string,
  shape: Shape<F>,
  settings: Readonly<Record<string, unknown>>,
  parts: readonly Part[],
  hits: readonly F[],
): Promise<string> {
  const writer = await resultWriter(format, shape, PLAIN);
  let text = String(writer.head(resultHead("scan", settings), MOTIFS));
  for (const { region, isRegion } of parts) {
    const { sequence, start, end } = region;
    const inside = hits.filter((hit) => hit.sequence === sequence && hit.start >= start && hit.end <= end);
    text += inside.map((hit) => writer.feature(hit)).join("");
    const place = isRegion ? { start, end, region: `${sequence}:${start + 1}-${end}` } : {};
    text += writer.recordEnd({ name: sequence, length: end - start, ...place });
  }
  return text + writer.end(["a warning"]);
}

function singleRun<F extends HitRow>(format: string, shape: Shape<F>, { records }: Case, hits: readonly F[]) {
  const parts = records.map(({ name, length }) => ({
    region: { sequence: name, start: 0, end: length, ownEnd: length },
    isRegion: false,
  }));
  return written(format, shape, { inputs: ["g.fa"], region: [] }, parts, hits);
}

function pieceRuns<F extends HitRow>(
  format: string,
  shape: Shape<F>,
  shards: readonly Shard[],
  hits: readonly F[],
): Promise<string[]> {
  return Promise.all(
    shards.map(({ regions }, i) => {
      const parts = regions.map((region) => ({ region, isRegion: true }));
      return written(format, shape, { inputs: ["g.fa"], region: [], regions: `${i + 1}.bed` }, parts, hits);
    }),
  );
}

/** As the command does it: format and head from the first lines, then line by line. */
function merged(texts: readonly string[], plan: MergePlan | undefined): string {
  const files = texts.map((_, i) => `${i + 1}`);
  const heads = texts.map((text) => text.split("\n").slice(0, HEAD_LINES));
  const format = heads.map(mergeFormat).find((known) => known !== undefined);
  if (format === undefined) return "";
  const isJson = format === "json" || format === "ndjson";
  const head = isJson
    ? mergedHead(
        heads.map((lines, i) => ({ file: files[i], head: resultHeadOf(format, lines)! })),
        plan,
      )
    : undefined;
  const pieces = plan === undefined ? [] : mergePieces(plan, files);
  const join = joiner(format, head, plan);
  const joined = texts.map((text, i) => {
    join.open(pieces[i], files[i]);
    const lines = text.split("\n").filter((line) => line !== "");
    return lines.map((line) => join.line(line)).join("") + join.close();
  });
  return joined.join("") + join.end();
}

describe("merged pieces are the single run, byte for byte", () => {
  it.each(FORMATS)("%s, cut inside records", async (format) => {
    await fc.assert(
      fc.asyncProperty(cases, async (input) => {
        const shards = cutInsideRecords(input.records, input.pieces, WIDEST - 1);
        const texts = await pieceRuns(format, HIT_SHAPE_WITHOUT_Q, shards, input.hits);
        const single = await singleRun(format, HIT_SHAPE_WITHOUT_Q, input, input.hits);
        expect(merged(texts, { records: input.records, pieces: shards })).toBe(single);
      }),
      { numRuns: 150 },
    );
  });

  it.each(FORMATS)("%s, cut between records", async (format) => {
    await fc.assert(
      fc.asyncProperty(cases, async (input) => {
        const shards = cutBetweenRecords(input.records, input.pieces);
        const texts = await pieceRuns(format, HIT_SHAPE_WITHOUT_Q, shards, input.hits);
        const single = await singleRun(format, HIT_SHAPE_WITHOUT_Q, input, input.hits);
        expect(merged(texts, { records: input.records, pieces: shards })).toBe(single);
      }),
      { numRuns: 60 },
    );
  });

  it("gff3 with features inside features: ids and parents are numbered anew", async () => {
    const part = (hit: HitRow, type: string): Gff3Line => ({
      sequence: hit.sequence,
      start: hit.start,
      end: hit.end,
      strand: hit.strand,
      type,
      attributes: [["Name", hit.motif]],
    });
    const nested: Shape<HitRow> = {
      ...HIT_SHAPE_WITHOUT_Q,
      gff3: (hit) => ({ ...part(hit, "promoter"), children: [part(hit, "TATA_box"), part(hit, "CAAT_signal")] }),
    };
    await fc.assert(
      fc.asyncProperty(cases, async (input) => {
        const shards = cutBetweenRecords(input.records, input.pieces);
        const texts = await pieceRuns("gff3", nested, shards, input.hits);
        const single = await singleRun("gff3", nested, input, input.hits);
        expect(merged(texts, { records: input.records, pieces: shards })).toBe(single);
      }),
      { numRuns: 60 },
    );
  });

  it("loses or doubles hits when the plan's overlap is off by one", async () => {
    const records = [{ name: "r", length: 40 }];
    const input = { records, hits: [hitRow("r", 19, WIDEST, true), hitRow("r", 20, WIDEST, true)], pieces: 2 };
    const single = await singleRun("tsv", HIT_SHAPE_WITHOUT_Q, input, input.hits);
    const mergedWith = async (overlap: number, ownShift: number) => {
      const shards = cutInsideRecords(records, 2, overlap).map(({ regions }) => ({
        regions: regions.map((region) => ({ ...region, ownEnd: Math.min(region.end, region.ownEnd + ownShift) })),
      }));
      const texts = await pieceRuns("tsv", HIT_SHAPE_WITHOUT_Q, shards, input.hits);
      return merged(texts, { records, pieces: shards });
    };
    expect(await mergedWith(WIDEST - 1, 0)).toBe(single);
    expect(await mergedWith(WIDEST - 2, 0)).not.toBe(single);
    expect(await mergedWith(WIDEST, 1)).not.toBe(single);
  });
});

describe("files without a plan", () => {
  it("joins results on different inputs as one run on all of them", async () => {
    const record = (sequence: string) => ({
      region: { sequence, start: 0, end: 9, ownEnd: 9 },
      isRegion: false,
    });
    const hits = [hitRow("a", 1, 3, true), hitRow("b", 2, 3, false)];
    for (const format of FORMATS) {
      const text = (inputs: string[], names: string[]) =>
        written(format, HIT_SHAPE_WITHOUT_Q, { inputs, region: [] }, names.map(record), hits);
      const apart = [await text(["a.fa"], ["a"]), await text(["b.fa"], ["b"])];
      expect(merged(apart, undefined)).toBe(await text(["a.fa", "b.fa"], ["a", "b"]));
    }
  });

  it("names the setting that differs", async () => {
    const text = (settings: object) => written("json", HIT_SHAPE_WITHOUT_Q, { inputs: [], ...settings }, [], []);
    const texts = [await text({ pValue: 1e-4 }), await text({ pValue: 1e-5 })];
    expect(() => merged(texts, undefined)).toThrow("2: was made with another setting 'pValue' than 1");
  });

  it("says which file ends early", async () => {
    const [json, ndjson] = [
      await written("json", HIT_SHAPE_WITHOUT_Q, {}, [], []),
      await written("ndjson", HIT_SHAPE_WITHOUT_Q, {}, [], []),
    ];
    expect(() => merged([json, json.slice(0, -3)], undefined)).toThrow("2: ends early");
    expect(() => merged([ndjson, ndjson.split("\n").slice(0, -2).join("\n")], undefined)).toThrow("2: ends early");
  });
});

it("a piece of more records than a call can take as words", () => {
  const records = Array.from({ length: 200_000 }, (_, i) => ({ name: `contig${i}`, length: 1 + (i % 7) }));
  const [piece] = mergePieces({ records, pieces: cutBetweenRecords(records, 1) }, ["1.tsv"]);
  expect([piece.longestBp, piece.isCut]).toEqual([7, false]);
});

describe("results that a plan cannot join", () => {
  const plan = (length: number, n: number): MergePlan => {
    const records = [{ name: "r", length }];
    return { records, pieces: cutInsideRecords(records, n, 0) };
  };
  const head = (settings: object, command = "scan") => ({
    file: "f",
    head: resultHead(command, { inputs: [], region: [], ...settings }),
  });

  it.each([
    [{ qValues: true }, "q-values"],
    [{ qValue: 0.1 }, "q-values"],
    [{ background: "sequence" }, "--background sequence"],
    [{ best: 3 }, "--best"],
    [{ fimo: true, pgc: true }, "--no-pgc"],
  ])("%o in records that are cut", (settings, message) => {
    expect(() => mergedHead([head(settings)], plan(10, 2))).toThrow(message);
  });

  it("--best in whole records is fine", () => {
    expect(mergedHead([head({ best: 3, regions: "1.bed" })], plan(10, 1)).settings).toEqual({
      inputs: [],
      region: [],
      best: 3,
    });
  });

  it("commands that look at whole records", () => {
    expect(() => mergedHead([head({}, "cpg")], plan(10, 2))).toThrow("cpg looks at whole records");
    const tsv = "sequence_name\tstart\tend\nr\t1\t2\n";
    expect(() => merged([tsv, tsv], plan(10, 2))).toThrow("only results of scan");
  });

  it("files in another order than the pieces", () => {
    const row = (start: number) => `r\t${start}\t${start + 1}\n`;
    expect(merged([row(1), row(7)], plan(10, 2))).toBe(row(1) + row(7));
    expect(() => merged([row(7), row(1)], plan(10, 2))).toThrow("name the files in the order of the pieces");
    expect(() => merged(["s\t1\t2\n", row(7)], plan(10, 2))).toThrow("holds results on s");
  });
});
