import type { Stage } from "./engine-plan.ts";
import { emptyParameters, type Network, type Parameter } from "./network.ts";
import type { Numbers } from "./optimizers.ts";

/** Calls `visit(index in weights as the network counts them, index in the packed stage)` for every weight of a stage. */
function eachWeight(stage: Stage, below: Stage | undefined, visit: (plain: number, packed: number) => void): void {
  if (stage.kind === "average") return;
  const { channels: units, paddedChannels: lanes } = stage.output;
  if (stage.kind === "first") {
    const terms = 4 * stage.width;
    for (let i = 0; i < units * terms; i++) visit(i, (i % terms) * lanes + Math.floor(i / terms));
    return;
  }
  const { positions, channels, paddedChannels } = below!.output;
  const steps = stage.kind === "convolution" ? stage.width : positions;
  let plain = 0;
  for (let row = 0; row < units * steps; row++) {
    for (let channel = 0; channel < channels; channel++) visit(plain++, row * paddedChannels + channel);
  }
}

function packedWeights(stage: Stage, below: Stage | undefined): number {
  if (stage.kind === "average") return 0;
  const lanes = stage.output.paddedChannels;
  if (stage.kind === "first") return 4 * stage.width * lanes;
  const { positions, paddedChannels } = below!.output;
  return lanes * (stage.kind === "convolution" ? stage.width : positions) * paddedChannels;
}

/** Pairs of a plain parameter and where its stage begins in the packed ones. */
function eachNumber(
  stages: readonly Stage[],
  parameters: readonly Parameter[],
  visit: (values: Numbers, plain: number, packed: number) => void,
): void {
  const byName = new Map(parameters.map(({ name, values }) => [name, values]));
  let start = 0;
  stages.forEach((stage, i) => {
    if (stage.kind === "average") return;
    const weights = byName.get(`${stage.name}.w`)!;
    const biases = byName.get(`${stage.name}.b`)!;
    eachWeight(stage, stages[i - 1], (plain, packed) => visit(weights, plain, start + packed));
    start += packedWeights(stage, stages[i - 1]);
    for (let unit = 0; unit < biases.length; unit++) visit(biases, unit, start + unit);
    start += stage.output.paddedChannels;
  });
}

/** Brings a network's parameters into the engine's layout. */
export function packParameters(stages: readonly Stage[], parameters: readonly Parameter[], to: Float32Array): void {
  to.fill(0);
  eachNumber(stages, parameters, (values, plain, packed) => {
    to[packed] = values[plain];
  });
}

export function unpackParameters(network: Network, stages: readonly Stage[], from: Float32Array): Parameter[] {
  const parameters = emptyParameters(network);
  eachNumber(stages, parameters, (values, plain, packed) => {
    values[plain] = from[packed];
  });
  return parameters;
}
