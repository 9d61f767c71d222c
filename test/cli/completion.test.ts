import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tatabox } from "./tatabox.ts";

const folder = mkdtempSync(join(tmpdir(), "completion-"));
const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];

beforeAll(() => {
  for (const shell of SHELLS) writeFileSync(join(folder, shell), tatabox(["completion", shell]).out);
  for (const name of ["genes.fa", "two words.fa", "motifs.meme"]) writeFileSync(join(folder, name), ">x\nACGT\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

const isInstalled = (shell: Shell) => spawnSync(shell, ["-c", "true"]).status === 0;

function run(shell: Shell, words: readonly string[]): string {
  const { stdout, stderr } = spawnSync(shell, words, { cwd: folder, encoding: "utf8", timeout: 30_000 });
  return stdout + stderr;
}

/** What the shell itself offers behind a line that ends at the cursor. */
const COMPLETE: Readonly<Record<Shell, (line: string) => string>> = {
  bash(line) {
    // As readline does it: = is a word of its own.
    const words = line
      .replaceAll("=", " = ")
      .split(/ +/)
      .map((word) => `'${word}'`)
      .join(" ");
    const script = `source ./bash; COMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _tatabox; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return run("bash", ["--norc", "--noprofile", "-c", script]);
  },
  /** An interactive zsh on a pseudo-terminal, with a TAB at the end of the line. */
  zsh(line) {
    const setup = "stty rows 200 cols 200; autoload -Uz compinit; compinit -u -d ./dump; source ./zsh; PS1=REA''DY";
    const script = `
      zmodload zsh/zpty
      zpty z 'TERM=dumb zsh -f -i'
      zpty -w z ${JSON.stringify(setup)}
      zpty -r z part '*READY*'
      zpty -w -n z ${JSON.stringify(line)}$'\\t\\C-u'"print e''nd"$'\\n'
      zpty -r z answer '*end*'
      print -r -- "$answer"
      zpty -d z`;
    return run("zsh", ["-f", "-c", script]);
  },
  fish: (line) => run("fish", ["--no-config", "-c", `source ./fish; complete -C ${JSON.stringify(line)}`]),
};

const CASES: readonly (readonly [line: string, offered: readonly string[], not: readonly string[]])[] = [
  ["tatabox s", ["scan"], ["cpg"]],
  ["tatabox motifs ", ["list", "logo", "convert"], ["cpg", "genes.fa"]],
  ["tatabox scan --p", ["--p-value", "--pseudocount"], ["--method"]],
  ["tatabox scan -f ", ["tsv", "narrowpeak", "parquet"], ["ucsc", "genes.fa"]],
  ["tatabox cpg --method ", ["takai-jones", "cpgcluster"], ["tsv"]],
  ["tatabox motifs convert -f ", ["meme", "homer"], ["list"]],
  ["tatabox scan genes.fa -m mot", ["motifs.meme"], ["genes.fa"]],
  ["tatabox scan ", ["genes.fa"], ["--motif"]],
  ["tatabox completion ", ["bash", "zsh", "fish"], ["genes.fa"]],
  ["tatabox help cp", ["cpg"], ["scan"]],
  ["tatabox cpg --format=em", ["emboss"], ["narrowpeak"]],
];

for (const shell of SHELLS) {
  describe.skipIf(!isInstalled(shell))(`completion in a real ${shell}`, () => {
    it.each(CASES)("%s", (line, offered, not) => {
      const answer = COMPLETE[shell](line);
      for (const word of offered) expect(answer).toContain(word);
      for (const word of not) expect(answer.replace(line, "")).not.toContain(word);
    });
  });
}

describe("tatabox completion", () => {
  it("knows its shells", () => {
    const { status, err } = tatabox(["completion", "fihs"]);
    expect(err).toBe(
      "tatabox completion: error: no completion for 'fihs'; did you mean 'fish'?; there are bash, zsh, fish\n",
    );
    expect(status).toBe(2);
  });

  it("offers every command", () => {
    const { out } = tatabox(["completion", "fish"]);
    const listed = tatabox(["--help"]).out.split("Commands:\n")[1].split("\n\n")[0].split("\n");
    for (const name of listed.map((line) => line.trim().split(/ {2,}/)[0]))
      expect(out).toContain(name.split(" ").at(-1));
  });
});
