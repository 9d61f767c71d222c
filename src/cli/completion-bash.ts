import type { CommandTableEntry, OptionEntry } from "./completion-table.ts";

/** A completion function for bash (3.2 and later), which needs no other package. */
export function bashCompletion(commands: readonly CommandTableEntry[]): string {
  const names = commands.map(({ name }) => name);
  return `# bash completion for tatabox; made by 'tatabox completion bash'
_tatabox() {
  local IFS=$' \\t\\n' cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]} words='' files='' at=2
  COMPREPLY=()
  # '--format=json' comes as three words.
  if [[ $cur == '=' ]]; then cur=''; elif [[ $prev == '=' ]]; then prev=\${COMP_WORDS[COMP_CWORD-2]}; fi
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '${firstWords(names).join(" ")} help --help --version' -- "$cur"))
    return
  fi
  if [[ $command == help ]]; then
    COMPREPLY=($(compgen -W '${[...new Set(names.flatMap((name) => name.split(" ")))].join(" ")}' -- "$cur"))
    return
  fi
  if ((COMP_CWORD > 2)); then
    case "$command \${COMP_WORDS[2]}" in
      ${patterns(names.filter((name) => name.includes(" ")))}) command="$command \${COMP_WORDS[2]}" ;;
    esac
  elif [[ $cur != -* ]]; then
    case "$command" in
${groupCases(names)}    esac
  fi
  case "$command $prev" in
${commands.map(valueCases).join("")}    *) at=1 ;;
  esac
  if ((at == 1)); then
    case "$command" in
${commands.map(commandCase).join("")}    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ -n $files && $cur != -* ]]; then
    IFS=$'\\n'
    COMPREPLY+=($(compgen -f -- "$cur"))
    compopt -o filenames 2>/dev/null
  fi
}
complete -F _tatabox tatabox
`;
}

/** The first words of the commands, each once. */
export function firstWords(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.split(" ")[0]))];
}

/** The second words of each group. */
export function groups(names: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [first, second] of names.map((name) => name.split(" "))) {
    if (second !== undefined) found.set(first, [...(found.get(first) ?? []), second]);
  }
  return found;
}

function patterns(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(" | ");
}

function groupCases(names: readonly string[]): string {
  return [...groups(names)].map(([first, seconds]) => `      ${first}) words='${seconds.join(" ")}' ;;\n`).join("");
}

/** What may follow each option that takes something. */
function valueCases({ name, options }: CommandTableEntry): string {
  return options
    .filter(({ takes }) => takes !== "nothing")
    .map((option) => `    ${patterns(flagsOf(option).map((flag) => `${name} ${flag}`))}) ${valueAction(option)} ;;\n`)
    .join("");
}

function valueAction({ takes, words }: OptionEntry): string {
  if (takes === "file") return "words='' files=yes";
  return takes === "words" ? `words='${words.join(" ")}'` : "return";
}

export function flagsOf({ short, long }: OptionEntry): string[] {
  return short === undefined ? [long] : [short, long];
}

/** Options when a word begins with -, else what the command takes. */
function commandCase({ name, options, takes, words }: CommandTableEntry): string {
  const flags = options.map(({ long }) => long).join(" ");
  const argument = takes === "file" ? "files=yes" : takes === "words" ? `words="$words ${words.join(" ")}"` : ":";
  return `      '${name}') if [[ $cur == -* ]]; then words='${flags}'; else ${argument}; fi ;;\n`;
}
