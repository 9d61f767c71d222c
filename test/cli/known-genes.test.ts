import { expect, it } from "vitest";
import { describeShared, sharedPath } from "../shared.ts";
import { tatabox } from "./tatabox.ts";

const LOCI = sharedPath("data/regulation/loci.fa.gz");
const crm = (name: string) => sharedPath(`data/regulation/crm/${name}`);

/** A table with promoters' start sites (0-based, + strand), as BED on standard input. */
const bed = (sites: readonly (readonly [record: string, tss: number, name: string])[]) =>
  sites.map(([record, tss, name]) => `${record}\t${tss}\t${tss + 1}\t${name}\t0\t+\n`).join("");

interface PromoterJson {
  sequence: string;
  name: string;
  tss: number;
  strand: string;
  class: string;
  cpgClass: string;
  elements: { element: string; offset: number; strand: string }[];
}

describeShared("the loci of data/regulation", () => {
  // Start sites of oracle/cpg/expect/promoter_class.tsv.
  const sites = bed([
    ["U01317", 34_477, "HBG2"],
    ["U01317", 39_413, "HBG1"],
    ["U01317", 54_739, "HBD"],
    ["U01317", 62_136, "HBB"],
    ["K00650", 733, "FOS"],
    ["D00596", 821, "TYMS"],
  ]);
  const { promoters } = JSON.parse(tatabox(["promoters", LOCI, "--tss", "-", "--json", "-q"], sites).out);
  const of = (gene: string): PromoterJson => promoters.find(({ name }: PromoterJson) => name === gene);
  const elements = (gene: string) => of(gene).elements.map(({ element, offset }) => `${element} ${offset}`);

  it.each([
    ["HBB", ["CCAAT -76", "TATA -32"]],
    ["HBD", ["TATA -32"]],
    ["HBG1", ["CCAAT -115", "CCAAT -88", "TATA -31"]],
    ["HBG2", ["CCAAT -115", "CCAAT -88", "TATA -31"]],
    ["FOS", ["TATA -33", "Inr -2"]],
    ["TYMS", ["NRF1 -19"]],
  ])("%s shows %j", (gene, expected) => {
    expect(elements(gene)).toEqual(expect.arrayContaining(expected));
  });

  it("classes: globins TATA and LCP, FOS TATA+CpG and HCP, TYMS CpG and HCP without a TATA box", () => {
    for (const globin of ["HBB", "HBD", "HBG1", "HBG2"])
      expect([of(globin).class, of(globin).cpgClass]).toEqual(["TATA", "LCP"]);
    expect([of("FOS").class, of("FOS").cpgClass]).toEqual(["TATA+CpG", "HCP"]);
    expect([of("TYMS").class, of("TYMS").cpgClass]).toEqual(["CpG", "HCP"]);
  });

  it("without annotation the island promoters are found on their strand, and no globin (promoters.md, section 4)", () => {
    const predicted: PromoterJson[] = JSON.parse(tatabox(["promoters", LOCI, "--json", "-q"]).out).promoters;
    const near = (record: string, tss: number, within: number) =>
      predicted
        .filter((call) => call.sequence === record && Math.abs(call.tss - tss) <= within)
        .map(({ strand }) => strand);
    expect(near("K00650", 733, 10)).toEqual(["+"]);
    expect(near("D00596", 821, 100)).toEqual(["+"]);
    expect(predicted.some(({ sequence }) => sequence === "U01317")).toBe(false);
  });
});

describeShared("human promoters of data/regulation/crm (TSS at index 499)", () => {
  const GENES = [
    ["ACTC1_EP16033", "CCAAT -144,GC -72,TATA -31,Inr -2"],
    ["APOA1_EP30021", "CCAAT -97,TATA -32"],
    ["IFNB1_EP07112", "TATA -30"],
  ] as const;

  it.each(GENES)("%s shows %s", (record, expected) => {
    const run = tatabox(["promoters", crm(`${record}.fa`), "--tss", "-", "--json", "-q"], bed([[record, 499, "gene"]]));
    const [{ elements }]: PromoterJson[] = JSON.parse(run.out).promoters;
    const found = elements.map(({ element, offset }) => `${element} ${offset}`);
    expect(found).toEqual(expect.arrayContaining(expected.split(",")));
  });

  it("IFNB1: the cluster over its NF-κB and IRF elements, −91..−55 (Cluster-Buster's coordinates), on the promoter", () => {
    const words = ["--only-factors", "IRF1,RELA,AP-1", "--tss", "-", "--json", "-q"];
    const run = tatabox(["enhancers", crm("IFNB1_EP07112.fa"), ...words], bed([["IFNB1_EP07112", 499, "IFNB1"]]));
    const [cluster, ...others] = JSON.parse(run.out).enhancers;
    expect(others).toEqual([]);
    expect([cluster.start, cluster.end]).toEqual([408, 445]);
    expect(cluster.activators).toEqual(["RELA", "Irf1"]);
    expect(cluster.promoters).toMatchObject([{ name: "IFNB1", distance: -73, proximal: true }]);
  });
});
