import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { TataboxError } from "../../src/errors.ts";
import { UNIFORM } from "../../src/motif/background.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { randomStream } from "../../src/random.ts";
import { HIT_SHAPE } from "../../src/report/hit-shape.ts";
import { resultHead } from "../../src/report/json.ts";
import { type HitRow, hitRows } from "../../src/report/scan-rows.ts";
import { openSink } from "../../src/report/writer.ts";
import { resultWriter } from "../../src/report/writers.ts";
import { scanPlain } from "../../src/scan/plain.ts";
import { searchFor } from "../../src/scan/search.ts";
import { readFasta } from "../../src/sequence/fasta.ts";
import { fixture } from "../cli/tatabox.ts";

const folder = mkdtempSync(join(tmpdir(), "parquet-"));
afterAll(() => rmSync(folder, { recursive: true }));

const plain = (text: string) => text;
const PAINT = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain, blue: plain };
const HEAD = resultHead("scan", { pValue: 1e-3, strand: "both" });

async function written(format: string, rows: Iterable<HitRow>, name = `hits.${format}`): Promise<Buffer> {
  const writer = await resultWriter(format, HIT_SHAPE, PAINT);
  const sink = openSink(join(folder, name));
  await sink.write(writer.head(HEAD));
  for (const row of rows) await sink.write(writer.feature(row));
  await sink.write(writer.end(["a warning"]));
  await sink.finish();
  return readFileSync(join(folder, name));
}

function arrayBuffer(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

/** Rows as hyparquet reads them; coordinates are bigint there. */
function readRows(bytes: Buffer): Promise<Record<string, unknown>[]> {
  return parquetReadObjects({ file: arrayBuffer(bytes) });
}

const asJson = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, typeof value === "bigint" ? Number(value) : value]),
  );

async function scannedHits(): Promise<HitRow[]> {
  const searches = bundledLibrary()
    .filter(({ counts }) => counts !== undefined)
    .map((motif) => searchFor(motif, { background: UNIFORM, pseudocount: 0.1, rule: { by: "pValue", limit: 1e-3 } }));
  const rows: HitRow[] = [];
  for await (const record of readFasta([fixture("genes/fos.fa"), fixture("genes/globin.fa")], () => {})) {
    rows.push(...hitRows(record, scanPlain(record.codes, searches, "both"), searches));
  }
  return rows;
}

/** Rows for the writer alone, as many as wanted. */
function* madeHits(count: number, extra: Partial<HitRow> = {}): Generator<HitRow> {
  const random = randomStream(1, "hits");
  for (let i = 0; i < count; i++) {
    const start = 3_000_000_000 + i;
    const strand = random.below(2) === 0 ? "+" : "-";
    const score = random.uniform() * 20;
    yield {
      motif: `M${i % 7}`,
      name: "",
      sequence: "chr1",
      start,
      end: start + 8,
      strand,
      score,
      pValue: 2 ** -score,
      matched: `s${i}`,
      ...extra,
    };
  }
}

describe("hits as Parquet, read by hyparquet", () => {
  it("are the hits of the JSON of the same scan, doubles in full", async () => {
    const hits = await scannedHits();
    const json = JSON.parse((await written("json", hits)).toString());
    expect(hits.length).toBeGreaterThan(100);
    expect((await readRows(await written("parquet", hits))).map(asJson)).toEqual(json.hits);
  });

  it("keep a missing q-value apart from a given one", async () => {
    const rows = [...madeHits(1), ...madeHits(1, { qValue: 0 }), ...madeHits(1, { qValue: 0.25 })];
    const read = await readRows(await written("parquet", rows));
    expect(read.map(({ qValue }) => qValue)).toEqual([null, 0, 0.25]);
  });

  it("have typed columns, of which only the q-value may be missing", async () => {
    const { schema } = parquetMetadata(arrayBuffer(await written("parquet", madeHits(3))));
    const text = ["BYTE_ARRAY", "REQUIRED"];
    expect(schema.slice(1).map(({ name, type, repetition_type }) => [name, type, repetition_type])).toEqual([
      ["motif", ...text],
      ["name", ...text],
      ["sequence", ...text],
      ["start", "INT64", "REQUIRED"],
      ["end", "INT64", "REQUIRED"],
      ["strand", ...text],
      ["score", "DOUBLE", "REQUIRED"],
      ["pValue", "DOUBLE", "REQUIRED"],
      ["qValue", "DOUBLE", "OPTIONAL"],
      ["matched", ...text],
    ]);
  });

  it("come in groups of 100,000 rows, with dictionaries for names, beyond 2^31 bases", async () => {
    const bytes = await written("parquet", madeHits(200_001));
    const { row_groups, num_rows } = parquetMetadata(arrayBuffer(bytes));
    const categories = row_groups[1].columns.filter(({ meta_data }) => meta_data!.encodings.includes("RLE_DICTIONARY"));
    const rows = await readRows(bytes);
    expect(num_rows).toBe(200_001n);
    expect(row_groups.map((group) => group.num_rows)).toEqual([100_000n, 100_000n, 1n]);
    expect(categories.map(({ meta_data }) => meta_data!.path_in_schema[0])).toEqual(
      expect.arrayContaining(["motif", "name", "sequence", "strand"]),
    );
    let i = 0;
    for (const hit of madeHits(200_001))
      if (JSON.stringify(asJson(rows[i])) !== JSON.stringify(hit)) break;
      else i++;
    expect(i).toBe(200_001);
  });

  it("hand a row group over as soon as it is full", async () => {
    const writer = await resultWriter("parquet", HIT_SHAPE, PAINT);
    const sizes = [writer.head(HEAD).length];
    for (const hit of madeHits(100_001)) sizes.push(writer.feature(hit).length);
    expect(sizes[0]).toBe("PAR1".length);
    expect(sizes.flatMap((size, i) => (size > 0 ? [i] : []))).toEqual([0, 100_000]);
  });

  it("carry tool, command, settings and warnings", async () => {
    const { created_by, key_value_metadata } = parquetMetadata(arrayBuffer(await written("parquet", madeHits(1))));
    const metadata = Object.fromEntries(key_value_metadata!.map(({ key, value }) => [key, value]));
    expect(created_by).toBe(`tatabox version ${HEAD.tool.version}`);
    expect(metadata).toEqual({
      schemaVersion: "1",
      tool: JSON.stringify(HEAD.tool),
      command: "scan",
      settings: '{"pValue":0.001,"strand":"both"}',
      warnings: '["a warning"]',
    });
  });

  it("are the same bytes from run to run", async () => {
    const bytes = await written("parquet", madeHits(500), "a.parquet");
    expect(bytes.equals(await written("parquet", madeHits(500), "b.parquet"))).toBe(true);
  });

  it("are a file with the same columns when there are none", async () => {
    const bytes = await written("parquet", []);
    expect(await readRows(bytes)).toEqual([]);
    expect(parquetMetadata(arrayBuffer(bytes)).schema.length).toBe(11);
    // Thrift's compact protocol: num_rows 0, then an empty list that says it is one of structs (arrow-rs insists).
    expect(bytes.includes(Buffer.from([0x16, 0x00, 0x19, 0x0c]))).toBe(true);
  });

  it("are left alone where the bytes of an empty footer stand in the data", async () => {
    const hit = { ...[...madeHits(1)][0], matched: "\x16\x00\x19\x00" };
    expect((await readRows(await written("parquet", [hit]))).map(({ matched }) => matched)).toEqual([hit.matched]);
  });
});

describe("bytes and standard output", () => {
  const before = Object.getOwnPropertyDescriptor(process.stdout, "isTTY");
  afterEach(() => {
    if (before === undefined) Reflect.deleteProperty(process.stdout, "isTTY");
    else Object.defineProperty(process.stdout, "isTTY", before);
  });

  it("refuses a terminal before the first byte, as a wrong command line", async () => {
    Object.defineProperty(process.stdout, "isTTY", { value: true, configurable: true });
    const refused = openSink("-").write(new Uint8Array(4));
    await expect(refused).rejects.toThrow(TataboxError);
    await expect(refused).rejects.toMatchObject({ exitCode: 2 });
  });

  it("keeps text and bytes in the order they came", async () => {
    const sink = openSink(join(folder, "mixed"));
    for (const piece of ["a", Uint8Array.of(0, 255), "é", Uint8Array.of()]) await sink.write(piece);
    await sink.finish();
    expect(readFileSync(join(folder, "mixed"))).toEqual(Buffer.from([97, 0, 255, 0xc3, 0xa9]));
  });
});
