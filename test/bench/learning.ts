import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Engine } from "../../src/cnn/engine.ts";
import { type Example, exampleOf, shuffledNegatives } from "../../src/cnn/examples.ts";
import { trainingEpochs } from "../../src/cnn/folds.ts";
import { predictLogits } from "../../src/cnn/learner.ts";
import type { Output } from "../../src/cnn/losses.ts";
import { areaUnderCurve, twoClassMetrics } from "../../src/cnn/metrics.ts";
import { buildNetwork } from "../../src/cnn/network.ts";
import { type PresetName, preset } from "../../src/cnn/presets.ts";
import { parseTemplate } from "../../src/cnn/template.ts";
import { encodeSequences } from "../../src/cnn/triples.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";

const DATA = "../shared/data/cnn/";
const SEEDS = [1, 2, 3];

/** What the networks learn on real data: means of three seeds beside what is asked. The data's README has the protocols. */
export function benchLearning(): void {
  if (!existsSync(DATA)) {
    console.log(`learning: needs ${DATA}`);
    return;
  }
  console.log("learning: real data, presets as they are, seeds 1, 2, 3 (mean)");
  for (const [set, least] of PEAKS) report(`${set.split("_")[0]} peaks, AUC`, eachSeed(peakAuc(set)), `>= ${least}`);
  report("Arabidopsis TATA promoters, CC", eachSeed(promoterCc()), ">= 0.94");
  report("splice sites, error %", eachSeed(spliceError(false)), "<= 4.0");
  report("splice sites, equal ones together, error %", eachSeed(spliceError(true)), "<= 4.3");
}

/** PyTorch's mean on the same data, less 0.005. */
const PEAKS: readonly (readonly [string, string])[] = [
  ["REST_GM12878_NRSF_HudsonAlpha", "0.9939"],
  ["SP1_GM12878_SP1_HudsonAlpha", "0.9157"],
  ["CTCFL_K562_CTCFL_SC-98982_HudsonAlpha", "0.9769"],
];

function eachSeed(measure: (seed: number) => number): number[] {
  return SEEDS.map(measure);
}

function report(name: string, values: readonly number[], asked: string): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const each = values.map((value) => value.toFixed(4)).join(", ");
  console.log(`  ${name.padEnd(44)} ${mean.toFixed(4).padStart(8)}  (asked ${asked}; ${each})`);
}

function text(path: string): string {
  const bytes = readFileSync(DATA + path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

interface Split {
  readonly training: readonly Example[];
  readonly validation: readonly Example[];
  readonly test: readonly Example[];
}

/** Logits of the test set, [example][logit]. */
function learn(name: PresetName, output: Output, units: number, split: Split, shuffles: boolean, seed: number) {
  const length = split.training[0].codes.length;
  const { layers, ...usual } = preset(name, length, units, output);
  const training = {
    ...usual,
    optimizer: "adam" as const,
    rates: { learningRate: usual.learningRate },
    balanced: false,
    seed,
  };
  const network = buildNetwork(parseTemplate(layers), length);
  const epochs = trainingEpochs({ examples: [], shuffles, network, training }, split.training, split.validation);
  let next = epochs.next();
  while (!next.done) next = epochs.next();
  const engine = new Engine(network, usual.bothStrands ? 256 : 128);
  engine.setParameters(next.value.parameters);
  const codes = split.test.map((example) => example.codes);
  return predictLogits(engine, encodeSequences(codes, length, engine.padding, usual.bothStrands));
}

function peakAuc(set: string): (seed: number) => number {
  const rows = (file: string) =>
    text(`deepbind/${set}_${file}.seq.gz`)
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split("\t"))
      .map(([, name, letters, bound]) => exampleOf({ name, codes: encodeText(letters) }, Number(bound)));
  const positives = rows("AC").slice(0, 12_000);
  const [training, held] = [positives.filter((_, i) => i % 10 !== 9), positives.filter((_, i) => i % 10 === 9)];
  const test = rows("B");
  const targets = test.map(({ target }) => target);
  return (seed) => {
    const validation = [...held, ...shuffledNegatives(held, seed)];
    return areaUnderCurve(learn("motifs", "sigmoid", 1, { training, validation, test }, true, seed), targets)!;
  };
}

function promoterCc(): (seed: number) => number {
  const read = (file: string, target: number) =>
    text(`cnnprom/${file}`)
      .split(">")
      .slice(1)
      .map((record) => record.slice(record.indexOf("\n")).replace(/\s/g, ""))
      .map((letters, i) => exampleOf({ name: `${target}.${i}`, codes: encodeText(letters) }, target));
  const sets = [read("Arabidopsis_tata.fa", 1), read("Arabidopsis_non_prom.fa", 0)];
  const part = (keep: (digit: number) => boolean) => sets.flatMap((set) => set.filter((_, i) => keep(i % 10)));
  const split = { training: part((d) => d < 7), validation: part((d) => d === 7), test: part((d) => d > 7) };
  const targets = split.test.map(({ target }) => target);
  return (seed) => twoClassMetrics(learn("positional", "sigmoid", 1, split, false, seed), targets, 0).correlation!;
}

const SPLICE_CLASSES = ["EI", "IE", "N"];

/** Share of wrong calls over ten folds, in %. */
function spliceError(together: boolean): (seed: number) => number {
  const counts = [0, 0, 0];
  const foldOf = new Map<string, number>();
  const rows = text("splice/splice.data")
    .trim()
    .split("\n")
    .map((line) => line.split(",").map((field) => field.trim()))
    .map(([name, , letters]) => {
      const target = SPLICE_CLASSES.indexOf(name);
      const plain = counts[target]++ % 10;
      if (!foldOf.has(letters)) foldOf.set(letters, plain);
      const example = exampleOf({ name: letters, codes: encodeText(letters) }, target);
      return { example, fold: together ? foldOf.get(letters)! : plain };
    });
  return (seed) => {
    let wrong = 0;
    for (let fold = 0; fold < 10; fold++) {
      const others = rows.filter((row) => row.fold !== fold).map(({ example }) => example);
      const test = rows.filter((row) => row.fold === fold).map(({ example }) => example);
      const training = others.filter((_, i) => i % 10 !== 9);
      const validation = others.filter((_, i) => i % 10 === 9);
      const logits = learn("positional", "softmax", 3, { training, validation, test }, false, seed);
      test.forEach(({ target }, i) => {
        const own = logits.subarray(3 * i, 3 * i + 3);
        if (own.indexOf(Math.max(...own)) !== target) wrong++;
      });
    }
    return (100 * wrong) / rows.length;
  };
}
