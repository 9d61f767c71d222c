import type { Methylation } from "../../../cpg/methylation.ts";
import { formatFixed, withCommas } from "../../../printf.ts";
import type { Interval, Strand } from "../../../sequence/interval.ts";
import type { DetailLine, ElementDetail, PageMotif, PromoterOverview } from "../page-data.ts";
import { enhancerInterval } from "../page-data.ts";
import { svg } from "./dom.ts";
import {
  axis,
  bar,
  label,
  laneCount,
  type PlacedLabel,
  picture,
  placedLabels,
  pointed,
  type Scale,
  scaleOver,
  startArrow,
} from "./drawing.ts";
import { short, signed } from "./text.ts";

/** Bases before and behind the start site that are drawn. */
const UPSTREAM = 500;
const DOWNSTREAM = 150;
const TICK_BP = 100;
const LINE_Y = 92;
const STICK = 34;
const LANE = 15;

export interface PromoterScene {
  readonly promoter: PromoterOverview;
  readonly elements: readonly ElementDetail[];
  readonly detail: DetailLine;
  readonly motifs: readonly PageMotif[];
  /** Undefined where the file has no bases; positions in the sequence's coordinates. */
  readonly methylation: Methylation | undefined;
  readonly record: Interval;
}

/**
 * The promoter along its own strand, start site at 0: CpGs as lollipops, islands and enhancers as bars, elements at scale
 * pointing along their strand, with offset and score below.
 */
export function promoterPicture(scene: PromoterScene): SVGSVGElement {
  const { promoter, elements, detail, methylation, record } = scene;
  const turn = turned(promoter);
  const whole = turn(record);
  const view = { start: Math.max(-UPSTREAM, whole.start), end: Math.min(DOWNSTREAM, whole.end) };
  const x = scaleOver(view);
  const names = elementLabels(scene, x);
  const below = LINE_Y + 34 + LANE * laneCount(names);
  const seen = (at: Interval) => clipped(turn(at), view);
  const islands = detail.i.flatMap(([start, length, gc, ratio]) => {
    const at = seen({ start, end: start + length });
    const tip = `CpG island ${range({ start, end: start + length })}: GC ${gc} %, observed/expected CpG ${ratio}`;
    return at === undefined ? [] : [bar(x, at, LINE_Y + 10, 7, "island", tip)];
  });
  const enhancers = detail.e.flatMap((enhancer) => {
    const at = seen(enhancerInterval(enhancer));
    const tip = `enhancer candidate ${range(enhancerInterval(enhancer))}, score ${short(enhancer.s)}`;
    return at === undefined ? [] : [bar(x, at, LINE_Y + 19, 5, "enhancer", tip)];
  });
  const ticks = ticksOver(view);
  return picture(
    below + 26,
    "the promoter's elements, CpG islands, methylation and enhancers",
    ...(methylation === undefined ? [] : lollipops(methylation, turn, view, x)),
    ...islands,
    ...enhancers,
    svg("path", { d: `M${x(view.start)} ${LINE_Y}H${x(view.end)}`, class: "line" }),
    ...elements.map((found, i) => elementMark(found, scene, i, turn, x)),
    ...names.flatMap((name) => leader(name)),
    startArrow(x(0), LINE_Y, 62, 1),
    axis(x, ticks, below, (tick) => (tick === 0 ? "start" : signed(tick))),
  );
}

/** From the sequence's coordinates to offsets along the promoter's strand. */
function turned({ t, s }: PromoterOverview): (at: Interval) => Interval {
  return ({ start, end }) =>
    s === "+" ? { start: start - t, end: end - t } : { start: t + 1 - end, end: t + 1 - start };
}

function clipped(at: Interval, view: Interval): Interval | undefined {
  const [start, end] = [Math.max(at.start, view.start), Math.min(at.end, view.end)];
  return end > start ? { start, end } : undefined;
}

function ticksOver({ start, end }: Interval): number[] {
  const first = Math.ceil(start / TICK_BP);
  return Array.from({ length: Math.floor(end / TICK_BP) - first + 1 }, (_, i) => (first + i) * TICK_BP);
}

/** Filled by the level, so that light and dark tell it as well as the height of the stick does. */
function lollipops({ positions, levels }: Methylation, turn: (at: Interval) => Interval, view: Interval, x: Scale) {
  return [...positions].flatMap((start, i) => {
    const at = turn({ start, end: start + 2 });
    if (at.start < view.start || at.end > view.end) return [];
    const middle = x(at.start + 1);
    const known = !Number.isNaN(levels[i]);
    const top = LINE_Y - STICK;
    const tip = `CpG ${withCommas(start)} (${signed(at.start)}): ${known ? `methylated ${formatFixed(100 * levels[i], 0)} %` : "not measured"}`;
    const fill = known ? { "fill-opacity": levels[i] } : { "fill-opacity": 0, "stroke-dasharray": "2 2" };
    return [
      svg("path", { d: `M${middle} ${LINE_Y}V${top + 4}`, class: "stick" }),
      svg("circle", { cx: middle, cy: top, r: 4, class: "cpg-ground" }),
      svg("circle", { cx: middle, cy: top, r: 4, class: "cpg", ...fill }, svg("title", {}, tip)),
    ];
  });
}

function elementMark(
  [motif, start, length, strand, offset, score, p]: ElementDetail,
  { promoter, motifs }: PromoterScene,
  index: number,
  turn: (at: Interval) => Interval,
  x: Scale,
): SVGElement {
  const own: Strand = strand === promoter.s ? "+" : "-";
  const tip = `${promoter.k[index]} at ${signed(offset)}, ${own === "+" ? "promoter's strand" : "other strand"}, score ${short(score)}, p ${short(p)} (${motifs[motif].id})`;
  const at = turn({ start, end: start + length });
  return pointed(x, at, LINE_Y - 8, 16, own, `element ${motifs[motif].role}`, tip);
}

function elementLabels({ promoter, elements }: PromoterScene, x: Scale): PlacedLabel[] {
  const labels = elements.map(([, , length, strand, offset, score], i) => {
    const sign = strand === promoter.s ? "→" : "←";
    return { at: x(offset + length / 2), text: `${promoter.k[i]} ${signed(offset)} ${sign} ${short(score)}` };
  });
  return placedLabels(labels.sort((a, b) => a.at - b.at));
}

function leader({ at, x, lane, text }: PlacedLabel): SVGElement[] {
  const y = LINE_Y + 40 + LANE * lane;
  return [svg("path", { d: `M${at} ${LINE_Y + 8}V${y - 11}`, class: "leader" }), label(x, y, text, "name")];
}

function range({ start, end }: Interval): string {
  return `${withCommas(start)}–${withCommas(end)}`;
}
