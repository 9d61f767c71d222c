import { type Command, Option } from "commander";
import { dataError, didYouMean, usageError } from "../errors.ts";
import { sourceName } from "../sequence/open.ts";
import * as z from "../zod.ts";
import type { ReplayedSettings } from "./replay.ts";

/** One option of a command: its words on the command line, its help, its range and default, and whether it is echoed. */
export interface OptionSpec {
  /** As commander reads them: `-p, --p-value <P>`. */
  readonly flags: string;
  readonly help: string;
  readonly group?: string;
  /** Checks and converts what the command line (text, list of texts, true) or a settings file gives; holds the default. */
  readonly schema: z.core.$ZodType;
  /** May be given several times. */
  readonly repeats?: boolean;
  /** Changes results: echoed into JSON under `settings`, and read back by `--settings`. */
  readonly echo?: boolean;
  /** Holds file paths, or words `NAME=FILE`: echoed with base names, and never overwritten by the output. */
  readonly file?: boolean | "named";
  /** Names a file that is written beside the output: no input, nor the output itself. */
  readonly written?: boolean;
}

/** A command's options by setting name. Help, defaults, ranges, completion and the echoed settings all come from here. */
export type OptionTable = Readonly<Record<string, OptionSpec>>;

export type SettingsOf<T extends OptionTable> = { -readonly [K in keyof T]: z.output<T[K]["schema"]> };

/** A range for a number; `above` and `below` are exclusive. */
export interface Range {
  readonly above?: number;
  readonly from?: number;
  readonly to?: number;
  readonly below?: number;
  readonly whole?: boolean;
}

/** A number within a range, with a default if there is one; the message says the range in words. */
export function numberSchema(range: Range, fallback: number): z.ZodMiniType<number>;
export function numberSchema(range: Range): z.ZodMiniType<number | undefined>;
export function numberSchema(range: Range, fallback?: number): z.ZodMiniType<number | undefined> {
  const message = `expected ${describeRange(range)}`;
  const number = z.pipe(
    z.transform((value) => (typeof value === "string" && value.trim() !== "" ? Number(value) : value)),
    z.custom<number>((x) => inRange(x, range), message),
  );
  return fallback === undefined ? z.optional(number) : z._default(z.optional(number), fallback);
}

function inRange(
  x: unknown,
  { above = -Infinity, from = -Infinity, to = Infinity, below = Infinity, whole }: Range,
): boolean {
  if (typeof x !== "number" || !Number.isFinite(x) || (whole && !Number.isInteger(x))) return false;
  return x > above && x >= from && x <= to && x < below;
}

function describeRange({ above, from, to, below, whole }: Range): string {
  const bounds = [
    above === undefined ? "" : `above ${above}`,
    from === undefined ? "" : `from ${from}`,
    to === undefined ? "" : `up to ${to}`,
    below === undefined ? "" : `below ${below}`,
  ].filter((text) => text !== "");
  return `a ${whole ? "whole " : ""}number${bounds.length > 0 ? ` ${bounds.join(" and ")}` : ""}`;
}

/** The words of each schema that {@link choiceSchema} made, for completion and the man page. */
const CHOICES = new WeakMap<z.core.$ZodType, readonly string[]>();

/** One of some words, with a default if there is one; a typo gets the nearest one. */
export function choiceSchema<const T extends readonly string[]>(
  words: T,
  fallback: T[number],
): z.ZodMiniType<T[number]>;
export function choiceSchema<const T extends readonly string[]>(words: T): z.ZodMiniType<T[number] | undefined>;
export function choiceSchema<const T extends readonly string[]>(
  words: T,
  fallback?: T[number],
): z.ZodMiniType<T[number] | undefined> {
  const word = z.custom<T[number]>((x) => typeof x === "string" && words.includes(x), {
    error: (issue) => `expected ${words.join(", ")}${didYouMean(String(issue.input), words)}`,
  });
  CHOICES.set(word, words);
  return fallback === undefined ? z.optional(word) : z._default(z.optional(word), fallback);
}

/** The words that an option takes, if it takes some words only; defaults and preprocessing may be wrapped round them. */
export function choicesOf(schema: z.core.$ZodType): readonly string[] | undefined {
  const { innerType, out } = schema._zod.def as { innerType?: z.core.$ZodType; out?: z.core.$ZodType };
  const inner = innerType ?? out;
  return CHOICES.get(schema) ?? (inner === undefined ? undefined : choicesOf(inner));
}

export const flagSchema = z._default(z.boolean(), false);
export const listSchema = z._default(z.array(z.string()), []);
export const optionalText = z.optional(z.string());

export function textSchema(fallback: string): z.ZodMiniType<string> {
  return z._default(z.string(), fallback);
}

export function addOptions(command: Command, table: OptionTable): void {
  for (const spec of Object.values(table)) {
    const option = new Option(spec.flags, describe(spec));
    if (spec.repeats) {
      option.argParser((value: string, before: unknown) => [...((before as string[] | undefined) ?? []), value]);
    }
    if (spec.group !== undefined) option.helpGroup(`${spec.group}:`);
    command.addOption(option);
  }
}

/** Help text with the default, unless there is none, or it is what leaving the option out means anyway. */
export function describe({ help, schema }: OptionSpec): string {
  const fallback = defaultOf(schema);
  const isPlain =
    fallback === undefined || typeof fallback === "boolean" || (Array.isArray(fallback) && fallback.length === 0);
  return isPlain ? help : `${help} (default ${String(fallback)})`;
}

function defaultOf(schema: z.core.$ZodType): unknown {
  const parsed = z.safeParse(schema, undefined);
  return parsed.success ? parsed.data : undefined;
}

/**
 * Settings from what commander parsed, over `replayed` ones (from an earlier result), over the defaults.
 * Throws a usage error that names the option and what it takes, or a data error that names the earlier result.
 */
export function readSettings<T extends OptionTable>(
  table: T,
  given: Readonly<Record<string, unknown>>,
  replayed?: ReplayedSettings,
): SettingsOf<T> {
  const settings: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(table)) {
    const own = given[attributeName(spec)];
    const earlier = own === undefined && spec.echo ? (replayed?.settings[name] ?? undefined) : undefined;
    const parsed = z.safeParse(spec.schema, own ?? earlier);
    if (!parsed.success) {
      const [{ message }] = parsed.error.issues;
      if (earlier !== undefined)
        throw dataError(`setting ${name} is ${JSON.stringify(earlier)}: ${message}`, { file: replayed!.file });
      throw usageError(`${longFlag(spec)} ${String(own)}: ${message}`);
    }
    settings[name] = parsed.data;
  }
  return settings as SettingsOf<T>;
}

/** What changes results, in table order: goes into every JSON result. Undefined settings are left out. */
export function echoedSettings(
  table: OptionTable,
  settings: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = Object.keys(table).filter((name) => table[name].echo && settings[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, echoed(table[name].file, settings[name])]));
}

function echoed(file: OptionSpec["file"], value: unknown): unknown {
  if (!file) return value;
  if (Array.isArray(value)) return value.map((one) => echoed(file, one));
  const { name, path } = filePath(file, String(value));
  return name + sourceName(path);
}

/** The path in the word of a file option, and what stands before it (`NAME=`). */
export function filePath(kind: true | "named", word: string): { name: string; path: string } {
  const at = kind === "named" ? word.indexOf("=") + 1 : 0;
  return { name: word.slice(0, at), path: word.slice(at) };
}

export function longFlag(spec: OptionSpec): string {
  return /--[a-z0-9-]+/.exec(spec.flags)![0];
}

function attributeName(spec: OptionSpec): string {
  return new Option(spec.flags).attributeName();
}
