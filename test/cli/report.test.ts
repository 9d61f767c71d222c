import { describe, expect, it } from "vitest";
import { fixture, tatabox } from "./tatabox.ts";

const GENES = ["fos", "tyms", "globin"].map((name) => fixture(`genes/${name}.fa`));
const BED = fixture("genes/genes.bed");

interface ExpressionJson {
  cell: string;
  expression: number;
  expressionUnmethylated: number;
  silencing: number;
  level: string;
}
interface PromoterJson {
  name: string;
  tss: number;
  class: string;
  cpgClass: string;
  island?: { start: number; end: number };
  elements: { element: string; offset: number }[];
  expression: ExpressionJson[];
}

const report = (...words: string[]) => tatabox(["report", ...GENES, "--tss", BED, ...words]);
const promotersOf = (json: string): Map<string, PromoterJson> =>
  new Map(JSON.parse(json).records.flatMap((r: { promoters: PromoterJson[] }) => r.promoters.map((p) => [p.name, p])));
const inCell = (promoter: PromoterJson, cell: string) => promoter.expression.find((value) => value.cell === cell)!;

describe("tatabox report: the story of three genes", () => {
  const promoters = promotersOf(report("--json", "--cell", "all").out);
  const fos = promoters.get("FOS")!;
  const tyms = promoters.get("TYMS")!;
  const hbb = promoters.get("HBB")!;

  it("classes: island with and without TATA box, tissue-specific without island", () => {
    expect([fos.class, fos.cpgClass]).toEqual(["TATA+CpG", "HCP"]);
    expect([tyms.class, tyms.cpgClass]).toEqual(["CpG", "HCP"]);
    expect([hbb.class, hbb.cpgClass, hbb.island]).toEqual(["TATA", "LCP", undefined]);
  });

  it("HBB's CCAAT box at −76 and CATAAA at −32; FOS's island over its promoter", () => {
    const offsets = hbb.elements.map(({ element, offset }) => `${element} ${offset}`);
    expect(offsets).toContain("CCAAT -76");
    expect(offsets).toContain("TATA -32");
    expect(fos.island!.start).toBeLessThan(fos.tss);
    expect(fos.island!.end).toBeGreaterThan(fos.tss);
  });

  it("the housekeeping promoter falls silent when its island is methylated, in every cell", () => {
    for (const { expression, expressionUnmethylated, level } of tyms.expression) {
      expect(expressionUnmethylated).toBeGreaterThan(0.05);
      expect(expression).toBeLessThan(0.001);
      expect(level).toBe("off");
    }
  });

  it("globin wants erythroid factors and does not mind island methylation", () => {
    const erythroid = inCell(hbb, "erythroid");
    for (const other of hbb.expression.filter(({ cell }) => cell !== "erythroid")) {
      expect(erythroid.expression).toBeGreaterThan(other.expression);
    }
    expect(erythroid.level).not.toBe("off");
    expect(inCell(hbb, "hepatocyte").level).toBe("off");
    expect(erythroid.expression).toBe(erythroid.expressionUnmethylated);
  });
});

describe("tatabox report: formats", () => {
  it("json has the documented keys, no absolute path, and the same bytes twice", () => {
    const { out } = report("--json");
    expect(report("--json").out).toBe(out);
    const result = JSON.parse(out);
    expect(Object.keys(result)).toEqual(["schemaVersion", "tool", "command", "settings", "records", "warnings"]);
    expect(Object.keys(result.records[0])).toEqual(["name", "length", "islands", "promoters", "enhancers"]);
    expect(result.settings).toMatchObject({ inputs: ["fos.fa", "tyms.fa", "globin.fa"], tss: "genes.bed" });
    expect(out).not.toMatch(/NaN|Infinity|\/fixtures\//);
  });

  it("tsv has express's columns, then the promoter's; a row a promoter and cell", () => {
    const lines = report("-f", "tsv", "--cell", "generic", "--cell", "erythroid").out.trimEnd().split("\n");
    expect(lines[0].replaceAll("\t", " ")).toBe(
      "sequence_name tss strand cell model expression expression_unmethylated silencing level activators repressors " +
        "class cpg_class elements island enhancers",
    );
    expect(lines.length).toBe(1 + 3 * 2);
  });

  it("gff3 has unique ids, and elements inside their promoter", () => {
    const lines = report("-f", "gff3")
      .out.trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.split("\t"));
    const ids = lines.map((cells) => /ID=([^;]+)/.exec(cells[8])![1]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(lines.map((cells) => cells[2])).toContain("TATA_box");
    const promoter = lines.find((cells) => cells[2] === "promoter")!;
    for (const child of lines.filter((cells) => cells[8].includes("Parent=promoter1;"))) {
      expect(Number(child[3])).toBeGreaterThanOrEqual(Number(promoter[3]));
      expect(Number(child[4])).toBeLessThanOrEqual(Number(promoter[4]));
    }
  });

  it("predicts promoters without annotation and calls them candidates", () => {
    const { out } = tatabox(["report", fixture("genes/tyms.fa")]);
    expect(out).toContain("candidate  start site");
  });

  it("takes the user's own factor levels", () => {
    const { out } = tatabox(["report", GENES[2], "--tss", BED, "--factors", "-", "--json", "-q"], "KLF1\t1\n");
    expect(promotersOf(out).get("HBB")!.expression.length).toBe(1);
  });
});

describe("tatabox demo", () => {
  it("tells the story with no files, as json too", () => {
    const { status, out, err } = tatabox(["demo"]);
    expect([status, err]).toEqual([0, ""]);
    for (const word of ["FOS", "TYMS", "HBB", "erythroid", "islands methylated"]) expect(out).toContain(word);
    expect(promotersOf(tatabox(["demo", "--json"]).out).size).toBe(3);
  });
});
