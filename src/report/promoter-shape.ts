import { formatFixed, formatGeneral } from "../printf.ts";
import type { FoundElement } from "../regulation/elements.ts";
import type { PredictedPromoter } from "../regulation/promoter-calls.ts";
import type { Promoter } from "../regulation/promoters.ts";
import type { Column, Gff3Line, Shape } from "./shape.ts";

type AnyPromoter = Promoter | PredictedPromoter;

const isPredicted = (promoter: AnyPromoter): promoter is PredictedPromoter => "score" in promoter;
const score = (promoter: AnyPromoter) => (isPredicted(promoter) ? formatFixed(promoter.score, 2) : "");

/** `TATA:-30 CCAAT:-76 GC:-50-`: name and offset of the first base (TSS = 0); a trailing `-` for the opposite strand. */
export function elementsText({ elements, strand }: Promoter): string {
  return elements.map((found) => `${found.element}:${found.offset}${found.strand === strand ? "" : "-"}`).join(",");
}

const COLUMNS: readonly Column<AnyPromoter>[] = [
  { head: "sequence_name", text: ({ sequence }) => sequence },
  { head: "tss", text: ({ tss }) => String(tss) },
  { head: "strand", text: ({ strand }) => strand },
  { head: "score", text: score },
  { head: "class", text: (promoter) => promoter.class },
  { head: "elements", text: elementsText },
  { head: "cpg_class", text: ({ cpgClass }) => cpgClass },
];

/** Sequence Ontology terms of elements; the others are plain regulatory elements. */
const ELEMENT_TERMS: Readonly<Record<string, string>> = {
  TATA: "TATA_box",
  CCAAT: "CAAT_signal",
  GC: "GC_rich_promoter_region",
  Inr: "INR_motif",
  DPE: "DPE_motif",
  TCT: "TCT_motif",
  BREu: "BREu_motif",
  BREd: "BREd_motif",
};

/** A promoter in GFF3 is the start site's base with its elements as children. */
export const PROMOTER_SHAPE: Shape<AnyPromoter> = {
  list: "promoters",
  item: "promoter",
  tsv: COLUMNS,
  table: [
    { head: "sequence", text: ({ sequence }) => sequence },
    { head: "name", text: ({ name }) => name },
    { head: "TSS", text: ({ tss }) => String(tss), right: true },
    { head: "strand", text: ({ strand }) => strand },
    { head: "score", text: score, right: true },
    { head: "false/Mb", text: (p) => (isPredicted(p) ? formatGeneral(p.expectedFalseCallsPerMb, 2) : ""), right: true },
    { head: "class", text: (promoter) => promoter.class },
    { head: "CpG class", text: ({ cpgClass }) => cpgClass },
    { head: "elements (offset from TSS)", text: (promoter) => elementsText(promoter).replaceAll(",", " ") },
  ],
  footnote:
    "class: what carries the promoter; CpG class: high, intermediate, low CpG content (Weber 2007). Promoters without\n" +
    "annotation (with a score) are candidates: false/Mb is how many false calls to expect at that score.",
  json: (promoter) => promoter,
  bed: (promoter) => [
    promoter.sequence,
    promoter.tss,
    promoter.tss + 1,
    promoter.name === "" ? "promoter" : promoter.name,
    0,
    promoter.strand,
  ],
  gff3: promoterLine,
};

function promoterLine(promoter: AnyPromoter): Gff3Line {
  const { sequence, tss, strand, name, cpgClass } = promoter;
  return {
    sequence,
    start: Math.min(tss, ...promoter.elements.map(({ start }) => start)),
    end: Math.max(tss + 1, ...promoter.elements.map(({ end }) => end)),
    type: "promoter",
    ...(isPredicted(promoter) ? { score: score(promoter) } : {}),
    strand,
    attributes: [
      ...(name === "" ? [] : [["Name", name] as const]),
      ["tss", String(tss + 1)],
      ["class", promoter.class],
      ["cpg_class", cpgClass],
      ...(isPredicted(promoter) ? [["Note", "candidate, predicted from sequence alone"] as const] : []),
    ],
    children: promoter.elements.map((element) => elementLine(sequence, element)),
  };
}

function elementLine(
  sequence: string,
  { element, motif, start, end, strand, score, pValue, offset }: FoundElement,
): Gff3Line {
  return {
    sequence,
    start,
    end,
    type: ELEMENT_TERMS[element] ?? "TF_binding_site",
    score: formatFixed(score, 2),
    strand,
    attributes: [
      ["Name", element],
      ["motif", motif],
      ["offset", String(offset)],
      ["pvalue", formatGeneral(pValue, 3)],
    ],
  };
}
