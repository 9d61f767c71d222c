import { describe, expect, it } from "vitest";
import type { Bond } from "../../../src/regulation/thermodynamics/cooperativity.ts";
import { type ModelName, modelSums, pBound } from "../../../src/regulation/thermodynamics/models.ts";
import type { ModelParameters, ModelSite, SiteRole } from "../../../src/regulation/thermodynamics/site.ts";
import { describeShared, sharedText } from "../../shared.ts";

interface Annotated {
  start: number;
  strand: "+" | "-";
  factor: string;
  weight: number;
}

function rows(path: string): string[][] {
  return sharedText(path)
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => line.trim().split(/\s+/));
}

/** GEMSTAT's site lists: 1-based start, strand, factor, energy in nats, exp(−energy), to 6 digits. */
function annotation(path: string): Map<string, Annotated[]> {
  const sequences = new Map<string, Annotated[]>();
  let sites: Annotated[] = [];
  for (const row of rows(path)) {
    if (row[0].startsWith(">")) {
      sites = [];
      sequences.set(row[0].slice(1), sites);
    } else {
      const [start, strand, factor, , weight] = row;
      sites.push({ start: Number(start) - 1, strand: strand as "+" | "-", factor, weight: Number(weight) });
    }
  }
  return sequences;
}

/** A table with a header line: row name → numbers. */
function table(path: string): Map<string, number[]> {
  return new Map(
    rows(path)
      .slice(1)
      .map(([name, ...cells]) => [name, cells.map(Number)]),
  );
}

interface Factor {
  v: number;
  alpha: number;
  beta: number;
  length: number;
  role: SiteRole;
}

function factors(inputs: string, info: string, par: string): Map<string, Factor> {
  const lengths = motifWidths(`${inputs}/factors.wtmx`);
  const roles = new Map(rows(`${inputs}/${info}`).map(([name, a]) => [name, a === "1" ? "activator" : "repressor"]));
  return new Map(
    rows(`${inputs}/${par}`)
      .filter((row) => row.length === 4 && roles.has(row[0]))
      .map(([name, v, alpha, beta]) => {
        const role = roles.get(name) as SiteRole;
        return [name, { v: Number(v), alpha: Number(alpha), beta: Number(beta), length: lengths.get(name)!, role }];
      }),
  );
}

function motifWidths(path: string): Map<string, number> {
  const widths = new Map<string, number>();
  let name = "";
  for (const row of rows(path)) {
    if (row[0].startsWith(">")) name = row[0].slice(1);
    else if (row[0] !== "<") widths.set(name, (widths.get(name) ?? 0) + 1);
  }
  return widths;
}

/** `Direct` reads a repressor's β as the factor on its bound state, `ChrMod` as the weight of closing. */
function modelSite(site: Annotated, factor: Factor, level: number): ModelSite {
  const { role, v, alpha, beta, length } = factor;
  const effect = role === "activator" ? alpha : beta;
  const { start, strand } = site;
  return { start, length, strand, factor: site.factor, role, q: v * level * site.weight, effect, close: beta };
}

interface Run {
  sites: Map<string, Annotated[]>;
  levels: Map<string, number[]>;
  factors: Map<string, Factor>;
  parameters: ModelParameters;
  qBasal: number;
  scale?: number;
}

/** Largest difference of P between GEMSTAT's table and ours. */
function worstDifference(model: ModelName, expected: Map<string, number[]>, run: Run): number {
  let worst = 0;
  for (const [sequence, values] of expected) {
    values.forEach((value, condition) => {
      const sites = run.sites
        .get(sequence)!
        .map((site) => modelSite(site, run.factors.get(site.factor)!, run.levels.get(site.factor)![condition]));
      const p = pBound(modelSums(model, sites, run.parameters).lnFold, run.qBasal) * (run.scale ?? 1);
      worst = Math.max(worst, Math.abs(p - value));
    });
  }
  return worst;
}

const MODELS: [ModelName, string][] = [
  ["direct", "Direct"],
  ["quenching", "Quenching"],
  ["repression", "ChrMod_Unlimited"],
];

describeShared("GEMSTAT b7c55f3d, forward with fixed parameters", () => {
  describe("12 made-up sequences x 5 conditions: equal in the 6 digits that it prints", () => {
    const inputs = "oracle/regulation/gemstat_synthetic";
    const bonds: Bond[] = [
      { a: "actA", b: "actA", w: 6 },
      { a: "actA", b: "actB", w: 0.5 },
      { a: "rep", b: "rep", w: 3 },
    ];
    const parameters = { cooperativity: bonds, coopRange: 50, repressionRange: 100, maxContacts: 2 };
    for (const [model, name] of MODELS) {
      it(name, () => {
        const run: Run = {
          sites: annotation(`${inputs}/sites.ann`),
          levels: table(`${inputs}/factor_expr.tab`),
          factors: factors(inputs, "factor_info_AR.txt", "fixed.par"),
          parameters,
          qBasal: 0.05,
        };
        expect(worstDifference(model, table(`${inputs}/${name}.out`), run)).toBeLessThan(1e-6);
      });
    }
  });

  describe("37 fly enhancers x 60 positions, from its own 6-digit site weights", () => {
    const inputs = "data/regulation/gemstat_fly";
    const oracle = "oracle/regulation/gemstat_fly";
    for (const [model, name] of MODELS) {
      it(name, () => {
        const run: Run = {
          sites: annotation(`${oracle}/sites_et0.5.ann`),
          levels: table(`${inputs}/factor_expr.tab`),
          factors: factors(inputs, "factor_info_AR.txt", "fixed.par"),
          parameters: {
            cooperativity: [
              { a: "bcd", b: "bcd", w: 4 },
              { a: "kni", b: "kni", w: 2.5 },
            ],
            coopRange: 50,
            repressionRange: 150,
            maxContacts: 2,
            quenching: rows(`${inputs}/repression.txt`).map(([repressor, activator]) => ({ repressor, activator })),
          },
          qBasal: 0.05,
        };
        expect(run.sites.size).toBe(37);
        expect(worstDifference(model, table(`${oracle}/fwd_${name}.out`), run)).toBeLessThan(2e-6);
      });
    }
  });

  describe("its own interaction test (scale 5): equal in the 6 digits that it prints", () => {
    const inputs = "data/regulation/gemstat_interaction";
    const oracle = "oracle/regulation/gemstat_interaction";
    const bonds: [string, Bond][] = [
      ["out.2", { a: "first", b: "first", w: 10 }],
      ["out.3", { a: "first", b: "first", w: 10, form: "dimer", limit: 15, strands: ["+", "+"] }],
    ];
    for (const [name, bond] of bonds) {
      it(name, () => {
        const run: Run = {
          sites: annotation(`${oracle}/ann.txt`),
          levels: table(`${inputs}/factor_expr.tab`),
          factors: factors(inputs, "factor_info.txt", "par.coop.in"),
          parameters: { cooperativity: [bond], coopRange: 50, repressionRange: 150, maxContacts: 1 },
          qBasal: 1,
          scale: 5,
        };
        expect(worstDifference("direct", table(`${oracle}/${name}`), run)).toBeLessThan(1e-5);
      });
    }
  });
});
