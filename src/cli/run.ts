import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { Command, Option } from "commander";
import { didYouMean, oneLine, usageError } from "../errors.ts";
import { openSink, refuseOverwrite, type Sink } from "../report/writer.ts";
import { mayBeBlocked, sourceName } from "../sequence/open.ts";
import * as z from "../zod.ts";
import { coloursFor } from "./colours.ts";
import type { CommandSpec, Context } from "./command.ts";
import { COMMANDS, findCommand } from "./commands.ts";
import { collectBeforeExit } from "./exit.ts";
import { tellFailure } from "./failure.ts";
import { overview, withExamples } from "./help.ts";
import {
  addOptions,
  choiceSchema,
  echoedSettings,
  filePath,
  flagSchema,
  numberSchema,
  type OptionTable,
  optionalText,
  readSettings,
  type SettingsOf,
  textSchema,
} from "./options.ts";
import { type Progress, progressOn } from "./progress.ts";
import { chosenRegions, regionOptions } from "./region-options.ts";
import { replayedSettings } from "./replay.ts";
import { errorScreen } from "./screen.ts";

/** 128 and the signal's number, as shells say it. */
const EXIT_ON = { SIGINT: 130, SIGTERM: 143 } as const;
const DEFAULT_COLUMNS = 80;
const MOST_DEFAULT_THREADS = 4;

const threadsSchema = numberSchema({ from: 1, to: 256, whole: true });

/** All options of a command, its own first. */
export function optionsOf(spec: CommandSpec): OptionTable {
  return { ...specificOptions(spec), ...commonOptions(spec) };
}

/** A command's own options, and regions where it reads FASTA. */
function specificOptions(spec: CommandSpec): OptionTable {
  return takesFasta(spec) ? { ...spec.options, ...regionOptions } : spec.options;
}

/** Options that every command has. */
function commonOptions(spec: CommandSpec) {
  const group = "Output";
  return {
    output: {
      flags: "-o, --output <FILE>",
      help: "where to write; - is stdout, .gz compresses (BGZF)",
      group,
      schema: textSchema("-"),
    },
    format: {
      flags: "-f, --format <FORMAT>",
      help: `${spec.formats.join(", ")}; default: ${spec.formats.includes("table") && spec.pipeFormat !== "table" ? "table on a terminal, else " : ""}${spec.pipeFormat}`,
      group,
      schema: choiceSchema(spec.formats),
    },
    json: { flags: "--json", help: "the same as --format json", group, schema: flagSchema },
    settings: {
      flags: "--settings <FILE>",
      help: "replay the settings echoed in an earlier JSON result",
      group,
      schema: optionalText,
    },
    color: {
      flags: "--color <WHEN>",
      help: "auto, always, never",
      group,
      schema: z.pipe(
        z.transform((x) => (x === false ? "never" : x)),
        choiceSchema(["auto", "always", "never"], "auto"),
      ),
    },
    noColor: {
      flags: "--no-color",
      help: "the same as --color never (NO_COLOR is honoured)",
      group,
      schema: z.unknown(),
    },
    threads: {
      flags: "-j, --threads <N>",
      help: "threads that may work at a time; default: as many as cores, at most 4, or TATABOX_THREADS",
      group,
      schema: threadsSchema,
    },
    quiet: { flags: "-q, --quiet", help: "no warnings, no progress", group, schema: flagSchema },
    noProgress: { flags: "--no-progress", help: "no progress bar", group, schema: z.unknown() },
  } satisfies OptionTable;
}

/** Runs a command line to its end; prints errors and sets the exit code. The only place that does either. */
export async function runCommandLine(given: readonly string[]): Promise<void> {
  const words = askedForHelp(given);
  const found = findCommand(words);
  let spec: CommandSpec | undefined;
  const sinks: Sink[] = [];
  const open: typeof openSink = (...where) => {
    const sink = openSink(...where);
    sinks.push(sink);
    return sink;
  };
  const abort = () => {
    for (const sink of sinks) sink.abort();
  };
  let progress: Progress | undefined;
  const interrupt = (signal: keyof typeof EXIT_ON) => {
    progress?.clear();
    abort();
    if (!mayBeBlocked()) {
      collectBeforeExit();
      process.exit(EXIT_ON[signal]);
    }
    // process.exit would wait for a thread that the system holds; nothing holds the signal itself, and a shell sees the same.
    process.emit("exit", EXIT_ON[signal]);
    process.kill(process.pid, signal);
  };
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    if (found === undefined) return showOverview(words);
    spec = (await found.entry.load()).command;
    const parsed = await parse(found.name, spec, words.slice(found.taken));
    if (parsed === undefined) return;
    progress = parsed.context.progress;
    const out = open(parsed.output, parsed.context);
    await spec.run({ ...parsed.context, out, openBeside: (path) => open(path) }, parsed.settings);
    await out.finish();
  } catch (error) {
    progress?.clear();
    abort();
    tellFailure(found?.name, error, spec?.failureCode);
  }
  collectBeforeExit();
}

/** `help scan` is `scan --help`. */
function askedForHelp(words: readonly string[]): readonly string[] {
  return words[0] === "help" && words.length > 1 ? [...words.slice(1), "--help"] : words;
}

interface Parsed {
  readonly output: string;
  readonly settings: Record<string, unknown>;
  readonly context: Omit<Context, "out" | "openBeside">;
}

async function parse(name: string, spec: CommandSpec, words: readonly string[]): Promise<Parsed | undefined> {
  const common = commonOptions(spec);
  const command = new Command(`tatabox ${name}`).description(spec.summary).exitOverride();
  if (spec.args !== "") command.arguments(spec.args);
  const options = specificOptions(spec);
  addOptions(command, options);
  addOptions(command, common);
  command.addOption(new Option("-h, --help", "this help").helpGroup("Output:"));
  command.helpOption(false).configureOutput({ writeErr: () => {} });
  if (words.includes("--help") || words.includes("-h")) {
    process.stdout.write(withExamples(command, spec));
    return undefined;
  }
  command.parse([...words], { from: "user" });
  const given = command.opts();
  const shared = readSettings(common, given);
  const replayed = shared.settings === undefined ? undefined : await replayedSettings(shared.settings, name);
  const settings = readSettings(options, given, replayed);
  const args = inputs(spec, command.args, settings);
  checkOutputs([shared.output, ...writtenSettings(options, settings)], [...args, ...fileSettings(options, settings)]);
  if (shared.json && !spec.formats.includes("json")) {
    throw usageError(`--json: '${name}' has no JSON; its formats are ${spec.formats.join(", ")}`);
  }
  const format = shared.json ? "json" : (shared.format ?? defaultFormat(spec, shared.output));
  const warnings: string[] = [];
  const wantsProgress = !shared.quiet && shared.noProgress !== false;
  const progress = progressOn(process.stderr, wantsProgress);
  const screen = wantsProgress ? errorScreen() : undefined;
  const note = (message: string) => {
    progress.clear();
    screen?.clear();
    if (!shared.quiet) process.stderr.write(`tatabox ${name}: ${oneLine(message)}\n`);
  };
  const warn = (message: string) => {
    warnings.push(oneLine(message));
    note(`warning: ${message}`);
  };
  const toTerminal = shared.output === "-" && process.stdout.isTTY === true;
  return {
    output: shared.output,
    settings,
    context: {
      command: name,
      commands: COMMANDS,
      optionsOf,
      args,
      regions: takesFasta(spec) ? await chosenRegions(settings as SettingsOf<typeof regionOptions>) : undefined,
      threads: shared.threads ?? defaultThreads(),
      format,
      colours: await coloursFor(shared.color, toTerminal),
      columns: toTerminal ? process.stdout.columns : DEFAULT_COLUMNS,
      progress,
      warn,
      note,
      screen,
      warnings,
      echo: {
        ...(takesFasta(spec) ? { inputs: args.map((path) => (path === "-" ? path : sourceName(path))) } : {}),
        ...echoedSettings(options, settings),
      },
    },
  };
}

function defaultThreads(): number {
  const asked = process.env.TATABOX_THREADS;
  if (asked === undefined || asked === "") return Math.min(availableParallelism(), MOST_DEFAULT_THREADS);
  const threads = threadsSchema.safeParse(asked);
  if (!threads.success) throw usageError(`TATABOX_THREADS=${asked}: ${threads.error.issues[0].message}`);
  return threads.data!;
}

function defaultFormat(spec: CommandSpec, output: string): string {
  return output === "-" && process.stdout.isTTY && spec.formats.includes("table") ? "table" : spec.pipeFormat;
}

/** Nothing that is read may be overwritten, nor may one output be two things. */
function checkOutputs(written: readonly string[], read: readonly string[]): void {
  for (const path of written) refuseOverwrite(path, read);
  const paths = written.map((path) => resolve(path));
  const twice = written.find((_, i) => paths.indexOf(paths[i]) < i);
  if (twice !== undefined) throw usageError(`two outputs are to go to ${twice}; choose another name for one`);
}

/** Files that options name: inputs as well as the arguments. */
function fileSettings(options: OptionTable, settings: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(options).flatMap(([name, { file }]) =>
    file ? words(settings[name]).map((word) => filePath(file, word).path) : [],
  );
}

/** Files beside the output that options name. */
function writtenSettings(options: OptionTable, settings: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(options).flatMap((name) => (options[name].written ? words(settings[name]) : []));
}

function words(setting: unknown): string[] {
  return [setting ?? []].flat().map(String);
}

function takesFasta(spec: CommandSpec): boolean {
  return spec.args.includes("fasta");
}

/** FASTA commands read standard input when no file is named and it is no terminal. */
function inputs(
  spec: CommandSpec,
  args: readonly string[],
  settings: Readonly<Record<string, unknown>>,
): readonly string[] {
  if (!takesFasta(spec) || args.length > 0) return args;
  if (spec.insteadOfFasta?.some((name) => settings[name] !== undefined)) return [];
  if (process.stdin.isTTY) throw usageError("no input; name a FASTA file, or - for standard input");
  return ["-"];
}

function showOverview(words: readonly string[]): void {
  const [first] = words;
  const asked = first === undefined || first === "--help" || first === "-h" || first === "help";
  const group = Object.keys(COMMANDS).filter((name) => name.startsWith(`${first} `));
  if (!asked && group.length === 0) {
    throw usageError(`unknown command '${words[0]}'${didYouMean(words[0], Object.keys(COMMANDS))}; see tatabox --help`);
  }
  if (group.length > 0 && words.length > 1 && !words[1].startsWith("-")) {
    const name = words.slice(0, 2).join(" ");
    throw usageError(`unknown command '${name}'${didYouMean(name, group)}; there are: ${group.join(", ")}`);
  }
  process.stdout.write(overview(group));
  if (first === undefined) process.exitCode = 2;
}
