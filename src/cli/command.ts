import type { Paint } from "../report/columns.ts";
import type { Sink } from "../report/writer.ts";
import type { Region } from "../sequence/regions.ts";
import type { OptionTable, SettingsOf } from "./options.ts";
import type { Progress } from "./progress.ts";
import type { Screen } from "./screen.ts";

/** One command: what `--help` shows, what it takes, what it does. */
export interface CommandSpec<T extends OptionTable = OptionTable> {
  readonly summary: string;
  /** The positional arguments as commander writes them: `[fasta...]`. */
  readonly args: string;
  /** Shown first in the help: command lines with what they do. */
  readonly examples: readonly (readonly [line: string, does: string])[];
  /** A paragraph or two on what the command rests on. */
  readonly about?: string;
  readonly options: T;
  /** Formats in the order of the help; the first one is the default in a pipe unless `table` is the only default. */
  readonly formats: readonly string[];
  /** Default when stdout is no terminal; `table` on a terminal. */
  readonly pipeFormat: string;
  /** Options that stand in for the FASTA files: with one of them none is read. */
  readonly insteadOfFasta?: readonly string[];
  /** Words that the arguments may be, for completion. */
  readonly argumentWords?: () => readonly string[];
  /** Exit code of every failure, where it is not 1 for bad data and 2 for a wrong command line. */
  readonly failureCode?: number;
  run(context: Context, settings: SettingsOf<T>): Promise<void>;
}

/** A command as the overview lists it; the rest is loaded only when it runs. */
export interface CommandEntry {
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: CommandSpec }>;
}

/** Ties a command's option table to the type of its settings. */
export function defineCommand<T extends OptionTable>(spec: CommandSpec<T>): CommandSpec {
  return spec as unknown as CommandSpec;
}

/** What a command gets besides its settings: inputs, where to write, how to warn, what to echo. */
export interface Context {
  readonly command: string;
  /** All commands by their words. */
  readonly commands: Readonly<Record<string, CommandEntry>>;
  /** All options of a command, its own first. */
  readonly optionsOf: (spec: CommandSpec) => OptionTable;
  /** Positional arguments; for FASTA commands at least one path (`-`: standard input). */
  readonly args: readonly string[];
  /** Parts of the records to be read instead of them (--region, --regions). */
  readonly regions: readonly Region[] | undefined;
  /** Threads that may work at a time; results do not depend on it. */
  readonly threads: number;
  readonly format: string;
  readonly out: Sink;
  /** Opens a file beside the output; it goes the same way when the command fails or is interrupted. */
  readonly openBeside: (path: string) => Sink;
  readonly colours: Paint;
  /** Columns that a table may take. */
  readonly columns: number;
  /** Hears of every pass over the input; see inputRecords, which tells it. */
  readonly progress: Progress;
  /** Prints a warning to stderr and keeps it for the result. */
  readonly warn: (message: string) => void;
  /** Prints a remark to stderr that is no part of the result. */
  readonly note: (message: string) => void;
  /** Standard error, when it is a terminal and remarks are wanted: progress may be drawn there. */
  readonly screen: Screen | undefined;
  readonly warnings: readonly string[];
  /** The settings that change results, by name. */
  readonly echo: Readonly<Record<string, unknown>>;
}
