import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fullyMethylated } from "../../src/cpg/methylation.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { type AnalysisSettings, expressionInCells, prepareRecord } from "../../src/regulation/analysis.ts";
import { cellProfile, withoutFactors } from "../../src/regulation/cells.ts";
import { canMatter, editedExpression, editedValue } from "../../src/regulation/edited-promoter.ts";
import { enhancerActivities } from "../../src/regulation/enhancer-activity.ts";
import { promoterExpression } from "../../src/regulation/expression.ts";
import { DEFAULT_PARAMETERS } from "../../src/regulation/expression-parameters.ts";
import { saturation } from "../../src/regulation/saturation.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { type Edit, intervalAfter, placeAfter, withEdits } from "../../src/sequence/edit.ts";
import { bySequence } from "../../src/sequence/tss.ts";
import { randomEdit } from "../random-edits.ts";
import { geneCodes, STARTS } from "./bundled-genes.ts";

const settings: AnalysisSettings = {
  method: "ucsc",
  tss: undefined,
  enhancers: {},
  cells: [cellProfile("erythroid")],
  methylation: "all",
  conditions: { model: "direct", parameters: { ...DEFAULT_PARAMETERS, enhancerMinScore: 0 }, methylationActs: "both" },
};

function prepared(gene: keyof typeof STARTS, more: Partial<AnalysisSettings> = {}) {
  const codes = geneCodes(gene);
  const { tss, strand } = STARTS[gene];
  const sites = bySequence([{ sequence: gene, position: tss, strand, strandGiven: true, name: gene }]);
  return prepareRecord({ name: gene, description: "", letters: codes, codes }, { ...settings, tss: sites, ...more });
}

describe("expression of an edited record", () => {
  const record = prepared("globin");
  const [cell] = record.cells;
  const [promoter] = record.promoters;

  /** The whole edited record computed anew, with promoter and clusters where the reference has them. */
  function whole(edits: readonly Edit[]) {
    const codes = withEdits(record.codes, edits);
    const conditions = { ...cell.conditions, methylation: fullyMethylated(codes) };
    const clusters = record.enhancers.map(({ start, end, score }) => ({
      ...intervalAfter({ start, end }, edits),
      score,
    }));
    const start = { tss: placeAfter(promoter.tss, edits), strand: promoter.strand };
    return promoterExpression(codes, start, enhancerActivities(codes, clusters, conditions), conditions);
  }

  it("without edits is the record's own", () => {
    expect(editedExpression(record, cell, promoter, [])).toEqual(expressionInCells(record, promoter)[0]);
  });

  it("equals that of the whole edited record, wherever the edits are, with CpGs that come and go", () => {
    const near = randomEdit(1400).map(({ start, end, bases }) => ({
      start: promoter.tss - 800 + start,
      end: promoter.tss - 800 + end,
      bases: encodeText(bases),
    }));
    const cluster = record.enhancers[0];
    const inCluster = randomEdit(cluster.end - cluster.start).map(({ start, end, bases }) => ({
      start: cluster.start + start,
      end: cluster.start + end,
      bases: encodeText(bases),
    }));
    fc.assert(
      fc.property(near, inCluster, (one, other) => {
        const edits = [one, other];
        const [found, expected] = [editedExpression(record, cell, promoter, edits), whole(edits)];
        expect(found).toEqual(expected);
        expect(editedValue(record, cell, promoter, edits).expression).toBe(expected.expression);
      }),
      { numRuns: 15 },
    );
  });

  it("knows which edits cannot matter", () => {
    const snv = (start: number): Edit => ({ start, end: start + 1, bases: encodeText("A") });
    expect(canMatter(cell, promoter, [snv(promoter.tss - 90)])).toBe(true);
    expect(canMatter(cell, promoter, [snv(promoter.tss + 5000)])).toBe(false);
    expect(cell.activities.length).toBeGreaterThan(0);
    for (const { start } of cell.activities) expect(canMatter(cell, promoter, [snv(start)])).toBe(true);
  });
});

describe("saturation", () => {
  const record = prepared("tyms", { methylation: "islands" });
  const [cell] = record.cells;
  const [promoter] = record.promoters;
  const changes = [...saturation(record, cell, promoter)];

  it("makes all three changes of each base of −500..+100 and gives each the value of the whole model", () => {
    expect(changes).toHaveLength(3 * 600);
    expect([changes[0].offset, changes.at(-1)!.offset]).toEqual([-500, 99]);
    const [own] = expressionInCells(record, promoter);
    for (const { start, end, alt, ref, reference, expression, effect } of changes.filter((_, i) => i % 60 === 7)) {
      const edit = { start, end, bases: encodeText(alt) };
      expect(reference).toBe(own.expression);
      expect(ref).toBe("ACGT"[record.codes[start]]);
      expect(expression / editedValue(record, cell, promoter, [edit]).expression).toBeCloseTo(1, 12);
      expect(effect).toBe(expression / reference);
    }
  });

  it("HBB loses most by changes of its CACCC box, as β-thalassaemia does (−92, −90, −88, −87)", () => {
    const globin = prepared("globin", { methylation: "none" });
    const effects = [...saturation(globin, globin.cells[0], globin.promoters[0])];
    const strongest = effects.toSorted((a, b) => a.effect - b.effect).slice(0, 15);
    for (const { offset, effect } of strongest) {
      expect(offset).toBeGreaterThanOrEqual(-95);
      expect(offset).toBeLessThanOrEqual(-84);
      expect(effect).toBeLessThan(0.65);
    }
  });
});

describe("knock-outs", () => {
  it("silence every motif that answers to the name, and lower what the factor raised", () => {
    const library = bundledLibrary();
    const cell = cellProfile("erythroid");
    const without = prepared("globin", { cells: [cell, withoutFactors(cell, ["klf1"], library)], methylation: "none" });
    const [before, after] = expressionInCells(without, without.promoters[0]);
    const klf1 = before.activators.find(({ factor }) => factor === "Klf1")!;
    expect(before.expression / after.expression).toBeCloseTo(klf1.effect, 10);
    expect(after.sites.some(({ factor }) => factor === "Klf1")).toBe(false);
    const gata = withoutFactors(cell, ["GATA1"], library).knockedOut!;
    expect([...gata].toSorted()).toEqual(["MA0035.3", "MA0140.3"]);
    expect(() => withoutFactors(cell, ["GATA11"], library)).toThrow(/no factor 'GATA11'; did you mean 'Gata1'\?/);
  });
});
