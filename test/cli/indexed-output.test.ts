import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { fixture, tatabox } from "./tatabox.ts";

const folder = mkdtempSync(join(tmpdir(), "indexed-"));
afterAll(() => rmSync(folder, { recursive: true }));

const scanTo = (name: string, fasta: readonly string[]) =>
  tatabox(["scan", ...fasta, "--motif", "TBP", "-p", "1e-3", "-f", "bed", "-o", join(folder, name)]);

describe("tatabox scan -f bed -o NAME.bed.gz", () => {
  it("writes the index beside the table", () => {
    expect(scanTo("a.bed.gz", [fixture("genes/fos.fa")])).toEqual({ status: 0, out: "", err: "" });
    expect(readdirSync(folder)).toEqual(["a.bed.gz", "a.bed.gz.tbi"]);
  });

  it("warns and writes none when a record comes twice with others between", () => {
    const path = join(folder, "b.bed.gz");
    const { status, err } = scanTo("b.bed.gz", ["genes/fos.fa", "genes/globin.fa", "genes/fos.fa"].map(fixture));
    expect(status).toBe(0);
    expect(err).toContain(`tatabox scan: warning: ${path} gets no index: the rows of K00650 do not stand together\n`);
    expect(readdirSync(folder)).not.toContain("b.bed.gz.tbi");
  });
});
