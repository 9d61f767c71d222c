import { didYouMean, usageError } from "../errors.ts";
import { jsonResult, resultHead } from "../report/json.ts";
import { defineCommand } from "./command.ts";
import { TERMS, type Term } from "./explain-terms.ts";
import { wrap } from "./wrap.ts";

export const command = defineCommand({
  summary: "A paragraph on a term, with the numbers that tatabox uses and where they come from.",
  args: "[term...]",
  examples: [
    ["tatabox explain TATA box", "any case, with or without quotes"],
    ["tatabox explain q-value", "or FDR, or qvalue"],
    ["tatabox explain", "all terms"],
  ],
  formats: ["text", "json"],
  pipeFormat: "text",
  options: {},
  argumentWords: () => TERMS.map(({ term }) => slug(term)),
  async run({ args, command: name, columns, echo, format, out, warnings, colours }) {
    const asked = args.join(" ");
    const terms = asked === "" ? TERMS : [termOf(asked)];
    if (format === "json") {
      const told = terms.map(({ term, synonyms, text, cite }) => ({ term, synonyms, text: text(), cite }));
      return void (await out.write(jsonResult(resultHead(name, echo), { terms: told, warnings })));
    }
    if (asked === "") return void (await out.write(termList()));
    const [{ term, text, cite }] = terms;
    const width = Math.min(columns, 100);
    await out.write(`${colours.bold(term)}\n${wrap(text(), width)}\n${wrap(`Source: ${cite}`, width)}\n`);
  },
});

function termList(): string {
  const width = Math.max(...TERMS.map(({ term }) => term.length));
  const lines = TERMS.map(({ term, synonyms }) => `  ${term.padEnd(width)}  ${synonyms.slice(0, 4).join(", ")}\n`);
  return `Terms, and other words for them:\n${lines.join("")}\n'tatabox explain TERM' tells about one.\n`;
}

/** The term by its name or another word for it. Throws a usage error with the nearest one. */
function termOf(asked: string): Term {
  const wanted = plain(asked);
  const found = TERMS.find((entry) => words(entry).some((word) => plain(word) === wanted));
  if (found !== undefined) return found;
  const near = didYouMean(asked, TERMS.flatMap(words));
  throw usageError(`no term '${asked}'${near}; 'tatabox explain' lists all`);
}

function words({ term, synonyms }: Term): string[] {
  return [term, ...synonyms];
}

/** Case, separators and a plural s make no other word. */
function plain(word: string): string {
  const letters = word.toLowerCase().replace(/[^a-z0-9/+]/g, "");
  return letters.length > 3 ? letters.replace(/(?<!s)s$/, "") : letters;
}

/** A term as one word, for completion. */
function slug(term: string): string {
  return term
    .toLowerCase()
    .replace(/[^a-z0-9/]+/g, "-")
    .replace(/^-|-$/g, "");
}
