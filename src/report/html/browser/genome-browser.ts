import type { Methylation } from "../../../cpg/methylation.ts";
import { BASES } from "../../../sequence/alphabet.ts";
import type { Interval, Strand } from "../../../sequence/interval.ts";
import { type DetailLine, enhancerInterval, type PageMotif } from "../page-data.ts";
import { blockText, html } from "./dom.ts";
import type { Gene } from "./records.ts";
import { short } from "./text.ts";

/** What is used of igv.js. */
interface Igv {
  createBrowser(host: HTMLElement, config: object): Promise<IgvBrowser>;
  removeBrowser(browser: IgvBrowser): void;
}

interface IgvBrowser {
  readonly trackViews: readonly { readonly track: { readonly name?: string } }[];
}

declare global {
  var igv: Igv | undefined;
}

export interface BrowserScene {
  readonly gene: Gene;
  readonly detail: DetailLine;
  readonly motifs: readonly PageMotif[];
  readonly codes: Uint8Array;
  /** Positions in the sequence's coordinates. */
  readonly methylation: Methylation;
}

/** Bases before and behind the start site that are shown first. */
const UPSTREAM = 600;
const DOWNSTREAM = 300;

/** Colours that stand apart for every kind of colour vision (Okabe & Ito 2008). */
const COLOURS = {
  island: "#009e73",
  methylation: "#333333",
  promoter: "#000000",
  element: "#0072b2",
  enhancer: "#8c6d1f",
  activator: "#0072b2",
  repressor: "#d55e00",
};

interface Feature extends Interval {
  readonly chr: string;
  readonly name?: string;
  readonly strand?: Strand;
  readonly color?: string;
  readonly value?: number;
}

/** Shows the record in igv.js, whose source lies in this page and starts now. The function returned takes it away again. */
export async function openGenomeBrowser(host: HTMLElement, scene: BrowserScene): Promise<() => void> {
  const igv = startedIgv();
  const browser = await igv.createBrowser(host, configOf(scene));
  host.dataset.tracks = browser.trackViews.map(({ track }) => track.name ?? "").join(";");
  return () => igv.removeBrowser(browser);
}

function startedIgv(): Igv {
  if (globalThis.igv === undefined) document.head.append(html("script", {}, blockText("genome-browser")));
  if (globalThis.igv === undefined) throw new Error("the genome browser did not start");
  return globalThis.igv;
}

/** igv.js asks nobody: an explicit locus, no list of genomes, no search service. */
function configOf({ gene, detail, motifs, codes, methylation }: BrowserScene): object {
  const { record, promoter } = gene;
  const chr = harmless(record.n);
  const [first, last] = [record.o + 1, record.o + record.l];
  const around = promoter?.t ?? record.o;
  const from = Math.max(first, around + 1 - UPSTREAM);
  const to = Math.min(last, around + 1 + DOWNSTREAM);
  const fasta = `>${chr}:${first}-${last} @len=${last}\n${lettersOf(codes)}\n`;
  return {
    loadDefaultGenomes: false,
    search: false,
    queryParametersSupported: false,
    showChromosomeWidget: false,
    showIdeogram: false,
    reference: {
      id: chr,
      name: chr,
      fastaURL: `data:text/plain;base64,${btoa(fasta)}`,
      indexed: false,
      wholeGenomeView: false,
    },
    locus: `${chr}:${from}-${to}`,
    tracks: [
      annotation("start sites", COLOURS.promoter, startSites(gene, chr)),
      annotation("elements", COLOURS.element, elements(gene, detail, chr)),
      annotation("CpG islands", COLOURS.island, islands(detail, chr)),
      levels(methylation, chr),
      annotation("enhancers", COLOURS.enhancer, enhancers(detail, chr)),
      annotation("factor sites", COLOURS.activator, sites(detail, motifs, chr)),
    ],
  };
}

/** Names come from files; igv.js writes some of them into its own markup, and keeps them as keys of plain objects. */
function harmless(name: string): string {
  const plain = name.replace(/[^\w.-]/g, "_");
  return plain === "" || plain in {} ? `record_${plain}` : plain;
}

function lettersOf(codes: Uint8Array): string {
  const letters = Uint8Array.from(codes, (code) => (BASES[code] ?? "N").charCodeAt(0));
  return new TextDecoder().decode(letters);
}

function annotation(name: string, color: string, features: readonly Feature[]): object {
  const look = { displayMode: "EXPANDED", height: 45, color };
  return { name, type: "annotation", format: "bed", ...look, features, searchable: true };
}

function levels({ positions, levels }: Methylation, chr: string): object {
  const features = [...positions].flatMap((start, i): Feature[] =>
    Number.isNaN(levels[i]) ? [] : [{ chr, start, end: start + 2, value: levels[i] }],
  );
  const look = { color: COLOURS.methylation, min: 0, max: 1, height: 40, autoscale: false };
  return { name: "methylation", type: "wig", format: "bedgraph", graphType: "bar", ...look, features };
}

function startSites({ record }: Gene, chr: string): Feature[] {
  return record.p.map(({ n, t, s }) => ({
    chr,
    start: t,
    end: t + 1,
    strand: s,
    name: n === "" ? "start" : harmless(n),
  }));
}

function elements({ record }: Gene, { p }: DetailLine, chr: string): Feature[] {
  return p.flatMap(({ k }, i) =>
    k.map(([, start, length, strand, offset], j): Feature => {
      const name = `${record.p[i].k[j]} ${offset < 0 ? offset : `+${offset}`}`;
      return { chr, start, end: start + length, strand, name };
    }),
  );
}

function islands({ i }: DetailLine, chr: string): Feature[] {
  return i.map(([start, length]) => ({ chr, start, end: start + length, name: "CpG island" }));
}

function enhancers({ e }: DetailLine, chr: string): Feature[] {
  return e.map((enhancer, i) => ({
    chr,
    ...enhancerInterval(enhancer),
    name: `enhancer ${i + 1} score ${short(enhancer.s)}`,
  }));
}

function sites({ e }: DetailLine, motifs: readonly PageMotif[], chr: string): Feature[] {
  return e.flatMap(({ a, t }) =>
    t.map(([index, start, strand]): Feature => {
      const { name, role, width } = motifs[index];
      const color = role === "repressor" ? COLOURS.repressor : COLOURS.activator;
      return { chr, start: a + start, end: a + start + width, strand, color, name: `${harmless(name)} ${role}` };
    }),
  );
}
