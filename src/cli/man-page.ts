import type { CommandTableEntry, OptionEntry } from "./completion-table.ts";

/** The manual page (roff, man macros) of all commands. It carries no date: the same program makes the same page. */
export function manPage(commands: readonly CommandTableEntry[], version: string): string {
  const isCommon = ({ long, help }: OptionEntry) =>
    commands.every(({ options }) => options.some((option) => option.long === long && sameBut(option.help, help)));
  const common = commands[0].options.filter(isCommon);
  return [
    `.\\" made by 'npm run build:man' from the tables of options`,
    `.TH TATABOX 1 "" "tatabox ${version}" "User Commands"`,
    section("NAME", "tatabox \\- gene regulation from FASTA"),
    `${section("SYNOPSIS", ".B tatabox")}\n.I COMMAND\n[\\fIOPTION\\fR]...\n[\\fIFILE\\fR]...`,
    section("DESCRIPTION", DESCRIPTION.map(escaped).join("\n.PP\n")),
    section("OPTIONS OF EVERY COMMAND", common.map(optionText).join("\n")),
    section("COMMANDS", commands.map((entry) => commandText(entry, isCommon)).join("\n")),
    section("EXIT STATUS", tagged(EXIT_STATUS)),
    section("ENVIRONMENT", tagged(ENVIRONMENT)),
    "",
  ].join("\n");
}

const DESCRIPTION = [
  "tatabox reads DNA and says where it is regulated and how strongly it would be expressed: motif hits, CpG islands and methylation, promoters and enhancers, expression.",
  "FASTA comes from files or, as - or without a file, from standard input; gzip and BGZF are recognised by content. Results go to standard output, warnings and errors to standard error. Coordinates are 0-based half-open, except in scan's tsv, in GFF3 and in regions (1-based, both ends included).",
];

const EXIT_STATUS = [
  ["0", "done, also when nothing was found; diff: the results are the same"],
  ["1", "bad data or a failed read or write; diff: the results differ"],
  ["2", "a wrong command line; diff: any trouble"],
  ["130", "interrupted (Ctrl-C)"],
  ["143", "ended by SIGTERM"],
] as const;

const ENVIRONMENT = [
  ["NO_COLOR", "when set to anything, no colours unless --color always asks for them"],
  ["TATABOX_THREADS", "threads where --threads does not say"],
] as const;

/** The list of formats differs from command to command. */
function sameBut(help: string, other: string): boolean {
  return help === other || (help.includes("; default: ") && other.includes("; default: "));
}

function section(title: string, body: string): string {
  return `.SH ${title}\n${body}`;
}

function tagged(pairs: readonly (readonly [string, string])[]): string {
  return pairs.map(([tag, text]) => `.TP\n.B ${escaped(tag)}\n${escaped(text)}`).join("\n");
}

function commandText({ name, spec, options }: CommandTableEntry, isCommon: (option: OptionEntry) => boolean): string {
  const examples = spec.examples.map(([line, does]) => `.TP\n.B ${escaped(line)}\n${escaped(does)}`);
  const about = spec.about === undefined ? [] : [".PP", escaped(spec.about)];
  return [
    `.SS "tatabox ${name}${spec.args === "" ? "" : ` ${spec.args}`}"`,
    escaped(spec.summary),
    ...examples,
    ...about,
    ".PP",
    `Formats: ${escaped(spec.formats.join(", "))}.`,
    ...options.filter((option) => !isCommon(option)).map(optionText),
  ].join("\n");
}

function optionText(option: OptionEntry): string {
  const { short, long, placeholder, help } = option;
  const flags = [short, long].filter((flag) => flag !== undefined).map((flag) => `\\fB${escaped(flag)}\\fR`);
  const value = placeholder === undefined ? "" : ` \\fI${escaped(placeholder)}\\fR`;
  const text = long === "--format" ? "the format of the output; see each command" : withWords(option, help);
  return `.TP\n${flags.join(", ")}${value}\n${escaped(text)}`;
}

/** The words that an option takes, where its help does not list them. */
function withWords({ words }: OptionEntry, help: string): string {
  return words.every((word) => help.includes(word)) ? help : `${help}: ${words.join(", ")}`;
}

/** Text for roff: no escapes of its own, hyphens that can be copied, no control line, other letters by their number. */
export function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(/[^\n -~]/gu, (letter) => `\\[u${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}]`)
    .replace(/^[.']/gm, "\\&$&");
}
