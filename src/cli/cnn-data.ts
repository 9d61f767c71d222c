import { type Example, exampleOf, type NamedSequence } from "../cnn/examples.ts";
import { dataError, usageError } from "../errors.ts";
import { encodeText } from "../sequence/alphabet.ts";
import { readFasta } from "../sequence/fasta.ts";
import { openText, sourceName } from "../sequence/open.ts";
import type { Context } from "./command.ts";
import { listSchema, type OptionTable, optionalText } from "./options.ts";
import { bytesOfFiles } from "./progress.ts";

const GROUP = "Sequences";
const fasta = { group: GROUP, schema: listSchema, repeats: true, echo: true, file: true } as const;

/** Labelled sequences, for commands that train or judge. */
export const exampleOptions = {
  positive: { flags: "--positive <FASTA>", help: "sequences that have it; repeatable", ...fasta },
  negative: { flags: "--negative <FASTA>", help: "sequences that have it not; repeatable", ...fasta },
  class: {
    flags: "--class <NAME=FASTA>",
    help: "sequences of one of several classes; give it once for each",
    group: GROUP,
    schema: listSchema,
    repeats: true,
    echo: true,
    file: "named",
  },
  values: {
    flags: "--values <TSV>",
    help: "measured values: rows of sequence and number, tab between",
    group: GROUP,
    schema: optionalText,
    echo: true,
    file: true,
  },
} satisfies OptionTable;

export interface LabelledInput {
  readonly positive: readonly string[];
  readonly negative: readonly string[];
  readonly class: readonly string[];
  readonly values?: string | undefined;
}

/** Who hears warnings and how far reading has come. */
type Listener = Pick<Context, "warn" | "progress">;

/** What is told apart: two classes by one logit, several by one each, or a number. */
export type Task = "two classes" | "several classes" | "values";

export interface Labelled {
  readonly task: Task;
  /** Names by class number; of the value. */
  readonly classes: readonly string[];
  readonly examples: readonly Example[];
}

/** Reads the labelled sequences. Without `--negative` there are only positives: the caller makes the others or refuses. */
export async function labelledExamples(input: LabelledInput, context: Listener): Promise<Labelled> {
  const kinds = [input.positive.length + input.negative.length > 0, input.class.length > 0, input.values !== undefined];
  if (kinds.filter(Boolean).length !== 1) {
    throw usageError("give --positive (and --negative), or --class NAME=FASTA for several classes, or --values TSV");
  }
  if (input.values !== undefined) {
    return { task: "values", classes: ["value"], examples: await valueExamples(input.values) };
  }
  if (input.class.length > 0) return classExamples(input.class, context);
  if (input.positive.length === 0) throw usageError("--negative needs --positive");
  const positives = await sequences(input.positive, context);
  const negatives = input.negative.length === 0 ? [] : await sequences(input.negative, context);
  const examples = [...positives.map((s) => exampleOf(s, 1)), ...negatives.map((s) => exampleOf(s, 0))];
  return { task: "two classes", classes: ["negative", "positive"], examples };
}

async function classExamples(words: readonly string[], context: Listener): Promise<Labelled> {
  const classes: string[] = [];
  const examples: Example[] = [];
  for (const word of words) {
    const match = /^([^=]+)=(.+)$/.exec(word);
    if (match === null) throw usageError(`--class ${word}: expected NAME=FASTA`);
    const [, name, path] = match;
    if (!classes.includes(name)) classes.push(name);
    const number = classes.indexOf(name);
    for (const sequence of await sequences([path], context)) examples.push(exampleOf(sequence, number));
  }
  if (classes.length < 2) throw usageError("--class: give at least two classes");
  return { task: "several classes", classes, examples };
}

/** All records that are not empty. */
export async function sequences(paths: readonly string[], { warn, progress }: Listener): Promise<NamedSequence[]> {
  const found: NamedSequence[] = [];
  progress.begin(bytesOfFiles(paths));
  for await (const { name, codes } of readFasta(paths, warn, progress.read)) {
    if (codes.length > 0) found.push({ name, codes });
    const wait = progress.done(codes.length);
    if (wait !== undefined) await wait;
  }
  progress.clear();
  if (found.length === 0) throw dataError("no sequences", { file: paths.join(", ") });
  return found;
}

/** `sequence<TAB>number` rows; a first row without a number is a header. */
async function valueExamples(path: string): Promise<Example[]> {
  const file = sourceName(path);
  const examples: Example[] = [];
  (await openText(path)).split(/\r?\n/).forEach((line, i) => {
    if (line.trim() === "" || line.startsWith("#")) return;
    const [letters, text = ""] = line.split("\t");
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (!Number.isFinite(value)) {
      if (i === 0) return;
      throw dataError(`expected a sequence, a tab and a number, but found '${line.slice(0, 40)}'`, {
        file,
        line: i + 1,
      });
    }
    if (/[^a-z]/i.test(letters)) throw dataError(`'${letters.slice(0, 40)}' is no sequence`, { file, line: i + 1 });
    examples.push(exampleOf({ name: `row ${i + 1}`, codes: encodeText(letters) }, value));
  });
  if (examples.length === 0) throw dataError("no rows of sequence and number", { file });
  return examples;
}
