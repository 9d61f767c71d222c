import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../../src/cli/command.ts";
import { command as cpgCommand } from "../../src/cli/cpg.ts";
import { command as enhancers } from "../../src/cli/enhancers.ts";
import { command as merge } from "../../src/cli/merge.ts";
import { command as methylate } from "../../src/cli/methylate.ts";
import { readSettings } from "../../src/cli/options.ts";
import { progressOn } from "../../src/cli/progress.ts";
import { command as promoters } from "../../src/cli/promoters.ts";
import { replayedSettings } from "../../src/cli/replay.ts";
import { command as report } from "../../src/cli/report.ts";
import { DIFF_DEFAULTS, diffResults } from "../../src/report/diff.ts";
import { readResult } from "../../src/report/diff-items.ts";
import { diffJson } from "../../src/report/diff-json.ts";
import { diffText } from "../../src/report/diff-text.ts";
import { tatabox } from "../cli/tatabox.ts";
import { scratchFolder } from "./files.ts";
import { describeReaders, FILE_NAME, type FuzzFile, type Reader } from "./fuzz.ts";

const FASTA = `>a\n${"ACGTTGCATATAAAAGGCGCCAATCAGACGTGGGCGGGGCTATATAAGCTT".repeat(8)}\n>b\n${"CG".repeat(150)}\n`;

const folder = scratchFolder();
writeFileSync(join(folder, "x.fa"), FASTA);
writeFileSync(join(folder, "x.bed"), "a\t100\t101\tA\t0\t+\n");

/** What the program itself writes. */
function output(...words: readonly string[]): string {
  const { status, out, err } = tatabox(words, "", folder);
  if (status !== 0) throw new Error(err);
  return out;
}

const SCAN = ["scan", "x.fa", "--motif", "TBP", "--motif", "SP1", "-p", "1e-3"];
const scan = (format: string) => output(...SCAN, "-f", format);
const cpg = (format: string) => output("cpg", "x.fa", "-f", format, "--min-length", "50");
const JSON_RESULTS = [
  ...[scan("json"), cpg("json"), output("report", "x.fa", "--tss", "x.bed", "--json")],
  ...[output("enhancers", "x.fa", "--json"), output("promoters", "x.fa", "--tss", "x.bed", "--json")],
  output("methylate", "x.fa", "--json", "--region", "a:1-60"),
];

const PAINT = new Proxy({}, { get: () => (text: string) => text }) as Context["colours"];

/** A result against one of those that were not changed, if it can be. */
function compared(text: string): object {
  const now = readResult(text, FILE_NAME);
  const base = JSON_RESULTS.slice(0, 5)
    .map((json) => readResult(json, "base.json"))
    .find(({ command }) => command === now.command);
  const diff = diffResults(base ?? now, now, DIFF_DEFAULTS);
  diffText(diff, PAINT);
  return JSON.parse(JSON.stringify(diffJson(diff)));
}

/** What `merge` writes of a good file and the one in question. */
function merged(first: string, format: string) {
  const good = join(folder, `good.${format}`);
  writeFileSync(good, first);
  return async ({ path }: FuzzFile): Promise<string> => {
    const parts: string[] = [];
    const out = {
      write: (text: string) => {
        parts.push(text);
      },
    } as unknown as Context["out"];
    const context = {
      args: [good, path()],
      format: "",
      out,
      progress: progressOn(process.stderr, false),
      echo: {},
      warnings: [],
    };
    await merge.run(context as unknown as Context, { plan: undefined });
    return wellFormed(parts.join(""));
  };
}

/** What is written as JSON can be read as such. */
function wellFormed(text: string): string {
  if (text.startsWith('{"type"')) for (const line of text.trimEnd().split("\n")) JSON.parse(line);
  else if (text.startsWith("{\n")) JSON.parse(text);
  return text;
}

const FORMATS = ["tsv", "bed", "gff3", "json", "ndjson"];
const PLAN = output("shard", "x.fa", "-n", "1", "--overlap", "5");
for (const format of ["tsv", "ndjson"]) writeFileSync(join(folder, `whole.${format}`), scan(format));

/** What `merge` writes of a whole result by the plan in question. */
const planned =
  (format: string) =>
  async ({ path }: FuzzFile): Promise<string> => {
    const parts: string[] = [];
    const out = { write: (text: string) => void parts.push(text) };
    const context = {
      args: [join(folder, `whole.${format}`)],
      format: "",
      out,
      progress: progressOn(process.stderr, false),
      echo: {},
      warnings: [],
    };
    await merge.run(context as unknown as Context, { plan: path() });
    return wellFormed(parts.join(""));
  };

const MERGES = FORMATS.map(
  (format): Reader => ({
    name: `merge of ${format}`,
    files: [scan(format)],
    read: merged(scan(format), format),
    // Two faults are of the first file: the bad one decides what it is compared with.
    names: /f\.txt|good\./,
  }),
);

/** Of all commands but scan, whose module starts a worker when it is loaded outside of the program. */
const REPLAYED = [cpgCommand.options, report.options, enhancers.options, promoters.options, methylate.options];

const REPLAYS = JSON_RESULTS.slice(1).map((json, i): Reader => {
  const { command } = JSON.parse(json);
  return {
    name: `--settings of ${command}`,
    files: [json],
    read: async ({ path }) => readSettings(REPLAYED[i], {}, await replayedSettings(path(), command)),
  };
});

describeReaders("results", [
  { name: "diff of JSON", files: JSON_RESULTS.slice(0, 5), read: ({ text }) => compared(text) },
  ...MERGES,
  { name: "merge --plan of tsv", files: [PLAN], read: planned("tsv"), names: /f\.txt|whole\.|the plan has/ },
  { name: "merge --plan of ndjson", files: [PLAN], read: planned("ndjson"), names: /f\.txt|whole\.|the plan has/ },
  ...REPLAYS,
]);
