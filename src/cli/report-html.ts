import { bundledLibrary } from "../motif/library.ts";
import { type AnalysisSettings, analysisSteps, type MeasuredLevels } from "../regulation/analysis.ts";
import type { PageState } from "../report/html/page-data.ts";
import { resultHead } from "../report/json.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import type { Context } from "./command.ts";
import { inSource, inSteps } from "./records.ts";

/** Writes the HTML report, record by record; `seen` and `finish` go with the annotation. */
export async function writeHtmlReport(
  context: Context,
  settings: AnalysisSettings,
  records: AsyncIterable<FastaRecord>,
  seen: (record: FastaRecord) => void,
  finish: () => void,
): Promise<void> {
  const { out, command, echo, warn, warnings } = context;
  // The page carries a genome browser: loaded only here.
  const { HtmlPage } = await import("../report/html/page.ts");
  const { MotifIndex } = await import("../report/html/motif-index.ts");
  const { pageAssets } = await import("../report/html/assets.ts");
  const page = new HtmlPage(await pageAssets(), new MotifIndex(settings.library ?? bundledLibrary()));
  const { tool, ...head } = resultHead(command, echo);
  const analysis = { ...settings, methylation: remembered(settings.methylation) };
  await out.write(
    page.head({
      tool: `${tool.name} ${tool.version}`,
      command: head.command,
      settings: head.settings,
      cells: settings.cells.map(({ title }) => title),
      state: pageState(settings.methylation),
    }),
  );
  for await (const record of records) {
    seen(record);
    const story = inSource(record, await inSteps(context, analysisSteps(record, analysis)));
    const { methylation } = analysis;
    const measured = typeof methylation === "object" ? methylation.levels(record) : undefined;
    await out.write(page.record(record, story, measured));
  }
  finish();
  const large = page.warning();
  if (large !== undefined) warn(large);
  await out.write(page.end(warnings));
}

function pageState(methylation: AnalysisSettings["methylation"]): PageState {
  return typeof methylation === "object" ? "measured" : methylation;
}

/** Measured levels are asked for twice a record, but each row counts once. */
function remembered(methylation: AnalysisSettings["methylation"]): AnalysisSettings["methylation"] {
  if (typeof methylation !== "object") return methylation;
  let last: { record: FastaRecord; levels: ReturnType<MeasuredLevels["levels"]> } | undefined;
  return {
    levels(record) {
      if (last?.record !== record) last = { record, levels: methylation.levels(record) };
      return last.levels;
    },
    finish: () => methylation.finish(),
  };
}
