import { DRAWS } from "../cnn/intervals.ts";
import { BULK_RATES, ISLAND_RATES } from "../cpg/methylation-models.ts";
import { METHYLATED_ABOVE, UNMETHYLATED_BELOW } from "../cpg/methylation-sites.ts";
import {
  CLASS_STEP_BP,
  CLASS_WINDOW_BP,
  DEFAULT_CLASS_WINDOW,
  HCP_LIMITS,
  LCP_OBS_EXP,
} from "../cpg/promoter-class.ts";
import { TAKAI_JONES_DEFAULTS } from "../cpg/takai-jones.ts";
import { CPG_SCORE, UCSC_DEFAULTS } from "../cpg/ucsc.ts";
import { NRDB } from "../motif/background.ts";
import { bundledLibrary } from "../motif/library.ts";
import { ASSUMED_SITES } from "../motif/motif.ts";
import { DEFAULT_PSEUDOCOUNT } from "../motif/score-matrix.ts";
import { cellProfiles } from "../regulation/cells.ts";
import { CLUSTER_DEFAULTS } from "../regulation/cluster-buster.ts";
import { CORE_P } from "../regulation/element-matrices.ts";
import { DEFAULT_PARAMETERS, LEVEL_BOUNDS } from "../regulation/expression-parameters.ts";
import { methylationBits, silencingFactor } from "../regulation/methylation-effect.ts";
import { bundledPromoterModel, expectedFalseCallsPerMb } from "../regulation/promoter-model.ts";
import { bucherRule, defaultPValue, libraryMotif, offsets, shown, windowOf } from "./explain-numbers.ts";

/** A word of the field: what it means, with the numbers that tatabox works with, and where that comes from. */
export interface Term {
  readonly term: string;
  /** Other words for it. */
  readonly synonyms: readonly string[];
  /** One paragraph; made when asked for, since it looks numbers up. */
  readonly text: () => string;
  readonly cite: string;
}

const BUCHER = "Bucher P 1990, J Mol Biol 212:563";
const JASPAR = "Rauluseviciute et al. 2024, Nucleic Acids Res 52:D174 (JASPAR)";
const CLUSTER_BUSTER = "Frith, Li, Weng 2003, Nucleic Acids Res 31:3666";
const parameters = DEFAULT_PARAMETERS;

export const TERMS: readonly Term[] = [
  {
    term: "TATA box",
    synonyms: ["TATA", "TBP", "Goldberg-Hogness box"],
    text: () =>
      `The word TATAWAAR (W: A or T, R: A or G) some 30 bases before the start site, where TBP binds and sets the point at which transcription begins. About a tenth of human promoters have one, mostly those of tissue-specific genes. tatabox finds it by ${bucherRule("tata")}.`,
    cite: BUCHER,
  },
  {
    term: "initiator",
    synonyms: ["Inr", "cap signal"],
    text: () =>
      `YYANWYY in man, round the start site itself (the A is the first base transcribed). Weak alone: in Bucher's window four of ten introns have one, too. tatabox finds it by ${bucherRule("inr")}.`,
    cite: BUCHER,
  },
  {
    term: "CCAAT box",
    synonyms: ["CCAAT", "CAAT box", "NF-Y", "NFYA"],
    text: () =>
      `CCAAT (or ATTGG: it works in either direction), bound by NF-Y, usually 60 to 100 bases before the start site. tatabox finds it by ${bucherRule("ccaat")}; for expression by NFYA's matrix ${libraryMotif("MA0060.3").id}, ${windowOf("MA0060.3")}.`,
    cite: BUCHER,
  },
  {
    term: "GC box",
    synonyms: ["GC-box", "SP1", "Sp1 site"],
    text: () =>
      `GGGCGG on either strand, bound by SP1 and its relatives; common in CpG islands. tatabox finds it by ${bucherRule("gc")}; for expression by SP1's matrix ${libraryMotif("MA0079.3").id}, ${windowOf("MA0079.3")}.`,
    cite: BUCHER,
  },
  {
    term: "octamer",
    synonyms: ["ATGCAAAT", "Oct-1", "OCT1", "POU2F1", "octamer motif"],
    text: () =>
      `ATGCAAAT (ATTTGCAT on the other strand), bound by POU2F1 (Oct-1, in all cells) and POU2F2 (Oct-2, in B cells): promoters of histone H2B and of immunoglobulin genes. tatabox looks for ${libraryMotif("MA0785.1").id} and ${libraryMotif("MA0507.3").id}, ${windowOf("MA0785.1")}. The word holds no CpG, so methylation does not touch it.`,
    cite: JASPAR,
  },
  {
    term: "DPE",
    synonyms: ["downstream promoter element", "MTE", "motif ten element"],
    text: () =>
      `RGWYV, behind the start site in promoters without a TATA box, first seen in the fly; it works only together with an initiator at its exact distance. tatabox looks for the matrix ${libraryMotif("POL005.1").id} at p ≤ ${shown(CORE_P)}, ${windowOf("POL005.1")} (offset +27 is position +28 where there is no zero); the MTE for ${libraryMotif("POL001.1").id}, ${windowOf("POL001.1")}.`,
    cite: "Burke and Kadonaga 1996, Genes Dev 10:711; JASPAR POLII",
  },
  {
    term: "BRE",
    synonyms: ["BREu", "BREd", "TFIIB recognition element"],
    text: () =>
      `What TFIIB reads on either side of a TATA box: BREu (SSRCGCC) just before it, BREd (RTDKKKK) just behind. tatabox looks for both at p ≤ ${shown(CORE_P)}: BREu ${windowOf("POL006.1")}; BREd ${windowOf("POL007.1")}.`,
    cite: "Lagrange et al. 1998, Genes Dev 12:34; JASPAR POLII",
  },
  {
    term: "start site",
    synonyms: ["TSS", "transcription start site", "offset"],
    text: () =>
      "The first base that is transcribed. Results give it as a 0-based coordinate (tss); offsets count from it along the promoter's strand, with 0 for the base itself and -1 for the base before: usual numbering has no zero, so its +1 is offset 0. It comes from --tss (5' ends of BED, GFF3 or GTF features by strand), else promoters are predicted.",
    cite: "interface of this program",
  },
  {
    term: "promoter class",
    synonyms: ["class", "TATA+CpG", "element class"],
    text: () =>
      "What carries a promoter: TATA (a TATA box in its window), CpG (an island over the start site or just before it, or a short window there that is as rich), TATA+CpG, or neither. Of 1,852 human promoters 9.6 % are TATA, 68.3 % CpG, 9.7 % both and 12.4 % neither; at random places of the genome a TATA box stands in 4.5 %.",
    cite: "measured on promoters of EPD release 128 for this project",
  },
  {
    term: "AUC",
    synonyms: ["area under the curve", "area under the ROC curve", "AUROC", "ROC"],
    text: () =>
      `The chance that a positive sequence scores above a negative one, a tie counting one half: 0.5 is guessing, 1 is perfect. cnn evaluate gives it with the middle 95 % of ${DRAWS} bootstrap draws, class by class; with several classes it is each class against the others.`,
    cite: "Hanley JA, McNeil BJ 1982, Radiology 143:29",
  },
  {
    term: "saliency",
    synonyms: ["gradient x input", "in-silico mutagenesis", "logit", "attribution"],
    text: () =>
      "Which bases of a sequence a network's output hangs on. Gradient x input is the slope of the logit (natural log odds of the class) by the base that is there; in-silico mutagenesis is what the logit changes by when each of the 3 other bases stands there. cnn saliency gives both, a row a base.",
    cite: "Simonyan, Vedaldi, Zisserman 2013, arXiv:1312.6034; Alipanahi et al. 2015, Nat Biotechnol 33:831",
  },
  {
    term: "HCP, ICP, LCP",
    synonyms: [
      "HCP",
      "ICP",
      "LCP",
      "cpg class",
      "cpg_class",
      "high-CpG promoter",
      "low-CpG promoter",
      "Weber class",
      "NA",
    ],
    text: () =>
      `Promoters by CpG content, from windows of ${CLASS_WINDOW_BP} bases every ${CLASS_STEP_BP} in ${offsets({ from: DEFAULT_CLASS_WINDOW.from, to: DEFAULT_CLASS_WINDOW.to - 1 })}: HCP (high) where one window has observed/expected CpG above ${shown(HCP_LIMITS.minObsExp)} and GC above ${HCP_LIMITS.minGcPercent} %; LCP (low) where none has more than ${shown(LCP_OBS_EXP)}; ICP (intermediate) otherwise. HCPs stay unmethylated even when silent, ICPs are silent when methylated, LCPs are mostly methylated and may be active all the same. NA: too little known sequence is left for a window.`,
    cite: "Weber et al. 2007, Nat Genet 39:457",
  },
  {
    term: "promoter score",
    synonyms: ["predicted promoter", "false calls", "candidate promoter"],
    text: () => {
      const model = bundledPromoterModel();
      const falseCalls = expectedFalseCallsPerMb(model, model.threshold);
      const expected =
        falseCalls === null
          ? ""
          : `, where about ${shown(Number(falseCalls.toFixed(1)))} false calls per Mb are to be expected`;
      return `Without annotation a place is called a promoter by a logistic score: the sum of weight × feature over elements, GC content and CpG ratio, natural log odds at the prior of the training set (${shown(model.trainingPrior)}), not of a genome. Calls score at least ${shown(model.threshold)}${expected}, and are ${model.separation} bases apart. They find island promoters and hardly any others; one in three near a start site has the wrong strand.`;
    },
    cite: "fitted for this project (motifs/promoter-model.json)",
  },
  {
    term: "CpG island",
    synonyms: ["island", "CGI", "CpG islands"],
    text: () =>
      `A stretch rich in GC and in the dinucleotide CG, which elsewhere has mutated away because it is methylated; most lie over promoters and lack methylation. Default definition (ucsc, the track cpgIslandExt): spans where CpG counts +${CPG_SCORE} and every other letter -1, at least ${UCSC_DEFAULTS.minLength} bases, GC above ${UCSC_DEFAULTS.minGcPercent} %, observed/expected CpG above ${shown(UCSC_DEFAULTS.minObsExp)}. takai-jones asks for ${TAKAI_JONES_DEFAULTS.minLength} bases, ${TAKAI_JONES_DEFAULTS.minGcPercent} % and ${shown(TAKAI_JONES_DEFAULTS.minObsExp)}; 'tatabox cpg --help' has the others.`,
    cite: "Gardiner-Garden and Frommer 1987, J Mol Biol 196:261; Takai and Jones 2002, PNAS 99:3740",
  },
  {
    term: "CpG observed/expected",
    synonyms: ["observed/expected", "obs/exp", "obs_exp", "O/E", "CpG ratio"],
    text: () =>
      `How many CpGs a stretch holds against how many its Cs and Gs would make by chance: CpG × length / (C × G). 1 means as many as expected; methylated mammalian DNA has about 0.2, islands more than ${shown(UCSC_DEFAULTS.minObsExp)}. tatabox uses this form everywhere, not (CpG/length)/(GC/2)², which differs where C and G do.`,
    cite: "Gardiner-Garden and Frommer 1987, J Mol Biol 196:261",
  },
  {
    term: "methylation",
    synonyms: ["DNA methylation", "5mC", "methylated", "CpG methylation"],
    text: () =>
      `A methyl group on the C of a CpG, on both strands. It does not change the sequence: tatabox keeps levels from 0 to 1 beside it, below ${shown(UNMETHYLATED_BELOW)} called unmethylated, above ${shown(METHYLATED_ABOVE)} methylated. Simulated methylation is copied at each division with probability ${shown(BULK_RATES.maintenance)} and arises anew on the new strand with ${shown(BULK_RATES.deNovoDaughter)}, in islands ${shown(ISLAND_RATES.deNovoDaughter)}. It acts on expression in two ways: on the sites of factors and by silencing.`,
    cite: "Bird 2002, Genes Dev 16:6; Otto and Walbot 1990, Genetics 124:429; Laird et al. 2004, PNAS 101:204",
  },
  {
    term: "silencing",
    synonyms: ["silencing factor", "silencing-k", "methylation silencing", "gene silencing"],
    text: () =>
      `The share of expression that a methylated promoter keeps: exp(-k·x), x the methylated CpGs per 100 bases round the start site, k = ${shown(parameters.silencingK)} (--silencing-k). At one per 100 bases ${shown(Math.round(100 * silencingFactor(1)))} % are left, at two ${shown(Math.round(100 * silencingFactor(2)))} %. That repression is graded and exponential is measured; the size of k is a choice.`,
    cite: "Hsieh 1994, Mol Cell Biol 14:5487",
  },
  {
    term: "methylation of sites",
    synonyms: ["methylation effect", "methyl-minus", "methyl-plus"],
    text: () =>
      `A methylated CpG inside a site may weaken binding (minus), strengthen it (plus) or do nothing; 'tatabox motifs show' tells for each factor and on what evidence. The site's weight is multiplied by 2^(d × level): d = ${shown(methylationBits(libraryMotif("MA0506.3")))} bits for NRF1, ${shown(methylationBits(libraryMotif("MA0527.2")))} for ZBTB33 (Kaiso), 0 for SP1. The signs are evidence, the sizes a choice.`,
    cite: "Yin et al. 2017, Science 356:eaaj2239; Domcke et al. 2015, Nature 528:575",
  },
  {
    term: "PWM",
    synonyms: ["position weight matrix", "score", "bits", "score in bits", "log odds", "matrix", "motif"],
    text: () =>
      "A motif as a table of how often each base stands at each position of its sites. The score of a word is the sum over positions of log2(frequency / background), in bits: one bit more, and the word is twice as likely a site against chance. Both strands are scored; windows never cross an N or a record's end; negative scores can be hits of a degenerate motif.",
    cite: "Stormo 2000, Bioinformatics 16:16; Staden 1989, CABIOS 5:89",
  },
  {
    term: "pseudocount",
    synonyms: ["pseudo-count", "prior count"],
    text: () =>
      `What is added to the counts of a column so that a base that was never seen gets no score of minus infinity: ${shown(DEFAULT_PSEUDOCOUNT)} in total, spread by the background (--pseudocount; sqrt: a quarter of √total per letter). Motifs given as frequencies count as ${ASSUMED_SITES} sites unless their file says otherwise, as in FIMO. Clusters add ${shown(CLUSTER_DEFAULTS.pseudocountPerLetter)} per letter, as Cluster-Buster does.`,
    cite: "Grant, Bailey, Noble 2011, Bioinformatics 27:1017 (FIMO)",
  },
  {
    term: "background",
    synonyms: ["background model", "base composition", "nrdb"],
    text: () =>
      `How often each base stands where no site is; scores and p-values are against it. Default: uniform, ${shown(0.25)} each; nrdb is FIMO's (A ${shown(NRDB[0])}, C ${shown(NRDB[1])}, G ${shown(NRDB[2])}, T ${shown(NRDB[3])}), --background sequence takes the input's own. When both strands are scanned A and T, C and G are averaged, so that a site scores the same from either side.`,
    cite: "Grant, Bailey, Noble 2011, Bioinformatics 27:1017 (FIMO)",
  },
  {
    term: "p-value",
    synonyms: ["p", "pvalue", "p value"],
    text: () =>
      `The share of all words of the motif's width, each base drawn from the background, that score at least as much as the hit. tatabox counts the words exactly (for wide motifs within 0.5 %). A window is a hit when p ≤ ${shown(defaultPValue())} (-p); in a million bases about ${shown(2e6 * defaultPValue())} hits of a motif come by chance, both strands counted. A motif of 6 bases has no word below ${shown(4 ** -6)}: raise -p for it.`,
    cite: "Staden 1989, CABIOS 5:89; Touzet and Varré 2007, Algorithms Mol Biol 2:15",
  },
  {
    term: "q-value",
    synonyms: ["q", "qvalue", "FDR", "false discovery rate", "Benjamini-Hochberg"],
    text: () =>
      "The share of false hits to expect among all hits that are at least as good: min over worse ranks of p × windows / rank, windows counted on both strands, motif by motif (--q-scope global: over all motifs). Asked for by --q-values or --q-value Q. Under --fimo it is FIMO's own, which also estimates the share of true nulls from a sample.",
    cite: "Benjamini and Hochberg 1995, J R Stat Soc B 57:289; Storey 2002, J R Stat Soc B 64:479",
  },
  {
    term: "occupancy",
    synonyms: ["site weight", "binding", "site occupancy"],
    text: () =>
      `The probability that a site is bound. A site's weight is q = ${shown(parameters.siteWeight)} × level of the factor × 2^(score - best score): the best word of a factor at full level has q = ${shown(parameters.siteWeight)} and is bound half of the time where nothing competes. Overlapping sites exclude each other. Sites down to p ≤ ${shown(parameters.sitePValue)} count.`,
    cite: "He et al. 2010, PLoS Comput Biol 6:e1000935",
  },
  {
    term: "P(bound)",
    synonyms: ["pbound", "p_bound", "expression", "probability bound", "polymerase bound", "fold"],
    text: () =>
      `The probability that polymerase sits on the promoter: q·F / (1 + q·F). q is its weight without factors, ${shown(parameters.basalWeight)} (${shown(parameters.islandBasalWeight)} for a high-CpG promoter), F = Z(with polymerase) / Z(without) what the bound factors make of it: an activator multiplies by ${shown(parameters.activatorEffect)} while bound, a repressor by ${shown(parameters.repressorEffect)}. Expression is P(bound) × silencing: off below ${shown(LEVEL_BOUNDS.low)}, low below ${shown(LEVEL_BOUNDS.medium)}, medium below ${shown(LEVEL_BOUNDS.high)}, high above. Nothing is fitted to measured expression: compare by ratios.`,
    cite: "Bintu et al. 2005, Curr Opin Genet Dev 15:116; He et al. 2010, PLoS Comput Biol 6:e1000935",
  },
  {
    term: "expression model",
    synonyms: ["model", "direct", "quenching", "repression", "repressor", "activator"],
    text: () =>
      `How bound factors act (--model). direct: each works on polymerase itself. quenching: a repressor bound within ${parameters.repressionRange} bases takes a neighbouring activator out of action, and at most ${parameters.maxContacts} activators touch polymerase at once. repression: a repressor closes the DNA within ${parameters.repressionRange} bases for all others.`,
    cite: "He et al. 2010, PLoS Comput Biol 6:e1000935",
  },
  {
    term: "enhancer candidate",
    synonyms: ["enhancer", "cluster", "silencer candidate", "silencer", "CRM", "cis-regulatory module"],
    text: () =>
      `A dense cluster of factor sites, from sequence alone: the likelihood of a stretch as sites with gaps of about ${CLUSTER_DEFAULTS.gap} bases against the local background (${CLUSTER_DEFAULTS.backgroundRange} bases on either side), above ${CLUSTER_DEFAULTS.minScore} nats. Where repressors make up most of it, it is a silencer candidate. A generic motif set does not find measured enhancers; read calls as candidates. From ${shown(parameters.enhancerMinScore)} nats on they act on promoters up to ${shown(parameters.enhancerReach / 1e6)} Mb away.`,
    cite: CLUSTER_BUSTER,
  },
  {
    term: "contact",
    synonyms: ["distance", "enhancer contact", "ABC"],
    text: () =>
      `How often an enhancer meets its promoter: it falls with the distance to the power ${shown(parameters.contactGamma)}, and is full up to ${parameters.contactPlateau} bases. What an enhancer adds to expression is weighed with it.`,
    cite: "Fulco et al. 2019, Nat Genet 51:1664 (ABC model)",
  },
  {
    term: "cell profile",
    synonyms: ["cell", "cell type", "factors", "factor level"],
    text: () =>
      `Which factors a cell holds, from 0 (absent) to 1 (full), for each of the ${bundledLibrary().length} motifs: ${cellProfiles()
        .map(({ name }) => name)
        .join(
          ", ",
        )} (--cell). The levels are qualitative and rest on general knowledge; --factors FILE takes your own. A factor at level 0 binds nowhere, the sequence stays the same.`,
    cite: "made for this project (motifs/cells.json)",
  },
];
