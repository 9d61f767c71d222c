import { type FirstStage, LANES, type Stage } from "./engine-plan.ts";
import type { Arena } from "./kernel.ts";
import { ALL_TRIPLES } from "./triples.ts";

/** Where a stage's numbers lie, in bytes. */
export interface Place {
  /** Weights [position][base][filter] of the first stage, else [unit][input]; then their gradients. */
  readonly weights: number;
  readonly biases: number;
  readonly weightGradients: number;
  readonly biasGradients: number;
  /** Numbers that one unit takes in. */
  readonly terms: number;
  readonly weightCount: number;
  /** Weights [input][unit], for the forward pass. */
  readonly transposed: number;
  /** Output and its gradients: row after row, margins included. */
  readonly out: number;
  readonly outGradients: number;
  /** Bytes of one row of the output, and of the margin in front of its data. */
  readonly row: number;
  readonly margin: number;
  readonly chosen: number;
}

export interface Memory {
  readonly places: readonly Place[];
  /** All parameters, then all their gradients, then Adam's two moments: regions of equal layout. */
  readonly parameters: number;
  readonly gradients: number;
  readonly moments: readonly [number, number];
  readonly parameterBytes: number;
  readonly tables: number;
  readonly tableGradients: number;
  readonly tripleLetters: number;
  readonly codes: number;
  /** One row of a convolution's outputs before pooling; also a matrix turned round. */
  readonly scratch: number;
  /** A row of zeros as long as any. */
  readonly zeros: number;
  readonly seeds: number;
}

const FLOAT = 4;

/** Numbers that one unit of the stage takes in: of the first stage letters, else those of the map below. */
function termsOf(stage: Stage, below: Stage | undefined): number {
  if (stage.kind === "average") return 0;
  if (stage.kind === "first") return 4 * stage.width;
  const { positions, paddedChannels } = below!.output;
  return (stage.kind === "convolution" ? stage.width : positions) * paddedChannels;
}

/** Bytes of one row of a stage's output. */
export function rowBytes({ output: { positions, margin, paddedChannels } }: Stage): number {
  return (positions + 2 * margin) * paddedChannels * FLOAT;
}

/** Lays out everything for up to `rows` rows of `rowLength` codes. */
export function layOut(stages: readonly Stage[], rows: number, rowLength: number, arena: Arena): Memory {
  const terms = stages.map((stage, i) => termsOf(stage, stages[i - 1]));
  const counts = stages.map(({ output }, i) => terms[i] * output.paddedChannels);
  const biases = stages.map(({ kind, output }) => (kind === "average" ? 0 : output.paddedChannels));
  const parameterBytes = FLOAT * stages.reduce((sum, _, i) => sum + counts[i] + biases[i], 0);
  const [parameters, gradients, first, second] = [0, 1, 2, 3].map(() => arena.reserve(parameterBytes));
  let offset = 0;
  const places = stages.map((stage, i): Place => {
    const start = offset;
    offset += FLOAT * (counts[i] + biases[i]);
    const row = rowBytes(stage);
    return {
      weights: parameters + start,
      biases: parameters + start + FLOAT * counts[i],
      weightGradients: gradients + start,
      biasGradients: gradients + start + FLOAT * counts[i],
      terms: terms[i],
      weightCount: counts[i],
      transposed: arena.reserve(stage.kind === "first" ? 0 : FLOAT * counts[i]),
      out: arena.reserve(rows * row),
      outGradients: arena.reserve(rows * row),
      row,
      margin: stage.output.margin * stage.output.paddedChannels * FLOAT,
      chosen: arena.reserve("windows" in stage ? rows * stage.windows * stage.output.paddedChannels * FLOAT : 0),
    };
  });
  const tableBytes = tablesSize(stages[0] as FirstStage);
  return {
    places,
    parameters,
    gradients,
    moments: [first, second],
    parameterBytes,
    tables: arena.reserve(tableBytes),
    tableGradients: arena.reserve(tableBytes),
    tripleLetters: arena.reserve(3 * ALL_TRIPLES),
    codes: arena.reserve(rows * rowLength + 4),
    scratch: arena.reserve(FLOAT * Math.max(...stages.map((stage) => scratchSize(stage, rows)))),
    zeros: arena.reserve(Math.max(...stages.map(rowBytes))),
    seeds: arena.reserve(FLOAT * rows),
  };
}

function tablesSize({ width, output }: FirstStage): number {
  return (output.paddedChannels / LANES) * Math.ceil(width / 3) * ALL_TRIPLES * LANES * FLOAT;
}

function scratchSize(stage: Stage, rows: number): number {
  const height = stage.kind === "convolution" ? stage.positions : rows;
  return height * stage.output.paddedChannels;
}
