import { type AnalysisSettings, analyzeRecord } from "../../src/regulation/analysis.ts";
import { cellProfile } from "../../src/regulation/cells.ts";
import { DEFAULT_PARAMETERS } from "../../src/regulation/expression-parameters.ts";
import { MODEL_NAMES, type ModelName, modelSums } from "../../src/regulation/thermodynamics/models.ts";
import type { ModelParameters, ModelSite } from "../../src/regulation/thermodynamics/site.ts";
import { genomeLike } from "./cpg.ts";
import { alternate, row } from "./measure.ts";

const SITES = 10_000;
const SPACING_BP = 5;
/** A few milliseconds each: the first ones are the compiler’s. */
const ROUNDS = 40;
/** Sums over all arrangements may cost so many times a plain loop over the pairs in range. */
const PAIR_LIMIT = 100;
/** Linear growth, up to what a measurement on a shared machine can tell. */
const LARGEST_EXPONENT = 1.15;

/** The models beside a loop over the same pairs, their growth with sites, neighbours and contacts; then `report` by length. */
export function benchExpression(): void {
  pairs();
  growth("sites", [2500, 5000, 10_000, 20_000], (model, sites) => sums(model, placedSites(sites, 20)));
  // Constant length of 40,000 bp: twice the sites are twice the neighbours, four times the pairs.
  growth(
    "sites × neighbours",
    [2500, 5000, 10_000],
    (model, sites) => sums(model, placedSites(sites, 40_000 / sites)),
    2,
  );
  contacts();
  reportByLength();
}

const plain: ModelParameters = {
  cooperativity: [{ a: "A", b: "A", w: 4 }],
  coopRange: 50,
  repressionRange: 150,
  maxContacts: 2,
};

/** Every third site is a repressor's. One literal makes them all, as the program does: spread objects are slow to read. */
function placedSites(count: number, spacingBp: number): ModelSite[] {
  return Array.from({ length: count }, (_, i): ModelSite => {
    const isRepressor = i % 3 === 0;
    return {
      start: Math.round(i * spacingBp),
      length: 10,
      strand: "+",
      factor: isRepressor ? "R" : "A",
      role: isRepressor ? "repressor" : "activator",
      q: 0.5,
      effect: isRepressor ? 0.3 : 3,
      close: 1,
    };
  });
}

const sums =
  (model: ModelName, sites: readonly ModelSite[], parameters = plain): (() => void) =>
  () =>
    void modelSums(model, sites, parameters);

function pairs(): void {
  const sites = placedSites(SITES, SPACING_BP);
  const reachBp: Readonly<Record<ModelName, number>> = { direct: 50, quenching: 151, repression: 151 };
  console.log(`expression: ${SITES} sites every ${SPACING_BP} bp; yardstick a plain loop over the pairs in range`);
  for (const model of MODEL_NAMES) {
    const loop = pairLoop(sites, reachBp[model]);
    const times = alternate({ loop, model: sums(model, sites) }, ROUNDS);
    console.log(row(model, times.model, times.loop, PAIR_LIMIT));
  }
}

/** Two passes, as the models make two sums. */
function pairLoop(sites: readonly ModelSite[], reachBp: number): () => void {
  const starts = Float64Array.from(sites, ({ start }) => start);
  const weights = Float64Array.from(sites, ({ q }) => q);
  return () => {
    let sum = 0;
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0, first = 0; i < starts.length; i++) {
        while (starts[i] - starts[first] >= reachBp) first++;
        for (let j = first; j < i; j++) sum += weights[i] * weights[j];
      }
    }
    if (sum < 0) throw new Error("cannot be");
  };
}

/** Exponent of the cost's growth: the slope of a line through the logarithms. */
function growth(
  what: string,
  counts: readonly number[],
  job: (model: ModelName, count: number) => () => void,
  expected = 1,
): void {
  console.log(
    `expression: growth with ${what}, ${counts.join(", ")}; exponent (at most ${(expected * LARGEST_EXPONENT).toFixed(2)})`,
  );
  for (const model of MODEL_NAMES) {
    const times = alternate(Object.fromEntries(counts.map((n) => [String(n), job(model, n)])), ROUNDS);
    console.log(
      `  ${model.padEnd(44)} ${slope(
        counts,
        counts.map((n) => times[String(n)]),
      ).toFixed(2)}`,
    );
  }
}

function slope(xs: readonly number[], ys: readonly number[]): number {
  const [x, y] = [xs.map(Math.log), ys.map(Math.log)];
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const top = x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
  return top / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}

function contacts(): void {
  const sites = placedSites(SITES, 20);
  const job = (maxContacts: number) => sums("quenching", sites, { ...plain, maxContacts });
  const times = alternate({ two: job(2), eight: job(8), thirtyTwo: job(32) }, ROUNDS);
  console.log("expression: quenching with more contacts; yardstick two contacts (linear: 3 times for 8, 11 for 32)");
  console.log(row("8 contacts", times.eight, times.two, 3));
  console.log(row("32 contacts", times.thirtyTwo, times.two, 11));
}

/** The whole analysis of one record, without annotation: time per Mb at 10 Mb beside that at 1 Mb. */
function reportByLength(): void {
  const settings: AnalysisSettings = {
    method: "ucsc",
    tss: undefined,
    enhancers: {},
    cells: [cellProfile("generic")],
    methylation: "islands",
    conditions: { model: "direct", parameters: DEFAULT_PARAMETERS, methylationActs: "both" },
  };
  const record = (length: number) => {
    const codes = genomeLike(length);
    return { name: "made", description: "", letters: codes, codes };
  };
  const [short, long] = [record(1e6), record(1e7)];
  const times = alternate(
    { short: () => void analyzeRecord(short, settings), long: () => void analyzeRecord(long, settings) },
    2,
  );
  console.log("report: one record like a genome, promoters predicted; yardstick the time per Mb at 1 Mb");
  console.log(row("1 Mb", times.short, times.short));
  console.log(row("10 Mb, per Mb", times.long / 10, times.short, 1.2));
}
