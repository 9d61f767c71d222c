import type { AnalysisSettings } from "../regulation/analysis.ts";
import { expressionHeatSvg, type HeatGene } from "../report/expression-heat-svg.ts";
import { expressionHeatText } from "../report/expression-heat-text.ts";
import { type ExpressionRow, promoterLabel } from "../report/expression-shape.ts";
import type { Context } from "./command.ts";
import { type ExpressSettings, expressionRows, preparedRecord, recordChecks } from "./express-settings.ts";
import { inputRecords } from "./records.ts";

/** Genes × cells: in the terminal as shades, or as a picture. */
export async function writeHeatMap(
  context: Context,
  settings: ExpressSettings,
  analysis: AnalysisSettings,
): Promise<void> {
  const checks = recordChecks(context, settings, analysis);
  const cells = analysis.cells.map(({ name }) => name);
  const genes: HeatGene[] = [];
  for await (const record of inputRecords(context)) {
    checks.seen(record);
    const rows: ExpressionRow[] = [];
    const prepared = await preparedRecord(context, record, analysis);
    for (const row of expressionRows(record, prepared)) {
      rows.push(row);
      await context.progress.done(0);
    }
    genes.push(...heatGenes(rows, cells.length));
  }
  checks.finish();
  const { format, columns, colours, out } = context;
  const drawing = { columns, ascii: settings.ascii };
  const text =
    format === "svg"
      ? expressionHeatSvg(cells, genes, `Expression (${settings.model} model)`)
      : expressionHeatText(cells, genes, drawing, colours);
  await out.write(text);
}

/** Rows come cell by cell for each promoter. */
function heatGenes(rows: readonly ExpressionRow[], cells: number): HeatGene[] {
  return Array.from({ length: rows.length / cells }, (_, gene) => {
    const values = rows.slice(gene * cells, (gene + 1) * cells);
    return { label: promoterLabel(values[0]), values };
  });
}
