import { withCommas } from "../../../printf.ts";
import type { Interval } from "../../../sequence/interval.ts";
import { axisTicks } from "../../svg.ts";
import { type DetailLine, enhancerInterval } from "../page-data.ts";
import { svg } from "./dom.ts";
import { axis, bar, label, laneCount, picture, placedLabels, scaleOver, startArrow } from "./drawing.ts";
import type { Gene } from "./records.ts";
import { short } from "./text.ts";

const LINE_Y = 44;
const LANE = 13;

/** The whole record: islands, enhancers by number, every start site; this gene's own arrow stands out. */
export function recordPicture(
  { record, promoterIndex }: Gene,
  detail: DetailLine,
  enhancerNames: ReadonlyMap<number, string>,
) {
  const whole: Interval = { start: record.o, end: record.o + record.l };
  const x = scaleOver(whole);
  const islands = detail.i.map(([start, length]) =>
    bar(
      x,
      { start, end: start + length },
      LINE_Y + 4,
      8,
      "island",
      `CpG island ${withCommas(start)}–${withCommas(start + length)}`,
    ),
  );
  const enhancers = detail.e.map((enhancer) => {
    const at = enhancerInterval(enhancer);
    const tip = `enhancer candidate ${withCommas(at.start)}–${withCommas(at.end)}, score ${short(enhancer.s)}`;
    return bar(x, at, LINE_Y + 15, 8, "enhancer", tip);
  });
  const names = placedLabels(
    [...enhancerNames].map(([index, text]) => {
      const { start, end } = enhancerInterval(detail.e[index]);
      return { at: (x(start) + x(end)) / 2, text };
    }),
  );
  const below = LINE_Y + 27 + LANE * laneCount(names);
  const starts = record.p.map(({ t, s }, i) => {
    const mark = startArrow(x(s === "+" ? t : t + 1), LINE_Y, i === promoterIndex ? 30 : 16, s === "+" ? 1 : -1);
    if (i !== promoterIndex) mark.classList.add("other");
    return mark;
  });
  return picture(
    below + 24,
    "the whole record with its islands, enhancers and start sites",
    svg("path", { d: `M${x(whole.start)} ${LINE_Y}H${x(whole.end)}`, class: "line" }),
    ...islands,
    ...enhancers,
    ...names.map((name) => label(name.x, LINE_Y + 36 + LANE * name.lane, name.text, "name")),
    ...starts,
    axis(x, axisTicks(whole.start, whole.end, 8), below, withCommas),
  );
}
