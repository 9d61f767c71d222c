import { VERSION } from "../version.ts";
import { defineCommand } from "./command.ts";
import { commandTable } from "./completion-table.ts";
import { manPage } from "./man-page.ts";

export const command = defineCommand({
  summary: "The manual page, made from the option tables.",
  args: "",
  examples: [
    ["tatabox man | man -l -", "read it"],
    ["tatabox man -o ~/.local/share/man/man1/tatabox.1", "keep it where man finds it"],
  ],
  formats: ["roff"],
  pipeFormat: "roff",
  options: {},
  async run(context) {
    await context.out.write(manPage(await commandTable(context), VERSION));
  },
});
