import { formatGeneral } from "../printf.ts";
import type { ChangedHit } from "../regulation/hit-changes.ts";
import type { CellEffect, PromoterEffect, VariantEffect } from "../regulation/variant-effects.ts";
import type { Column, Shape } from "./shape.ts";

/** A row of `--vcf`: a variant, with a promoter in a cell where it can change one. */
interface VariantRow {
  readonly of: VariantEffect;
  readonly promoter: PromoterEffect | undefined;
  readonly cell: CellEffect | undefined;
}

const number = (x: number | undefined) => (x === undefined ? "" : formatGeneral(x, 4));
const hits = (list: readonly ChangedHit[]) =>
  list.map(({ factor, start, strand, score }) => `${factor}:${start}:${strand}:${formatGeneral(score, 3)}`).join(",");

const COLUMNS: readonly Column<VariantRow>[] = [
  { head: "sequence_name", text: ({ of }) => of.variant.sequence },
  { head: "start", text: ({ of }) => String(of.variant.start), right: true },
  { head: "end", text: ({ of }) => String(of.variant.end), right: true },
  { head: "id", text: ({ of }) => of.variant.id },
  { head: "ref", text: ({ of }) => of.variant.ref },
  { head: "alt", text: ({ of }) => of.variant.alt },
  { head: "gained", text: ({ of }) => hits(of.gained) },
  { head: "lost", text: ({ of }) => hits(of.lost) },
  { head: "promoter", text: ({ promoter }) => promoter?.name ?? "" },
  { head: "tss", text: ({ promoter }) => (promoter === undefined ? "" : String(promoter.tss)), right: true },
  { head: "strand", text: ({ promoter }) => promoter?.strand ?? "" },
  { head: "changes", text: ({ promoter }) => promoter?.changes.join("; ") ?? "" },
  { head: "cell", text: ({ cell }) => cell?.cell ?? "" },
  { head: "reference", text: ({ cell }) => number(cell?.reference), right: true },
  { head: "expression", text: ({ cell }) => number(cell?.expression), right: true },
  { head: "effect", text: ({ cell }) => number(cell?.effect), right: true },
];

/** Rows of a variant: one a promoter and cell, or one without them. */
export function variantRows(of: VariantEffect): VariantRow[] {
  const rows = of.promoters.flatMap((promoter) => promoter.cells.map((cell) => ({ of, promoter, cell })));
  return rows.length > 0 ? rows : [{ of, promoter: undefined, cell: undefined }];
}

export const VARIANT_ROW_SHAPE: Shape<VariantRow> = {
  list: "rows",
  item: "row",
  json: (row) => row,
  tsv: COLUMNS,
  table: COLUMNS,
  footnote:
    "gained, lost: factor:start:strand:bits, of the variant's own sequence and of the reference. effect: expression with\n" +
    "the variant over expression without it; empty where no promoter can feel it.",
};

/** Effects of variants, an item a variant. */
export const VARIANT_SHAPE: Shape<VariantEffect> = {
  list: "variants",
  item: "variant",
  json: ({ variant: { bases, place, ...variant }, ...effect }) => ({ ...variant, ...effect }),
};
