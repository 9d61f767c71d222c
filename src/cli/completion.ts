import { didYouMean, usageError } from "../errors.ts";
import { defineCommand } from "./command.ts";
import { bashCompletion } from "./completion-bash.ts";
import { fishCompletion } from "./completion-fish.ts";
import { commandTable } from "./completion-table.ts";
import { zshCompletion } from "./completion-zsh.ts";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;
const NAMES = Object.keys(SHELLS);

export const command = defineCommand({
  summary: "Completion of commands, options and their values for bash, zsh and fish.",
  args: "<shell>",
  examples: [
    ["source <(tatabox completion bash)", "in ~/.bashrc"],
    ["source <(tatabox completion zsh)", "in ~/.zshrc, after compinit"],
    ["tatabox completion fish > ~/.config/fish/completions/tatabox.fish", "once"],
  ],
  formats: ["text"],
  pipeFormat: "text",
  options: {},
  argumentWords: () => NAMES,
  async run(context) {
    const [shell, ...more] = context.args;
    if (more.length > 0) throw usageError("give one shell");
    const write = Object.entries(SHELLS).find(([name]) => name === shell)?.[1];
    if (write === undefined)
      throw usageError(`no completion for '${shell}'${didYouMean(shell, NAMES)}; there are ${NAMES.join(", ")}`);
    await context.out.write(write(await commandTable(context)));
  },
});
