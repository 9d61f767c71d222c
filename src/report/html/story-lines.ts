import type { Methylation } from "../../cpg/methylation.ts";
import { cpgPositions } from "../../cpg/statistics.ts";
import type { PromoterStory, RecordStory } from "../../regulation/analysis.ts";
import type { Enhancer } from "../../regulation/enhancers.ts";
import type { Expression, FactorEffect } from "../../regulation/expression.ts";
import type { FastaRecord } from "../../sequence/fasta.ts";
import type { MotifIndex } from "./motif-index.ts";
import { packBases } from "./packed-bases.ts";
import type {
  CellDetail,
  DetailLine,
  EnhancerDetail,
  FactorDetail,
  OverviewLine,
  PromoterDetail,
  PromoterOverview,
} from "./page-data.ts";

/** What a record's own line carries besides its story. */
export interface RecordExtras {
  /** Whether the file has room for the bases. */
  readonly withBases: boolean;
  readonly measured: Methylation | undefined;
}

/** The overview of a record: its promoters in every cell. */
export function overviewLine(record: FastaRecord, { promoters, enhancers, region }: RecordStory): OverviewLine {
  return {
    n: record.name,
    l: record.codes.length,
    o: record.offset ?? 0,
    ...(region === undefined ? {} : { g: region }),
    e: enhancers.length,
    p: promoters.map(promoterOverview),
  };
}

function promoterOverview({ promoter, expression }: PromoterStory): PromoterOverview {
  const { name, tss, strand, cpgClass, elements, island } = promoter;
  return {
    n: name,
    t: tss,
    s: strand,
    c: promoter.class,
    h: cpgClass,
    k: elements.map(({ element }) => element),
    ...("score" in promoter ? { d: digits(promoter.score, 3) } : {}),
    ...(island === undefined ? {} : { i: [island.start, island.end] as const }),
    u: expression.map(({ expressionUnmethylated }) => digits(expressionUnmethylated, 4)),
    x: expression.map((value) => digits(value.expression, 4)),
  };
}

/** Everything else of a record; numbers to the digits that are shown. */
export function detailLine(
  { codes }: FastaRecord,
  story: RecordStory,
  motifs: MotifIndex,
  { withBases, measured }: RecordExtras,
): DetailLine {
  return {
    i: story.islands.map(({ start, length, gcPercent, obsExp }) => [
      start,
      length,
      digits(gcPercent, 3),
      digits(obsExp, 3),
    ]),
    p: story.promoters.map((promoter) => promoterDetail(promoter, motifs)),
    e: story.enhancers.map((enhancer) => enhancerDetail(enhancer, motifs)),
    ...(withBases ? { q: packBases(codes) } : {}),
    ...(withBases && measured !== undefined ? { m: levelPercents(codes, measured) } : {}),
  };
}

function promoterDetail({ promoter, expression }: PromoterStory, motifs: MotifIndex): PromoterDetail {
  return {
    k: promoter.elements.map((found) => [
      motifs.ofElement(found),
      found.start,
      found.end - found.start,
      found.strand,
      found.offset,
      digits(found.score, 4),
      digits(found.pValue, 3),
    ]),
    b: expression.map((value) => cellDetail(value, motifs)),
  };
}

function cellDetail({ silencing, activators, repressors, enhancers }: Expression, motifs: MotifIndex): CellDetail {
  const factor = ({ motif, effect }: FactorEffect): FactorDetail => [motifs.of(motif), digits(effect, 3)];
  return {
    s: digits(silencing, 3),
    a: activators.map(factor),
    r: repressors.map(factor),
    e: enhancers.map(({ start, end, distance, contact, fold }) => [
      start,
      end,
      distance,
      digits(contact, 3),
      digits(fold, 3),
    ]),
  };
}

function enhancerDetail({ start, end, score, kind, sites }: Enhancer, motifs: MotifIndex): EnhancerDetail {
  return {
    a: start,
    z: end - start,
    s: digits(score, 4),
    k: kind === "silencer candidate" ? 1 : 0,
    t: sites.map((site) => [motifs.of(site.motif), site.start - start, site.strand, digits(site.score, 3)]),
  };
}

/** One whole percent a CpG of the sequence, −1 where nothing was measured. */
function levelPercents(codes: Uint8Array, { positions, levels }: Methylation): number[] {
  const known = new Map([...positions].map((position, i) => [position, Math.round(100 * levels[i])]));
  return [...cpgPositions(codes)].map((position) => known.get(position) ?? -1);
}

/** To `count` significant digits. */
function digits(x: number, count: number): number {
  return Number(x.toPrecision(count));
}
