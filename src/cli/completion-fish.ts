import { firstWords, groups } from "./completion-bash.ts";
import type { CommandTableEntry, OptionEntry } from "./completion-table.ts";

/** Completion for fish (3.0 and later). */
export function fishCompletion(commands: readonly CommandTableEntry[]): string {
  const names = commands.map(({ name }) => name);
  const summaries = new Map(commands.map(({ name, summary }) => [name, summary]));
  const doubles = names.filter((name) => name.includes(" ")).map(quoted);
  const lines = [
    ...firstWords(names).map((name) => suggestion("__tatabox_at 1", name, summaries.get(name) ?? `${name} commands`)),
    suggestion("__tatabox_at 1", "help", "help on a command"),
    "complete -c tatabox -n '__tatabox_at 1' -l version -d 'one line'",
    `complete -c tatabox -n "__tatabox_in help" -a ${quoted(firstWords(names).join(" "))}`,
    ...[...groups(names)].flatMap(([first, seconds]) =>
      seconds.map((second) => suggestion(`__tatabox_at 2 ${first}`, second, summaries.get(`${first} ${second}`)!)),
    ),
    ...commands.flatMap(commandLines),
  ];
  return `# fish completion for tatabox; made by 'tatabox completion fish'
function __tatabox_at
    set -l words (commandline -opc)
    test (count $words) -eq $argv[1]; and test -z "$argv[2]" -o "$words[2]" = "$argv[2]"
end
function __tatabox_in
    set -l words (commandline -opc)
    set -l command $words[2]
    contains -- "$words[2] $words[3]" ${doubles.join(" ")}; and set command "$words[2] $words[3]"
    test "$command" = "$argv[1]"
end
complete -c tatabox -e
complete -c tatabox -f
${lines.join("\n")}
`;
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}

function suggestion(condition: string, word: string, help: string): string {
  return `complete -c tatabox -n ${quoted(condition)} -a ${word} -d ${quoted(help)}`;
}

function commandLines({ name, options, takes, words }: CommandTableEntry): string[] {
  const start = `complete -c tatabox -n "__tatabox_in ${quoted(name)}"`;
  const argument = { nothing: [], value: [], file: [`${start} -F`], words: [`${start} -a ${quoted(words.join(" "))}`] };
  return [...options.map((option) => `${start} ${optionWords(option)}`), ...argument[takes]];
}

function optionWords({ short, long, takes, words, help }: OptionEntry): string {
  const names = `${short === undefined ? "" : `-s ${short.slice(1)} `}-l ${long.slice(2)}`;
  const value = { nothing: "", value: " -x", file: " -r -F", words: ` -x -a ${quoted(words.join(" "))}` }[takes];
  return `${names}${value} -d ${quoted(help)}`;
}
