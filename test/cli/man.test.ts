import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { tatabox } from "./tatabox.ts";

const PAGE = fileURLToPath(new URL("../../man/tatabox.1", import.meta.url));
const hasGroff = spawnSync("groff", ["--version"]).status === 0;
const page = readFileSync(PAGE, "utf8");

describe("man/tatabox.1", () => {
  it("is what the tables make now (else: npm run build:man)", () => {
    expect(tatabox(["man"]).out).toBe(page);
  });

  it("names every command and its options", () => {
    for (const word of [
      "tatabox scan [fasta...]",
      "tatabox cnn train",
      "\\-\\-score\\-fraction",
      "\\-\\-min\\-obs\\-exp",
    ]) {
      expect(page).toContain(word);
    }
    expect(page.split("--json").length).toBe(1);
    expect(page.split("\\fB\\-\\-json\\fR").length).toBe(2);
  });

  it.skipIf(!hasGroff)("is set by groff without a warning, every line", () => {
    const { stdout, stderr } = spawnSync("groff", ["-ww", "-man", "-Tutf8", "-P-c", PAGE], { encoding: "utf8" });
    expect(stderr).toBe("");
    for (const text of ["tatabox cpg genome.fa.gz --soft-mask -f bed -o islands.bed", "-p, --p-value P", "130"]) {
      expect(stdout.replace(/.\x08/g, "")).toContain(text);
    }
  });

  it.skipIf(!hasGroff)("is a page for mandoc's and groff's lint: man -l reads it", () => {
    const { status, stderr } = spawnSync("man", ["--warnings", "-l", PAGE], {
      encoding: "utf8",
      env: { ...process.env, MANWIDTH: "80" },
    });
    expect([status, stderr]).toEqual([0, ""]);
  });
});
