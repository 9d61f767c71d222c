import type { Column, Shape } from "./shape.ts";

/** A feature with the region that it was found in. */
export interface InRegion<F> {
  readonly feature: F;
  readonly region: string;
}

/**
 * The same shape with the region's name where a format has room for it: a last column `region` in tsv, tables and Parquet,
 * a field in JSON, an attribute in GFF3.
 */
export function withRegion<F>(shape: Shape<F>): Shape<InRegion<F>> {
  const { tsv, table, json, bed, gff3, parquet, other } = shape;
  return {
    ...about(shape),
    json: ({ feature, region }) => ({ ...json(feature), region }),
    ...(tsv === undefined ? {} : { tsv: columns(tsv) }),
    ...(table === undefined ? {} : { table: columns(table) }),
    ...(bed === undefined ? {} : { bed: ({ feature }) => bed(feature) }),
    ...(gff3 === undefined
      ? {}
      : {
          gff3: ({ feature, region }) => {
            const line = gff3(feature);
            return { ...line, attributes: [...line.attributes, ["region", region]] };
          },
        }),
    ...(parquet === undefined
      ? {}
      : {
          parquet: [
            ...parquet.map((column) => ({ ...column, value: (row: InRegion<F>) => column.value(row.feature) })),
            { name: "region", kind: "category", value: ({ region }) => region },
          ],
        }),
    ...(other === undefined
      ? {}
      : {
          other: Object.fromEntries(
            Object.entries(other).map(([format, text]) => [format, ({ feature }: InRegion<F>) => text(feature)]),
          ),
        }),
  };
}

/** What does not depend on the feature. */
function about<F>({ list, item, footnote, heads, tails }: Shape<F>) {
  return {
    list,
    item,
    ...(footnote === undefined ? {} : { footnote }),
    ...(heads === undefined ? {} : { heads }),
    ...(tails === undefined ? {} : { tails }),
  };
}

function columns<F>(own: readonly Column<F>[]): Column<InRegion<F>>[] {
  return [
    ...own.map((column) => ({ ...column, text: (row: InRegion<F>) => column.text(row.feature) })),
    { head: "region", text: ({ region }) => region },
  ];
}
