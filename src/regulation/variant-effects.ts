import type { Search } from "../scan/search.ts";
import { UNKNOWN_BASE } from "../sequence/alphabet.ts";
import { type Edit, intervalAfter, trimmed } from "../sequence/edit.ts";
import type { Variant } from "../sequence/vcf.ts";
import type { PreparedCell, PreparedRecord } from "./analysis.ts";
import { canMatter, editedSurroundings, editedValue } from "./edited-promoter.ts";
import { enhancersInReach } from "./enhancer-activity.ts";
import { expressionValue, promoterSites } from "./expression.ts";
import { type HitChanges, hitChanges } from "./hit-changes.ts";
import { DEFAULT_PROMOTER_SETTINGS, describePromoter, type Promoter } from "./promoters.ts";

/** Expression of a promoter in one cell without and with a variant. */
export interface CellEffect {
  readonly cell: string;
  readonly reference: number;
  readonly expression: number;
  /** expression / reference. */
  readonly effect: number;
}

/** What a variant does to a promoter. */
export interface PromoterEffect extends Pick<Promoter, "tss" | "strand" | "name"> {
  /** In words: elements that come and go, another class, a deleted start site. Empty when there is nothing to say. */
  readonly changes: readonly string[];
  readonly cells: readonly CellEffect[];
}

export interface VariantEffect extends HitChanges {
  readonly variant: Variant;
  /** Promoters that the variant can change: it touches what they see, or a cluster in their reach. */
  readonly promoters: readonly PromoterEffect[];
}

/** Does the record hold the variant's reference allele at its place? Unknown letters on either side agree with any. */
export function holdsReference(codes: Uint8Array, { start, end }: Edit, ref: string): boolean {
  const letters = "ACGT";
  for (let i = start; i < end; i++) {
    const expected = letters.indexOf(ref[i - start]);
    if (expected >= 0 && codes[i] < UNKNOWN_BASE && codes[i] !== expected) return false;
  }
  return true;
}

/** Expression of the unchanged record, by cell and promoter: computed when first asked for. */
export class References {
  readonly #record: PreparedRecord;
  readonly #values = new Map<PreparedCell, Map<Promoter, number>>();

  constructor(record: PreparedRecord) {
    this.#record = record;
  }

  of(cell: PreparedCell, promoter: Promoter): number {
    const values = this.#values.get(cell) ?? new Map<Promoter, number>();
    this.#values.set(cell, values);
    const known = values.get(promoter);
    if (known !== undefined) return known;
    const { codes } = this.#record;
    const near = enhancersInReach(promoter, cell.activities, cell.conditions.parameters);
    const sites = promoterSites(codes, promoter, cell.conditions);
    const { expression } = expressionValue(codes, promoter, sites, near, cell.conditions);
    values.set(promoter, expression);
    return expression;
  }
}

/** The effect of one variant alone. `edit` is the variant in the record's own coordinates. */
export function variantEffect(
  record: PreparedRecord,
  references: References,
  variant: Variant,
  edit: Edit,
  searches: readonly Search[],
): VariantEffect {
  const change = trimmed(edit, record.codes);
  const isNone = change.start === change.end && change.bases.length === 0;
  return {
    variant,
    ...(isNone ? { gained: [], lost: [] } : hitChanges(record.codes, change, searches)),
    promoters: isNone ? [] : promoterEffects(record, references, change),
  };
}

function promoterEffects(record: PreparedRecord, references: References, change: Edit): PromoterEffect[] {
  return record.promoters
    .filter((promoter) => record.cells.some((cell) => canMatter(cell, promoter, [change])))
    .map((promoter) => ({
      tss: promoter.tss,
      strand: promoter.strand,
      name: promoter.name,
      changes: promoterChanges(record, promoter, change),
      cells: record.cells.map((cell) => {
        const reference = references.of(cell, promoter);
        const { expression } = editedValue(record, cell, promoter, [change]);
        return { cell: cell.conditions.cell.name, reference, expression, effect: expression / reference };
      }),
    }));
}

function promoterChanges(record: PreparedRecord, promoter: Promoter, change: Edit): string[] {
  const { codes, start, offset } = editedSurroundings(record.codes, promoter, [change]);
  const islands = record.islands.map((island) => {
    const moved = intervalAfter(island, [change]);
    return { start: moved.start - offset, end: moved.end - offset };
  });
  const after = describePromoter(
    { name: record.name, codes, islands },
    start.tss,
    start.strand,
    promoter.name,
    DEFAULT_PROMOTER_SETTINGS,
  );
  const [old, fresh] = [elementWords(promoter), elementWords(after)];
  const isDeleted = change.start <= promoter.tss && promoter.tss < change.end - change.bases.length;
  return [
    ...(isDeleted ? ["start site deleted"] : []),
    ...old.filter((word) => !fresh.includes(word)).map((word) => `lost ${word}`),
    ...fresh.filter((word) => !old.includes(word)).map((word) => `gained ${word}`),
    ...(after.class === promoter.class ? [] : [`class ${promoter.class} to ${after.class}`]),
    ...(after.cpgClass === promoter.cpgClass ? [] : [`${promoter.cpgClass} to ${after.cpgClass}`]),
  ];
}

function elementWords({ elements }: Promoter): string[] {
  return elements.map(({ element, offset }) => `${element} ${offset}`);
}
