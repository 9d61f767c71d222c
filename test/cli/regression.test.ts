import { describe, expect, it } from "vitest";
import { fixture, tatabox } from "./tatabox.ts";

const GENES = ["fos", "tyms", "globin"].map((name) => fixture(`genes/${name}.fa`));
const TSS = ["--tss", fixture("genes/genes.bed")];

/** The runs behind fixtures/expected; its README says how to renew them. */
const RUNS: Readonly<Record<string, readonly string[]>> = {
  scan: ["scan", ...GENES, "-p", "1e-5"],
  "cpg-ucsc": ["cpg", ...GENES],
  "cpg-takai-jones": ["cpg", ...GENES, "--method", "takai-jones"],
  promoters: ["promoters", ...GENES, ...TSS],
  "promoters-predicted": ["promoters", ...GENES],
  enhancers: ["enhancers", ...GENES, "--min-score", "6"],
  express: ["express", ...GENES, ...TSS, "--cell", "erythroid", "--methylation", "islands"],
  report: ["report", ...GENES.slice(0, 2), ...TSS],
};

describe("fixtures/expected: a fresh run tells the same", () => {
  it.each(Object.entries(RUNS))("%s", (name, words) => {
    const fresh = tatabox([...words, "--json", "-q"]);
    expect([fresh.err, fresh.status]).toEqual(["", 0]);
    const { status, out } = tatabox(["diff", fixture(`expected/${name}.json`), "-"], fresh.out);
    expect(`${out}${status}`).toMatch(/no difference in \d+ results\n0$/);
  });
});
