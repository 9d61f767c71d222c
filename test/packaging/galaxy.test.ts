import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { bash, packagingPath, packagingText, workplace } from "./packages.ts";

const { folder, env } = workplace();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Values = Readonly<Record<string, string>>;

const attribute = (tag: string, name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
const unescaped = (text: string) => text.replaceAll("&quot;", '"').replaceAll("&amp;", "&").replaceAll("&lt;", "<");

/** The default of each parameter that has one, by name. */
function defaults(xml: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [, tag, inside] of xml.matchAll(/<param ([^>]*[^/])>([\s\S]*?)<\/param>/g)) {
    values[nameOf(tag)] = attribute(/<option [^>]*selected="true"/.exec(inside)?.[0] ?? "", "value") ?? "";
  }
  for (const [, tag] of xml.matchAll(/<param ([^>]*)\/>/g)) {
    values[nameOf(tag)] = attribute(tag, "falsevalue") ?? attribute(tag, "value") ?? "";
  }
  return values;
}

const nameOf = (tag: string) =>
  attribute(tag, "name") ?? attribute(tag, "argument")!.replace(/^--/, "").replace(/-/g, "_");

/** What a test gives: data become paths, true the option itself. */
function given(test: string, xml: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [tag] of test.matchAll(/<param [^>]*>/g)) {
    const [name, value] = [attribute(tag, "name")!, attribute(tag, "value")!];
    const truth = attribute(new RegExp(`<param [^>]*name="${name}"[^>]*>`).exec(xml)?.[0] ?? "", "truevalue");
    const isFile = attribute(tag, "ftype") !== undefined;
    values[name] = isFile ? packagingPath(`galaxy/test-data/${value}`) : value === "true" ? truth! : value;
  }
  return values;
}

/** Fills a command in: the little of Cheetah that the tools use (#if, #else if, #for, variables). */
function rendered(command: string, values: Values): string {
  const lines: string[] = [];
  let taken = false;
  let shown = true;
  let each: readonly string[] | undefined;
  const fill = (line: string) =>
    line.replace(/(?<!\\)\$([a-z_][\w.]*)/g, (_, name: string) => values[name.split(".").at(-1)!] ?? "");
  for (const line of command.split("\n").map((text) => text.trim())) {
    const condition = /^#(?:else )?if (.*):$/.exec(line);
    const loop = /^#for \$\w+ in \$(\w+):$/.exec(line);
    if (condition !== null) {
      shown = (line.startsWith("#if") || !taken) && holds(condition[1], values);
      taken = line.startsWith("#if") ? shown : taken || shown;
    } else if (line === "#end if") shown = true;
    else if (loop !== null) each = values[loop[1]].split(",");
    else if (line === "#end for") each = undefined;
    else if (shown) lines.push(...(each ?? [""]).map((value) => fill(line.replace("$name", value))));
  }
  return lines.join(" ").replaceAll("\\$", "$");
}

function holds(condition: string, values: Values): boolean {
  const [, name, wanted] = /^\$(?:\w+\.)?(\w+)(?: == '(\w+)')?$/.exec(condition)!;
  return wanted === undefined ? (values[name] ?? "") !== "" : values[name] === wanted;
}

const escaped = (tag: string, name: string) => unescaped(attribute(tag, name)!);

/** Holds `text` to the assertions of a test. */
function check(test: string, text: string): number {
  const lines = text.trimEnd().split("\n");
  const asserted = [...test.matchAll(/<has_(\w+) [^>]*>/g)];
  for (const [tag, kind] of asserted) {
    if (kind === "text") expect(text).toContain(escaped(tag, "text"));
    else if (kind === "line") expect(lines).toContain(escaped(tag, "line"));
    else if (kind === "line_matching") {
      const expression = new RegExp(`^${escaped(tag, "expression")}$`);
      expect(lines.some((line) => expression.test(line))).toBe(true);
    } else if (kind === "n_lines") expect(lines).toHaveLength(Number(attribute(tag, "n")));
    else if (kind === "n_columns") expect(lines[0].split("\t")).toHaveLength(Number(attribute(tag, "n")));
    else throw new Error(`not known: ${tag}`);
  }
  return asserted.length;
}

describe.skipIf(process.platform === "win32")("Galaxy: the command of each of the tools' own tests", () => {
  const cases = ["scan", "report"].flatMap((tool) => {
    const xml = packagingText(`galaxy/tatabox_${tool}.xml`);
    const [, command] = /<command[^>]*><!\[CDATA\[([\s\S]*?)\]\]>/.exec(xml)!;
    const inputs = xml.slice(xml.indexOf("<inputs>"), xml.indexOf("</inputs>"));
    const tests = [...xml.matchAll(/<test [\s\S]*?<\/test>/g)].map(([test]) => test);
    return tests.map((test, i) => ({ tool, number: i + 1, command, inputs, test }));
  });

  it.each(cases)("tatabox_$tool, test $number", ({ command, inputs, test }) => {
    const [, output] = /<output name="(\w+)"/.exec(test)!;
    const path = join(folder, output);
    const values = { ...defaults(inputs), ...given(test, inputs), [output]: path };
    bash(rendered(command, values), folder, env);
    expect(check(test, readFileSync(path, "utf8"))).toBeGreaterThan(0);
  });

  it("has tests for both tools", () => expect(cases).toHaveLength(6));
});
