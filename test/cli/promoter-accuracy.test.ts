import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { describeShared, sharedPath, sharedText, tsvRows } from "../shared.ts";
import { tatabox } from "./tatabox.ts";

/** Rows of the page's tables, without the blanks that align them. */
const ROWS = readFileSync(new URL("../../docs/promoters.md", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) => line.replaceAll(/ *\| */g, "|"));

const row = (...cells: readonly (string | number)[]) => `|${cells.join("|")}|`;

describeShared("docs/promoters.md says what the program does", () => {
  it.each([3.71, 2.24, 1.04])(
    "on 1.1 Mb of hg19 chr20 at threshold %d: calls, and which of EPDnew's four start sites they find",
    (threshold) => {
      const fasta = sharedPath("data/hg19_chr20/chr20_9995000_11095000.softmasked.fa.gz");
      const calls = tsvRows(tatabox(["promoters", fasta, "--threshold", String(threshold), "-q"]).out);
      const found = tsvRows(sharedText("data/hg19_chr20/epdnew_tss.tsv")).map(({ start, strand }) => {
        const along = (tss: string) => (Number(tss) - Number(start)) * (strand === "+" ? 1 : -1);
        const near = calls.filter((call) => Math.abs(along(call.tss)) <= 500);
        const [nearest] = near.toSorted((a, b) => Math.abs(along(a.tss)) - Math.abs(along(b.tss)));
        if (nearest === undefined) return "missed";
        expect(nearest.strand).toBe(strand);
        return along(nearest.tss) < 0 ? `−${-along(nearest.tss)}` : `+${along(nearest.tss)}`;
      });
      const label = threshold.toFixed(2);
      expect(ROWS).toContain(row(label, calls.length, (calls.length / 1.1).toFixed(1), ...found));
    },
  );

  it("on Arabidopsis TATA promoters, 10-fold: Sn, Sp, CC and AUC", () => {
    const set = (name: string) => sharedPath(`data/cnn/cnnprom/Arabidopsis_${name}.fa`);
    const line = ["--positive", set("tata"), "--negative", set("non_prom"), "--tss-offset", "200", "--json", "-q"];
    const { crossValidation } = JSON.parse(tatabox(["promoters", "fit", ...line]).out);
    const { folds, sensitivity, specificity, correlation, auc } = crossValidation;
    expect(folds).toBe(10);
    const digits = [sensitivity, specificity, correlation, auc].map((x: number) => x.toFixed(3).slice(1));
    expect(ROWS).toContain(row("tatabox promoters fit", ...digits));
  });

  it("in a genome: the figures that came with the model (promoter_logistic.json), from which false calls are told", () => {
    const { genomeWide } = JSON.parse(sharedText("oracle/regulation/promoter_logistic.json"));
    const share = (x: number) => x.toFixed(2).slice(1);
    const rows = genomeWide.rows.filter(({ model }: { model: string }) => model === "all ten");
    expect(rows).toHaveLength(4);
    for (const one of rows) {
      const label = one.score === 3.71 ? "3.71 (default)" : one.score.toFixed(2).replace("-", "−");
      const shares = [one.recall100, one.recall500, one.sameStrand500, one.precisionEpd500, one.inH3K4me3].map(share);
      expect(ROWS).toContain(row(label, one.callsPerMb, ...shares));
    }
  });
});
