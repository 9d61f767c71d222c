import { dataError, firstIssue, TataboxError } from "../errors.ts";
import { base64Bytes } from "../kernel-module.ts";
import { finished, type Steps } from "../steps.ts";
import { VERSION } from "../version.ts";
import * as z from "../zod.ts";
import { Engine } from "./engine.ts";
import { predictionSteps } from "./learner.ts";
import { OUTPUTS, outputValues } from "./losses.ts";
import { MODEL_FORMAT } from "./model-format.ts";
import { buildNetwork, emptyParameters, type Network, type Parameter } from "./network.ts";
import { parseTemplate } from "./template.ts";
import { encodeSequences } from "./triples.ts";

/** Grows when a field changes its meaning or goes. */
const MODEL_VERSION = 1;

const modelSchema = z.object({
  format: z.literal(MODEL_FORMAT),
  schemaVersion: z.literal(MODEL_VERSION),
  tool: z.object({ name: z.string(), version: z.string() }),
  description: z.string(),
  citation: z.string(),
  layers: z.string(),
  /** Bases; shorter sequences are padded with nothing, longer ones cut into windows. */
  inputLength: z.int().check(z.minimum(1)),
  alphabet: z.literal("ACGT"),
  /** The network reads both strands and the larger logit counts. */
  bothStrands: z.boolean(),
  output: z.enum(OUTPUTS),
  /** Names of the classes by number; of the value for a linear output. */
  classes: z.array(z.string()).check(z.minLength(1)),
  /** Two classes: probability from which a sequence is called positive, by the best CC on the validation set. */
  threshold: z.optional(z.number()),
  parameters: z.array(z.object({ name: z.string(), shape: z.array(z.int().check(z.minimum(1))), float32: z.string() })),
  training: z.record(z.string(), z.unknown()),
});

/** A trained network with what is needed to use it, in one file. */
export type Model = Omit<z.output<typeof modelSchema>, "parameters" | "format" | "schemaVersion" | "tool"> & {
  readonly parameters: readonly Parameter[];
};

export const CITATION =
  "tatabox; networks of this kind: Alipanahi et al. 2015 (Nat Biotechnol 33:831), Kelley et al. 2016 (Genome Res 26:990)";

/** The model as the text of its file; weights as base64 of little-endian single-precision numbers. */
export function writeModel({ parameters: numbers, ...rest }: Model): string {
  const parameters = numbers.map(({ name, shape, values }) => ({ name, shape, float32: toBase64(values) }));
  const head = { format: MODEL_FORMAT, schemaVersion: MODEL_VERSION, tool: { name: "tatabox", version: VERSION } };
  return `${JSON.stringify({ ...head, ...rest, parameters }, undefined, 1)}\n`;
}

/** Reads a model file. Throws a data error that says what is wrong: no model, a newer one, damaged. */
export function readModel(text: string, file: string): Model {
  const json = parseJson(text, file);
  const { format, schemaVersion } = (json ?? {}) as { format?: unknown; schemaVersion?: unknown };
  if (format !== MODEL_FORMAT) throw dataError("is no model; give a file that tatabox cnn train has written", { file });
  if (typeof schemaVersion === "number" && schemaVersion > MODEL_VERSION) {
    throw dataError(
      `is a model of version ${schemaVersion}, newer than this tatabox reads (${MODEL_VERSION}); update it`,
      { file },
    );
  }
  const parsed = modelSchema.safeParse(json);
  if (!parsed.success) throw dataError(`is a damaged model: ${firstIssue(parsed.error)}`, { file });
  const { format: _, schemaVersion: __, tool: ___, parameters, ...rest } = parsed.data;
  const model = { ...rest, parameters: parameters.map((parameter) => readParameter(parameter, file)) };
  checkParameters(model, file);
  return model;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw dataError("is no JSON, or only a part of a model file", { file });
  }
}

function readParameter(from: { name: string; shape: number[]; float32: string }, file: string): Parameter {
  const count = from.shape.reduce((total, size) => total * size, 1);
  const values = fromBase64(from.float32);
  if (values?.length !== count)
    throw dataError(`is a damaged model: ${from.name} does not hold ${count} numbers`, { file });
  if (!values.every(Number.isFinite))
    throw dataError(`is a damaged model: ${from.name} holds what is no number`, { file });
  return { name: from.name, shape: from.shape, values: Float64Array.from(values) };
}

function checkParameters(model: Model, file: string): void {
  try {
    const expected = emptyParameters(modelNetwork(model)).map(({ name, shape }) => `${name} ${shape.join("x")}`);
    const got = model.parameters.map(({ name, shape }) => `${name} ${shape.join("x")}`);
    if (expected.join() !== got.join()) throw dataError(`its weights do not fit its layers (${model.layers})`);
  } catch (error) {
    if (error instanceof TataboxError) throw dataError(`is a damaged model: ${error.message}`, { file });
    throw error;
  }
}

export function modelNetwork({ layers, inputLength }: Pick<Model, "layers" | "inputLength">): Network {
  return buildNetwork(parseTemplate(layers), inputLength, true);
}

/** An engine that holds the model's weights. */
export function modelEngine(model: Model): Engine {
  const engine = new Engine(modelNetwork(model), model.bothStrands ? 256 : 128);
  engine.setParameters(model.parameters);
  return engine;
}

/** Of sequences, [record][output]. */
export interface Predictions {
  readonly logits: Float64Array;
  /** Probabilities, or values. */
  readonly values: Float64Array;
}

/** Logits and output values (probabilities, or values) of sequences no longer than the model's input, [record][output]. */
export function predict(engine: Engine, model: Model, records: readonly Uint8Array[]): Predictions {
  return finished(predictSteps(engine, model, records));
}

/** {@link predict} in steps. */
export function* predictSteps(engine: Engine, model: Model, records: readonly Uint8Array[]): Steps<Predictions> {
  const data = encodeSequences(records, model.inputLength, engine.padding, model.bothStrands);
  const logits = yield* predictionSteps(engine, data);
  const { outputs, output } = engine.network;
  const values = new Float64Array(logits.length);
  for (let at = 0; at < logits.length; at += outputs)
    values.set(outputValues(output, logits.subarray(at, at + outputs)), at);
  return { logits, values };
}

function toBase64(values: Float64Array): string {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => {
    view.setFloat32(4 * i, value, true);
  });
  const bytes = new Uint8Array(view.buffer);
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function fromBase64(text: string): Float32Array | undefined {
  try {
    const view = new DataView(base64Bytes(text).buffer);
    return Float32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getFloat32(4 * i, true));
  } catch {
    return undefined;
  }
}
