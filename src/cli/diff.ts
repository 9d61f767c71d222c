import { dataError, usageError } from "../errors.ts";
import { DIFF_DEFAULTS, diffResults } from "../report/diff.ts";
import { type Result, readResult } from "../report/diff-items.ts";
import { diffJson } from "../report/diff-json.ts";
import { diffText } from "../report/diff-text.ts";
import { jsonResult, resultHead } from "../report/json.ts";
import { openSink } from "../report/writer.ts";
import { openText, sourceName } from "../sequence/open.ts";
import { defineCommand } from "./command.ts";
import { flagSchema, numberSchema, type OptionTable } from "./options.ts";

const GROUP = "Tolerances";
const DIFFERENT = 1;
const TROUBLE = 2;

const options = {
  tolerance: {
    flags: "--tolerance <SHARE>",
    help: "numbers are equal that differ by at most this share of the larger; 0: exactly equal",
    group: GROUP,
    schema: numberSchema({ from: 0 }, DIFF_DEFAULTS.relative),
    echo: true,
  },
  absolute: {
    flags: "--absolute <X>",
    help: "or by at most this",
    group: GROUP,
    schema: numberSchema({ from: 0 }, DIFF_DEFAULTS.absolute),
    echo: true,
  },
  shift: {
    flags: "--shift <BP>",
    help: "coordinates are equal that differ by at most this",
    group: GROUP,
    schema: numberSchema({ from: 0, whole: true }, DIFF_DEFAULTS.shiftBp),
    echo: true,
  },
  near: {
    flags: "--near <BP>",
    help: "what is lost here and gained so near (or half overlapping) is one thing that moved; 0: nothing moves",
    group: GROUP,
    schema: numberSchema({ from: 0, whole: true }, DIFF_DEFAULTS.nearBp),
    echo: true,
  },
  update: {
    flags: "--update",
    help: "afterwards BASE is what NEW is (written whole or not at all)",
    group: "Baseline",
    schema: flagSchema,
  },
} satisfies OptionTable;

export const command = defineCommand({
  summary: "What changed between two results: gained, lost, moved, changed.",
  args: "<base.json> <new.json>",
  examples: [
    ["tatabox diff base.json new.json", "exit 0: the same, 1: different, 2: trouble"],
    ["tatabox scan genes.fa --json | tatabox diff base.json -", "a fresh run against a kept one"],
    ["tatabox diff base.json new.json --tolerance 0.01 --shift 5", "only what differs by more than 1 % or 5 bp"],
    ["tatabox diff base.json new.json --update", "show the differences and take the new result as baseline"],
  ],
  about:
    "Takes JSON results of one command: scan, cpg, report, promoters, enhancers, express. Hits are the same thing when motif, " +
    "strand and place agree, promoters when name, strand and start site do. Settings and versions that differ are shown; " +
    "they alone are no difference. --update exits as it would without it: 1 when there was something to update.",
  formats: ["table", "json"],
  pipeFormat: "table",
  options,
  failureCode: TROUBLE,
  async run(context, settings) {
    const [basePath, newPath] = twoFiles(context.args, settings.update);
    const { progress } = context;
    await progress.say(() => `reading ${sourceName(basePath)}`);
    const base = readResult(await openText(basePath), sourceName(basePath));
    await progress.say(() => `reading ${sourceName(newPath)}`);
    const text = await openText(newPath);
    const now = readResult(text, sourceName(newPath));
    await progress.say(() => "comparing");
    if (base.command !== now.command) {
      const what = `is a result of '${now.command}', ${sourceName(basePath)} one of '${base.command}'`;
      throw dataError(what, { file: sourceName(newPath) });
    }
    const { tolerance: relative, absolute, shift: shiftBp, near } = settings;
    const diff = diffResults(base, now, { relative, absolute, shiftBp, nearBp: Math.max(near, shiftBp) });
    progress.clear();
    if (settings.update) await replaceBy(basePath, text);
    // Set before anything is written, so that a reader who leaves early is not told that all is the same.
    if (diff.changes.length > 0) process.exitCode = DIFFERENT;
    const files = { base: fileOf(basePath, base), new: fileOf(newPath, now) };
    await context.out.write(
      context.format === "table"
        ? diffText(diff, context.colours)
        : jsonResult(resultHead(context.command, context.echo), {
            ...files,
            ...diffJson(diff),
            warnings: context.warnings,
          }),
    );
  },
});

function fileOf(path: string, { command, version }: Result): object {
  return { file: sourceName(path), command, version };
}

function twoFiles(args: readonly string[], update: boolean): readonly [string, string] {
  const [base, now, ...more] = args;
  if (base === undefined || now === undefined || more.length > 0)
    throw usageError("give two results: BASE.json NEW.json");
  if (base === "-" && now === "-") throw usageError("only one of the two can be standard input");
  if (base === "-" && update) throw usageError("--update wants a file as BASE, not standard input");
  return [base, now];
}

/** The whole new text or, if anything fails, the old one. */
async function replaceBy(path: string, text: string): Promise<void> {
  const sink = openSink(path);
  try {
    await sink.write(text);
    await sink.finish();
  } catch (error) {
    sink.abort();
    throw error;
  }
}
