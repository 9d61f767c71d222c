import type { PromoterStory, RecordStory } from "../regulation/analysis.ts";
import type { Expression } from "../regulation/expression.ts";
import { inAscii } from "./ascii.ts";
import { ENHANCER_SHAPE } from "./enhancer-shape.ts";
import { type ExpressionRow, expressionColumns } from "./expression-shape.ts";
import type { TextStyle } from "./expression-table.ts";
import { islandShape } from "./island-shape.ts";
import { elementsText, PROMOTER_SHAPE } from "./promoter-shape.ts";
import type { Gff3Line, Shape } from "./shape.ts";
import { MQC_HEAD, mqcRows } from "./story-mqc.ts";
import { LEGEND, storyText } from "./story-text.ts";

/**
 * `report` as JSON (a record an item) and as text for people. `state` names the methylation state that stands beside the
 * unmethylated one; undefined when there is none.
 */
export function storyShape(style: TextStyle, state: string | undefined, ascii: boolean): Shape<RecordStory> {
  const drawn = ascii ? inAscii : (text: string) => text;
  return {
    list: "records",
    item: "record",
    json: storyJson,
    other: { table: (story) => drawn(storyText(story, state, style)), mqc: mqcRows() },
    heads: { mqc: MQC_HEAD },
    tails: { table: drawn(LEGEND) },
  };
}

function storyJson({ promoters, enhancers, ...record }: RecordStory): object {
  return {
    ...record,
    promoters: promoters.map(({ promoter: { sequence, ...promoter }, expression }) => ({ ...promoter, expression })),
    enhancers,
  };
}

/** A row of `report -f tsv`: a promoter in a cell. */
export interface StoryRow {
  readonly story: RecordStory;
  readonly about: PromoterStory;
  readonly expression: Expression;
}

export function* storyRows(story: RecordStory): Generator<StoryRow> {
  for (const about of story.promoters) {
    for (const expression of about.expression) yield { story, about, expression };
  }
}

const expressionRow = ({ about: { promoter }, expression }: StoryRow): ExpressionRow => ({
  ...expression,
  sequence: promoter.sequence,
  name: promoter.name,
});

export const STORY_ROW_SHAPE: Shape<StoryRow> = {
  list: "rows",
  item: "row",
  json: (row) => row,
  tsv: [
    ...expressionColumns(expressionRow),
    { head: "class", text: ({ about }) => about.promoter.class },
    { head: "cpg_class", text: ({ about }) => about.promoter.cpgClass },
    { head: "elements", text: ({ about }) => elementsText(about.promoter) },
    { head: "island", text: ({ about: { promoter } }) => intervalText(promoter.island) },
    { head: "enhancers", text: ({ story }) => String(story.enhancers.length) },
  ],
};

function intervalText(interval: { start: number; end: number } | undefined): string {
  return interval === undefined ? "" : `${interval.start}-${interval.end}`;
}

/** Everything of a record that has a place, as GFF3: islands, promoters with their elements, enhancers with their sites. */
export const STORY_GFF3_SHAPE: Shape<Gff3Line> = {
  list: "features",
  item: "feature",
  json: (line) => line,
  gff3: (line) => line,
};

export function* storyLines(story: RecordStory, method: string): Generator<Gff3Line> {
  const sequence = story.name;
  for (const island of story.islands) yield islandShape(method).gff3!({ sequence, ...island });
  for (const { promoter } of story.promoters) yield PROMOTER_SHAPE.gff3!(promoter);
  for (const enhancer of story.enhancers) yield ENHANCER_SHAPE.gff3!({ sequence, ...enhancer });
}
