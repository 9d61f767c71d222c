import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { TataboxError } from "../../src/errors.ts";
import { scratchFolder } from "./files.ts";
import { lengthened, lengthenings, mutated, mutations } from "./mutations.ts";

/** Something that reads files of one kind, in process. */
export interface Reader {
  readonly name: string;
  /** Valid files: each is read as it is, too. */
  readonly files: readonly (string | Uint8Array)[];
  /** Reads the file and computes with it; what comes back is searched for NaN. */
  readonly read: (file: FuzzFile) => unknown;
  /** Inputs a reader gets, as a share of the others: for those that take milliseconds. */
  readonly share?: number;
  /** What errors name; `f.txt` when left out. */
  readonly names?: RegExp;
}

export interface FuzzFile {
  readonly bytes: Uint8Array;
  readonly text: string;
  /** Writes the bytes to a file, once, and says where. */
  readonly path: () => string;
}

export const FILE_NAME = "f.txt";

/** `npm run fuzz` sets vitest's mode. */
const { MODE, TATABOX_FUZZ, TATABOX_SEED } = process.env;
const IS_FULL = MODE === "fuzz" || TATABOX_FUZZ !== undefined;
/** Inputs a reader. */
const RUNS = Number(TATABOX_FUZZ ?? (IS_FULL ? 100_000 : 300));
/** One input in as many is long. */
const LONG_SHARE = 1 / 300;
/** The same seed gives the same inputs. */
const SEED = Number(TATABOX_SEED ?? 1);
/** Processor time that no small input may take, in seconds: the clock on the wall tells of other programs. */
const CPU_LIMIT_SECONDS = 5;

interface Tally {
  readonly inputs: number;
  readonly accepted: number;
  readonly refused: number;
  readonly slowestMs: number;
}

/** One test for each reader: whatever is changed in a valid file, there is a result without NaN or one error in words. */
export function describeReaders(title: string, readers: readonly Reader[]): void {
  const folder = scratchFolder();
  const tallies = new Map<string, Tally>();
  afterAll(() => {
    if (IS_FULL) process.stdout.write(tableOf(tallies));
  });
  describe(`${title}, seed ${SEED}`, () => {
    it.each(readers.map((reader) => [reader.name, reader] as const))(
      "%s",
      async (name, reader) => {
        tallies.set(name, await fuzz(reader, folder));
      },
      0,
    );
  });
}

async function fuzz(reader: Reader, folder: string): Promise<Tally> {
  const files = reader.files.map((file) => (typeof file === "string" ? new TextEncoder().encode(file) : file));
  for (const file of files) expect(await outcome(reader, file, folder)).toBe("accepted");
  const counts = { accepted: 0, refused: 0 };
  let slowest = 0;
  const tryOut = async (bytes: Uint8Array) => {
    const [seconds, found] = await timed(() => outcome(reader, bytes, folder));
    counts[found]++;
    slowest = Math.max(slowest, seconds);
    if (seconds < CPU_LIMIT_SECONDS) return;
    // A system that runs out of memory counts its own work; then the second time is quick.
    const [again] = await timed(() => outcome(reader, bytes, folder));
    expect(again).toBeLessThan(CPU_LIMIT_SECONDS);
  };
  const inputs = Math.ceil(RUNS * (reader.share ?? 1));
  const change = fc.asyncProperty(fc.nat(), fc.nat(), mutations, (first, second, changes) =>
    tryOut(mutated(files[first % files.length], files[second % files.length], changes)),
  );
  await fc.assert(change, { numRuns: inputs, seed: SEED });
  const long = Math.ceil(inputs * LONG_SHARE);
  const lengthening = fc.asyncProperty(fc.nat(), lengthenings, (first, lengthening) =>
    tryOut(lengthened(files[first % files.length], lengthening)),
  );
  // The smallest of long inputs says no more, and takes as long.
  await fc.assert(lengthening, { numRuns: long, seed: SEED, endOnFailure: true });
  return { inputs: inputs + long, ...counts, slowestMs: 1000 * slowest };
}

/** Processor time in seconds, and what came of it. */
async function timed<T>(run: () => Promise<T>): Promise<[number, T]> {
  const before = process.cpuUsage();
  const result = await run();
  const { user, system } = process.cpuUsage(before);
  return [(user + system) / 1e6, result];
}

async function outcome(reader: Reader, bytes: Uint8Array, folder: string): Promise<"accepted" | "refused"> {
  try {
    const result = await reader.read(fuzzFile(bytes, folder));
    expect(placeOfNaN(result)).toBeUndefined();
    return "accepted";
  } catch (error) {
    if (!(error instanceof TataboxError)) throw error;
    expect(error.message).toMatch(reader.names ?? /f\.txt/);
    expect(error.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]|\.[cm]?[jt]s:\d+:\d+|undefined|\[object/);
    return "refused";
  }
}

function fuzzFile(bytes: Uint8Array, folder: string): FuzzFile {
  return {
    bytes,
    get text() {
      return new TextDecoder().decode(bytes);
    },
    path() {
      const path = join(folder, FILE_NAME);
      writeFileSync(path, bytes);
      return path;
    },
  };
}

/** The way to the first NaN in a value. */
export function placeOfNaN(value: unknown, path = "result"): string | undefined {
  if (typeof value === "number") return Number.isNaN(value) ? path : undefined;
  if (typeof value !== "object" || value === null) return undefined;
  if (value instanceof Float64Array || value instanceof Float32Array) {
    const at = value.findIndex(Number.isNaN);
    return at < 0 ? undefined : `${path}[${at}]`;
  }
  if (ArrayBuffer.isView(value)) return undefined;
  const entries = value instanceof Map || Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, entry] of entries) {
    const found = placeOfNaN(entry, `${path}.${String(key)}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function tableOf(tallies: ReadonlyMap<string, Tally>): string {
  const rows = [...tallies].map(
    ([name, { inputs, accepted, refused, slowestMs }]) =>
      `${[name, inputs, accepted, refused, slowestMs.toFixed(0)].join("\t")}\n`,
  );
  return `reader\tinputs\taccepted\trefused\tslowest_ms\n${rows.join("")}`;
}
