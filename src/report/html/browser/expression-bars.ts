import { expressionLevel } from "../../../regulation/expression-parameters.ts";
import type { FactorDetail, PageHead, PageMotif, PromoterDetail, PromoterOverview } from "../page-data.ts";
import { stateHead } from "./columns.ts";
import { html } from "./dom.ts";
import { amount, short } from "./text.ts";

/** Expression of a promoter in every cell: unmethylated against the methylation state, and the factors behind it. */
export function expressionBars(head: PageHead, { u, x }: PromoterOverview, { b }: PromoterDetail): HTMLElement {
  const state = stateHead(head);
  const most = Math.max(0.05, ...u, ...x);
  const rows = head.cells.map((cell, i) => {
    const bars = [bar("unmethylated", u[i], most, "plain")];
    if (state !== "") bars.push(bar(state, x[i], most, "hatched"));
    return html(
      "tr",
      {},
      html("th", { scope: "row" }, cell),
      html("td", { class: "bars" }, ...bars),
      html("td", {}, factors(b[i].a, head.motifs)),
      html("td", {}, factors(b[i].r, head.motifs)),
    );
  });
  const heads = ["cell", "expression", "raised by", "lowered by"].map((text) => html("th", { scope: "col" }, text));
  return html(
    "table",
    { class: "expression" },
    html("thead", {}, html("tr", {}, ...heads)),
    html("tbody", {}, ...rows),
  );
}

function bar(name: string, expression: number, most: number, look: string): HTMLElement {
  const fill = html("span", { class: `fill ${look}` });
  fill.style.width = `${(100 * expression) / most}%`;
  const text = `${amount(expression)} ${expressionLevel(expression)}`;
  return html(
    "div",
    { class: "bar" },
    html("span", { class: "bar-name" }, name),
    html("span", { class: "track" }, fill),
    html("span", { class: "bar-value" }, text),
  );
}

/** Factors that change expression by less than this share are not named. */
const SHOWN_EFFECT = 0.02;

function factors(effects: readonly FactorDetail[], motifs: readonly PageMotif[]): string {
  const named = effects.filter(([, fold]) => Math.abs(fold - 1) >= SHOWN_EFFECT);
  return named.length === 0 ? "–" : named.map(([motif, fold]) => `${motifs[motif].name} ×${short(fold)}`).join(", ");
}
