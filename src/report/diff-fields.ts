import type { Fields } from "./diff-items.ts";

/** What counts as equal. */
export interface DiffTolerances {
  /** Largest difference of two numbers as a share of the larger. */
  readonly relative: number;
  /** Largest difference of two numbers. */
  readonly absolute: number;
  /** Largest difference of two coordinates, in bp. */
  readonly shiftBp: number;
}

/** One value that differs; undefined where one side lacks it. */
export interface FieldChange {
  /** `gcPercent`, `elements[TATA].score`, `expression[erythroid].level`. */
  readonly field: string;
  readonly base: unknown;
  readonly new: unknown;
}

/** The values that differ between two things, those of the base first. */
export function fieldChanges(base: Fields, now: Fields, tolerances: DiffTolerances): FieldChange[] {
  const [baseValues, newValues] = [new Map(leaves(base)), new Map(leaves(now))];
  const before = withoutOwnItems(baseValues, newValues);
  const after = withoutOwnItems(newValues, baseValues);
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((field) => !isEqual(field, before.get(field), after.get(field), tolerances))
    .map((field) => ({ field, base: before.get(field), new: after.get(field) }));
}

/** What stands for an item of a list that the other side lacks. */
const THERE = "there";

/** The values of one side, those of an item of a list that the other side lacks as one. */
function withoutOwnItems(own: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): Map<string, unknown> {
  if ([...own.keys()].every((field) => other.has(field))) return new Map(own);
  const known = new Set([...other.keys()].flatMap(itemsAround));
  const values = new Map<string, unknown>();
  for (const [field, value] of own) {
    const item = other.has(field) ? undefined : itemsAround(field).find((path) => path !== field && !known.has(path));
    values.set(item ?? field, item === undefined ? value : THERE);
  }
  return values;
}

/** `a[b].c[d].e`: `a[b]`, `a[b].c[d]`. */
function itemsAround(field: string): string[] {
  return [...field.matchAll(/\](?=\.|\[|$)/g)].map(({ index }) => field.slice(0, index + 1));
}

/** Coordinates by their names in results. */
const COORDINATES = new Set(["start", "end", "tss", "offset", "distance"]);

function isEqual(field: string, a: unknown, b: unknown, { relative, absolute, shiftBp }: DiffTolerances): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  const apart = Math.abs(a - b);
  if (COORDINATES.has(field.slice(field.lastIndexOf(".") + 1))) return apart <= shiftBp;
  return apart <= Math.max(absolute, relative * Math.max(Math.abs(a), Math.abs(b)));
}

/** Every value that is no object, with the way to it. Items of lists go by their name, so that one more moves no other. */
function* leaves(value: unknown, path = ""): Generator<[string, unknown]> {
  if (Array.isArray(value)) {
    const names = itemNames(value);
    for (const [i, entry] of value.entries()) yield* leaves(entry, `${path}[${names[i]}]`);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, entry] of Object.entries(value)) yield* leaves(entry, path === "" ? key : `${path}.${key}`);
  } else if (value !== undefined) yield [path, value];
}

/** What names an item of a list: its cell, element, factor … or itself; equal ones are numbered in their order. */
function itemNames(list: readonly unknown[]): string[] {
  const seen = new Map<string, number>();
  return list.map((entry, i) => {
    const name = nameOf(entry) ?? String(i);
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} ${times}`;
  });
}

function nameOf(entry: unknown): string | undefined {
  if (typeof entry === "string") return entry;
  if (typeof entry !== "object" || entry === null) return undefined;
  const { cell, element, motif, factor, name } = entry as Fields;
  const found = cell ?? element ?? motif ?? factor ?? name;
  return typeof found === "string" ? found : undefined;
}
