import { resultHead } from "../report/json.ts";
import { withRegion } from "../report/region-shape.ts";
import type { Shape } from "../report/shape.ts";
import { type RecordSummary, resultWriter } from "../report/writers.ts";
import {
  cutIntoPieces,
  type FastaRecord,
  partOfRecord,
  readFasta,
  readFastaPieces,
  type Warn,
} from "../sequence/fasta.ts";
import type { FastaPiece, PieceCut } from "../sequence/fasta-parser.ts";
import { movedBy } from "../sequence/interval.ts";
import type { OnRead } from "../sequence/open.ts";
import { openRandomAccess, type RandomAccess } from "../sequence/random-access.ts";
import { cutRegions, type PartedRecord } from "../sequence/regions.ts";
import type { Steps } from "../steps.ts";
import type { Context } from "./command.ts";
import { bytesOfFiles } from "./progress.ts";

/** What a command finds in one record. */
export interface Found<F> {
  readonly features: Iterable<F>;
  /** Left out where the features are the records themselves, or the record goes on; called when the features are written. */
  readonly summary?: RecordSummary | (() => RecordSummary) | undefined;
}

/** Features that are made while they are written, so that signals are heard between them; the summary counts them as `unit`. */
export function lazilyFound<F>({ name, codes }: FastaRecord, features: Iterable<F>, unit = "rows"): Found<F> {
  let count = 0;
  function* counted(): Generator<F> {
    for (const feature of features) {
      count++;
      yield feature;
    }
  }
  return { features: counted(), summary: () => ({ name, length: codes.length, [unit]: count }) };
}

/** Records of the inputs, in order, or the regions asked for. */
export function inputRecords(context: Context): AsyncGenerator<FastaRecord> {
  return withProgress(context, openRecords(context), ({ codes }) => codes.length);
}

function openRecords({ args, warn, regions, progress }: Context, headers = false): AsyncGenerator<FastaRecord> {
  if (regions === undefined) return readFasta(args, warn, progress.read);
  // An index knows names alone.
  return cutRegions(headers ? readFasta(args, warn, progress.read) : partedRecords(args, warn, progress.read), regions);
}

/** Records of which only the regions are read, where a file has an index. */
async function* partedRecords(
  paths: readonly string[],
  warn: Warn,
  onRead: OnRead,
): AsyncGenerator<FastaRecord | PartedRecord> {
  const files = await Promise.all(paths.map((path) => openRandomAccess(path, warn)));
  if (files.every((file) => file === undefined)) return yield* readFasta(paths, warn, onRead);
  for (const [i, file] of files.entries()) {
    if (file === undefined) yield* readFasta([paths[i]], warn, onRead);
    else yield* sequencesOf(file, warn);
  }
}

async function* sequencesOf(file: RandomAccess, warn: Warn): AsyncGenerator<PartedRecord> {
  for (const { name, length } of await file.sequences()) {
    const part = async (start: number, end: number) =>
      partOfRecord(await file.letters(name, start, end), file.path, warn);
    yield { name, description: "", length, part };
  }
}

/** Tells of what has been worked through, and lets signals be heard meanwhile. */
async function* withProgress<T>(
  { args, progress }: Context,
  parts: AsyncIterable<T>,
  bases: (part: T) => number,
): AsyncGenerator<T> {
  progress.begin(bytesOfFiles(args));
  for await (const part of parts) {
    const all = bases(part);
    progress.take(all);
    yield part;
    const wait = progress.done(all);
    if (wait !== undefined) await wait;
  }
  progress.clear();
}

/** A piece of a record or region of the inputs. */
export interface InputPiece extends FastaPiece {
  readonly region?: string;
  /** Where the record or region begins in the sequence that `name` means (0-based). */
  readonly origin: number;
}

/**
 * The same records or regions, piece by piece: memory does not grow with records that are read as a whole. `headers`: regions,
 * too, have their records' descriptions.
 */
export function inputPieces(context: Context, cut: PieceCut, headers = false): AsyncGenerator<InputPiece> {
  return withProgress(context, openPieces(context, cut, headers), ({ own }) => own);
}

async function* openPieces(context: Context, cut: PieceCut, headers: boolean): AsyncGenerator<InputPiece> {
  const { args, warn, regions, progress } = context;
  if (regions === undefined) {
    for await (const piece of readFastaPieces(args, warn, cut, progress.read)) yield { ...piece, origin: 0 };
    return;
  }
  for await (const { record, ...piece } of cutIntoPieces(openRecords(context, headers), cut)) {
    const { region, offset: origin = 0 } = record;
    yield { ...piece, origin, ...(region === undefined ? {} : { region }) };
  }
}

/** What was found in a record, in the coordinates of the sequence that it is a part of. */
export function inSource<T>({ offset = 0 }: Pick<FastaRecord, "offset">, found: T): T {
  return movedBy(found, offset);
}

/** Do features carry the names of the regions that they lie in? */
export function haveNames(regions: Context["regions"] = []): boolean {
  return regions.some(({ name }) => name !== undefined);
}

/** A writer of the context's format; features of regions that have names carry them. */
export async function featureWriter<F>({ format, colours, regions = [] }: Context, shape: Shape<F>) {
  if (!haveNames(regions)) {
    const writer = await resultWriter(format, shape, colours);
    return { writer, write: (feature: F) => writer.feature(feature) };
  }
  const writer = await resultWriter(format, withRegion(shape), colours);
  const write = (feature: F, { region = "" }: { readonly region?: string }) => writer.feature({ feature, region });
  return { writer, write };
}

/** Long work on `all` of some things, each of which is a step: between them signals are heard and progress is drawn. */
export async function inItems<T>(
  { progress }: Pick<Context, "progress">,
  steps: Steps<T>,
  all: number,
  what: string,
): Promise<T> {
  progress.begin(undefined);
  const found = await driven(steps, (share) => progress.items(Math.round(share * all), all, what));
  progress.clear();
  return found;
}

/** Long work on a record: between its steps signals are heard and progress is drawn. */
export function inSteps<T>({ progress }: Pick<Context, "progress">, steps: Steps<T>): Promise<T> {
  return driven(steps, progress.within);
}

async function driven<T>(steps: Steps<T>, tell: (share: number) => Promise<void> | undefined): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    const wait = tell(step.value);
    if (wait !== undefined) await wait;
  }
}

/** A region's summary says where it lies. */
export function withPlace(
  { region, origin }: { readonly region?: string | undefined; readonly origin: number },
  { name, length, ...summary }: RecordSummary,
): RecordSummary {
  if (region === undefined) return { name, length, ...summary };
  return { name, length, start: origin, end: origin + length, region, ...summary };
}

/**
 * Runs `find` over the records (or parts of records) and writes what it finds as it comes; `lists` go into JSON before the
 * features.
 */
export async function writeFeatures<F, R extends Pick<FastaRecord, "region" | "offset"> = FastaRecord>(
  context: Context,
  shape: Shape<F>,
  records: AsyncIterable<R>,
  find: (record: R) => Found<F> | Promise<Found<F>>,
  lists: Readonly<Record<string, readonly object[]>> = {},
  atEnd: () => void = () => {},
): Promise<void> {
  const { writer, write } = await featureWriter(context, shape);
  const { out, progress } = context;
  await out.write(writer.head(resultHead(context.command, context.echo), lists));
  for await (const record of records) {
    const { features, summary: said } = await find(record);
    for (const feature of features) {
      const wait = out.write(write(feature, record));
      if (wait !== undefined) await wait;
      const turn = progress.done(0);
      if (turn !== undefined) await turn;
    }
    const { region, offset: origin = 0 } = record;
    const summary = typeof said === "function" ? said() : said;
    if (summary !== undefined) await out.write(writer.recordEnd(withPlace({ region, origin }, summary)));
  }
  atEnd();
  await out.write(writer.end(context.warnings));
}
