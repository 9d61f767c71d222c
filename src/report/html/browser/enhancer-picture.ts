import { withCommas } from "../../../printf.ts";
import type { EnhancerDetail, PageMotif, SiteDetail } from "../page-data.ts";
import { enhancerInterval } from "../page-data.ts";
import { svg } from "./dom.ts";
import { bar, label, laneCount, picture, placedLabels, pointed, type Scale, scaleOver } from "./drawing.ts";
import { short } from "./text.ts";

const LANE = 14;
const MARK = 12;

/** An enhancer at its own scale: activators stand above the line, repressors hang below it, each pointing along its strand. */
export function enhancerPicture(enhancer: EnhancerDetail, motifs: readonly PageMotif[], name: string): SVGSVGElement {
  const at = enhancerInterval(enhancer);
  const sites = enhancer.t.toSorted((a, b) => a[1] - b[1]);
  const widest = sites.reduce((end, [motif, start]) => Math.max(end, start + motifs[motif].width), enhancer.z);
  const x = scaleOver({ start: 0, end: widest });
  const isRepressor = ([motif]: SiteDetail) => motifs[motif].role === "repressor";
  const above = sideOf(
    sites.filter((site) => !isRepressor(site)),
    motifs,
    x,
  );
  const below = sideOf(sites.filter(isRepressor), motifs, x);
  const lineY = 8 + LANE * above.lanes + MARK + 4;
  const marks = [...above.marks.flatMap((mark) => mark(lineY, -1)), ...below.marks.flatMap((mark) => mark(lineY, 1))];
  const title = `${name}: ${withCommas(at.start)}–${withCommas(at.end)}`;
  return picture(
    lineY + 10 + MARK + LANE * below.lanes,
    `sites of enhancer ${title}`,
    bar(x, { start: 0, end: enhancer.z }, lineY - 2, 4, "enhancer", title),
    ...marks,
  );
}

type Mark = (lineY: number, direction: 1 | -1) => SVGElement[];

/** The sites of one side with their labels in lanes away from the line. */
function sideOf(
  sites: readonly SiteDetail[],
  motifs: readonly PageMotif[],
  x: Scale,
): { lanes: number; marks: Mark[] } {
  const labels = placedLabels(
    sites.map(([motif, start]) => ({ at: x(start + motifs[motif].width / 2), text: motifs[motif].name })),
  );
  const marks = sites.map(([index, start, strand, score], i): Mark => {
    const motif = motifs[index];
    const { x: middle, lane, text, at } = labels[i];
    const tip = `${motif.name} (${motif.role}) on ${strand}, score ${short(score)} nats, ${motif.id}`;
    return (lineY, direction) => {
      const y = direction < 0 ? lineY - 4 - MARK : lineY + 4;
      const textY = direction < 0 ? y - 4 - LANE * lane : y + MARK + 11 + LANE * lane;
      const edge = direction < 0 ? textY + 2 : textY - 10;
      return [
        svg("path", { d: `M${at} ${direction < 0 ? y : y + MARK}V${edge}`, class: "leader" }),
        pointed(x, { start, end: start + motif.width }, y, MARK, strand, `site ${motif.role}`, tip),
        label(middle, textY, text, `name ${motif.role}`),
      ];
    };
  });
  return { lanes: laneCount(labels), marks };
}
