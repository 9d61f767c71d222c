import { describe, expect, it } from "vitest";
import { bundledLibrary } from "../../src/motif/library.ts";
import { cellProfile } from "../../src/regulation/cells.ts";
import { CLUSTER_DEFAULTS } from "../../src/regulation/cluster-buster.ts";
import { clusterWeights, enhancerMotifs, enhancers } from "../../src/regulation/enhancers.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { geneCodes } from "./bundled-genes.ts";

const motifs = enhancerMotifs(bundledLibrary());
const filler = (length: number) => "ACGGTCATTGCAGTCATCGA".repeat(Math.ceil(length / 20)).slice(0, length);

describe("default motifs", () => {
  it("are the library's 25 activators and 10 repressors", () => {
    expect(motifs.filter(({ role }) => role === "activator")).toHaveLength(25);
    expect(motifs.filter(({ role }) => role === "repressor")).toHaveLength(10);
  });

  it("share one weight a group", () => {
    const weights = clusterWeights(motifs, undefined);
    const of = (group: string) => weights.filter(({ motif }) => motif.group === group).map(({ weight }) => weight);
    expect(of("GATA")).toEqual([0.5, 0.5]);
    expect(of("E-box-repressor")).toEqual([0.5, 0.5]);
    expect(of("AP-1")).toEqual([1]);
  });

  it("weigh what a cell holds; an absent factor leaves its share to the others of its group", () => {
    const weights = clusterWeights(motifs, cellProfile("erythroid"));
    const of = (id: string) => weights.find(({ motif }) => motif.id === id)!.weight;
    expect(of("MA0035.3")).toBe(1);
    expect(of("MA0482.2")).toBe(0);
    expect(of("MA0099.4")).toBe(0.25);
  });
});

describe("enhancers", () => {
  const gata = "CTGCTTATCTCTGAGATAAGCATTCTTATCTGTACACAGATAAGAAGCCACACCCTGAC";

  it("finds a planted erythroid cluster and names its activators", () => {
    const codes = encodeText(filler(400) + gata + filler(400));
    const [cluster, ...others] = enhancers(codes, motifs);
    expect(others).toEqual([]);
    expect(cluster.start).toBeGreaterThanOrEqual(390);
    expect(cluster.end).toBeLessThanOrEqual(400 + gata.length + 10);
    expect(cluster.score).toBeGreaterThan(CLUSTER_DEFAULTS.minScore);
    expect(cluster).toMatchObject({ kind: "enhancer candidate" });
    expect(cluster.activators).toContain("Gata1");
    expect(cluster.repressors).toEqual([]);
    const listed = new Set(cluster.sites.map(({ factor }) => factor));
    for (const name of cluster.activators) expect(listed).toContain(name);
  });

  it("sees it in erythroid cells and not where there is no GATA factor", () => {
    const codes = encodeText(filler(400) + gata + filler(400));
    expect(enhancers(codes, motifs, { cell: cellProfile("erythroid") })).toHaveLength(1);
    expect(enhancers(codes, motifs, { cell: cellProfile("neuron") })).toEqual([]);
  });

  it("calls a cluster of repressors a silencer candidate, homotypic when one factor makes it", () => {
    const re1 = "TTCAGCACCATGGACAGCGCCA";
    const [cluster] = enhancers(encodeText(filler(300) + re1 + filler(30) + re1 + filler(300)), motifs);
    expect(cluster).toMatchObject({ kind: "silencer candidate", composition: "homotypic" });
    expect(cluster.repressors[0]).toBe("REST");
    expect(cluster.contributions[0]).toMatchObject({ factor: "REST", role: "repressor", sites: 2 });
  });

  it("counts a palindrome once, though it stands on both strands", () => {
    const [p53] = motifs.filter(({ id }) => id === "MA0106.3");
    const word = "GGACATGCCCGGGCATGTCC";
    const [cluster] = enhancers(encodeText(filler(200) + word + filler(200)), [p53]);
    expect(new Set(cluster.sites.map(({ strand }) => strand))).toEqual(new Set(["+", "-"]));
    expect(cluster.contributions[0].sites).toBeLessThan(cluster.sites.length);
  });

  it("finds the AP-1 pair of hypersensitive site 2 in the beta-globin locus (U01317 8,657..8,700)", () => {
    const found = enhancers(geneCodes("globin"), motifs, { cell: cellProfile("erythroid") });
    expect(found.some(({ start, end }) => start >= 8600 && end <= 8800)).toBe(true);
  });
});
