import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { tatabox } from "../cli/tatabox.ts";
import { packagingPath, packagingText, VERSION } from "./packages.ts";

/** Every place that names the program's version. */
const VERSIONS: readonly (readonly [file: string, pattern: RegExp, times: number])[] = [
  ["bioconda/meta.yaml", /set version = "([^"]+)"/g, 1],
  ["galaxy/macros.xml", /name="@TOOL_VERSION@">([^<]+)</g, 1],
  ["nf-core/tatabox/report/environment.yml", /tatabox=(\S+)/g, 1],
  ["nf-core/tatabox/report/main.nf", /\/tatabox:([^-]+)--/g, 2],
  ["nf-core/tatabox/report/tests/main.nf.test.snap", /"tatabox",\s+"([^"]+)"/g, 3],
  ["nf-core/tatabox/scan/environment.yml", /tatabox=(\S+)/g, 1],
  ["nf-core/tatabox/scan/main.nf", /\/tatabox:([^-]+)--/g, 2],
  ["nf-core/tatabox/scan/tests/main.nf.test.snap", /"tatabox",\s+"([^"]+)"/g, 3],
  ["snakemake-wrapper/environment.yaml", /tatabox =(\S+)/g, 1],
  ["../CITATION.cff", /^version: (\S+)$/gm, 1],
];

/** Whose options stand in which file. */
const COMMANDS: readonly (readonly [file: string, commands: readonly string[]])[] = [
  ["galaxy/tatabox_report.xml", ["report"]],
  ["galaxy/tatabox_scan.xml", ["scan"]],
  ["nf-core/tatabox/report/main.nf", ["report"]],
  ["nf-core/tatabox/scan/main.nf", ["scan"]],
  ["snakemake-wrapper/wrapper.py", ["report", "scan"]],
  ["snakemake-wrapper/test/Snakefile", ["scan", "cpg", "report"]],
];

/** Options that belong to other programs or to `tatabox` alone. */
const OTHERS = ["--version"];

const helpOf = (command: string) => tatabox([command, "--help"]).out;
const optionsIn = (text: string) => new Set([...text.matchAll(/(?<![\w'-])--[a-z][a-z-]*/g)].map(([option]) => option));

describe("packaging", () => {
  it.each(VERSIONS)("%s is of this version", (file, pattern, times) => {
    const found = [...packagingText(file).matchAll(pattern)].map(([, version]) => version);
    expect(found).toEqual(Array.from({ length: times }, () => VERSION));
  });

  it("knows every file that names a version", () => {
    const files = readdirSync(packagingPath("."), { recursive: true, withFileTypes: true }).filter((at) => at.isFile());
    const naming = files
      .map(({ parentPath, name }) => `${parentPath}/${name}`)
      .filter((path) => !path.includes("test-data") && readFileSync(path, "utf8").includes(VERSION))
      .map((path) => path.slice(packagingPath("").length).replaceAll("\\", "/"));
    expect(naming.sort()).toEqual(
      VERSIONS.map(([file]) => file)
        .filter((file) => !file.startsWith(".."))
        .sort(),
    );
  });

  it.each(COMMANDS)("%s uses options that there are", (file, commands) => {
    const used = optionsIn(packagingText(file));
    for (const other of OTHERS) used.delete(other);
    expect(used.size).toBeGreaterThan(1);
    const known = optionsIn(commands.map(helpOf).join());
    expect([...used].filter((option) => !known.has(option))).toEqual([]);
  });

  it("names commands that there are, each of which takes FASTA", () => {
    const [, list] = /COMMANDS = (\[.*\])/.exec(packagingText("snakemake-wrapper/wrapper.py"))!;
    const commands: string[] = JSON.parse(list);
    expect(commands).toContain("report");
    for (const command of commands) expect(helpOf(command)).toContain("[fasta...]");
  });
});

describe("Galaxy's choices are those of the options", () => {
  it.each(["report", "scan"])("tatabox %s", (command) => {
    const xml = packagingText(`galaxy/tatabox_${command}.xml`);
    const help = helpOf(command).replace(/\s+/g, " ");
    const selects = [...xml.matchAll(/<param argument="(--[a-z-]+)"[^>]*type="select"[^>]*>([\s\S]*?)<\/param>/g)];
    expect(selects.length).toBeGreaterThan(1);
    for (const [, option, choices] of selects) {
      const about = help.slice(help.indexOf(`${option} <`)).slice(0, 300);
      for (const [, value] of choices.matchAll(/<option value="([^"]+)"/g)) {
        expect(about, option).toMatch(new RegExp(`\\b${value}\\b`));
      }
    }
  });
});

describe("test data", () => {
  it.each(["galaxy/test-data", "snakemake-wrapper/test"])("%s is of the fixtures", (folder) => {
    const genes = new URL("../../fixtures/genes/", import.meta.url);
    expect(packagingText(`${folder}/genes.fa`)).toBe(readFileSync(new URL("fos.fa", genes), "utf8"));
    expect(readFileSync(new URL("genes.bed", genes), "utf8")).toContain(packagingText(`${folder}/genes.bed`));
  });
});
