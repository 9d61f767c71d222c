import { cpgRange, type Methylation } from "../cpg/methylation.ts";
import { cpgPositions } from "../cpg/statistics.ts";
import { type Edit, intervalAfter, placeAfter, touches, withEdits } from "../sequence/edit.ts";
import type { Interval } from "../sequence/interval.ts";
import type { PreparedCell, PreparedRecord } from "./analysis.ts";
import { type EnhancerActivity, enhancerActivities, enhancersInReach } from "./enhancer-activity.ts";
import {
  type Expression,
  type ExpressionValue,
  expressionValue,
  promoterExpression,
  promoterSites,
} from "./expression.ts";
import type { ExpressionConditions } from "./expression-sites.ts";
import type { Start } from "./sites.ts";

/** Bases on either side of a start site that its sites, its class and its silencing can see, beyond its own region. */
const SEEN_BP = 1000;

/** What an edited record's promoter is computed from: a stretch of it, in its own coordinates. */
interface Stretch {
  readonly codes: Uint8Array;
  readonly start: Start;
  readonly activities: readonly EnhancerActivity[];
  readonly conditions: ExpressionConditions;
  /** Where the stretch begins in the edited record. */
  readonly offset: number;
}

/**
 * Expression of a promoter once the record's bases are changed. The promoter and the clusters stay where the reference has
 * them (moved by what is put in or taken out before them); their sites, the promoter's CpG class and the methylated CpGs
 * are read anew. Coordinates are the edited record's.
 */
export function editedExpression(
  record: PreparedRecord,
  cell: PreparedCell,
  start: Start,
  edits: readonly Edit[],
): Expression {
  const { codes, start: place, activities, conditions, offset } = stretchOf(record, cell, start, edits);
  const found = promoterExpression(codes, place, activities, conditions);
  const back = <T extends Interval>(item: T): T => ({ ...item, start: item.start + offset, end: item.end + offset });
  return { ...found, tss: found.tss + offset, sites: found.sites.map(back), enhancers: found.enhancers.map(back) };
}

/** {@link editedExpression} without its reasons. */
export function editedValue(
  record: PreparedRecord,
  cell: PreparedCell,
  start: Start,
  edits: readonly Edit[],
): ExpressionValue {
  const { codes, start: place, activities, conditions } = stretchOf(record, cell, start, edits);
  const near = enhancersInReach(place, activities, conditions.parameters);
  return expressionValue(codes, place, promoterSites(codes, place, conditions), near, conditions);
}

/** The methylation that a promoter sees once one base is changed; `codes` is the whole edited record. */
export function editedMethylation(
  record: PreparedRecord,
  { conditions: { methylation, parameters } }: PreparedCell,
  start: Start,
  edit: Edit,
  codes: Uint8Array,
): Methylation | undefined {
  if (methylation === undefined) return undefined;
  const { start: from, end } = seenBy(start, parameters);
  const to = Math.min(end, codes.length);
  const local = [{ ...edit, start: edit.start - from, end: edit.end - from }];
  const piece = methylationAfter(record, methylation, { start: from, end: to }, local, codes.subarray(from, to));
  return { ...piece, positions: piece.positions.map((position) => position + from) };
}

/** Can the edits change the promoter's expression: do they touch what it sees, or a cluster in reach? */
export function canMatter(cell: PreparedCell, start: Start, edits: readonly Edit[]): boolean {
  const { parameters } = cell.conditions;
  const seen = seenBy(start, parameters);
  if (edits.some((edit) => touches(edit, seen))) return true;
  return enhancersInReach(start, cell.activities, parameters).some(({ activity }) =>
    edits.some((edit) => touches(edit, activity)),
  );
}

function seenBy(
  { tss }: Start,
  { promoterUpstream, promoterDownstream }: ExpressionConditions["parameters"],
): Interval {
  const reach = SEEN_BP + Math.max(promoterUpstream, promoterDownstream);
  return { start: Math.max(0, tss - reach), end: tss + reach };
}

function stretchOf(record: PreparedRecord, cell: PreparedCell, start: Start, edits: readonly Edit[]): Stretch {
  const { parameters } = cell.conditions;
  const lost = edits.reduce((sum, edit) => sum + edit.end - edit.start, 0);
  const seen = seenBy(start, parameters);
  const region = { start: Math.max(0, seen.start - lost), end: Math.min(record.codes.length, seen.end + lost) };
  const place = { tss: placeAfter(start.tss, edits), strand: start.strand };
  const piece = editedPiece(record, cell, region, edits);
  const near = enhancersInReach(start, cell.activities, parameters);
  const activities = near.map(({ activity }) => activityAfter(record, cell, activity, edits));
  return {
    codes: piece.codes,
    start: { ...place, tss: place.tss - piece.offset },
    activities: activities.map((a) => ({ ...a, start: a.start - piece.offset, end: a.end - piece.offset })),
    conditions: { ...cell.conditions, methylation: piece.methylation },
    offset: piece.offset,
  };
}

/** A cluster that is touched is read anew. */
function activityAfter(
  record: PreparedRecord,
  cell: PreparedCell,
  activity: EnhancerActivity,
  edits: readonly Edit[],
): EnhancerActivity {
  const moved = intervalAfter(activity, edits);
  if (!edits.some((edit) => touches(edit, activity))) return moved;
  const { codes, offset, methylation } = editedPiece(record, cell, activity, edits);
  const local = { start: moved.start - offset, end: moved.end - offset, score: Number.POSITIVE_INFINITY };
  const [anew] = enhancerActivities(codes, [local], { ...cell.conditions, methylation });
  return { ...anew, start: moved.start, end: moved.end };
}

/** The bases round a promoter once the edits are made, the promoter's place among them, and where they begin. */
export function editedSurroundings(
  codes: Uint8Array,
  start: Start,
  edits: readonly Edit[],
): { codes: Uint8Array; start: Start; offset: number } {
  const region = { start: Math.max(0, start.tss - 2 * SEEN_BP), end: Math.min(codes.length, start.tss + 2 * SEEN_BP) };
  const piece = editedLetters(codes, region, edits);
  return { ...piece, start: { ...start, tss: placeAfter(start.tss, edits) - piece.offset } };
}

interface Piece {
  readonly codes: Uint8Array;
  readonly methylation: Methylation | undefined;
  readonly offset: number;
}

/** The edited letters of a region, which grows where an edit crosses its ends. */
function editedPiece(record: PreparedRecord, cell: PreparedCell, region: Interval, edits: readonly Edit[]): Piece {
  const { codes, offset, source, local } = editedLetters(record.codes, region, edits);
  const { methylation } = cell.conditions;
  if (methylation === undefined) return { codes, methylation, offset };
  return { codes, methylation: methylationAfter(record, methylation, source, local, codes), offset };
}

function editedLetters(reference: Uint8Array, region: Interval, edits: readonly Edit[]) {
  const inside = edits.filter((edit) => edit.start < region.end && edit.end > region.start);
  const start = Math.min(region.start, ...inside.map((edit) => edit.start));
  const end = Math.max(region.end, ...inside.map((edit) => edit.end));
  const local = inside.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  const codes = withEdits(reference.subarray(start, end), local);
  // An insertion right before the region lies outside of it, as does everything further left.
  const before = edits.filter((edit) => edit.end <= start);
  return { codes, offset: placeAfter(start, before), source: { start, end }, local };
}

/**
 * Levels of the CpGs of an edited piece: those that were there keep theirs, a CpG that an edit makes has what the record's
 * methylation state gives a CpG at its place.
 */
function methylationAfter(
  record: PreparedRecord,
  { positions, levels }: Methylation,
  { start, end }: Interval,
  edits: readonly Edit[],
  codes: Uint8Array,
): Methylation {
  const known = new Map<number, number>();
  const [first, last] = cpgRange({ positions }, start, end);
  for (let i = first; i < last; i++) known.set(placeAfter(positions[i] - start, edits), levels[i]);
  const levelAt = (position: number) =>
    known.get(position) ?? record.newCpgLevel(start + Math.min(position, end - start - 1));
  const after = Array.from(cpgPositions(codes)).filter((position) => levelAt(position) !== undefined);
  return { positions: Uint32Array.from(after), levels: Float32Array.from(after, (position) => levelAt(position)!) };
}
