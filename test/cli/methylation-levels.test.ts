import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fixture, tatabox } from "./tatabox.ts";

const FOS = fixture("genes/fos.fa");
const BED = fixture("genes/genes.bed");
const folder = mkdtempSync(join(tmpdir(), "levels-"));
afterAll(() => rmSync(folder, { recursive: true }));

const express = (methylation: string) =>
  tatabox(["express", FOS, "--tss", BED, "--methylation", methylation, "--quiet"]);

/** A file in which every CpG of FOS has the level of a named state. */
function stateFile(state: string): string {
  const path = join(folder, `${state}.bed`);
  writeFileSync(path, tatabox(["methylate", FOS, "--state", state, "-f", "bed"]).out);
  return path;
}

describe("--methylation FILE", () => {
  it("gives express what the named states give, when the file says the same", () => {
    expect(express(stateFile("methylated")).out).toBe(express("all").out);
    const bare = express(stateFile("unmethylated")).out.split("\n")[1].split("\t");
    expect([bare[5], bare[7]]).toEqual([bare[6], "1"]);
  });

  it("echoes the file's base name, heads the report's column, and works on a region", () => {
    const path = stateFile("methylated");
    const words = [FOS, "--tss", BED, "--methylation", path, "--quiet"];
    expect(JSON.parse(tatabox(["express", ...words, "--json"]).out).settings.methylation).toBe("methylated.bed");
    expect(tatabox(["report", ...words, "-f", "table"]).out).toContain("as measured");
    const silencing = (...region: string[]) =>
      tatabox(["express", ...words, ...region])
        .out.split("\n")[1]
        .split("\t")[7];
    expect(silencing("--region", "K00650:101-2000")).toBe(silencing());
  });

  it("tells a mistyped state from a missing file, and refuses a file of other records", () => {
    expect(express("island")).toMatchObject({ status: 2, err: expect.stringContaining("did you mean 'islands'?") });
    expect(express("reads.cov")).toMatchObject({ status: 1, err: expect.stringContaining("reads.cov: no such file") });
    expect(express(fixture("methylation/bismark.cov"))).toMatchObject({
      status: 1,
      err: expect.stringContaining("names no record of the FASTA"),
    });
  });
});
