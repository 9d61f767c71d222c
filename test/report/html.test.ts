import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundledLibrary } from "../../src/motif/library.ts";
import type { RecordStory } from "../../src/regulation/analysis.ts";
import { MotifIndex } from "../../src/report/html/motif-index.ts";
import { packBases, unpackBases } from "../../src/report/html/packed-bases.ts";
import { HtmlPage, jsonInHtml } from "../../src/report/html/page.ts";
import type { DetailLine, OverviewLine } from "../../src/report/html/page-data.ts";
import type { FastaRecord } from "../../src/sequence/fasta.ts";
import { fixture, tatabox } from "../cli/tatabox.ts";

const codes = fc.uint8Array({ max: 4, maxLength: 300 });

describe("bases in a page", () => {
  it("come out as they went in, unknown ones too", () => {
    fc.assert(
      fc.property(codes, (bases) => {
        expect(unpackBases(packBases(bases), bases.length)).toEqual(bases);
      }),
    );
  });

  it("take a letter for three", () => {
    expect(packBases(Uint8Array.of(0, 1, 2, 3, 4, 4, 0))).toEqual(["GwA", 4, 2]);
  });
});

describe("JSON inside a script block", () => {
  it("can neither end the block nor begin a comment, and reads back as it was", () => {
    const piece = fc.constantFrom("</script>", "<!--", "<script", "]]>", "\u2028", '"', "\\", "é", "x");
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = jsonInHtml({ [pieces.join("")]: pieces });
        expect(text).not.toMatch(/[<\u2028\u2029\n]/);
        expect(JSON.parse(text)).toEqual({ [pieces.join("")]: pieces });
      }),
    );
  });
});

const ASSETS = { style: "", script: "document;'</script>'", genomeBrowser: "igv", genomeBrowserNotice: "notice" };
const NOTHING: RecordStory = { name: "r", length: 1, islands: [], promoters: [], enhancers: [] };
const record = (bases: Uint8Array): FastaRecord => ({ name: "r", description: "", letters: bases, codes: bases });
const newPage = () => new HtmlPage(ASSETS, new MotifIndex(bundledLibrary()));

/** The two lines of every record of a page. */
function recordLines(html: string): [OverviewLine, DetailLine][] {
  const block = html.split('id="records">\n')[1].split("</script>")[0];
  const lines = block
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  return Array.from({ length: lines.length / 2 }, (_, i) => [lines[2 * i], lines[2 * i + 1]]);
}

describe("the page as it is written", () => {
  it("carries bases up to 16 million, then features only, and says so", () => {
    const page = newPage();
    const small = page.record(record(Uint8Array.of(0, 1)), NOTHING);
    expect(small).toContain('"q":["E"]');
    expect(page.warning()).toBeUndefined();
    expect(page.record(record(new Uint8Array(16_000_000)), NOTHING)).not.toContain('"q"');
    expect(page.warning()).toContain("1 of 2 records show no sequence");
  });

  it("gives measured levels in whole percent, −1 where nothing was measured", () => {
    const bases = Uint8Array.from("CGCGCG", (letter) => "ACGT".indexOf(letter));
    const measured = { positions: Uint32Array.of(0, 4), levels: Float32Array.of(0.254, 1) };
    const [, line] = newPage().record(record(bases), NOTHING, measured).split("\n");
    expect(JSON.parse(line).m).toEqual([25, -1, 100]);
  });

  it("ends its script blocks where it means to", () => {
    const page = newPage();
    const head = { tool: "t", command: "report", settings: { x: "</script>" }, cells: [], state: "none" } as const;
    const html = page.head(head) + page.record(record(Uint8Array.of(0)), NOTHING) + page.end(["</script><b>"]);
    expect(html.match(/<script/g)!.length).toBe(5);
    expect(html.match(/<\/script>/g)!.length).toBe(5);
    expect(html).not.toContain("<b>");
  });
});

const GENES = ["fos", "tyms", "globin"].map((name) => fixture(`genes/${name}.fa`));

describe("tatabox report -f html", () => {
  const words = ["report", ...GENES, "--tss", fixture("genes/genes.bed")];
  const cells = ["--cell", "generic", "--cell", "erythroid"];
  const { out, status } = tatabox([...words, ...cells, "-f", "html"]);

  it("gives the same bytes twice, no path and no time", () => {
    expect(status).toBe(0);
    expect(tatabox([...words, ...cells, "-f", "html"]).out === out).toBe(true);
    expect(out.includes(fixture(""))).toBe(false);
  });

  it("is one file: no address to load from, and a policy that forbids any; igv.js with its notice", () => {
    const markup = out.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<style[\s\S]*?<\/style>/g, "");
    expect(markup).not.toMatch(/\b(src|href)=/);
    expect(markup).toContain("default-src 'none'");
    expect(out.slice(out.indexOf("genome-browser"))).toMatch(
      /The MIT License[\s\S]*Broad Institute of MIT and Harvard[\s\S]*Permission is hereby granted/,
    );
  });

  it("carries the JSON's numbers, to the digits that are shown", () => {
    const { records } = JSON.parse(tatabox([...words, ...cells, "--json"]).out);
    const lines = recordLines(out);
    expect(lines.map(([{ n, l }]) => [n, l])).toEqual([
      ["K00650", 6210],
      ["D00596", 18596],
      ["U01317", 73308],
    ]);
    for (const [i, [overview, detail]] of lines.entries()) {
      const { islands, promoters, enhancers } = records[i];
      const [{ tss, class: kind, expression, elements }] = promoters;
      expect([overview.p[0].t, overview.p[0].c, overview.e]).toEqual([tss, kind, enhancers.length]);
      for (const [cell, { expressionUnmethylated }] of expression.entries()) {
        expect(overview.p[0].u[cell] / expressionUnmethylated).toBeCloseTo(1, 3);
      }
      expect(detail.i.map(([start, length]) => [start, start + length])).toEqual(
        islands.map(({ start, end }: { start: number; end: number }) => [start, end]),
      );
      expect(detail.p[0].k.map(([, start, , strand]) => [start, strand])).toEqual(
        elements.map(({ start, strand }: { start: number; strand: string }) => [start, strand]),
      );
      expect(detail.e.map(({ t }) => t.length)).toEqual(
        enhancers.map(({ sites }: { sites: readonly object[] }) => sites.length),
      );
    }
  });
});
