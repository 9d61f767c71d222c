import type { CommandSpec, Context } from "./command.ts";
import { choicesOf, describe, type OptionSpec } from "./options.ts";

/** What stands behind an option or a command on the command line. */
export type Takes = "nothing" | "words" | "file" | "value";

/** One option in the words of shells and manuals. */
export interface OptionEntry {
  /** `-p` where there is one. */
  readonly short: string | undefined;
  /** `--p-value`. */
  readonly long: string;
  /** `P`; undefined for a flag. */
  readonly placeholder: string | undefined;
  readonly takes: Takes;
  readonly words: readonly string[];
  readonly repeats: boolean;
  readonly help: string;
  readonly group: string;
}

/** One command with all its options, its own before those that every command has. */
export interface CommandTableEntry {
  /** One or two words. */
  readonly name: string;
  readonly summary: string;
  readonly spec: CommandSpec;
  readonly takes: Takes;
  readonly words: readonly string[];
  readonly options: readonly OptionEntry[];
}

const HELP: OptionEntry = {
  short: "-h",
  long: "--help",
  placeholder: undefined,
  takes: "nothing",
  words: [],
  repeats: false,
  help: "this help",
  group: "Output",
};

export type CommandSource = Pick<Context, "commands" | "optionsOf">;

/** Every command with its table, in the order of the overview. */
export async function commandTable({ commands, optionsOf }: CommandSource): Promise<CommandTableEntry[]> {
  return Promise.all(
    Object.entries(commands).map(async ([name, { summary, load }]) => {
      const { command: spec } = await load();
      const words = spec.argumentWords?.() ?? [];
      const takes = spec.args === "" ? "nothing" : words.length > 0 ? "words" : "file";
      return { name, summary, spec, takes, words, options: [...Object.values(optionsOf(spec)).map(optionEntry), HELP] };
    }),
  );
}

function optionEntry(spec: OptionSpec): OptionEntry {
  const placeholder = /<([^>]+)>/.exec(spec.flags)?.[1];
  const words = choicesOf(spec.schema) ?? [];
  return {
    short: /(?:^|, )(-\w)\b/.exec(spec.flags)?.[1],
    long: /--[a-z0-9-]+/.exec(spec.flags)![0],
    placeholder,
    takes:
      placeholder === undefined ? "nothing" : words.length > 0 ? "words" : isFile(spec, placeholder) ? "file" : "value",
    words,
    repeats: spec.repeats === true,
    help: describe(spec),
    group: spec.group ?? "Options",
  };
}

function isFile({ file }: OptionSpec, placeholder: string): boolean {
  return file === true || placeholder.includes("FILE");
}
