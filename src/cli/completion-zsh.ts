import { firstWords, flagsOf, groups } from "./completion-bash.ts";
import type { CommandTableEntry, OptionEntry } from "./completion-table.ts";

/** A completion function for zsh, to be sourced after compinit or kept as `_tatabox` in fpath. */
export function zshCompletion(commands: readonly CommandTableEntry[]): string {
  const names = commands.map(({ name }) => name);
  const summaries = new Map(commands.map(({ name, summary }) => [name, summary]));
  const first = firstWords(names).map((name) => described(name, summaries.get(name) ?? `${name} commands`));
  return `#compdef tatabox
# zsh completion for tatabox; made by 'tatabox completion zsh'
_tatabox() {
  local -a entries
  if (( CURRENT == 2 )); then
    entries=(${[...first, described("help", "help on a command")].join(" ")} '--help' '--version')
    _describe command entries
    return
  fi
  if (( CURRENT == 3 )) && [[ $words[3] != -* ]]; then
    case $words[2] in
      help) entries=(${firstWords(names).join(" ")}); _describe command entries; return ;;
${groupCases(names, summaries)}    esac
  fi
  case "$words[2] $words[3]" in
    (${names
      .filter((name) => name.includes(" "))
      .map(quoted)
      .join("|")}) words=("$words[2] $words[3]" "\${(@)words[4,-1]}"); (( CURRENT -= 2 )) ;;
    (*) shift words; (( CURRENT -= 1 )) ;;
  esac
  case $words[1] in
${commands.map(commandCase).join("")}  esac
}
if [[ $funcstack[1] == _tatabox ]]; then _tatabox "$@"; else compdef _tatabox tatabox; fi
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function described(name: string, summary: string): string {
  return quoted(`${name}:${summary.replaceAll(":", "\\:")}`);
}

/** A group's second words; a group that is a command itself goes on to the command's own arguments. */
function groupCases(names: readonly string[], summaries: ReadonlyMap<string, string>): string {
  return [...groups(names)]
    .map(([first, seconds]) => {
      const entries = seconds.map((second) => described(second, summaries.get(`${first} ${second}`)!)).join(" ");
      return `      ${first}) entries=(${entries}); _describe command entries; ${names.includes(first) ? "" : "return "};;\n`;
    })
    .join("");
}

function commandCase({ name, options, takes, words }: CommandTableEntry): string {
  const argument = { nothing: [], value: [], file: ["'*:file:_files'"], words: [`'*:word:(${words.join(" ")})'`] }[
    takes
  ];
  const specs = [...options.flatMap(optionSpecs), ...argument];
  return `    (${quoted(name)}) _arguments -s -S ${specs.join(" \\\n      ")} ;;\n`;
}

/** One spec for each flag; flags of one option exclude each other unless it repeats. */
function optionSpecs(option: OptionEntry): string[] {
  const flags = flagsOf(option);
  const before = option.repeats ? "*" : flags.length > 1 ? `(${flags.join(" ")})` : "";
  const help = option.help.replace(/[[\]:\\]/g, "\\$&");
  return flags.map((flag) => quoted(`${before}${flag}${joint(option, flag)}[${help}]${value(option)}`));
}

/** `--format=json` and `-fjson` are words, too. */
function joint({ takes }: OptionEntry, flag: string): string {
  if (takes === "nothing") return "";
  return flag.startsWith("--") ? "=" : "+";
}

function value({ takes, placeholder, words }: OptionEntry): string {
  if (takes === "nothing") return "";
  return `:${placeholder}:${takes === "file" ? "_files" : takes === "words" ? `(${words.join(" ")})` : " "}`;
}
