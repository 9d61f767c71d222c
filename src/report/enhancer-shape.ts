import { formatFixed, formatGeneral } from "../printf.ts";
import type { Enhancer } from "../regulation/enhancers.ts";
import type { NearPromoter } from "../regulation/near-promoters.ts";
import type { Column, Shape } from "./shape.ts";

export interface EnhancerRow extends Enhancer {
  readonly sequence: string;
}

const list = (names: readonly string[]) => names.join(",");

/** Clusters of factor sites: candidates from sequence alone, by position. */
export const ENHANCER_SHAPE: Shape<EnhancerRow> = {
  list: "enhancers",
  item: "enhancer",
  tsv: [
    { head: "sequence_name", text: ({ sequence }) => sequence },
    { head: "start", text: ({ start }) => String(start) },
    { head: "end", text: ({ end }) => String(end) },
    { head: "score", text: ({ score }) => formatFixed(score, 4) },
    { head: "activators", text: ({ activators }) => list(activators) },
    { head: "repressors", text: ({ repressors }) => list(repressors) },
    { head: "sites", text: ({ sites }) => String(sites.length) },
  ],
  table: [
    { head: "sequence", text: ({ sequence }) => sequence },
    { head: "start", text: ({ start }) => String(start), right: true },
    { head: "end", text: ({ end }) => String(end), right: true },
    { head: "score", text: ({ score }) => formatFixed(score, 2), right: true },
    { head: "sites", text: ({ sites }) => String(sites.length), right: true },
    { head: "kind", text: ({ kind }) => kind },
    { head: "activators", text: ({ activators }) => list(activators) },
    { head: "repressors", text: ({ repressors }) => list(repressors) },
  ],
  footnote:
    "Clusters from sequence alone are candidates: a generic motif set does not find measured enhancers. Scores (nats,\n" +
    "Cluster-Buster's model) depend on the number of motifs; compare them within one run only.",
  json: (enhancer) => enhancer,
  bed: ({ sequence, start, end, score, kind }) => [sequence, start, end, kind.replace(" ", "_"), bedScore(score), "."],
  gff3: (enhancer) => ({
    sequence: enhancer.sequence,
    start: enhancer.start,
    end: enhancer.end,
    type: enhancer.kind === "silencer candidate" ? "silencer" : "enhancer",
    score: formatFixed(enhancer.score, 2),
    strand: ".",
    attributes: [
      ["Note", "candidate, predicted from sequence alone"],
      ["activators", list(enhancer.activators)],
      ["repressors", list(enhancer.repressors)],
    ],
    children: enhancer.sites.map(({ start, end, strand, score, motif, factor }) => ({
      sequence: enhancer.sequence,
      start,
      end,
      type: "TF_binding_site",
      score: formatFixed(score, 2),
      strand,
      attributes: [["Name", factor] as const, ["motif", motif] as const],
    })),
  }),
};

/** Columns that some runs add. */
export interface EnhancerExtras {
  readonly model: "cluster-buster" | "mcast";
  /** The nearest start sites are known. */
  readonly promoters: boolean;
}

const MCAST_FOOTNOTE =
  "Clusters from sequence alone are candidates: a generic motif set does not find measured enhancers. Scores (bits, after\n" +
  "MCAST) depend on the number of motifs. p: chance that a dinucleotide shuffle of the record holds a cluster as good.";

const P_VALUE: Column<EnhancerRow> = {
  head: "p_value",
  text: ({ pValue = 1 }) => formatGeneral(pValue, 4),
  right: true,
};

/** The shape of a run: with p-values for MCAST's model, with promoters where an annotation was given. */
export function enhancerShape({ model, promoters }: EnhancerExtras): Shape<EnhancerRow> {
  const extra: Column<EnhancerRow>[] = [
    ...(model === "mcast" ? [P_VALUE] : []),
    ...(promoters ? [{ head: "promoters", text: promotersText }] : []),
  ];
  return {
    ...ENHANCER_SHAPE,
    tsv: [...ENHANCER_SHAPE.tsv!, ...extra],
    table: [...ENHANCER_SHAPE.table!, ...extra],
    ...(model === "mcast" ? { footnote: MCAST_FOOTNOTE } : {}),
  };
}

/** `FOS:-3210,TYMS:+150*`: name (or place) and distance along the gene; * where the cluster lies on the promoter. */
function promotersText({ promoters = [] }: EnhancerRow): string {
  return promoters.map(nearText).join(",");
}

function nearText({ name, tss, strand, distance, proximal }: NearPromoter): string {
  const label = name === "" ? `${tss}${strand}` : name.replaceAll(",", "/");
  return `${label}:${distance < 0 ? "" : "+"}${distance}${proximal ? "*" : ""}`;
}

/** A tenth of a nat a point, at most 1000. */
function bedScore(score: number): number {
  return Math.min(1000, Math.max(0, Math.round(10 * score)));
}
