import type { Engine } from "../cnn/engine.ts";
import { type Model, modelEngine, predict } from "../cnn/model.ts";
import { formatFixed, formatGeneral } from "../printf.ts";
import type { Column, Shape } from "../report/shape.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { modelAndRest } from "./cnn-model-file.ts";
import { defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { numberSchema } from "./options.ts";
import { inputRecords } from "./records.ts";

/** What the network says of one window. */
interface Prediction {
  readonly sequence: string;
  readonly start: number;
  readonly end: number;
  readonly logits: readonly number[];
  /** Probabilities, or the value. */
  readonly values: readonly number[];
  /** Name of the class; left out for values. */
  readonly call?: string;
}

/** Windows that go through the network together. */
const TOGETHER = 4096;

export const command = defineCommand({
  summary: "What a trained network says of sequences.",
  args: "<model-and-fasta...>",
  examples: [
    ["tatabox cnn predict model.json peaks.fa", "one row a sequence"],
    ["tatabox cnn predict model.json genome.fa.gz --step 50 -f bed -o windows.bed", "long sequences in windows"],
  ],
  about:
    "Sequences longer than the model's input are cut into windows; the last one ends with the sequence. Coordinates are 0-based " +
    "half-open. The probability from which a sequence is called positive is the one that did best on the validation sequences.",
  formats: ["table", "tsv", "bed", "json", "ndjson"],
  pipeFormat: "tsv",
  options: {
    step: {
      flags: "--step <BP>",
      help: "distance of the windows of long sequences (default: half a window)",
      schema: numberSchema({ from: 1, whole: true }),
      echo: true,
    },
  },
  async run(context, settings) {
    const { model, rest } = await modelAndRest(context.args);
    const step = settings.step ?? Math.max(1, Math.floor(model.inputLength / 2));
    context.note(model.description);
    const records = inputRecords({ ...context, args: rest.length > 0 ? rest : ["-"] });
    await writeList(context, shapeFor(model), predictions(records, model, step, context.warn));
  },
});

/** Of every window, as the records come. */
async function* predictions(
  records: AsyncIterable<FastaRecord>,
  model: Model,
  step: number,
  warn: (message: string) => void,
): AsyncGenerator<Prediction> {
  let short: string | undefined;
  let shorter = 0;
  let waiting: Window[] = [];
  const engine = modelEngine(model);
  for await (const record of records) {
    if (record.codes.length < model.inputLength) {
      short ??= record.name;
      shorter++;
    }
    for (const window of windowsOf(record, model.inputLength, step)) {
      waiting.push(window);
      if (waiting.length < TOGETHER) continue;
      yield* predictWindows(engine, model, waiting);
      waiting = [];
    }
  }
  yield* predictWindows(engine, model, waiting);
  if (short !== undefined && !model.bothStrands) {
    warn(`${shorter} sequences are shorter than the model's ${model.inputLength} bases and were padded (${short})`);
  }
}

interface Window {
  readonly sequence: string;
  readonly start: number;
  readonly codes: Uint8Array;
}

function* windowsOf({ name, codes, offset = 0 }: FastaRecord, length: number, step: number): Generator<Window> {
  if (codes.length === 0) return;
  for (let start = 0; ; start += step) {
    const first = Math.max(0, Math.min(start, codes.length - length));
    yield { sequence: name, start: offset + first, codes: codes.subarray(first, first + length) };
    if (start + length >= codes.length) return;
  }
}

function predictWindows(engine: Engine, model: Model, windows: readonly Window[]): Prediction[] {
  if (windows.length === 0) return [];
  const { outputs } = engine.network;
  const { logits, values } = predict(
    engine,
    model,
    windows.map(({ codes }) => codes),
  );
  return windows.map(({ sequence, start, codes }, i) => {
    const own = Array.from(values.subarray(i * outputs, (i + 1) * outputs));
    return {
      ...{ sequence, start, end: start + codes.length },
      ...{ logits: Array.from(logits.subarray(i * outputs, (i + 1) * outputs)), values: own },
      ...callOf(model, own),
    };
  });
}

function callOf({ output, classes, threshold = 0.5 }: Model, values: readonly number[]): { call?: string } {
  if (output === "linear") return {};
  if (output === "sigmoid") return { call: classes[values[0] >= threshold ? 1 : 0] };
  return { call: classes[values.indexOf(Math.max(...values))] };
}

function shapeFor(model: Model): Shape<Prediction> {
  const number = (head: string, of: (prediction: Prediction) => number): Column<Prediction> => ({
    head,
    text: (prediction) => formatGeneral(of(prediction), 6),
    right: true,
  });
  const scores = {
    sigmoid: [number("logit", ({ logits }) => logits[0]), number("probability", ({ values }) => values[0])],
    linear: [number("value", ({ values }) => values[0])],
    softmax: model.classes.map((name, k) => number(`p_${name}`, ({ values }) => values[k])),
  }[model.output];
  const call: Column<Prediction>[] = model.output === "linear" ? [] : [{ head: "call", text: (p) => p.call! }];
  const columns: Column<Prediction>[] = [
    { head: "sequence_name", text: ({ sequence }) => sequence },
    { head: "start", text: ({ start }) => String(start), right: true },
    { head: "end", text: ({ end }) => String(end), right: true },
    ...scores,
    ...call,
  ];
  const best = ({ values }: Prediction) => Math.max(...values);
  return {
    ...{ list: "predictions", item: "prediction", tsv: columns, table: columns, json: (prediction) => prediction },
    bed: (p) => [p.sequence, p.start, p.end, p.call ?? "value", bedScore(model, best(p)), "."],
  };
}

/** 0 … 1000 for probabilities; values stay what they are. */
function bedScore({ output }: Model, value: number): string {
  return output === "linear" ? formatGeneral(value, 6) : formatFixed(1000 * value, 0);
}
