import { labelledExamples } from "../../src/cli/cnn-data.ts";
import { progressOn } from "../../src/cli/progress.ts";
import { expressionGraph } from "../../src/cnn/expression.ts";
import { backward } from "../../src/cnn/graph.ts";
import { type Model, modelEngine, modelNetwork, predict, readModel, writeModel } from "../../src/cnn/model.ts";
import { initialParameters } from "../../src/cnn/network.ts";
import { parseTemplate } from "../../src/cnn/template.ts";
import { dataError } from "../../src/errors.ts";
import { backgroundOfWords, parseBackgroundFile } from "../../src/motif/background.ts";
import { bundledLibrary } from "../../src/motif/library.ts";
import { chainOfWords } from "../../src/motif/markov.ts";
import { randomStream } from "../../src/random.ts";
import { analyzeRecord } from "../../src/regulation/analysis.ts";
import { levelOf, levelsFromTpm, parseFactors } from "../../src/regulation/cells.ts";
import { CLUSTER_DEFAULTS } from "../../src/regulation/cluster-buster.ts";
import { DEFAULT_PARAMETERS } from "../../src/regulation/expression-parameters.ts";
import { parsePairs, parseRoles } from "../../src/regulation/fit-files.ts";
import { fitFactors } from "../../src/regulation/fit-problem.ts";
import { parseNumberTable } from "../../src/regulation/number-table.ts";
import { readParameters } from "../../src/regulation/parameter-file.ts";
import { predictionSettings, predictPromoters } from "../../src/regulation/promoter-calls.ts";
import { bundledModelFile, readPromoterModel } from "../../src/regulation/promoter-model.ts";
import { MODEL_NAMES } from "../../src/regulation/thermodynamics/models.ts";
import { evaluateSites } from "../../src/regulation/thermodynamics/site-file.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { bySequence, parseBedTss } from "../../src/sequence/tss.ts";
import { describeReaders, FILE_NAME } from "./fuzz.ts";

function lettersOf(word: number, length: number): string {
  return Array.from({ length }, (_, i) => "ACGT"[(word >> (2 * i)) & 3]).join("");
}

/** JSON as commands read it. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw dataError("is no JSON", { file: FILE_NAME });
  }
}

function modelOf(
  layers: string,
  inputLength: number,
  bothStrands: boolean,
  classes: string[],
  output: Model["output"],
) {
  const network = modelNetwork({ layers, inputLength });
  const parameters = initialParameters(network, "he", randomStream(1, layers));
  const about = { description: "", citation: "", alphabet: "ACGT", training: { epochs: 3 } } as const;
  return writeModel({ ...about, layers, inputLength, bothStrands, classes, output, parameters, threshold: 0.5 });
}

const SILENT = { warn: () => {}, progress: progressOn(process.stderr, false) };
const MODELS = [
  modelOf("conv 2x4 pad 3, relu, pool global, fc 2, relu, fc 1, sigmoid", 12, true, ["no", "yes"], "sigmoid"),
  modelOf("conv 2x3 pad same, relu, pool 2, fc 3, softmax", 8, false, ["a", "b", "c"], "softmax"),
];
const RECORDS = ["ACGTACGT", "NNGA"].map((letters) => encodeText(letters));

const SITES = [
  {
    sites: [
      { start: 1, length: 8, strand: "+", factor: "A", role: "activator", q: 1.5, effect: 3 },
      { start: 30, length: 8, strand: "-", factor: "R", role: "repressor", q: 0.5, effect: 0.3, close: 1 },
      { start: 34, length: 6, strand: "+", factor: "N", role: "neutral", q: 2, effect: 1 },
      { start: 60, length: 6, strand: "+", factor: "A", role: "activator", q: 1, effect: 3 },
    ],
    cooperativity: [{ a: "A", b: "R", w: 5, form: "gaussian", limit: 60, strands: ["+", "-"] }],
    coopRange: 50,
    repressionRange: 150,
    maxContacts: 2,
    quenching: [{ repressor: "R", activator: "A" }],
    qBasal: 0.01,
  },
  [{ sites: [] }, { sites: [{ start: 0, length: 4, strand: "+", factor: "A", role: "activator", q: 1, effect: 2 }] }],
].map((list) => JSON.stringify(list, undefined, 1));

const MOTIFS = bundledLibrary().filter(
  ({ name, counts }) => counts !== undefined && /^(TBP|SP1|Gata1|REST)$/i.test(name),
);
const entryOf = ({ id, name, factors, role, group, strand, window, methylation }: (typeof MOTIFS)[number]) => ({
  ...{
    id,
    name,
    factors,
    class: "",
    role,
    group,
    strand,
    window,
    windowNote: "",
    methylation,
    source: "",
    licence: "",
  },
  ...{ pubmed: null, counts: { A: [9, 0, 1, 2], C: [0, 9, 1, 3], G: [0, 0, 8, 3], T: [1, 1, 0, 3] } },
});
const LIBRARY = { schemaVersion: 1, name: "x", note: "", cite: "", motifs: MOTIFS.map(entryOf) };
const PARAMETERS = Object.entries({
  ...DEFAULT_PARAMETERS,
  factorStrengths: { SP1: { weight: 2, effect: 3, closing: 1 } },
  cooperativity: [{ a: "SP1", b: "TBP", w: 4, form: "binary", limit: 40 }],
}).map(([name, value]) => ({ name, value }));
const PARAMETER_FILE = (settings: object) =>
  JSON.stringify({ schemaVersion: 1, settings, parameters: PARAMETERS, library: LIBRARY }, undefined, 1);

const GENE = {
  name: "x",
  description: "",
  letters: new Uint8Array(0),
  codes: encodeText(`${"GGGCGGGGCATGATAAGCTATAAAAGGCCACCATTTCAGCACCACGGACAG".repeat(4)}`),
};
const TSS = bySequence(parseBedTss("x\t100\t101\tG\t0\t+\n", "tss.bed"));

/** Expression with what a parameter file says. */
function expressionWith(text: string): object {
  const { parameters, library } = readParameters(json(text), FILE_NAME);
  const all = { ...DEFAULT_PARAMETERS, ...parameters };
  const cell = {
    name: "c",
    title: "c",
    levels: new Map([
      ["sp1", 1],
      ["gata1", 0.5],
      ["rest", 1],
    ]),
  };
  return MODEL_NAMES.map((model) =>
    analyzeRecord(GENE, {
      method: "ucsc",
      tss: TSS,
      enhancers: { settings: CLUSTER_DEFAULTS },
      cells: [cell],
      methylation: "all",
      conditions: { model, parameters: all, methylationActs: "both" },
      library: library ?? MOTIFS,
    }),
  );
}

const FACTORS = "factor\tlevel\n# c\nGATA1\t1\nSP1\t0.5\nTBP 2\n";
const TABLE = "gene\tc1\tc2\nGATA1\t1\t0\nSP1\t0.5\tNA\n# x\nREST\t.\t3\t\n";
const LEVELS = "factor c1 c2\nGATA1 1 0\nSP1 0.5 2\nREST 0 3\n";
const HIGHER_ORDER = [1, 2, 3]
  .flatMap((length) =>
    Array.from({ length: 4 ** length }, (_, word) => `${lettersOf(word, length)}\t${4 ** -length}\n`),
  )
  .join("");
const PROMOTER_MODEL = JSON.stringify(bundledModelFile(), undefined, 1);

describeReaders("models and tables", [
  {
    name: "cnn model",
    files: MODELS,
    names: /f\.txt|^the network needs/,
    read: ({ text }) => {
      const model = readModel(text, FILE_NAME);
      return predict(
        modelEngine(model),
        model,
        RECORDS.map((codes) => codes.subarray(0, model.inputLength)),
      );
    },
  },
  {
    name: "cnn values",
    files: ["sequence\tvalue\nACGT\t1.5\nGGNA\t-2e3\n", "ACGT\t0\n"],
    read: ({ path }) => labelledExamples({ positive: [], negative: [], class: [], values: path() }, SILENT),
  },
  {
    name: "cnn layers",
    files: [
      "conv 16x24 pad 23, relu, pool global, fc 32, relu, fc 1, sigmoid",
      "conv 4 3 stride 2 pad same, avgpool 2, fc 2, softmax",
    ],
    read: ({ text }) => parseTemplate(text),
    names: /./,
  },
  {
    name: "cnn graph expression",
    files: ["(x+y)*z", "1/(1+exp(-(x*y+2.5e-1)))", "f = max(x, y) ^ 2 ^ z", "log(x) - sqrt(x) × tanh(−y)"],
    read: ({ text }) => {
      const graph = expressionGraph(text, { x: 2, y: -5, z: 3 });
      backward(graph.result);
      return graph.nodes.map(({ node }) => [node.value, node.gradient]);
    },
    names: /./,
  },
  {
    name: "factor table",
    files: [FACTORS],
    read: ({ text }) => {
      const profile = parseFactors(text, FILE_NAME);
      return [profile, levelsFromTpm(profile), MOTIFS.map((motif) => levelOf(profile, motif))];
    },
  },
  { name: "number table", files: [TABLE], read: ({ text }) => [...parseNumberTable(text, FILE_NAME).rows.keys()] },
  {
    name: "factor levels of a fit",
    files: [LEVELS],
    read: ({ text }) => fitFactors(parseNumberTable(text, FILE_NAME), ["c1", "c2"], MOTIFS, FILE_NAME),
  },
  {
    name: "roles",
    files: ["factor role\nA activator\nB\t0 1\nC 0 0\n"],
    read: ({ text }) => parseRoles(text, FILE_NAME),
  },
  { name: "pairs", files: ["A B\n# c\nB B 3.5\n"], read: ({ text }) => parsePairs(text, FILE_NAME, ["A", "B"]) },
  {
    name: "background file",
    files: ["# order 0\nA 0.3\nC 0.2\nG 0.2\nT 0.3\nAA 0.1\n"],
    read: ({ text }) => backgroundOfWords(parseBackgroundFile(text, FILE_NAME), FILE_NAME),
  },
  {
    name: "background file of higher order",
    files: [HIGHER_ORDER],
    read: ({ text }) => {
      const words = parseBackgroundFile(text, FILE_NAME);
      return ([1, 2] as const).map((order) => chainOfWords(words, FILE_NAME, order));
    },
  },
  {
    name: "--sites",
    files: SITES,
    read: ({ text }) => MODEL_NAMES.map((model) => evaluateSites(json(text), model, FILE_NAME)),
  },
  { name: "parameters", files: [PARAMETER_FILE({ model: "direct" })], read: ({ text }) => expressionWith(text) },
  {
    name: "promoter model",
    files: [PROMOTER_MODEL],
    read: ({ text }) => {
      const model = readPromoterModel(json(text), FILE_NAME);
      const settings = predictionSettings(undefined, model);
      return predictPromoters({ name: "x", codes: GENE.codes, islands: [] }, { ...settings, threshold: -1e9 });
    },
  },
]);
