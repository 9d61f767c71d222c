import { type DiffTolerances, type FieldChange, fieldChanges } from "./diff-fields.ts";
import type { ItemKind, Result, ResultItem } from "./diff-items.ts";
import { pairItems } from "./diff-pairs.ts";

export interface DiffSettings extends DiffTolerances {
  /** What vanished and what appeared within so many bp of it is one thing that moved. */
  readonly nearBp: number;
}

/** tatabox's own choice: logarithms may differ in the last digit from one machine to the next. */
export const DIFF_DEFAULTS: DiffSettings = { relative: 1e-9, absolute: 0, shiftBp: 0, nearBp: 100 };

export const CHANGES = ["gained", "lost", "moved", "changed"] as const;

export interface Change {
  readonly change: (typeof CHANGES)[number];
  readonly kind: ItemKind;
  readonly record: string;
  readonly base: ResultItem | undefined;
  readonly now: ResultItem | undefined;
  /** Of what moved or changed: the values that differ, besides the place. */
  readonly fields: readonly FieldChange[];
}

export interface ResultDiff {
  /** By record in the order of the base (then of the new result), within a record by kind and place. */
  readonly changes: readonly Change[];
  /** Things that are in both results and differ in nothing. */
  readonly same: number;
  /** Settings of the runs that differ. They alone make no difference. */
  readonly settings: readonly FieldChange[];
}

const KINDS: readonly ItemKind[] = ["motif", "record", "hit", "island", "promoter", "enhancer", "expression"];

interface Group {
  readonly record: string;
  readonly base: ResultItem[];
  readonly now: ResultItem[];
}

/** What changed from one result to another. */
export function diffResults(base: Result, now: Result, settings: DiffSettings): ResultDiff {
  const groups = groupsOf(base.items, now.items);
  const parts = groups.map((group) => groupDiff(group, settings));
  const order = new Map([...new Set(groups.map(({ record }) => record))].map((record, i) => [record, i]));
  return {
    changes: parts.flatMap(({ changes }) => changes).sort((a, b) => compareChanges(a, b, order)),
    same: parts.reduce((sum, { same }) => sum + same, 0),
    settings: fieldChanges(base.settings, now.settings, { relative: 0, absolute: 0, shiftBp: 0 }),
  };
}

/** Things that may be the same: of one record, kind and identity; in the order of the base, then of the new result. */
function groupsOf(base: readonly ResultItem[], now: readonly ResultItem[]): Group[] {
  const groups = new Map<string, Group>();
  const groupOf = ({ record, kind, identity }: ResultItem): Group => {
    const key = JSON.stringify([record, kind, identity]);
    const group = groups.get(key) ?? { record, base: [], now: [] };
    groups.set(key, group);
    return group;
  };
  for (const item of base) groupOf(item).base.push(item);
  for (const item of now) groupOf(item).now.push(item);
  return [...groups.values()];
}

function groupDiff({ base, now }: Group, settings: DiffSettings): { changes: Change[]; same: number } {
  const { pairs, lost, gained } = pairItems(base, now, settings.nearBp);
  const different = pairs.flatMap(([a, b]) => pairChange(a, b, settings));
  const changes = [
    ...different,
    ...lost.map((item) => change("lost", item, undefined)),
    ...gained.map((item) => change("gained", undefined, item)),
  ];
  return { changes, same: pairs.length - different.length };
}

function change(kind: "lost" | "gained", base: ResultItem | undefined, now: ResultItem | undefined): Change {
  const item = (base ?? now)!;
  return { change: kind, kind: item.kind, record: item.record, base, now, fields: [] };
}

/** Nothing where the two are equal. */
function pairChange(base: ResultItem, now: ResultItem, settings: DiffSettings): Change[] {
  const { kind, record } = base;
  const fields = fieldChanges(base.rest, now.rest, settings);
  const moved = distanceBp(base, now) > settings.shiftBp;
  return moved || fields.length > 0 ? [{ change: moved ? "moved" : "changed", kind, record, base, now, fields }] : [];
}

function distanceBp({ place: a }: ResultItem, { place: b }: ResultItem): number {
  if (a === undefined || b === undefined) return 0;
  return Math.max(Math.abs(a.start - b.start), Math.abs(a.end - b.end));
}

function compareChanges(a: Change, b: Change, order: ReadonlyMap<string, number>): number {
  const startOf = ({ base, now }: Change) => (base ?? now)!.place?.start ?? 0;
  return (
    order.get(a.record)! - order.get(b.record)! ||
    KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
    startOf(a) - startOf(b)
  );
}
