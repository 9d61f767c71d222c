import { describe, expect, it } from "vitest";
import { tatabox } from "./tatabox.ts";

const overview = tatabox(["--help"]).out;
const names = overview
  .split("Commands:\n")[1]
  .split("\n\n")[0]
  .split("\n")
  .map((line) => line.trim().split(/ {2,}/)[0]);
const helps = new Map(names.map((name) => [name, tatabox([...name.split(" "), "--help"])]));

/** Words in place of the arguments that a command cannot do without. */
function argumentsOf(name: string): string[] {
  const usage = /^Usage: (.*)$/m.exec(helps.get(name)!.out)![1];
  return [...usage.matchAll(/<[^>]+>/g)].map(() => "x");
}

/** Options that take some words only, from fish's completion: command, option, words. Each option once. */
const choices = [
  ...new Map(
    tatabox(["completion", "fish"])
      .out.split("\n")
      .flatMap((line) => {
        const match = /__tatabox_in '([^']+)'".* -l (\S+) -x -a '([^']+)'/.exec(line);
        if (match === null) return [];
        const [, name, option, words] = match;
        const choice = { name, option, word: words.split(" ").find((word) => word.length > 3)! };
        return choice.word === undefined ? [] : [[option, choice] as const];
      }),
  ).values(),
];

describe("help", () => {
  it("lists commands, each once", () => {
    expect(names.length).toBeGreaterThan(25);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(names)("%s leads with examples of itself", (name) => {
    const { status, out, err } = helps.get(name)!;
    expect([status, err]).toEqual([0, ""]);
    const [first, example, does] = out.split("\n");
    expect(first).toBe("Examples:");
    expect(example).toContain(`tatabox ${name}`);
    expect(does).toMatch(/^ {6}\S/);
    expect(out).toContain(`\nUsage: tatabox ${name} `);
    expect(out).not.toMatch(/undefined|\[object|default (true|false)/);
  });

  it.each([["cpg"], ["motifs", "list"], ["diff"]])("-h, --help and help say the same: %s", (...words) => {
    const { out } = tatabox([...words, "--help"]);
    expect(tatabox([...words, "-h"]).out).toBe(out);
    expect(tatabox(["help", ...words]).out).toBe(out);
  });

  it.each(["motifs", "cnn"])("a group lists its commands: %s", (group) => {
    const { status, out } = tatabox([group]);
    expect(status).toBe(0);
    for (const name of names) expect(out.includes(`  ${name} `)).toBe(name.startsWith(`${group} `));
    expect(tatabox(["help", group]).out).toBe(out);
    expect(tatabox([group, "--help"]).out).toBe(out);
  });

  it("tatabox alone shows the overview and is no success", () => {
    expect(tatabox([])).toEqual({ status: 2, out: overview, err: "" });
    expect(tatabox(["help"]).out).toBe(overview);
  });
});

describe("typos", () => {
  it.each([
    [["raport"], "unknown command 'raport'; did you mean 'report'?; see tatabox --help"],
    [["explian"], "unknown command 'explian'; did you mean 'explain'?; see tatabox --help"],
    [["help", "enhancer"], "unknown command 'enhancer'; did you mean 'enhancers'?; see tatabox --help"],
    [["motifs", "lst"], /^unknown command 'motifs lst'; did you mean 'motifs list'\?; there are: motifs list, /],
    [["cnn", "trian"], /^unknown command 'cnn trian'; did you mean 'cnn train'\?/],
  ] as [string[], string | RegExp][])("of commands: %j", (words, message) => {
    const { status, out, err } = tatabox(words);
    expect([status, out]).toEqual([2, ""]);
    const text = err.replace(/^tatabox: error: /, "").trimEnd();
    if (typeof message === "string") expect(text).toBe(message);
    else expect(text).toMatch(message);
  });

  it("of options: every command suggests the right one", () => {
    for (const name of names.filter((_, i) => i % 6 === 0)) {
      const { status, err } = tatabox([...name.split(" "), ...argumentsOf(name), "--outptu", "x"]);
      expect([status, err]).toEqual([
        2,
        `tatabox ${name}: error: unknown option '--outptu' (Did you mean --output?)\n`,
      ]);
    }
  });

  it.each(choices)("of values: --$option of $name", ({ name, option, word }) => {
    const typo = `${word.slice(0, -1)}q`;
    const { status, err } = tatabox([...name.split(" "), ...argumentsOf(name), `--${option}`, typo]);
    expect(status).toBe(2);
    expect(err).toMatch(new RegExp(`error: --${option} ${typo}: expected .*; did you mean '[^']+'\\?\\n$`));
  });
});
