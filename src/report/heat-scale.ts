import { LEVEL_BOUNDS } from "../regulation/expression-parameters.ts";

/** Expression below this is drawn like this. */
export const LOWEST_SHOWN = 0.001;

/** 0 at {@link LOWEST_SHOWN} and below, 1 at 1; logarithmic. */
export function expressionShare(expression: number): number {
  return Math.min(1, Math.max(0, 1 - Math.log10(Math.max(expression, LOWEST_SHOWN)) / Math.log10(LOWEST_SHOWN)));
}

/** Light to dark blue through green, and what is legible on it. */
export function heatColour(share: number): { fill: string; text: string } {
  return { fill: mixed(HEAT, share), text: share > 0.5 ? "#fff" : "#222" };
}

/** Blue for losses (−1), white for no change, red for gains (1). */
export function changeColour(share: number): string {
  return mixed(CHANGE, (share + 1) / 2);
}

/** The bounds between off, low, medium and high. */
export const BOUNDS: readonly number[] = [LEVEL_BOUNDS.low, LEVEL_BOUNDS.medium, LEVEL_BOUNDS.high];

/** ColorBrewer's YlGnBu and RdBu (Brewer 2003), as far as a few steps go. */
const HEAT = ["#ffffd9", "#c7e9b4", "#41b6c4", "#225ea8", "#081d58"];
const CHANGE = ["#2166ac", "#92c5de", "#f7f7f7", "#f4a582", "#b2182b"];

function mixed(colours: readonly string[], share: number): string {
  const at = Math.min(1, Math.max(0, share)) * (colours.length - 1);
  const below = Math.min(colours.length - 2, Math.floor(at));
  const [from, to] = [colours[below], colours[below + 1]].map(channels);
  const parts = from.map((value, i) => Math.round(value + (at - below) * (to[i] - value)));
  return `#${parts.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((from) => Number.parseInt(colour.slice(from, from + 2), 16));
}
