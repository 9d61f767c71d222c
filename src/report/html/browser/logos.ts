import { logoSvg } from "../../../motif/logo-svg.ts";
import { motifFromCounts } from "../../../motif/motif.ts";
import type { DetailLine, PageMotif } from "../page-data.ts";
import { html } from "./dom.ts";

/** Motifs of a promoter's elements, then of the factors that act on it, then of the record's enhancers; each once. */
export function motifsFound({ p, e }: DetailLine, promoter: number): number[] {
  const { k, b } = p[promoter] ?? { k: [], b: [] };
  const acting = b.flatMap(({ a, r }) => [...a, ...r].map(([motif]) => motif));
  const sites = e.flatMap(({ t }) => t.map(([motif]) => motif));
  return [...new Set([...k.map(([motif]) => motif), ...acting, ...sites])];
}

/** The logos of motifs as pictures. */
export function logoFigures(found: readonly number[], motifs: readonly PageMotif[]): HTMLElement {
  return html("div", { class: "logos" }, ...found.map((i) => logoFigure(motifs[i])));
}

function logoFigure(motif: PageMotif): HTMLElement {
  const { id, name, role, width, counts } = motif;
  const picture = logoSvg(motifFromCounts({ id, name, source: "" }, Float64Array.from(counts)), { title: "" });
  const src = `data:image/svg+xml,${encodeURIComponent(picture)}`;
  const caption = name === id || id.includes(name) ? id : `${name} (${id})`;
  return html(
    "figure",
    {},
    html("img", { src, alt: `sequence logo of ${caption}, ${width} bp`, height: 92 }),
    html("figcaption", {}, `${caption}, ${role}`),
  );
}
