import { formatGeneral } from "../printf.ts";
import { oneBasedClosed } from "../sequence/interval.ts";
import type { HitRow } from "./scan-rows.ts";
import type { Shape } from "./shape.ts";

/** `%3.3g`: FIMO pads a GFF3 score to three characters. */
const gff3Score = (p: number) => formatGeneral(Math.min(1000, -4.342 * Math.log(p)), 3).padStart(3);
const q = ({ qValue }: HitRow) => (qValue === undefined ? "" : formatGeneral(qValue, 3));
/** FIMO upper-cases sites of the reverse strand only. */
const site = ({ strand, matched }: HitRow) => (strand === "-" ? matched.toUpperCase() : matched);

/** Rows as FIMO 5.5.8 prints them; formats that FIMO does not have stay tatabox's own. */
export function fimoShape(shape: Shape<HitRow>): Shape<HitRow> {
  const numbered = new Map<string, number>();
  return {
    ...shape,
    tsv: shape.tsv!.map((column) => {
      switch (column.head) {
        case "score":
          return { ...column, text: ({ score }) => formatGeneral(score, 6) };
        case "p-value":
          return { ...column, text: ({ pValue }) => formatGeneral(pValue, 3) };
        case "q-value":
          return { ...column, text: q };
        case "matched_sequence":
          return { ...column, text: site };
        default:
          return column;
      }
    }),
    heads: { ...shape.heads, gff3: "##gff-version 3\n" },
    other: { ...shape.other, gff3: gff3Line },
  };

  function gff3Line(row: HitRow): string {
    const { start, stop } = oneBasedClosed(row);
    const key = `${row.motif}\t${row.sequence}`;
    const number = row.rank ?? (numbered.get(key) ?? 0) + 1;
    numbered.set(key, number);
    const attributes = [
      `Name=${row.motif}_${row.sequence}${row.strand}`,
      `Alias=${row.name}`,
      `ID=${row.motif}-${row.name}-${number}-${row.sequence}`,
      `pvalue=${formatGeneral(row.pValue, 3)}`,
      ...(row.qValue === undefined ? [] : [`qvalue=${q(row)}`]),
      `sequence=${site(row)}`,
    ];
    const cells = [row.sequence, "fimo", "nucleotide_motif", start, stop, gff3Score(row.pValue), row.strand, "."];
    return `${cells.join("\t")}\t${attributes.join(";")};\n`;
  }
}
