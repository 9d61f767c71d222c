import { readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { dataError, oneLine, usageError } from "../errors.ts";
import { checkSchemaVersion } from "../report/json.ts";
import { HEAD_LINES, joiner, MERGE_FORMATS, type MergeFormat, mergeFormat, resultHeadOf } from "../report/merge.ts";
import { mergedHead } from "../report/merge-head.ts";
import { type MergePlan, mergePieces } from "../report/merge-piece.ts";
import { type OnRead, openLines, openText } from "../sequence/open.ts";
import * as z from "../zod.ts";
import { type Context, defineCommand } from "./command.ts";
import { optionalText } from "./options.ts";
import { bytesOfFiles } from "./progress.ts";

/** More than any compressor takes for nothing. */
const EMPTY_GZIP_BYTES = 64;

const count = z.int().check(z.nonnegative());
const region = z.object({ sequence: z.string(), start: count, end: count, ownEnd: count });
const planFile = z.object({
  schemaVersion: z.optional(z.number()),
  command: z.literal("shard"),
  records: z.array(z.object({ name: z.string(), length: count })).check(z.minLength(1)),
  pieces: z.array(z.object({ regions: z.array(region).check(z.minLength(1)) })).check(z.minLength(1)),
});

export const command = defineCommand({
  summary: "Join the results of pieces, in order, into the bytes of a single run.",
  args: "<file...>",
  examples: [
    ["tatabox merge --plan plan.json 1.tsv 2.tsv 3.tsv 4.tsv -o hits.tsv", "pieces that shard planned"],
    ["tatabox merge chr1.json chr2.json chr3.json -o all.json", "results on several files, as if scanned in one run"],
  ],
  about:
    "Formats are known by content: tsv (one header line), bed (also narrowPeak and bedGraph), gff3 (ids numbered anew), json, " +
    "ndjson; .gz too. The files are named in the order of the input. With --plan there is one for each piece; what two " +
    "pieces found is kept once, and rows that a piece cannot hold are an error. q-values, --best on records that are cut, " +
    "and --background sequence look further than a piece: json and ndjson that carry them are refused, so is tsv of " +
    "records cut by anything but scan. With --plan the warnings in json are those of the piece with the longest stretch; " +
    "a warning of annotation on records that the input lacks is not among them.",
  formats: MERGE_FORMATS,
  pipeFormat: "the format of the files",
  options: {
    plan: {
      flags: "--plan <FILE>",
      help: "what shard printed: a file for each of its pieces, in order",
      group: "Pieces",
      schema: optionalText,
      file: true,
    },
  },
  async run(context, { plan: planPath }) {
    const files = context.args;
    if (files.includes("-")) throw usageError("merge reads its files twice; standard input cannot be one");
    const plan = planPath === undefined ? undefined : await readPlan(planPath, files.length);
    const heads: FileStart[] = [];
    for (const file of files) heads.push({ file, lines: await firstLines(file) });
    const format = commonFormat(heads, context.format);
    if (format !== undefined) await writeJoined(context, format, heads, plan);
  },
});

interface FileStart {
  readonly file: string;
  readonly lines: readonly string[];
}

async function readPlan(file: string, files: number): Promise<MergePlan> {
  let json: unknown;
  try {
    json = JSON.parse(await openText(file));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const plan = planFile.safeParse(json);
  if (!plan.success) throw dataError("is no plan; --plan takes what tatabox shard printed", { file });
  checkSchemaVersion(plan.data.schemaVersion ?? 0, file);
  checkRegions(plan.data, file);
  const pieces = plan.data.pieces.length;
  if (pieces !== files) throw usageError(`the plan has ${pieces} pieces, and ${files} files are named`);
  return plan.data;
}

/** Every region lies in a record of the plan. */
function checkRegions({ records, pieces }: MergePlan, file: string): void {
  const lengths = new Map(records.map(({ name, length }) => [name, length]));
  for (const { sequence, start, end, ownEnd } of pieces.flatMap(({ regions }) => regions)) {
    const fits = start < ownEnd && ownEnd <= end && end <= (lengths.get(sequence) ?? 0);
    if (!fits) throw dataError(`is no plan: its region of ${sequence} lies outside its records`, { file });
  }
}

async function firstLines(file: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const batch of linesOf(file)) {
    lines.push(...batch.slice(0, HEAD_LINES));
    if (lines.length >= HEAD_LINES) break;
  }
  return lines.slice(0, HEAD_LINES);
}

/** No lines for a file without bytes: a piece without a hit, as BED. */
async function* linesOf(file: string, onRead?: OnRead): AsyncGenerator<string[]> {
  if (!isEmptyFile(file)) yield* openLines(file, onRead);
}

/** Is there nothing in the file, also when it is compressed? */
function isEmptyFile(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isFile() || stat.size > EMPTY_GZIP_BYTES) return false;
  const bytes = readFileSync(file);
  try {
    return bytes.length === 0 || gunzipSync(bytes).length === 0;
  } catch {
    return false;
  }
}

/** The format of all files; undefined when all are empty. Only BED may be empty: the others have a head. */
function commonFormat(starts: readonly FileStart[], asked: string): MergeFormat | undefined {
  const formats = starts.map(({ lines }) => mergeFormat(lines));
  const format = formats.find((known) => known !== undefined);
  const other = formats.findIndex((known) => known !== format && !(known === undefined && format === "bed"));
  if (other >= 0 && format !== undefined) {
    const what = formats[other] === undefined ? "is empty" : `is ${formats[other]}`;
    throw dataError(`${what}, ${starts[formats.indexOf(format)].file} is ${format}`, { file: starts[other].file });
  }
  const wanted = MERGE_FORMATS.find((name) => name === asked);
  if (wanted !== undefined && format !== undefined && wanted !== format) {
    throw usageError(`--format ${asked}: the files are ${format}, and merge does not convert`);
  }
  return format;
}

async function writeJoined(
  { out, progress }: Context,
  format: MergeFormat,
  starts: readonly FileStart[],
  plan: MergePlan | undefined,
): Promise<void> {
  const files = starts.map(({ file }) => file);
  const pieces = plan === undefined ? [] : mergePieces(plan, files);
  const head = format === "json" || format === "ndjson" ? headOf(format, starts, plan) : undefined;
  const join = joiner(format, head, plan);
  const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
  const all = megabytes(bytesOfFiles(files) ?? 0);
  let read = 0;
  progress.begin(undefined);
  for (const [i, file] of files.entries()) {
    join.open(pieces[i], file);
    for await (const lines of linesOf(file, (bytes) => {
      read += bytes;
    })) {
      await progress.items(megabytes(read), all, "MB");
      for (const line of lines) {
        const wait = line === "" ? undefined : out.write(join.line(plainLine(line, head !== undefined)));
        if (wait !== undefined) await wait;
      }
    }
    await out.write(join.close());
  }
  progress.clear();
  await out.write(join.end());
}

/** Control characters, which no result of this program holds, become visible; in JSON, escapes. */
function plainLine(line: string, isJson: boolean): string {
  return line.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (c) =>
    isJson ? `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}` : oneLine(c),
  );
}

function headOf(format: "json" | "ndjson", starts: readonly FileStart[], plan: MergePlan | undefined) {
  const heads = starts.map(({ file, lines }) => {
    const head = resultHeadOf(format, lines);
    if (head === undefined) throw dataError(`is not laid out as tatabox writes ${format}`, { file });
    checkSchemaVersion(head.schemaVersion, file);
    return { file, head };
  });
  return mergedHead(heads, plan);
}
