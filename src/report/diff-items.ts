import { dataError, firstIssue } from "../errors.ts";
import type { Interval } from "../sequence/interval.ts";
import * as z from "../zod.ts";
import { checkSchemaVersion } from "./json.ts";

export type ItemKind = "record" | "motif" | "hit" | "island" | "promoter" | "enhancer" | "expression";

/** One thing that a result tells. */
export interface ResultItem {
  readonly kind: ItemKind;
  /** Record it lies on; '' where it lies on none. */
  readonly record: string;
  /** Only things of one identity can be the same thing: a hit's motif and strand, a promoter's name and strand … */
  readonly identity: string;
  /** As people read it; '' where the place says enough. */
  readonly label: string;
  /** 0-based half-open; undefined where the thing has no place. */
  readonly place: Interval | undefined;
  /** As the result has it. */
  readonly whole: Fields;
  /** What is compared besides the place. */
  readonly rest: Fields;
}

export type Fields = Readonly<Record<string, unknown>>;

/** An earlier result, read back. */
export interface Result {
  readonly command: string;
  readonly version: string;
  readonly settings: Fields;
  readonly items: readonly ResultItem[];
}

const fields = z.record(z.string(), z.unknown());
const coordinate = z.int().check(z.nonnegative());
const text = z.string();
const name = z._default(text, "");

const head = z.looseObject({
  schemaVersion: z.int().check(z.positive()),
  tool: z.looseObject({ version: text }),
  command: text,
  settings: fields,
});

const span = { start: coordinate, end: coordinate };
const lists = z.looseObject({
  motifs: z.optional(z.array(z.looseObject({ id: text, name }))),
  sequences: z.optional(z.array(z.looseObject({ name: text, length: coordinate }))),
  hits: z.optional(z.array(z.looseObject({ sequence: text, motif: text, name, strand: text, ...span }))),
  islands: z.optional(z.array(z.looseObject({ sequence: text, ...span }))),
  promoters: z.optional(z.array(z.looseObject({ sequence: text, tss: coordinate, strand: text, name }))),
  enhancers: z.optional(z.array(z.looseObject({ sequence: text, ...span }))),
  expression: z.optional(z.array(z.looseObject({ sequence: text, tss: coordinate, strand: text, cell: text, name }))),
  records: z.optional(
    z.array(
      z.looseObject({
        name: text,
        length: coordinate,
        islands: z.array(z.looseObject(span)),
        promoters: z.array(z.looseObject({ tss: coordinate, strand: text, name })),
        enhancers: z.array(z.looseObject(span)),
      }),
    ),
  ),
});

type Lists = z.infer<typeof lists>;

/** Lists that make a result one that can be compared. */
const COMPARED = ["hits", "islands", "promoters", "enhancers", "expression", "records"] as const;

/** Reads a result from JSON text. Throws a data error naming the file for what is none, or of a newer schema. */
export function readResult(json: string, file: string): Result {
  const parsed = parseJson(json, file);
  const start = head.safeParse(parsed);
  if (!start.success) throw dataError("is no result of tatabox; diff takes results made with --json", { file });
  const { schemaVersion, tool, command, settings } = start.data;
  checkSchemaVersion(schemaVersion, file, tool.version);
  const body = lists.safeParse(parsed);
  if (!body.success) throw dataError(`is no complete result: ${firstIssue(body.error)}`, { file });
  if (COMPARED.every((list) => body.data[list] === undefined)) {
    const known = "scan, cpg, report, promoters, enhancers and express";
    throw dataError(`is a result of '${command}', which diff does not compare; it takes ${known}`, { file });
  }
  return { command, version: tool.version, settings, items: [...itemsOf(body.data)] };
}

function parseJson(json: string, file: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw dataError("is no JSON (or only a part of it); diff takes results made with --json", { file });
  }
}

function* itemsOf(result: Lists): Generator<ResultItem> {
  for (const motif of result.motifs ?? []) yield item("motif", "", motif.id, motif, undefined, motif.id);
  for (const { name, length } of result.sequences ?? []) yield record({ name, length });
  for (const hit of result.hits ?? []) {
    yield item("hit", hit.sequence, `${hit.motif} ${hit.strand}`, hit, hit, `${hit.motif} ${hit.name}`.trim());
  }
  for (const island of result.islands ?? []) yield item("island", island.sequence, "", island, island);
  for (const promoter of result.promoters ?? []) yield startSite("promoter", promoter.sequence, promoter);
  for (const enhancer of result.enhancers ?? []) yield item("enhancer", enhancer.sequence, "", enhancer, enhancer);
  for (const value of result.expression ?? []) yield startSite("expression", value.sequence, value, value.cell);
  for (const { islands, promoters, enhancers, ...rest } of result.records ?? []) {
    yield record(rest);
    for (const island of islands) yield item("island", rest.name, "", island, island);
    for (const promoter of promoters) yield startSite("promoter", rest.name, promoter);
    for (const enhancer of enhancers) yield item("enhancer", rest.name, "", enhancer, enhancer);
  }
}

function record(whole: Fields & { name: string }): ResultItem {
  return item("record", whole.name, "", whole, undefined);
}

function startSite(
  kind: ItemKind,
  sequence: string,
  whole: Fields & { tss: number; strand: string; name: string },
  cell = "",
): ResultItem {
  const { tss, strand, name } = whole;
  const label = `${name} ${cell}`.trim();
  return item(kind, sequence, `${name} ${strand} ${cell}`, whole, { start: tss, end: tss + 1 }, label);
}

function item(
  kind: ItemKind,
  onRecord: string,
  identity: string,
  whole: Fields,
  place: Interval | undefined,
  label = "",
): ResultItem {
  const { sequence: _, start: __, end: ___, tss: ____, ...rest } = whole;
  const where = place && { start: place.start, end: place.end };
  return { kind, record: onRecord, identity, label, place: where, whole, rest: place === undefined ? whole : rest };
}
