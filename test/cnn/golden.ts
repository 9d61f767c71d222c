import { readFileSync } from "node:fs";
import { expect } from "vitest";
import type { Layer } from "../../src/cnn/layers.ts";
import type { Output } from "../../src/cnn/losses.ts";
import { buildNetwork, type Network, type Parameter } from "../../src/cnn/network.ts";
import type { OptimizerName, OptimizerSettings } from "../../src/cnn/optimizers.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";

/** Nested lists of numbers, as the oracle writes arrays. */
export type Nested = number | Nested[];

export function flat(nested: Nested): number[] {
  return typeof nested === "number" ? [nested] : nested.flatMap(flat);
}

export function shapeOf(nested: Nested): number[] {
  return typeof nested === "number" ? [] : [nested.length, ...shapeOf(nested[0])];
}

export interface GoldenExpression {
  readonly name: string;
  readonly expression: string;
  readonly inputs: Record<string, number>;
  readonly nodes: Record<string, { value: number; grad: number }>;
  readonly grads: Record<string, number>;
}

interface GoldenLayer {
  readonly type: string;
  readonly filters?: number;
  readonly width?: number | "global";
  readonly stride?: number;
  readonly pad?: number;
  readonly units?: number;
}

export interface GoldenNet {
  readonly name: string;
  readonly output: Output;
  readonly layers: GoldenLayer[];
  readonly sequences: string[];
  readonly targets: Nested;
  readonly params: Record<string, Nested>;
  readonly trace: Nested[];
  readonly logits: Nested;
  readonly prob: Nested;
  readonly lossValue: number;
  readonly grads: Record<string, Nested>;
  readonly gradInput: Nested;
  readonly optimisers: Record<
    string,
    {
      readonly hyper: Record<string, number>;
      readonly lossBefore: number[];
      readonly paramsAfterStep1: Record<string, Nested>;
      readonly paramsAfterStep3: Record<string, Nested>;
      readonly lossAfterStep3: number;
    }
  >;
}

interface Golden {
  readonly expressions: GoldenExpression[];
  readonly conv1d: Record<string, Nested>[];
  readonly pool: Record<string, Nested>[];
  readonly losses: { kind: string; z: Nested; target: Nested; loss: number; gradZ: Nested; p?: Nested }[];
  readonly nets: GoldenNet[];
  readonly init: Record<string, Record<string, number>>;
  readonly revcomp: Record<string, string & Nested>;
}

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../fixtures/cnn/${name}`, import.meta.url), "utf8"));
}

/** PyTorch's numbers (fixtures/cnn/README.md). */
export const golden = fixture("golden.json") as Golden;

export const race = fixture("race.json") as {
  surfaces: Record<
    string,
    {
      f: string;
      start: [number, number];
      minimumValue: number;
      optimisers: Record<string, { hyper: Record<string, number>; path: number[][]; reached: number | null }>;
    }
  >;
};

function layerOf({ type, filters, width, stride, pad, units }: GoldenLayer): Layer {
  if (type === "conv") {
    return { kind: "conv", filters: filters!, width: width as number, stride: stride ?? 1, padding: pad ?? 0 };
  }
  if (type === "fc") return { kind: "fc", units: units! };
  if (type === "relu") return { kind: "relu" };
  const step = stride ?? (width === "global" ? 1 : width!);
  return { kind: "pool", how: type === "maxpool" ? "max" : "average", width: width!, stride: step as number };
}

export function goldenNetwork({ layers, output, sequences }: GoldenNet): Network {
  return buildNetwork({ layers: layers.map(layerOf), output }, sequences[0].length);
}

export function goldenParameters({ params }: GoldenNet): Parameter[] {
  return Object.entries(params).map(([name, values]) => ({
    name,
    shape: shapeOf(values),
    values: Float64Array.from(flat(values)),
  }));
}

export const goldenCodes = ({ sequences }: GoldenNet): Uint8Array[] => sequences.map(encodeText);

/** The oracle's optimiser variant as our method and settings. */
export function variant(name: string, hyper: Record<string, number>): [OptimizerName, Partial<OptimizerSettings>] {
  const [method, form] = name.split("_");
  const settings: Partial<OptimizerSettings> = { learningRate: hyper.lr, epsilonInside: form === "keras" };
  const names: Record<string, string> = { rho: "decay", eps: "epsilon", init: "start" };
  const more = Object.entries(hyper).filter(([key, value]) => key !== "lr" && typeof value === "number");
  return [
    method as OptimizerName,
    { ...settings, ...Object.fromEntries(more.map(([key, value]) => [names[key] ?? key, value])) },
  ];
}

/** Largest difference at most `tolerance`; lengths equal. */
export function expectNear(actual: ArrayLike<number>, expected: Nested, tolerance = 1e-10): void {
  const wanted = flat(expected);
  expect(actual.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    if (!(Math.abs(actual[i] - wanted[i]) <= tolerance)) {
      expect.fail(`number ${i} is ${actual[i]}, expected ${wanted[i]}`);
    }
  }
}
