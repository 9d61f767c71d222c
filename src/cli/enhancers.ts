import { counted, formatFixed } from "../printf.ts";
import type { Cluster } from "../regulation/cluster-search.ts";
import { describedCluster } from "../regulation/enhancers.ts";
import { PromoterIndex } from "../regulation/near-promoters.ts";
import { chanceClusters, shuffleCopies, shuffles } from "../regulation/shuffled-clusters.ts";
import { type EnhancerRow, enhancerShape } from "../report/enhancer-shape.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import type { TssBySequence } from "../sequence/tss.ts";
import { asPart, type Steps } from "../steps.ts";
import { AnnotationCheck, startSites, tssOption } from "./analysis-options.ts";
import { defineCommand } from "./command.ts";
import {
  type ClusterFinder,
  type ClusterSearchSettings,
  clusterFinder,
  clusterSearchOptions,
} from "./enhancer-options.ts";
import type { OptionTable } from "./options.ts";
import { inputRecords, inSource, inSteps, writeFeatures } from "./records.ts";

const options = {
  ...clusterSearchOptions,
  tss: {
    ...tssOption.tss,
    help: "start sites as BED, GFF3 or GTF: name the nearest ones of each cluster",
    group: "Enhancers",
  },
} satisfies OptionTable;

/** Bases of shuffled sequence that --shuffle-rate searches for a record at least. */
const SHUFFLED_BASES = 200_000;

export const command = defineCommand({
  summary: "Clusters of factor sites: enhancer and silencer candidates.",
  args: "[fasta...]",
  examples: [
    ["tatabox enhancers genes.fa", "clusters of the library's activators and repressors"],
    [
      "tatabox enhancers locus.fa --only-factors GATA1,TAL1,KLF1 --tss genes.gff3",
      "erythroid sites, and the genes nearby",
    ],
    [
      "tatabox enhancers locus.fa --cell erythroid --shuffle-rate",
      "weighed by a cell's factors; what chance would give",
    ],
    [
      "tatabox enhancers genes.fa -m my.meme --model mcast -p 0.01",
      "your motifs, MCAST's model, p-values from shuffles",
    ],
    ["tatabox enhancers genes.fa --min-score 8 -f bed", "fewer and denser ones, as BED"],
  ],
  about:
    "cluster-buster: the likelihood of a stretch as sites with gaps against the local background (Frith, Li & Weng 2003), in " +
    "nats. mcast: hits worth −log2(p/limit) bits each, less a cost for their gaps, after the MEME suite's MCAST; its p-values " +
    "come from seeded shuffles that keep dinucleotides. Motifs of the library that read the same words share one weight; motifs " +
    "of files keep their own. A generic motif set does not find measured human enhancers (of 902 clusters of 25 activators 6 " +
    "lay on one of 90 measured ones, 9 would by chance): choose factors for a question, and hold the calls against " +
    "--shuffle-rate. Scores depend on the number of motifs: compare them within one run. Promoters: up to three within 1 Mb; " +
    "distance from the start site to the cluster's centre along the gene, negative upstream; * marks a cluster over −500..+100; " +
    "contact by distance alone (JSON).",
  formats: ["table", "tsv", "bed", "gff3", "json", "ndjson"],
  pipeFormat: "tsv",
  options,
  async run(context, settings) {
    const finder = await clusterFinder(settings, context);
    const tss = await startSites(settings.tss, context);
    const check = new AnnotationCheck(tss);
    const rates = new Rates(settings, finder);
    let number = 0;
    let bases = 0;
    let all = 0;
    const find = async (record: FastaRecord) => {
      check.seen(record);
      const copies = settings.shuffleRate ? rateCopies(record) : 0;
      // A shuffle takes as long as the record; p-values are known soon.
      const own = 1 / (1 + copies);
      const clusters = await inSteps(context, asPart(finder.clusters(record.codes), 0, own));
      const adding = rates.add(record, number, clusters.length, copies);
      const rate = copies > 0 ? await inSteps(context, asPart(adding, own, 1)) : {};
      const found = await inSteps(context, asPart(described(clusters, record, number++, finder, settings), own, 1));
      const rows = tss === undefined ? found : withPromoters(found, record, tss);
      const { name, codes } = record;
      bases += codes.length;
      all += rows.length;
      return {
        features: inSource(record, rows),
        summary: { name, length: codes.length, enhancers: rows.length, ...rate },
      };
    };
    const isTable = context.format === "table";
    const finish = () => {
      check.finish(settings.tss, context);
      if (all === 0) context.note(`no clusters in ${counted(number, "record")}, ${bases} bases`);
      if (settings.shuffleRate && !isTable) context.note(rates.text());
    };
    const shape = enhancerShape({ model: settings.model, promoters: tss !== undefined });
    await writeFeatures(context, shape, inputRecords(context), find, {}, finish);
    if (settings.shuffleRate && isTable) await context.out.write(`${rates.text()}\n`);
  },
});

/** The clusters of one record with what they are made of, and with p-values where the model has them. */
function* described(
  clusters: readonly Cluster[],
  { name, codes }: FastaRecord,
  record: number,
  finder: ClusterFinder,
  { model, pValue, seed }: ClusterSearchSettings,
): Steps<EnhancerRow[]> {
  const rows = clusters.map((cluster) => ({
    sequence: name,
    ...describedCluster(cluster, finder.motifs),
  }));
  if (model !== "mcast" || rows.length === 0) return rows;
  const chance = yield* chanceClusters(codes, finder, { seed, record });
  return rows
    .map((row) => {
      const eValue = chance.expected(row.score);
      return { ...row, eValue, pValue: -Math.expm1(-eValue) };
    })
    .filter((row) => row.pValue <= pValue);
}

function withPromoters(rows: readonly EnhancerRow[], record: FastaRecord, tss: TssBySequence): EnhancerRow[] {
  const index = new PromoterIndex(tss.get(record.name) ?? [], record.offset);
  return rows.map((row) => ({ ...row, promoters: index.near(row) }));
}

/** Shuffles of a record; none of an empty one. */
const rateCopies = ({ codes }: FastaRecord) => shuffleCopies(codes.length, SHUFFLED_BASES);

/** Clusters per Mb by their score alone, in the records and in their shuffles. */
class Rates {
  readonly #settings: ClusterSearchSettings;
  readonly #finder: ClusterFinder;
  readonly #real = { clusters: 0, bases: 0 };
  readonly #shuffled = { clusters: 0, bases: 0 };

  constructor(settings: ClusterSearchSettings, finder: ClusterFinder) {
    this.#settings = settings;
    this.#finder = finder;
  }

  /** Rates of one record, against `copies` shuffles (at least one). */
  *add({ codes }: FastaRecord, record: number, clusters: number, copies: number): Steps<Record<string, number>> {
    let [byChance, copy] = [0, 0];
    for (const shuffled of shuffles(codes, copies, { seed: this.#settings.seed, record })) {
      const search = this.#finder.clusters(shuffled);
      byChance += (yield* asPart(search, copy / copies, ++copy / copies)).length;
    }
    this.#real.clusters += clusters;
    this.#real.bases += codes.length;
    this.#shuffled.clusters += byChance;
    this.#shuffled.bases += copies * codes.length;
    return {
      clustersPerMb: perMb(clusters, codes.length),
      shuffledClustersPerMb: perMb(byChance, copies * codes.length),
    };
  }

  text(): string {
    const { clusters, bases } = this.#real;
    const chance = this.#shuffled;
    if (bases === 0) return "no bases, no clusters";
    const filtered = this.#settings.model === "mcast" ? "; whatever their p-value" : "";
    return (
      `${clusters} clusters in ${bases} bases: ${formatFixed(perMb(clusters, bases), 1)} per Mb; dinucleotide shuffles: ` +
      `${chance.clusters} in ${chance.bases}, ${formatFixed(perMb(chance.clusters, chance.bases), 1)} per Mb${filtered}`
    );
  }
}

function perMb(clusters: number, bases: number): number {
  return (clusters * 1e6) / bases;
}
