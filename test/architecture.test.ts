import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SOURCE = fileURLToPath(new URL("../src/", import.meta.url));

/** What each folder may import besides itself and the leaves. Files right under src are leaves. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  sequence: [],
  motif: ["sequence"],
  scan: ["sequence", "motif"],
  cpg: ["sequence", "motif", "scan"],
  regulation: ["sequence", "motif", "scan", "cpg"],
  report: ["sequence", "motif", "scan", "cpg", "regulation"],
  cnn: ["sequence", "motif"],
  cli: ["sequence", "motif", "scan", "cpg", "regulation", "report", "cnn"],
  library: ["sequence", "motif", "scan", "cpg", "regulation", "report"],
};

/** The package's door for programs: it only says what they may import. */
const DOOR = "index.ts";

/** Only these touch Node.js; everything else is pure. */
const MAY_USE_NODE = [/^sequence\/open\.ts$/, /^workers\.ts$/, /^report\/(writer|bgzf)\.ts$/, /^cli\//];

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const files: SourceFile[] = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .map((path) => {
    const text = readFileSync(join(SOURCE, path), "utf8");
    return { path, text, imports: importsOf(text) };
  });

function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1]);
}

/** The file under src that a relative import names; undefined for packages and data. */
function target(file: SourceFile, specifier: string): string | undefined {
  if (!specifier.startsWith(".") || !specifier.endsWith(".ts")) return undefined;
  return relative(SOURCE, normalize(join(SOURCE, dirname(file.path), specifier)));
}

const folderOf = (path: string) => (path.includes("/") ? path.split("/")[0] : "");

describe("architecture", () => {
  it("lets imports point one way only", () => {
    const inside = files.filter(({ path }) => path !== DOOR);
    const wrong = inside.flatMap((file) => {
      const from = folderOf(file.path);
      return file.imports
        .map((specifier) => target(file, specifier))
        .filter((path) => path !== undefined)
        .filter((path) => {
          const to = folderOf(path);
          return to !== "" && to !== from && !(MAY_IMPORT[from] ?? []).includes(to);
        })
        .map((path) => `${file.path} imports ${path}`);
    });
    expect(files.length).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
  });

  it("knows every folder", () => {
    expect(
      files.map(({ path }) => folderOf(path)).filter((folder) => folder !== "" && !(folder in MAY_IMPORT)),
    ).toEqual([]);
  });

  it("has no import cycle", () => {
    const graph = new Map(
      files.map((file) => [file.path, staticImports(file).flatMap((specifier) => target(file, specifier) ?? [])]),
    );
    expect(cycles(graph)).toEqual([]);
  });

  it("keeps Node.js at the edges", () => {
    const wrong = files
      .filter(({ path }) => !MAY_USE_NODE.some((allowed) => allowed.test(path)))
      .filter(({ text, imports }) => imports.some((name) => name.startsWith("node:")) || /\bprocess\./.test(text))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it("takes powers that differ from one Node.js to the next from power.ts", () => {
    const wrong = files
      .filter(({ path }) => path !== "power.ts")
      .flatMap(({ path, text }) => unsafePowers(text).map((line) => `${path}: ${line.trim()}`));
    expect(unsafePowers("x = y ** 3;\nx = 10 ** y;\nx = Math.pow(2, y);\nx = y ** 2.5")).toHaveLength(4);
    expect(unsafePowers("/** y ** 3 */\nx = y ** 2 + 4 ** width;")).toEqual([]);
    expect(wrong).toEqual([]);
  });

  it("prints and exits in cli and at the writer only", () => {
    const wrong = files
      .filter(({ path }) => !path.startsWith("cli/") && path !== "report/writer.ts")
      .filter(({ text }) => /\bconsole\.|process\.(stdout|stderr|exit)/.test(text.replace(/\/\*[\s\S]*?\*\//g, "")))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });
});

/** Imports that are resolved before the file runs; types are erased and dynamic imports come later. */
function staticImports({ text }: SourceFile): string[] {
  return [...text.matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from\s+"([^"]+)"/gm)].map((match) => match[1]);
}

/** Lines with a power that is neither a square nor a power of two or four; comments, globs and template texts aside. */
function unsafePowers(text: string): string[] {
  const lines = text.replace(/\/\*[\s\S]*?\*\//g, "").split("\n");
  const code = lines.filter((line) => !/^\s*\/\//.test(line));
  return code.filter((line) => /Math\.pow|\w\)? \*\* /.test(line.replace(/ \*\* 2\b(?!\.)|\b[24] \*\* /g, " ")));
}

function cycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    else if (!done.has(path)) {
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
      done.add(path);
    }
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}
