import { describe, expect, it } from "vitest";
import { type Example, exampleOf, splitExamples } from "../../src/cnn/examples.ts";
import { filterMotifs } from "../../src/cnn/filter-motifs.ts";
import { areaUnderCurve } from "../../src/cnn/metrics.ts";
import { type Model, modelEngine, predict, readModel, writeModel } from "../../src/cnn/model.ts";
import { buildNetwork } from "../../src/cnn/network.ts";
import { gradientTimesInput, mutagenesis } from "../../src/cnn/saliency.ts";
import { parseTemplate } from "../../src/cnn/template.ts";
import { type EpochReport, type Trained, type TrainingSettings, trainNetwork } from "../../src/cnn/training.ts";
import { consensus } from "../../src/motif/information.ts";
import { scoreMatrix, windowScore } from "../../src/motif/score-matrix.ts";
import { randomStream } from "../../src/random.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";

const SETTINGS: TrainingSettings = {
  ...{ optimizer: "adam", rates: { learningRate: 0.005 }, initializer: "glorot", bothStrands: true },
  ...{ batchSize: 32, epochs: 12, patience: 4, dropout: 0.1, weightDecay: 1e-5, balanced: false, seed: 1 },
};
const WORD = "TGACTCAG";
const LAYERS = "conv 8x10 pad 9, relu, pool global, fc 8, relu, fc 1, sigmoid";

/** Random sequences; every second one has the word somewhere, on either strand. */
function planted(count: number, length: number): Example[] {
  const random = randomStream(1, "planted");
  const words = [WORD, "CTGAGTCA"].map(encodeText);
  return Array.from({ length: count }, (_, i) => {
    const codes = Uint8Array.from({ length }, () => random.below(4));
    if (i % 2 === 1) codes.set(words[random.below(2)], random.below(length - WORD.length + 1));
    return exampleOf({ name: `s${i}`, codes }, i % 2);
  });
}

function train(layers: string, examples: readonly Example[], settings: TrainingSettings, ask?: number) {
  const { training, validation } = splitExamples(examples, 5, 1);
  const network = buildNetwork(parseTemplate(layers), examples[0].codes.length);
  const epochs = trainNetwork(network, training, validation, settings);
  const reports: EpochReport[] = [];
  let next = epochs.next();
  while (!next.done) {
    reports.push(next.value);
    next = epochs.next(next.value.epoch === ask);
  }
  return { reports, trained: next.value as Trained };
}

function modelOf({ parameters }: Trained, layers: string, inputLength: number, bothStrands = true): Model {
  return {
    ...{ description: "test", citation: "", layers, inputLength, alphabet: "ACGT", bothStrands, parameters },
    ...{ output: "sigmoid", classes: ["negative", "positive"], threshold: 0.5, training: { seed: 1 } },
  };
}

const examples = planted(1200, 40);
const { reports, trained } = train(LAYERS, examples, SETTINGS);
const model = modelOf(trained, LAYERS, 40);
const engine = modelEngine(model);
const codes = examples.map((example) => example.codes);

describe("training", () => {
  it("learns a planted word", () => {
    const { logits } = predict(engine, model, codes);
    expect(
      areaUnderCurve(
        logits,
        examples.map(({ target }) => target),
      )!,
    ).toBeGreaterThan(0.97);
    expect(reports[reports.length - 1].trainingLoss).toBeLessThan(reports[0].trainingLoss / 2);
  });

  it("keeps the epoch of the lowest validation loss", () => {
    const losses = reports.map(({ validationLoss }) => validationLoss);
    const marked = reports.filter(({ best }) => best).map(({ epoch }) => epoch);
    expect(trained.bestEpoch).toBe(marked[marked.length - 1]);
    expect(losses[trained.bestEpoch - 1]).toBeLessThan(Math.min(...losses) + 1e-4);
  });

  it("gives the same bits for the same seed", () => {
    const short = { ...SETTINGS, epochs: 2 };
    const weights = () => train(LAYERS, examples, short).trained.parameters;
    expect(weights()).toEqual(weights());
    expect(train(LAYERS, examples, { ...short, seed: 2 }).trained.parameters).not.toEqual(weights());
  });

  it("stops when asked and hands back the best so far", () => {
    const { reports: few, trained: best } = train(LAYERS, examples, SETTINGS, 2);
    expect(few.length).toBe(2);
    expect(best.stopped).toBe("asked");
    expect(best.bestEpoch).toBeGreaterThan(0);
  });

  it("stops when the validation loss no longer falls", () => {
    const { reports: all, trained: best } = train(LAYERS, examples.slice(0, 60), {
      ...SETTINGS,
      epochs: 200,
      patience: 3,
    });
    expect(best.stopped).toBe("patience");
    expect(all.length).toBe(best.bestEpoch + 3);
  });

  it("says when the learning rate is too high, or the weights start at zero", () => {
    const wild = { ...SETTINGS, optimizer: "sgd" as const, rates: { learningRate: 1e30 } };
    expect(() => train(LAYERS, examples, wild)).toThrow("lower --learning-rate");
    // The only step comes after its loss: what it did is first seen on the validation set.
    const once = { ...wild, optimizer: "batch" as const, epochs: 1 };
    expect(() => train("conv 8x10, pool global, fc 8, fc 1, sigmoid", examples, once)).toThrow(
      "no number any more after step 1 of epoch 1",
    );
    const { reports: zero } = train(LAYERS, examples, { ...SETTINGS, initializer: "zeros" as const, epochs: 2 });
    expect(zero.map(({ blind, deadLayer }) => [blind, deadLayer])).toEqual(Array(2).fill([true, "conv1"]));
    const { reports: late } = train(LAYERS, examples, { ...SETTINGS, rates: { learningRate: 1 } });
    expect(late.at(-1)).toMatchObject({ blind: true, deadLayer: expect.stringMatching(/^(conv1|fc1)$/) });
    expect(reports.some((report) => report.blind || "deadLayer" in report)).toBe(false);
  });

  it("tells three classes apart", () => {
    const words = ["", "TGACTCAG", "GGGCGGGC"].map(encodeText);
    const random = randomStream(4);
    const three = planted(900, 40).map(({ name, codes: letters }, i) => {
      const copy = letters.map(() => random.below(4));
      copy.set(words[i % 3], random.below(30));
      return exampleOf({ name, codes: copy }, i % 3);
    });
    const layers = "conv 8x10 pad 9, relu, pool global, fc 3, softmax";
    const { reports: epochs } = train(layers, three, { ...SETTINGS, bothStrands: false, epochs: 15 });
    expect(Math.min(...epochs.map(({ error }) => error!))).toBeLessThan(0.1);
  });
});

describe("filters as motifs", () => {
  const positives = examples.filter(({ target }) => target === 1).map((example) => example.codes);

  it.each(["basset", "deepbind"] as const)("%s: the most influential filter shows the planted word", (method) => {
    const [best] = filterMotifs(engine, positives, method, true, "test");
    const word = consensus(best.motif);
    expect([word.includes("GACTCA"), word.includes("GAGTCA")]).toContain(true);
    expect(best.influence).toBeGreaterThan(0);
  });

  it("exact: the matrix ranks windows as the filter does, and its threshold is where the output turns positive", () => {
    for (const { motif, filter, scoreThreshold } of filterMotifs(engine, positives, "exact", true, "test")) {
      const weights = trained.parameters[0].values.subarray((filter - 1) * 40, filter * 40);
      const bias = trained.parameters[1].values[filter - 1];
      const counts = [1, 1, 1, 1];
      for (const record of positives) for (const code of record) counts[code]++;
      const total = counts.reduce((sum, n) => sum + n, 0);
      const background = counts.map((n) => n / total) as [number, number, number, number];
      const matrix = scoreMatrix(motif, background, 0);
      const points = positives.slice(0, 50).map((record) => {
        let output = bias;
        for (let i = 0; i < 10; i++) output += weights[4 * i + record[i]];
        return { output, score: windowScore(matrix, record, 0, "+") };
      });
      points.sort((a, b) => a.output - b.output);
      for (let i = 1; i < points.length; i++) expect(points[i].score - points[i - 1].score).toBeGreaterThan(-0.1);
      const clear = points.filter(({ output }) => Math.abs(output) > 0.05);
      // Strands differ in the bases that the background is counted on, hence the slack.
      for (const { output, score } of clear) {
        if (Math.abs(score - scoreThreshold!) > 0.2) expect(score > scoreThreshold!).toBe(output > 0);
      }
    }
  });
});

describe("saliency", () => {
  const site = encodeText(`ACGTTGCATTAACGTA${WORD}CATTGCACGTTAGCAA`);

  it("mutagenesis: breaking the word costs most", () => {
    const changes = mutagenesis(engine, model, site);
    const cost = Array.from({ length: 40 }, (_, i) => Math.min(...changes.subarray(4 * i, 4 * i + 4)));
    const worst = cost.indexOf(Math.min(...cost));
    expect(worst).toBeGreaterThanOrEqual(16);
    expect(worst).toBeLessThan(24);
    site.forEach((code, i) => {
      expect(changes[4 * i + code]).toBe(0);
    });
  });

  it("gradient × input is largest in the word", () => {
    const slopes = gradientTimesInput(model, site);
    const mean = (from: number, to: number) => slopes.slice(from, to).reduce((sum, x) => sum + x, 0) / (to - from);
    expect(mean(16, 24)).toBeGreaterThan(5 * Math.abs(mean(0, 12)));
  });
});

describe("model files", () => {
  const text = writeModel(model);

  it("read back to the same predictions", () => {
    const again = readModel(text, "m.json");
    expect(predict(modelEngine(again), again, codes).logits).toEqual(predict(engine, model, codes).logits);
    expect(JSON.parse(writeModel(again))).toEqual(JSON.parse(text));
  });

  it.each([
    ["a part of a file", (t: string) => t.slice(0, 500), "m.json: is no JSON, or only a part"],
    ["something else", () => "{}", "is no model"],
    [
      "a newer model",
      (t: string) => t.replace('"schemaVersion": 1', '"schemaVersion": 9'),
      "newer than this tatabox reads",
    ],
    [
      "missing numbers",
      (t: string) => t.replace(/"float32": "[^"]{8}/, '"float32": "'),
      "conv1.w does not hold 320 numbers",
    ],
    [
      "letters that are no base64",
      (t: string) => t.replace(/"float32": "[^"]{8}/, '"float32": "????????'),
      "does not hold",
    ],
    [
      "a weight that is NaN",
      (t: string) => t.replace(/"float32": "[^"]{6}/, '"float32": "AADAfw'),
      "conv1.w holds what is no number",
    ],
    ["other layers", (t: string) => t.replace("conv 8x10", "conv 9x10"), "its weights do not fit its layers"],
    ["a bad field", (t: string) => t.replace('"bothStrands": true', '"bothStrands": 3'), "bothStrands"],
  ])("%s is refused", (_, damage, message) => {
    expect(damage(text)).not.toBe(text);
    expect(() => readModel(damage(text), "m.json")).toThrow(message);
  });
});
