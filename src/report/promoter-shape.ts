import { formatFixed, formatGeneral } from "../printf.ts";
import { isWeakTata } from "../regulation/core-pair.ts";
import type { FoundElement } from "../regulation/elements.ts";
import type { PredictedPromoter } from "../regulation/promoter-calls.ts";
import type { Promoter } from "../regulation/promoters.ts";
import type { Column, Gff3Line, Shape } from "./shape.ts";

export type AnyPromoter = Promoter | PredictedPromoter;

export const isPredicted = (promoter: AnyPromoter): promoter is PredictedPromoter => "score" in promoter;
const score = (promoter: AnyPromoter) => (isPredicted(promoter) ? formatFixed(promoter.score, 2) : "");
const otherScore = (promoter: AnyPromoter) =>
  isPredicted(promoter) && promoter.otherStrandScore !== null ? formatFixed(promoter.otherStrandScore, 2) : "";
const falseCalls = (promoter: AnyPromoter) =>
  isPredicted(promoter) && promoter.expectedFalseCallsPerMb !== null
    ? formatGeneral(promoter.expectedFalseCallsPerMb, 2)
    : "";
const nameOf = (promoter: AnyPromoter) => (isPredicted(promoter) ? "candidate" : promoter.name);

/** What a name says, and where only a TATA box and an initiator speak for a prediction, that too. */
export function kindOf(promoter: AnyPromoter): string {
  return isPredicted(promoter) && isWeakTata(promoter) ? "candidate (TATA, weak evidence)" : nameOf(promoter);
}

/** `gc=7.90,cpgoe=5.21`: what each term adds to the score, the intercept first. */
function termsText(promoter: AnyPromoter): string {
  if (!isPredicted(promoter)) return "";
  const terms = promoter.terms.map(({ name, contribution }) => `${name}=${formatFixed(contribution, 4)}`);
  return [`intercept=${formatFixed(promoter.intercept, 4)}`, ...terms].join(",");
}

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

const CLASS_NOTE = "class: what carries the promoter; CpG class: high, intermediate, low CpG content (Weber 2007).";

const TABLE: readonly Column<AnyPromoter>[] = [
  { head: "sequence", text: ({ sequence }) => sequence },
  { head: "name", text: kindOf },
  { head: "TSS", text: ({ tss }) => String(tss), right: true },
  { head: "strand", text: ({ strand }) => strand },
  { head: "score", text: score, right: true },
  { head: "other strand", text: otherScore, right: true },
  { head: "false/Mb", text: falseCalls, right: true },
  { head: "class", text: (promoter) => promoter.class },
  { head: "CpG class", text: ({ cpgClass }) => cpgClass },
  { head: "elements (offset from TSS)", text: (promoter) => elementsText(promoter).replaceAll(",", " ") },
];

/** A promoter in GFF3 is the start site's base with its elements as children. */
export const PROMOTER_SHAPE: Shape<AnyPromoter> = {
  list: "promoters",
  item: "promoter",
  tsv: COLUMNS,
  table: TABLE,
  footnote:
    `${CLASS_NOTE} Promoters without\n` +
    "annotation (with a score) are candidates: false/Mb is how many false calls to expect at that score; other strand is\n" +
    "the score of the same place on the opposite strand (of calls near a start site one in three has the wrong strand).\n" +
    "TATA, weak evidence: TATA box and initiator in their usual distance are all that speaks for a CpG-poor candidate.",
  json: (promoter) => promoter,
  bed: (promoter) => [
    promoter.sequence,
    promoter.tss,
    promoter.tss + 1,
    nameOf(promoter) === "" ? "promoter" : nameOf(promoter),
    bedScore(promoter),
    promoter.strand,
  ],
  gff3: promoterLine,
};

const OF_PREDICTIONS: ReadonlySet<string> = new Set(["score", "other strand", "false/Mb"]);

/** The same for annotated promoters, which have no score. */
export const ANNOTATED_PROMOTER_SHAPE: Shape<AnyPromoter> = {
  ...PROMOTER_SHAPE,
  table: TABLE.filter(({ head }) => !OF_PREDICTIONS.has(head)),
  footnote: CLASS_NOTE,
};

/** The same with what each term of a prediction's score adds to it, in a last column of tsv. */
export const EXPLAINED_PROMOTER_SHAPE: Shape<AnyPromoter> = {
  ...PROMOTER_SHAPE,
  tsv: [...COLUMNS, { head: "terms", text: termsText }],
};

/** A hundredth of the log odds a point, 0 to 1000; 0 of annotated promoters. */
function bedScore(promoter: AnyPromoter): number {
  return isPredicted(promoter) ? Math.min(1000, Math.max(0, Math.round(100 * promoter.score))) : 0;
}

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
      ...(isPredicted(promoter) ? [["Note", noteOf(promoter)] as const] : []),
    ],
    children: promoter.elements.map((element) => elementLine(sequence, element)),
  };
}

function noteOf(promoter: AnyPromoter): string {
  return `candidate, predicted from sequence alone${isWeakTata(promoter) ? "; TATA, weak evidence" : ""}`;
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
