import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { BigWig } from "@gmod/bbi";
import { describe, expect, it } from "vitest";
import { readBigWig } from "../../src/cpg/methylation-formats/bigwig.ts";

type Value = readonly [sequence: string, start: number, end: number, value: number];

function ours(bytes: Uint8Array): Value[] {
  const values: Value[] = [];
  readBigWig(Uint8Array.from(bytes), "f", ({ sequence, position, span, methylated }) =>
    values.push([sequence, position, position + span, methylated]),
  );
  return values;
}

/** As @gmod/bbi 8.1.1 reads it. */
async function theirs(bytes: Uint8Array): Promise<Value[]> {
  const filehandle = {
    read: async (length: number, position: number) => Uint8Array.from(bytes.subarray(position, position + length)),
    readFile: (async () => bytes) as never,
    stat: async () => ({ size: bytes.length }),
    close: async () => {},
  };
  const file = new BigWig({ filehandle });
  const { refsByNumber } = await file.getHeader();
  const values: Value[] = [];
  for (const { name, length } of Object.values(refsByNumber)) {
    for (const { start, end, score = -1 } of await file.getFeatures(name, 0, length))
      values.push([name, start, end, score]);
  }
  return values;
}

/** A bigWig with one section of each kind (1 bedGraph, 2 variable step, 3 fixed step), by the description of the format. */
function threeSections(littleEndian: boolean, compressed: boolean): Buffer {
  const join = (...parts: readonly Buffer[]) => Buffer.concat(parts);
  const number = (bytes: number) => (value: number) => {
    const at = Buffer.alloc(bytes);
    if (bytes === 8) (littleEndian ? at.writeBigUInt64LE : at.writeBigUInt64BE).call(at, BigInt(value));
    else (littleEndian ? at.writeUIntLE : at.writeUIntBE).call(at, value, 0, bytes);
    return at;
  };
  const [u8, u16, u32, u64] = [1, 2, 4, 8].map(number);
  const f32 = (value: number) => {
    const at = Buffer.alloc(4);
    (littleEndian ? at.writeFloatLE : at.writeFloatBE).call(at, value);
    return at;
  };
  const section = (id: number, first: number, end: number, step: number, span: number, kind: number, items: Buffer[]) =>
    join(u32(id), u32(first), u32(end), u32(step), u32(span), u8(kind), u8(0), u16(items.length), ...items);
  const sections = [
    section(0, 10, 40, 0, 0, 1, [join(u32(10), u32(12), f32(25)), join(u32(30), u32(40), f32(0.5))]),
    section(0, 50, 63, 0, 3, 2, [join(u32(50), f32(100)), join(u32(60), f32(0))]),
    section(1, 5, 26, 10, 1, 3, [f32(1), f32(2), f32(3)]),
  ].map((bytes) => (compressed ? deflateSync(bytes) : bytes));
  const name = (text: string) => Buffer.from(text.padEnd(5, "\0"));
  const leaf = (text: string, id: number, length: number) => join(name(text), u32(id), u32(length));
  const inner = join(u8(0), u8(0), u16(1), name("chr1"), u64(64 + 32 + 4 + 13));
  const chromosomes = join(
    ...[u32(0x78ca8c91), u32(2), u32(5), u32(8), u64(2), u64(0), inner],
    ...[u8(1), u8(0), u16(2), leaf("chr1", 0, 100), leaf("chr2", 1, 30)],
  );
  const dataAt = 64 + chromosomes.length + 40;
  const starts = sections.map((_, i) => dataAt + sections.slice(0, i).reduce((sum, { length }) => sum + length, 0));
  const indexAt = starts[2] + sections[2].length;
  const ranges = [
    [0, 10, 0, 40],
    [0, 50, 0, 63],
    [1, 5, 1, 26],
  ];
  const items = sections.map(({ length }, i) => join(...ranges[i].map(u32), u64(starts[i]), u64(length)));
  const index = join(
    ...[u32(0x2468ace0), u32(3), u64(3), u32(0), u32(10), u32(1), u32(26), u64(indexAt), u32(1), u32(0)],
    ...[u8(1), u8(0), u16(3), ...items],
  );
  const header = join(
    ...[u32(0x888ffc26), u16(4), u16(0), u64(64), u64(dataAt), u64(indexAt), u16(0), u16(0), u64(0)],
    ...[u64(64 + chromosomes.length), u32(compressed ? 4096 : 0), u64(0)],
  );
  return join(header, chromosomes, Buffer.alloc(40), ...sections, index);
}

const EXPECTED: Value[] = [
  ["chr1", 10, 12, 25],
  ["chr1", 30, 40, 0.5],
  ["chr1", 50, 53, 100],
  ["chr1", 60, 63, 0],
  ["chr2", 5, 6, 1],
  ["chr2", 15, 16, 2],
  ["chr2", 25, 26, 3],
];

describe("bigWig", () => {
  it("of the fixture has the values that @gmod/bbi finds", async () => {
    const bytes = readFileSync(new URL("../../fixtures/methylation/percent.bw", import.meta.url));
    expect(ours(bytes).length).toBeGreaterThan(100);
    expect(ours(bytes)).toEqual(await theirs(bytes));
  });

  it.each([true, false])("has sections of three kinds, compressed: %s, in either byte order", async (compressed) => {
    const bytes = threeSections(true, compressed);
    expect(ours(bytes)).toEqual(EXPECTED);
    expect(await theirs(bytes)).toEqual(EXPECTED);
    expect(ours(threeSections(false, compressed))).toEqual(EXPECTED);
  });
});
