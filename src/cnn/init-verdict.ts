import type { Activation, InitRow } from "./init-study.ts";

/** Change of the root mean square over the depth beyond which signals count as vanishing or exploding. */
const [VANISHED, EXPLODED] = [0.2, 5];
/** Share of the first layer's tanh outputs at its ends beyond which a layer hardly learns. */
const SATURATED = 0.2;

/** What depth does to one scheme at one fan-in, and why, in a sentence; `rows` by layer. */
export function depthVerdict(rows: readonly InitRow[], activation: Activation): string {
  const [first, last] = [rows[0], rows[rows.length - 1]];
  const { scheme, gain } = first;
  if (areCopies(last)) return `${scheme}: all units of a layer are copies and get the same gradient; they never differ`;
  const change = depthChange(rows);
  const why = `a sum has n x var(w) = ${sized(gain)} times the mean square of its terms${activation === "relu" ? ", ReLU halves it" : ""}`;
  if (change > EXPLODED)
    return `${scheme}: ${why}: signals grow ${sized(change)}-fold on the way up; gradients explode with them`;
  if (change < VANISHED)
    return `${scheme}: ${why}: signals shrink to ${sized(change)} of their size on the way up; the gradient of the early weights vanishes`;
  if (activation === "tanh" && first.saturated > SATURATED)
    return `${scheme}: ${sized(100 * first.saturated)} % of the first layer's outputs sit at the ends of tanh, where its slope is nearly 0: they hardly learn`;
  return `${scheme}: ${why}: signals keep their size (${sized(change)} of the first layer's at the last)`;
}

/** What fan-in does to one scheme, in a sentence; `widths` holds the rows by layer of each fan-in, the narrowest first. */
export function fanInVerdict(widths: readonly (readonly InitRow[])[], activation: Activation): string {
  const [narrow, wide] = [widths[0], widths[widths.length - 1]];
  const { scheme, gain, fanIn } = narrow[0];
  if (widths.every((rows) => areCopies(rows[rows.length - 1]))) return `${scheme}: copies at every fan-in`;
  const variances = widths.map((rows) => rows[rows.length - 1].activationVariance);
  if (Math.abs(wide[0].gain / gain - 1) < 1e-9)
    return `${scheme}: n x var(w) is ${sized(gain)} at every fan-in: width changes nothing, the last layer's variance stays within ${sized(Math.min(...variances))} and ${sized(Math.max(...variances))}`;
  const fates = widths.map((rows) => `${rows[0].fanIn} ${fate(depthChange(rows))}`).join(", ");
  const right = Math.round(((activation === "relu" ? 2 : 1) * fanIn) / gain);
  return `${scheme}: n x var(w) grows with the fan-in, ${sized(gain)} at ${fanIn} and ${sized(wide[0].gain)} at ${wide[0].fanIn}, and with it the last layer's variance, from ${sized(variances[0])} to ${sized(variances[variances.length - 1])} (${fates}): a fixed size is right at one fan-in alone, here ${right}`;
}

/** Nothing tells the units apart; a single unit is a copy only of nothing. */
const areCopies = ({ distinct, fanIn, gain }: InitRow) => distinct === 1 && (fanIn > 1 || gain === 0);

function depthChange(rows: readonly InitRow[]): number {
  const [first, last] = [rows[0].activation, rows[rows.length - 1].activation];
  return first === 0 ? 0 : last / first;
}

function fate(change: number): string {
  return change > EXPLODED ? "explodes" : change < VANISHED ? "vanishes" : "keeps";
}

const sized = (x: number) => String(Number(x.toPrecision(2)));
