import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { fixture, PROGRAM, tatabox } from "./tatabox.ts";

const folder = mkdtempSync(join(tmpdir(), "diff-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Json = Record<string, unknown>;

const HEAD = { schemaVersion: 1, tool: { name: "tatabox", version: "0.1.0" }, settings: {} };
const hit = (start: number, more: Json = {}) => ({
  ...{ motif: "M1", name: "One", sequence: "chr1", start, end: start + 8, strand: "+", score: 10, pValue: 1e-5 },
  ...more,
});
const scan = (hits: readonly Json[], more: Json = {}) => ({
  ...HEAD,
  command: "scan",
  motifs: [{ id: "M1", name: "One", threshold: 9 }],
  hits,
  sequences: [{ name: "chr1", length: 1000 }],
  warnings: [],
  ...more,
});

function file(name: string, result: Json | string | Uint8Array): string {
  const content = typeof result === "string" || result instanceof Uint8Array ? result : JSON.stringify(result);
  writeFileSync(join(folder, name), content);
  return name;
}

const diff = (base: Json, now: Json, ...options: string[]) =>
  tatabox(["diff", file("base.json", base), file("new.json", now), ...options], "", folder);
const kinds = (out: string): string[] =>
  JSON.parse(out).changes.map(({ change, kind }: { change: string; kind: string }) => `${change} ${kind}`);
const changes = (base: Json, now: Json, ...options: string[]) => kinds(diff(base, now, "--json", ...options).out);

describe("tatabox diff: what changed", () => {
  it("nothing, whatever the order of hits: exit 0", () => {
    const { status, out, err } = diff(scan([hit(10), hit(50)]), scan([hit(50), hit(10)]));
    expect([status, err, out]).toEqual([0, "", "no difference in 4 results\n"]);
  });

  it("gained, lost, moved, changed, as a table by record: exit 1", () => {
    const base = scan([hit(10), hit(100), hit(500), hit(900, { strand: "-" })]);
    const now = scan([hit(10, { score: 9.5 }), hit(103), hit(700), hit(900, { strand: "-" })]);
    const { status, out } = diff(base, now);
    expect(status).toBe(1);
    expect(out).toBe(
      [
        "chr1",
        "  changed  hit  M1 One  10-18 +              score 10 → 9.5",
        "  moved    hit  M1 One  100-108 → 103-111 +",
        "  lost     hit  M1 One  500-508 +            score 10",
        "  gained   hit  M1 One  700-708 +            score 10",
        "",
        "1 gained, 1 lost, 1 moved, 1 changed; 3 the same",
        "",
      ].join("\n"),
    );
  });

  it("a hit on the other strand or of another motif is another hit", () => {
    expect(changes(scan([hit(10)]), scan([hit(10, { strand: "-" })]))).toEqual(["lost hit", "gained hit"]);
    expect(changes(scan([hit(10)]), scan([hit(10, { motif: "M2" })]))).toEqual(["lost hit", "gained hit"]);
  });

  it("two equal hits are two: one that vanishes is lost", () => {
    expect(changes(scan([hit(10), hit(10)]), scan([hit(10)]))).toEqual(["lost hit"]);
  });

  it("the nearest one moved, the other is gained", () => {
    const { out } = diff(scan([hit(100)]), scan([hit(60), hit(110)]), "--json");
    expect(kinds(out)).toEqual(["gained hit", "moved hit"]);
    expect(JSON.parse(out).changes[1].new.start).toBe(110);
  });

  it("records that come, go and change their length", () => {
    const now = scan([], { sequences: [{ name: "chr2", length: 5 }] });
    expect(changes(scan([hit(10)]), now)).toEqual(["lost record", "lost hit", "gained record"]);
    const longer = scan([], { sequences: [{ name: "chr1", length: 1001 }] });
    expect(diff(scan([]), longer).out).toContain("changed  record      length 1000 → 1001");
  });

  it("an island that grew by more than --near is still that island", () => {
    const cpg = (end: number) => ({ ...HEAD, command: "cpg", islands: [{ sequence: "chr1", start: 100, end }] });
    expect(changes(cpg(1100), cpg(1500))).toEqual(["moved island"]);
    expect(changes(cpg(1100), cpg(9000))).toEqual(["lost island", "gained island"]);
  });

  it("settings are shown and no difference", () => {
    const { status, out } = diff(scan([], { settings: { pValue: 1e-4 } }), scan([], { settings: { pValue: 1e-5 } }));
    expect([status, out]).toEqual([0, "setting pValue 0.0001 → 1e-05\n\nno difference in 2 results\n"]);
  });

  it("more changes than a call takes arguments", () => {
    const many = Array.from({ length: 130_000 }, (_, i) => hit(i * 200, { motif: `M${i % 50}` }));
    const { status, out } = diff(scan(many), scan(many.map((one) => ({ ...one, score: 9 }))));
    expect([status, out.trimEnd().split("\n").at(-1)]).toEqual([
      1,
      "0 gained, 0 lost, 0 moved, 130000 changed; 2 the same",
    ]);
  });

  it("control characters of a record's name reach no terminal", () => {
    const sequence = "chr\u001b[31m";
    expect(diff(scan([]), scan([hit(1, { sequence })])).out).not.toContain("\u001b");
  });
});

describe("tatabox diff: tolerances", () => {
  const base = scan([hit(10, { score: 10, pValue: 1e-5 })]);
  it.each([
    [{ score: 10 * (1 + 1e-10) }, [], 0],
    [{ score: 10 * (1 + 1e-8) }, [], 1],
    [{ score: 10 * (1 + 1e-10) }, ["--tolerance", "0"], 1],
    [{ score: 10.05 }, ["--tolerance", "0.01"], 0],
    [{ score: 10.2 }, ["--tolerance", "0.01"], 1],
    [{ pValue: 1.2e-5 }, ["--absolute", "1e-5"], 0],
    [{ start: 12, end: 20 }, ["--shift", "2"], 0],
    [{ start: 12, end: 20 }, ["--shift", "1"], 1],
    [{ start: 12, end: 20, score: 9 }, ["--shift", "2"], 1],
    [{ name: "Two" }, ["--tolerance", "1"], 1],
  ] as [Json, string[], number][])("%j with %j: exit %i", (changed, options, status) => {
    expect(diff(base, scan([hit(10, changed)]), ...options).status).toBe(status);
  });

  it("--near 0: nothing moves", () => {
    expect(changes(base, scan([hit(12)]), "--near", "0")).toEqual(["lost hit", "gained hit"]);
  });
});

describe("tatabox diff: results of every command", () => {
  const report = JSON.parse(readFileSync(fixture("expected/report.json"), "utf8"));

  it.each(["report", "express", "promoters", "promoters-predicted", "enhancers", "cpg-ucsc", "scan"])("%s", (name) => {
    const path = fixture(`expected/${name}.json`);
    expect(tatabox(["diff", path, path]).out).toMatch(/^no difference in [1-9]/);
    const shorter = JSON.parse(readFileSync(path, "utf8"));
    const list = ["records", "expression", "promoters", "enhancers", "islands", "hits"].find((key) => key in shorter)!;
    shorter[list].pop();
    const { status, out } = tatabox(["diff", path, "-", "--json"], JSON.stringify(shorter));
    expect(status).toBe(1);
    expect(kinds(out).every((change) => change.startsWith("lost "))).toBe(true);
  });

  it("names what differs inside a promoter: its element, its cell", () => {
    const now = structuredClone(report);
    now.records[0].promoters[0].elements[0].score = -5;
    now.records[0].promoters[0].expression[0].level = "high";
    const { out } = diff(report, now);
    expect(out).toMatch(/changed {2}promoter {2}FOS {2}733 \+ {2}elements\[TATA\]\.score -2\.93 → -5/);
    expect(out).toContain("expression[generic].level off → high");
  });

  it("names an item that only one side has once, not each of its values", () => {
    const now = structuredClone(report);
    now.records[0].promoters[0].elements.pop();
    now.records[0].promoters[0].expression[0].cell = "erythroid";
    const [change] = JSON.parse(diff(report, now, "--json").out).changes;
    const last = report.records[0].promoters[0].elements.at(-1).element;
    expect(change.fields).toEqual(
      expect.arrayContaining([
        { field: `elements[${last}]`, base: "there", new: null },
        { field: "expression[generic]", base: "there", new: null },
        { field: "expression[erythroid]", base: null, new: "there" },
      ]),
    );
    expect(change.fields.length).toBe(3);
  });
});

describe("tatabox diff --update", () => {
  it("shows the difference (exit 1) and takes the new result, byte for byte", () => {
    const { status, out } = diff(scan([hit(10)]), scan([hit(10), hit(50)]), "--update");
    expect(status).toBe(1);
    expect(out).toContain("1 gained");
    expect(readFileSync(join(folder, "base.json"))).toEqual(readFileSync(join(folder, "new.json")));
    expect(tatabox(["diff", "base.json", "new.json"], "", folder).status).toBe(0);
  });

  it("keeps the baseline when the new result is none", () => {
    file("kept.json", scan([hit(10)]));
    const before = readFileSync(join(folder, "kept.json"), "utf8");
    expect(tatabox(["diff", "kept.json", "-", "--update"], '{"hits":', folder).status).toBe(2);
    expect(readFileSync(join(folder, "kept.json"), "utf8")).toBe(before);
    expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
  });
});

describe("tatabox diff: trouble is exit 2", () => {
  const good = file("good.json", scan([]));
  it.each([
    [["good.json"], "missing required argument 'new.json'"],
    [["good.json", "good.json", "good.json"], /too many arguments/],
    [["-", "-"], "only one of the two can be standard input"],
    [["good.json", "none.json"], "none.json: no such file"],
    [["good.json", file("text.json", "hello")], /^text\.json: is no JSON/],
    [
      ["good.json", file("cut.json", '{"schemaVersion": 1, "hits": [')],
      /^cut\.json: is no JSON \(or only a part of it\)/,
    ],
    [["good.json", file("other.json", {})], "other.json: is no result of tatabox; diff takes results made with --json"],
    [["good.json", file("array.json", "[]")], /^array\.json: is no result of tatabox/],
    [
      ["good.json", file("newer.json", scan([], { schemaVersion: 2, tool: { version: "9.0.0" } }))],
      "newer.json: was made by a newer tatabox, 9.0.0 (schemaVersion 2; this program reads up to 1); update tatabox",
    ],
    [["good.json", file("odd.json", scan([{ motif: 1 }]))], /^odd\.json: is no complete result: hits\.0\.sequence/],
    [
      ["good.json", file("cpg.json", { ...HEAD, command: "cpg", islands: [] })],
      "cpg.json: is a result of 'cpg', good.json one of 'scan'",
    ],
    [
      ["good.json", file("list.json", { ...HEAD, command: "motifs list", motifs: [] })],
      /^list\.json: is a result of 'motifs list', which diff does not compare/,
    ],
    [["good.json", "good.json", "--shift", "1.5"], "--shift 1.5: expected a whole number from 0"],
    [["good.json", "good.json", "--shft", "1"], /unknown option '--shft' \(Did you mean --shift\?\)/],
    [["good.json", "good.json", "-o", "no/such/out"], "no/such: no such folder"],
  ] as [string[], string | RegExp][])("%j", (words, message) => {
    expect(good).toBe("good.json");
    const { status, out, err } = tatabox(["diff", ...words], "", folder);
    expect(err).toMatch(/^tatabox diff: error: [^\n]+\n$/);
    const text = err.slice("tatabox diff: error: ".length, -1);
    if (typeof message === "string") expect(text).toBe(message);
    else expect(text).toMatch(message);
    expect([status, out]).toEqual([2, ""]);
  });

  it("a reader who leaves early is not told that all is the same", () => {
    const many = Array.from({ length: 20_000 }, (_, i) => hit(i * 200));
    file("many.json", scan(many));
    const command = `"${process.execPath}" "${PROGRAM}" diff good.json many.json | head -1; exit "\${PIPESTATUS[0]}"`;
    expect(spawnSync("bash", ["-c", command], { cwd: folder }).status).toBe(1);
  });

  it("reads gzip", () => {
    file("good.json.gz", gzipSync(JSON.stringify(scan([]))));
    expect(tatabox(["diff", "good.json", "good.json.gz"], "", folder).status).toBe(0);
  });
});
