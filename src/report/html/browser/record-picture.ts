import type { Interval } from "../../../sequence/interval.ts";
import { axisTicks, withCommas } from "../../svg.ts";
import { type DetailLine, enhancerInterval } from "../page-data.ts";
import { svg } from "./dom.ts";
import { axis, bar, label, picture, scaleOver, startArrow } from "./drawing.ts";
import type { Gene } from "./records.ts";
import { short } from "./text.ts";

const LINE_Y = 44;

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
  const enhancers = detail.e.flatMap((enhancer, i) => {
    const at = enhancerInterval(enhancer);
    const name = enhancerNames.get(i);
    const tip = `enhancer candidate ${withCommas(at.start)}–${withCommas(at.end)}, score ${short(enhancer.s)}`;
    return [
      bar(x, at, LINE_Y + 15, 8, "enhancer", tip),
      ...(name === undefined ? [] : [label((x(at.start) + x(at.end)) / 2, LINE_Y + 36, name, "name")]),
    ];
  });
  const starts = record.p.map(({ t, s }, i) => {
    const mark = startArrow(x(s === "+" ? t : t + 1), LINE_Y, i === promoterIndex ? 30 : 16, s === "+" ? 1 : -1);
    if (i !== promoterIndex) mark.classList.add("other");
    return mark;
  });
  return picture(
    LINE_Y + 66,
    "the whole record with its islands, enhancers and start sites",
    svg("path", { d: `M${x(whole.start)} ${LINE_Y}H${x(whole.end)}`, class: "line" }),
    ...islands,
    ...enhancers,
    ...starts,
    axis(x, axisTicks(whole.start, whole.end, 8), LINE_Y + 42, withCommas),
  );
}
