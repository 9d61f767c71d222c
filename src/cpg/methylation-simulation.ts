import type { RandomStream } from "../random.ts";
import { asPart, finished, type Steps } from "../steps.ts";
import type { CellModel } from "./methylation-cells.ts";

export interface SimulationSettings {
  readonly cells: number;
  readonly generations: number;
  /** Chance of each CpG to start methylated, on both strands. */
  readonly initial: Float32Array;
  /** Each cell has a stream of its own, so that cells may be simulated in any order. */
  readonly random: (cell: number) => RandomStream;
  /** Keep the last state of every cell. */
  readonly patterns: boolean;
}

export interface Simulation {
  /** Mean level of each CpG's forward and reverse strand over all cells. */
  readonly forward: Float32Array;
  readonly reverse: Float32Array;
  /** Sum of CpG levels over all CpGs and cells, generation by generation from 0. */
  readonly totals: Float64Array;
  /** A text per cell, a letter per CpG; empty unless asked for. */
  readonly patterns: readonly string[];
}

/** Lineages of cells, each followed down one random daughter a division. */
export function simulateCells(model: CellModel, settings: SimulationSettings): Simulation {
  return finished(simulationSteps(model, settings));
}

/** The same in steps. */
export function* simulationSteps(model: CellModel, settings: SimulationSettings): Steps<Simulation> {
  const { cells, generations, initial } = settings;
  const forward = new Float64Array(initial.length);
  const reverse = new Float64Array(initial.length);
  const totals = new Float64Array(generations + 1);
  const patterns: string[] = [];
  for (let cell = 0; cell < cells; cell++) {
    const states = yield* asPart(lineage(model, settings, cell, totals), cell / cells, (cell + 1) / cells);
    for (let i = 0; i < states.length; i++) {
      forward[i] += model.forward[states[i]] / cells;
      reverse[i] += model.reverse[states[i]] / cells;
    }
    if (settings.patterns) patterns.push(Array.from(states, (state) => model.letters[state]).join(""));
  }
  return { forward: Float32Array.from(forward), reverse: Float32Array.from(reverse), totals, patterns };
}

function* lineage(
  model: CellModel,
  settings: SimulationSettings,
  cell: number,
  totals: Float64Array,
): Steps<Uint8Array> {
  const random = settings.random(cell);
  const states = Uint8Array.from(settings.initial, (level) => (random.uniform() < level ? model.full : 0));
  totals[0] += total(model, states);
  for (let generation = 1; generation <= settings.generations; generation++) {
    model.divide(states, random);
    totals[generation] += total(model, states);
    yield generation / settings.generations;
  }
  return states;
}

function total({ forward, reverse }: CellModel, states: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < states.length; i++) sum += (forward[states[i]] + reverse[states[i]]) / 2;
  return sum;
}
