import { bundledLibrary, type LibraryMotif } from "../motif/library.ts";
import { formatGeneral } from "../printf.ts";
import { type BucherId, bucherElement } from "../regulation/bucher.ts";
import { scoreOptions } from "./motif-options.ts";

/** A number as texts show it. */
export const shown = (x: number): string => formatGeneral(x, 6);

/** `-31..-26`, `+27..+27` as `+27`: offsets from the start site's base, which is 0. */
export function offsets({ from, to }: { from: number; to: number }): string {
  const signed = (x: number) => (x > 0 ? `+${x}` : String(x));
  return from === to ? signed(from) : `${signed(from)}..${signed(to)}`;
}

/** Where and from what score on an element of Bucher's is called, by EPDnew's windows and by his own. */
export function bucherRule(id: BucherId): string {
  const { windows, cutoffs, strand } = bucherElement(id);
  const strands = strand === "both" ? "either strand" : "the promoter's strand";
  const rule = (set: "epdnew" | "bucher") =>
    `at ${offsets(windows[set])} with a score from ${shown(cutoffs[set] / 100)} on`;
  return `Bucher's weights (the best word scores 0) on ${strands}, ${rule("epdnew")} (EPDnew's recipe); his own window and cut-off, ${rule("bucher")}, by --windows bucher`;
}

/** A motif of the library by its id. */
export function libraryMotif(id: string): LibraryMotif {
  return bundledLibrary().find((motif) => motif.id === id)!;
}

/** Where a motif of the library is looked for. */
export function windowOf(id: string): string {
  const { window, strand } = libraryMotif(id);
  return `matrix column ${window!.column + 1} at ${offsets(window!)}, ${strand === "both" ? "either strand" : "the promoter's strand"}`;
}

/** The largest p-value of a hit unless -p says otherwise. */
export const defaultPValue = (): number => scoreOptions.pValue.schema.parse(undefined);
