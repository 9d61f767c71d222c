import { expect } from "vitest";
import { type Example, exampleOf, shuffledNegatives } from "../../src/cnn/examples.ts";
import { filterMotifs } from "../../src/cnn/filter-motifs.ts";
import { areaUnderCurve, twoClassMetrics } from "../../src/cnn/metrics.ts";
import { modelEngine, predict } from "../../src/cnn/model.ts";
import { buildNetwork } from "../../src/cnn/network.ts";
import { preset } from "../../src/cnn/presets.ts";
import { parseTemplate } from "../../src/cnn/template.ts";
import { type TrainingSettings, trainNetwork } from "../../src/cnn/training.ts";
import { UNIFORM } from "../../src/motif/background.ts";
import { scoreMatrix, windowScore } from "../../src/motif/score-matrix.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { itShared, sharedText } from "../shared.ts";

type Source = readonly Example[] | ((epoch: number) => readonly Example[]);

function train(
  layers: string,
  length: number,
  training: Source,
  validation: readonly Example[],
  settings: TrainingSettings,
) {
  const epochs = trainNetwork(buildNetwork(parseTemplate(layers), length), training, validation, settings);
  let next = epochs.next();
  while (!next.done) next = epochs.next();
  const model = {
    ...{ description: "", citation: "", layers, inputLength: length, alphabet: "ACGT" as const, training: {} },
    ...{ bothStrands: settings.bothStrands, output: "sigmoid" as const, classes: ["no", "yes"] },
    parameters: next.value.parameters,
  };
  return { model, engine: modelEngine(model) };
}

const base = { optimizer: "adam", balanced: false, seed: 1, weightDecay: 1e-5, batchSize: 64 } as const;

/** Score of the motif's best window on a word, as a share of its best possible score. */
function bestShare(motif: Parameters<typeof scoreMatrix>[0], word: string): number {
  const matrix = scoreMatrix(motif, UNIFORM, 0.1);
  const codes = encodeText(`${"N".repeat(8)}${word}${"N".repeat(8)}`).map((code) => (code > 3 ? 0 : code));
  let best = Number.NEGATIVE_INFINITY;
  for (let start = 0; start + motif.width <= codes.length; start++) {
    for (const strand of ["+", "-"] as const) best = Math.max(best, windowScore(matrix, codes, start, strand));
  }
  let most = 0;
  for (let i = 0; i < motif.width; i++) most += Math.max(...matrix.scores.subarray(4 * i, 4 * i + 4));
  return best / most;
}

itShared(
  "finds the primer's planted CGACCGAACTCC (simulated data of Zou et al. 2019)",
  () => {
    const labels = sharedText("data/cnn/primer/labels.txt").trim().split("\n").map(Number);
    const all = sharedText("data/cnn/primer/sequences.txt")
      .trim()
      .split("\n")
      .map((letters, i) => exampleOf({ name: `${i}`, codes: encodeText(letters) }, labels[i]));
    const part = (keep: (digit: number) => boolean) => all.filter((_, i) => keep(i % 10));
    const settings: TrainingSettings = {
      ...{ ...base, initializer: "glorot", bothStrands: false, epochs: 20, patience: 5, dropout: 0.25 },
      rates: { learningRate: 2e-3 },
    };
    const layers = "conv 32x12 pad 11, relu, pool global, fc 16, relu, fc 1, sigmoid";
    const { model, engine } = train(
      layers,
      50,
      part((d) => d < 7),
      part((d) => d === 7),
      settings,
    );
    const test = part((d) => d > 7);
    const { logits } = predict(
      engine,
      model,
      test.map(({ codes }) => codes),
    );
    const metrics = twoClassMetrics(
      logits,
      test.map(({ target }) => target),
      0,
    );
    expect(metrics.auc).toBeGreaterThan(0.999);
    expect(metrics.accuracy).toBeGreaterThan(0.99);
    const positives = test.filter(({ target }) => target === 1).map(({ codes }) => codes);
    const motifs = filterMotifs(engine, positives, "deepbind", false, "primer").slice(0, 3);
    expect(Math.max(...motifs.map(({ motif }) => bestShare(motif, "CGACCGAACTCC")))).toBeGreaterThan(0.8);
  },
  60_000,
);

itShared(
  "REST peaks: a short training comes near PyTorch's AUC of 0.999, and finds REST's site",
  () => {
    const rows = (file: string) =>
      sharedText(`data/cnn/deepbind/REST_GM12878_NRSF_HudsonAlpha_${file}.seq.gz`)
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => {
          const [, name, letters, bound] = line.split("\t");
          return exampleOf({ name, codes: encodeText(letters) }, Number(bound));
        });
    const positives = rows("AC").slice(0, 3000);
    const [kept, held] = [positives.filter((_, i) => i % 10 !== 9), positives.filter((_, i) => i % 10 === 9)];
    const { layers, ...usual } = preset("motifs", 101, 1, "sigmoid");
    const settings: TrainingSettings = { ...base, ...usual, rates: { learningRate: usual.learningRate }, epochs: 8 };
    const fresh = (epoch: number) => [...kept, ...shuffledNegatives(kept, 1, epoch)];
    const { model, engine } = train(layers, 101, fresh, [...held, ...shuffledNegatives(held, 1)], settings);
    const test = rows("B");
    const { logits } = predict(
      engine,
      model,
      test.map(({ codes }) => codes),
    );
    expect(
      areaUnderCurve(
        logits,
        test.map(({ target }) => target),
      ),
    ).toBeGreaterThan(0.99);
    const bound = test.filter(({ target }) => target === 1).map(({ codes }) => codes);
    const [best] = filterMotifs(engine, bound, "deepbind", true, "REST");
    // Consensus of REST's site (NRSE), Schoenherr et al. 1996.
    expect(bestShare(best.motif, "TTCAGCACCATGGACAGCGCC")).toBeGreaterThan(0.6);
  },
  60_000,
);
