import type { Methylation } from "../../../cpg/methylation.ts";
import { counted, withCommas } from "../../../printf.ts";
import {
  type ActingDetail,
  type DetailLine,
  type EnhancerDetail,
  enhancerInterval,
  type PageHead,
} from "../page-data.ts";
import { stateHead } from "./columns.ts";
import { html } from "./dom.ts";
import { enhancerPicture } from "./enhancer-picture.ts";
import { expressionBars } from "./expression-bars.ts";
import { openGenomeBrowser } from "./genome-browser.ts";
import { logoFigures, motifsFound } from "./logos.ts";
import { promoterPicture } from "./promoter-picture.ts";
import { recordPicture } from "./record-picture.ts";
import { basesOf, type Gene, methylationOf, type Records } from "./records.ts";
import { short, signed } from "./text.ts";

/** Enhancers drawn: those nearest to the start site. */
const MOST_ENHANCERS = 6;

/** The page of one gene, and what to do before another takes its place. */
export interface GeneView {
  readonly root: HTMLElement;
  close(): void;
}

export function geneView(gene: Gene, records: Records, head: PageHead): GeneView {
  const detail = records.detail(gene.recordIndex);
  const codes = basesOf(gene.record, detail);
  const methylation = codes && moved(methylationOf(gene.record, detail, head.state, codes), gene.record.o);
  const near = nearEnhancers(gene, detail);
  const names = new Map(near.map((index, i) => [index, `E${i + 1}`]));
  const browser = genomeBrowserSection(gene, detail, head, codes, methylation);
  const root = html(
    "article",
    { class: "gene", "aria-label": gene.name },
    ...heading(gene, detail),
    ...promoterSections(gene, detail, head, methylation),
    section("The record", scrolled(recordPicture(gene, detail, names))),
    ...enhancerSection(gene, detail, head, near, names),
    section("Logos of the motifs found", logoFigures(motifsFound(detail, gene.promoterIndex), head.motifs)),
    browser.root,
  );
  return { root, close: browser.close };
}

function moved({ positions, levels }: Methylation, by: number): Methylation {
  return { positions: positions.map((position) => position + by), levels };
}

function section(title: string, ...content: readonly HTMLElement[]): HTMLElement {
  return html("section", {}, html("h3", {}, title), ...content);
}

function scrolled(picture: Element): HTMLElement {
  return html("div", { class: "scrolled", tabindex: 0, role: "group" }, picture);
}

function heading({ name, sequence, record, promoter }: Gene, detail: DetailLine): HTMLElement[] {
  const parts = [
    ...(name === sequence ? [] : [sequence]),
    `${withCommas(record.l)} bp`,
    counted(detail.i.length, "CpG island"),
    counted(record.p.length, "promoter"),
    counted(detail.e.length, "enhancer candidate"),
  ];
  const title = html("h2", {}, html("bdi", {}, name));
  if (promoter === undefined) return [title, html("p", {}, `${parts.join(" · ")} · no promoter found`)];
  const { t, s, c, h, i, d } = promoter;
  const island = i === undefined ? "no island over it" : `island ${withCommas(i[0])}–${withCommas(i[1])}`;
  const kind = d === undefined ? "annotated" : `predicted, score ${short(d)}`;
  const facts = [`start site ${withCommas(t)} (${s}), ${kind}`, `class ${c}`, `CpG class ${h}`, island];
  return [title, html("p", {}, parts.join(" · ")), html("p", {}, facts.join(" · "))];
}

function promoterSections(gene: Gene, detail: DetailLine, head: PageHead, methylation: Methylation | undefined) {
  const { promoter, promoterIndex, record } = gene;
  if (promoter === undefined) return [];
  const { k: elements } = detail.p[promoterIndex];
  const scene = {
    promoter,
    elements,
    detail,
    motifs: head.motifs,
    methylation,
    record: { start: record.o, end: record.o + record.l },
  };
  const state = stateHead(head);
  const missing = methylation === undefined ? "; this file carries no bases of this record, so no CpGs are drawn" : "";
  const legend = `Circles: CpGs${state === "" ? ", unmethylated" : `, filled as far as they are methylated (${state})`}${missing}. Green bar: CpG island; brown bar: enhancer. Labels: element, offset from the start site, strand (→ the promoter's), score.`;
  return [
    section(
      "The promoter, along its own strand",
      scrolled(promoterPicture(scene)),
      html("p", { class: "legend" }, legend),
    ),
    section("Expression", expressionBars(head, promoter, detail.p[promoterIndex]), expressionLegend()),
  ];
}

function expressionLegend(): HTMLElement {
  const text =
    "Probability that polymerase is bound, times what methylation leaves: 0..1, uncalibrated; compare by ratios. ×: fold that the factor makes.";
  return html("p", { class: "legend" }, text);
}

/** Numbers of the enhancers nearest to the start site, by position. */
function nearEnhancers({ promoter, record }: Gene, { e }: DetailLine): number[] {
  const from = promoter?.t ?? record.o;
  const gap = ({ a, z }: EnhancerDetail) => Math.abs(a + z / 2 - from);
  return [...e.keys()]
    .sort((a, b) => gap(e[a]) - gap(e[b]))
    .slice(0, MOST_ENHANCERS)
    .sort((a, b) => e[a].a - e[b].a);
}

function enhancerSection(
  gene: Gene,
  detail: DetailLine,
  head: PageHead,
  near: readonly number[],
  names: ReadonlyMap<number, string>,
): HTMLElement[] {
  if (near.length === 0) return [];
  const figures = near.map((index) => {
    const enhancer = detail.e[index];
    const name = names.get(index) ?? "";
    const caption = `${name} · ${enhancerFacts(enhancer, gene, detail, head)}`;
    return html("figure", {}, html("figcaption", {}, caption), scrolled(enhancerPicture(enhancer, head.motifs, name)));
  });
  const more = detail.e.length - near.length;
  const rest = more > 0 ? ` The ${near.length} nearest of ${detail.e.length}.` : "";
  const legend = `Above the line: activators (blue); below it: repressors (orange). Boxes point along their strand.${rest}`;
  return [section("Enhancer candidates", ...figures, html("p", { class: "legend" }, legend))];
}

function enhancerFacts(enhancer: EnhancerDetail, gene: Gene, detail: DetailLine, head: PageHead): string {
  const { start, end } = enhancerInterval(enhancer);
  const facts = [`${withCommas(start)}–${withCommas(end)}`, `score ${short(enhancer.s)}`];
  if (enhancer.k === 1) facts.push("silencer candidate");
  const { promoter, promoterIndex } = gene;
  if (promoter === undefined) return facts.join(" · ");
  const centre = Math.floor((start + end) / 2);
  const distance = promoter.s === "+" ? centre - promoter.t : promoter.t - centre;
  facts.push(`${signed(distance)} bp from the start site`);
  const acts = ([from, to]: ActingDetail) => from === start && to === end;
  const folds = detail.p[promoterIndex].b.flatMap(({ e }, cell) =>
    e.filter(acts).map(([, , , , fold]) => `${head.cells[cell]} ×${short(fold)}`),
  );
  if (folds.length > 0) facts.push(`at full contact: ${folds.join(", ")}`);
  return facts.join(" · ");
}

function genomeBrowserSection(
  gene: Gene,
  detail: DetailLine,
  head: PageHead,
  codes: Uint8Array | undefined,
  methylation: Methylation | undefined,
): { root: HTMLElement; close: () => void } {
  if (codes === undefined || methylation === undefined) {
    return {
      root: section("Genome browser", html("p", {}, "This file carries no bases of this record.")),
      close: () => {},
    };
  }
  const host = html("div", { class: "igv" });
  const button = html("button", { type: "button", class: "open" }, "Open the genome browser");
  let remove = () => {};
  let closed = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      remove = await openGenomeBrowser(host, { gene, detail, motifs: head.motifs, codes, methylation });
      button.remove();
      if (closed) remove();
    } catch (error) {
      host.textContent = `The genome browser could not be opened: ${(error as Error).message}`;
    }
  });
  const close = () => {
    closed = true;
    remove();
  };
  const root = section("Genome browser", button, host);
  root.classList.add("genome-browser");
  return { root, close };
}
