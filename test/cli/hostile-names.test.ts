import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { tatabox } from "./tatabox.ts";

const folder = mkdtempSync(join(tmpdir(), "hostile-"));
afterAll(() => rmSync(folder, { recursive: true }));
const save = (name: string, text: string) => writeFileSync(join(folder, name), text);

/** A way out of a folder, a script, escape sequences of both kinds, a bell, NUL, a line end of Unicode's, quotes, GFF3's signs. */
const EVIL = `../<script>alert(1)</script>\u001b[31m\u0007\u0000\u009b31m\u0085\u202e"'&;=%,|\`$(x)`;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e]/;

const LETTERS = "ACGTTGCATATAAAAGGCGCCAATCAGACGTGGGCGGGGCTATATAAGCTTCGCGCGATAAG".repeat(12);
save("e.fa", `>${EVIL} ${EVIL} words\n${LETTERS}\n>two\u001b\n${"CG".repeat(200)}\n`);
const COLUMNS = " 1 0 0 0\n 0 0 0 1\n".repeat(4);
const MATRIX = `letter-probability matrix: alength= 4 w= 8 nsites= 20\n${COLUMNS}`;
save("e.meme", `MEME version 4\nALPHABET= ACGT\nMOTIF ${EVIL} ${EVIL} x\n${MATRIX}URL http://x/${EVIL}\n`);
save("e.bed", `${EVIL}\t100\t101\t${EVIL}\t0\t+\nother\u001b\t1\t2\t${EVIL}\t0\t+\n`);
// GFF3 has % itself as an escape.
const ESCAPED = EVIL.replace("%", "%25");
save("e.gff", `##gff-version 3\n${ESCAPED}\tx\tgene\t101\t200\t.\t+\t.\tID=${ESCAPED}\n`);
save("regions.bed", `${EVIL}\t10\t600\t${EVIL}\n`);
save("factors.tsv", `factor\tlevel\nGATA1\t1\n${EVIL}\t1\n`);
save(
  "e.vcf",
  `##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n${EVIL}\t3\t${EVIL}\tG\tC\t.\t.\t.\n`,
);
const cpgs = [...LETTERS.matchAll(/CG/g)].map(({ index }) => index);
save("e.methyl", cpgs.map((at) => `${[EVIL, at, at + 1, ".", 10, "+", at, at + 1, 0, 10, 50].join("\t")}\n`).join(""));

const run = (words: readonly string[]) => tatabox(words, "", folder);
for (const [name, ...words] of [
  ["with.json", "report", "e.fa", "--tss", "e.bed"],
  ["without.json", "report", "e.fa"],
]) {
  run([...words, "--json", "-o", name]);
}

const FORMATS: readonly (readonly [command: string, formats: string])[] = [
  ["scan e.fa -m e.meme -p 0.01", "table tsv bed narrowpeak gff3 json ndjson matrix"],
  ["scan e.fa -m e.meme -p 0.01 --fimo", "gff3 tsv"],
  ["scan e.fa -m e.meme -p 0.01 --regions regions.bed", "tsv bed json"],
  ["cpg e.fa --min-length 50", "table tsv bed gff3 json ndjson svg ucsc"],
  ["promoters e.fa --tss e.bed", "table tsv bed gff3 json"],
  ["promoters e.fa --tss e.gff", "tsv"],
  ["enhancers e.fa --min-score 0", "table tsv bed gff3 json"],
  ["express e.fa --tss e.bed --factors factors.tsv", "table tsv json svg"],
  ["express e.fa --tss e.bed --vcf e.vcf", "table tsv json"],
  ["report e.fa --tss e.bed", "table tsv gff3 json ndjson html mqc"],
  ["methylate e.fa --methylation e.methyl", "table tsv bed bedgraph bismark json svg"],
  ["methylate e.fa --summary --tss e.bed", "table tsv"],
  ["motifs list -m e.meme", "table tsv json"],
  ["motifs convert e.meme", "meme jaspar transfac homer"],
  ["motifs compare e.meme", "table tsv"],
  ["motifs check e.meme", "table"],
  ["enrich e.fa --shuffle -m e.meme -p 0.01", "table tsv json"],
  ["shard e.fa -n 2 --beds beds", "json"],
  ["diff with.json without.json", "table json"],
  ["merge with.json with.json", "json"],
];

describe("hostile names", () => {
  it.each(FORMATS.flatMap(([command, formats]) => formats.split(" ").map((format) => [command, format])))(
    "%s -f %s: no name reaches the output as it is",
    (command, format) => {
      const { status, out, err } = run([...command.split(" "), "-f", format]);
      expect(err).not.toMatch(/fault of tatabox/);
      expect(status).toBe(command.startsWith("diff") ? 1 : 0);
      expect(err).not.toMatch(CONTROL);
      // The page's own programs hold control characters.
      expect(out).not.toMatch(format === "html" ? /[\u001b\u009b]31m/ : CONTROL);
      if (format === "html" || format === "svg") expect(out).not.toContain("<script>alert");
      if (format === "gff3") {
        const rows = out.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
        expect(rows.length).toBeGreaterThan(0);
        for (const row of rows) expect(row.split("\t")).toHaveLength(9);
      }
      if (format === "json") expect(() => JSON.parse(out)).not.toThrow();
      expect(out.length).toBeGreaterThan(0);
    },
  );

  it.each([
    [["scan", EVIL.replaceAll("\u0000", "")]],
    [["scan", "e.fa", "--region", EVIL.replaceAll("\u0000", "x")]],
    [["scan", "e.fa", "--motif", EVIL.replaceAll("\u0000", "")]],
    [["scan", "e.fa", `--${EVIL.replaceAll("\u0000", "")}`]],
    [["cpg", "e.fa", "--method", EVIL.replaceAll("\u0000", "")]],
    [[EVIL.replaceAll("\u0000", "")]],
  ])("words of the command line: %#", (words) => {
    const { status, out, err } = run(words);
    expect([status === 1 || status === 2, out]).toEqual([true, ""]);
    expect(err).not.toMatch(CONTROL);
  });

  it("leave no file but those that were asked for", () => {
    expect(readdirSync(join(folder, "beds")).sort()).toEqual(["1.bed", "2.bed"]);
    expect(readdirSync(folder).filter((name) => /script|x1b/.test(name))).toEqual([]);
  });
});
