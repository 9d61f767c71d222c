import { power } from "../power.ts";
import { layOut, type Memory, type Place } from "./engine-memory.ts";
import { packParameters, unpackParameters } from "./engine-parameters.ts";
import { type ConvolutionStage, type DenseStage, type FirstStage, planStages, type Stage } from "./engine-plan.ts";
import { Arena, type Kernel, newKernel } from "./kernel.ts";
import type { Network, Parameter } from "./network.ts";
import { type EncodedSequences, TRIPLE_LETTERS, writeRow } from "./triples.ts";

/** Which inputs of the fully connected layers are left out of a training step. */
export interface Dropout {
  /** Share of the inputs that are kept, 0 … 1. */
  readonly keep: number;
  /** One number a row (record and strand), the same whatever batch the row is in. */
  readonly seeds: Uint32Array;
}

/**
 * The fast engine: a network's forward and backward pass over up to `maxRows` rows at once, in single precision, by
 * WebAssembly kernels. The same input gives the same bits on every machine. The truth it is tested against is
 * graph-network.ts.
 */
export class Engine {
  readonly network: Network;
  readonly maxRows: number;
  readonly stages: readonly Stage[];
  readonly #kernel: Kernel;
  readonly #memory: Memory;
  readonly #buffer: ArrayBuffer;
  #triples = 0;
  #rows = 0;

  constructor(network: Network, maxRows: number) {
    this.network = network;
    this.maxRows = maxRows;
    this.stages = planStages(network);
    const { kernel, memory } = newKernel();
    const arena = new Arena();
    this.#kernel = kernel;
    this.#memory = layOut(this.stages, maxRows, this.rowLength, arena);
    arena.commit(memory);
    this.#buffer = memory.buffer;
    this.#bytes(this.#memory.tripleLetters, TRIPLE_LETTERS.length).set(TRIPLE_LETTERS);
  }

  /** Zeros at each end of the input. */
  get padding(): number {
    return this.#first.padding;
  }

  get rowLength(): number {
    return this.network.inputLength + 2 * this.padding;
  }

  get #first(): FirstStage {
    return this.stages[0] as FirstStage;
  }

  /** All parameters as the kernels hold them; unused lanes are 0 and stay so. A view: writing changes the network. */
  get packedParameters(): Float32Array {
    return this.#floats(this.#memory.parameters, this.#memory.parameterBytes / 4);
  }

  /** Gradients in the layout of {@link packedParameters}, summed up since {@link clearGradients}. */
  get packedGradients(): Float32Array {
    return this.#floats(this.#memory.gradients, this.#memory.parameterBytes / 4);
  }

  setParameters(parameters: readonly Parameter[]): void {
    packParameters(this.stages, parameters, this.packedParameters);
  }

  parameters(): Parameter[] {
    return unpackParameters(this.network, this.stages, this.packedParameters);
  }

  gradients(): Parameter[] {
    return unpackParameters(this.network, this.stages, this.packedGradients);
  }

  clearGradients(): void {
    this.packedGradients.fill(0);
  }

  /** Makes the forms of the parameters that the forward pass reads; due after every change of them. */
  prepare(triples: number): void {
    const { tables, tripleLetters } = this.#memory;
    const [{ weights, biases }] = this.#memory.places;
    const { width, output } = this.#first;
    this.#triples = triples;
    this.#kernel.fillTables(weights, biases, width, output.paddedChannels, tripleLetters, triples, tables);
    this.stages.forEach((stage, i) => {
      if (stage.kind !== "convolution" && stage.kind !== "dense") return;
      const { weights: from, terms, transposed } = this.#memory.places[i];
      const { channels, paddedChannels } = stage.output;
      this.#kernel.transpose(from, 4 * terms, channels, terms, transposed, 4 * paddedChannels);
    });
  }

  /** Takes the rows in: `records` of `data`, first all on the forward strand, then all on the other if there is one. */
  load(data: EncodedSequences, records: ArrayLike<number>, from: number, to: number): number {
    const { rowLength, strands } = data;
    const rows = this.#bytes(this.#memory.codes, this.maxRows * rowLength);
    let at = 0;
    for (let strand = 0; strand < strands; strand++) {
      for (let i = from; i < to; i++) {
        writeRow(data, records[i], strand === 1, rows, at);
        at += rowLength;
      }
    }
    return (to - from) * strands;
  }

  /** Runs the loaded rows forward, from stage `start` on (the outputs of the ones before must be there). */
  forward(rows: number, dropout?: Dropout, start = 0): void {
    this.#rows = rows;
    for (let i = start; i < this.stages.length; i++) {
      const stage = this.stages[i];
      if (stage.kind === "first") this.#forwardFirst(stage, rows);
      else if (stage.kind === "average") this.#averageForward(i, rows);
      else if (stage.kind === "dense") this.#forwardDense(stage, i, rows, dropout);
      else this.#forwardConvolution(stage, i, rows);
    }
  }

  /** Output of a stage: [row][position][channel], margins and unused channels included. A view. */
  output(stage = this.stages.length - 1): Float32Array {
    const { out, row } = this.#memory.places[stage];
    return this.#floats(out, (this.maxRows * row) / 4);
  }

  /** The first layer whose ReLUs were all off for all rows of the last forward pass. */
  get deadLayer(): string | undefined {
    const dead = this.stages.find((stage, i) => {
      if (!("relu" in stage) || !stage.relu) return false;
      const { out, row } = this.#memory.places[i];
      return this.#floats(out, (this.#rows * row) / 4).every((x) => x === 0);
    });
    return dead !== undefined && "name" in dead ? dead.name : undefined;
  }

  /** Gradients of the loss by the logits, [row][unused lanes included]: filled by the caller before {@link backward}. */
  logitGradients(): Float32Array {
    const { outGradients, row } = this.#memory.places[this.stages.length - 1];
    return this.#floats(outGradients, (this.maxRows * row) / 4);
  }

  /** Runs the gradients of the loaded rows backward and adds up those of the parameters. */
  backward(rows: number, dropout?: Dropout): void {
    for (let i = this.stages.length - 1; i >= 0; i--) {
      const stage = this.stages[i];
      const place = this.#memory.places[i];
      if ("relu" in stage && stage.relu) this.#kernel.maskGradients(place.outGradients, place.out, rows * place.row);
      if (stage.kind === "first") this.#backwardFirst(stage, rows);
      else if (stage.kind === "average") this.#averageBackward(i, rows);
      else if (stage.kind === "dense") this.#backwardDense(stage, i, rows, dropout);
      else this.#backwardConvolution(stage, i, rows);
    }
  }

  /** Moves what {@link backward} has gathered for the first layer into its gradients; due once before a step. */
  finishGradients(): void {
    const { tableGradients, tripleLetters, places } = this.#memory;
    const { width, output } = this.#first;
    const [{ weightGradients, biasGradients }] = places;
    const to = [weightGradients, biasGradients];
    this.#kernel.drainTables(tableGradients, width, output.paddedChannels, tripleLetters, this.#triples, ...to);
  }

  /** gradients += decay · parameters. */
  decayWeights(decay: number): void {
    const { parameters, gradients, parameterBytes } = this.#memory;
    this.#kernel.decayWeights(parameters, gradients, parameterBytes, decay);
  }

  /** Adam's step number `step` (from 1); see optimizers.ts for the formula. */
  adamStep(step: number, rate: number, beta1: number, beta2: number, epsilon: number): void {
    const { parameters, gradients, moments, parameterBytes } = this.#memory;
    const unbias = Math.sqrt(1 - power(beta2, step));
    const scaled = (rate * unbias) / (1 - power(beta1, step));
    const rests = [beta1, beta2, 1 - beta1, 1 - beta2];
    this.#kernel.adam(parameters, gradients, ...moments, parameterBytes, scaled, epsilon * unbias, ...rests);
  }

  #forwardFirst(stage: FirstStage, rows: number): void {
    const { codes, tables, places } = this.#memory;
    const { width, stride, windows, poolWidth, poolStride, relu, output } = stage;
    const [{ out, margin, row, chosen }] = places;
    const groups = Math.ceil(width / 3);
    const shape = [groups, this.#triples, output.paddedChannels, stride, windows, poolWidth, poolStride];
    this.#kernel.firstForward(codes, this.rowLength, rows, tables, ...shape, Number(relu), out + margin, row, chosen);
  }

  #backwardFirst(stage: FirstStage, rows: number): void {
    const { codes, tableGradients, places } = this.#memory;
    const { width, stride, windows, output } = stage;
    const [{ outGradients, margin, row, chosen }] = places;
    const shape = [Math.ceil(width / 3), this.#triples, output.paddedChannels, stride, windows];
    const gradients = [outGradients + margin, row, chosen, tableGradients];
    this.#kernel.firstBackward(codes, this.rowLength, rows, ...shape, ...gradients);
  }

  #forwardConvolution(stage: ConvolutionStage, i: number, rows: number): void {
    const { scratch, places } = this.#memory;
    const below = places[i - 1];
    const place = places[i];
    const { stride, positions, windows, poolWidth, poolStride, relu, output } = stage;
    const step = 4 * stride * this.stages[i - 1].output.paddedChannels;
    const width = 4 * output.paddedChannels;
    for (let r = 0; r < rows; r++) {
      const from = [below.out + r * below.row, step, place.transposed, width, place.biases, 0];
      this.#kernel.multiply(...from, scratch, width, positions, output.paddedChannels, place.terms);
      const to = [place.out + r * place.row + place.margin, place.chosen + r * windows * width];
      this.#kernel.poolMax(scratch, output.paddedChannels, windows, poolWidth, poolStride, Number(relu), ...to);
    }
  }

  #backwardConvolution(stage: ConvolutionStage, i: number, rows: number): void {
    const below = this.#memory.places[i - 1];
    const place = this.#memory.places[i];
    this.#floats(below.outGradients, (rows * below.row) / 4).fill(0);
    const step = 4 * stage.stride * this.stages[i - 1].output.paddedChannels;
    const shape = [step, rows, stage.windows, stage.output.paddedChannels, place.terms];
    const gradients = [place.outGradients + place.margin, place.row, place.chosen];
    const to = [place.weights, place.weightGradients, place.biasGradients];
    this.#kernel.convolutionBackward(below.out, below.outGradients, below.row, ...shape, ...gradients, ...to);
  }

  #forwardDense(stage: DenseStage, i: number, rows: number, dropout: Dropout | undefined): void {
    const below = this.#memory.places[i - 1];
    const place = this.#memory.places[i];
    if (dropout !== undefined) this.#dropOut(dropout, i, below.out, below, rows);
    const width = 4 * stage.output.paddedChannels;
    const from = [below.out, below.row, place.transposed, width, place.biases, 0];
    this.#kernel.multiply(...from, place.out, place.row, rows, stage.output.paddedChannels, place.terms);
    if (stage.relu) this.#kernel.rectify(place.out, rows * place.row);
  }

  #backwardDense(stage: DenseStage, i: number, rows: number, dropout: Dropout | undefined): void {
    const { scratch, zeros, places } = this.#memory;
    const below = places[i - 1];
    const { outGradients, row, weights, weightGradients, biasGradients, terms } = places[i];
    const units = stage.output.channels;
    this.#kernel.addRows(outGradients, row, rows, stage.output.paddedChannels, biasGradients);
    this.#kernel.transpose(outGradients, row, rows, units, scratch, 4 * rows);
    const add = [weightGradients, below.row, weightGradients, below.row];
    this.#kernel.multiply(scratch, 4 * rows, below.out, below.row, ...add, units, terms, rows);
    const start = [zeros, 0, below.outGradients, below.row];
    this.#kernel.multiply(outGradients, row, weights, below.row, ...start, rows, terms, units);
    if (dropout !== undefined) this.#dropOut(dropout, i, below.outGradients, below, rows);
  }

  #averageForward(i: number, rows: number): void {
    const { windows, poolWidth, poolStride, output } = this.stages[i] as Stage & { kind: "average" };
    const below = this.#memory.places[i - 1];
    const { out, row, margin } = this.#memory.places[i];
    const shape = [rows, output.paddedChannels, windows, poolWidth, poolStride];
    this.#kernel.poolAverage(below.out, below.row, ...shape, out + margin, row);
  }

  #averageBackward(i: number, rows: number): void {
    const { windows, poolWidth, poolStride, output } = this.stages[i] as Stage & { kind: "average" };
    const below = this.#memory.places[i - 1];
    const { outGradients, row, margin } = this.#memory.places[i];
    this.#floats(below.outGradients, (rows * below.row) / 4).fill(0);
    const shape = [rows, output.paddedChannels, windows, poolWidth, poolStride];
    this.#kernel.poolAverageBackward(below.outGradients, below.row, ...shape, outGradients + margin, row);
  }

  #dropOut({ keep, seeds }: Dropout, stage: number, at: number, { row }: Place, rows: number): void {
    const to = new Uint32Array(this.#buffer, this.#memory.seeds, rows);
    for (let i = 0; i < rows; i++) to[i] = Math.imul(seeds[i] ^ stage, 0x9e3779b1);
    const limit = Math.min(0xffffffff, Math.round(keep * 2 ** 32));
    this.#kernel.dropOut(at, rows, row, this.#memory.seeds, limit, 1 / keep);
  }

  #floats(at: number, count: number): Float32Array {
    return new Float32Array(this.#buffer, at, count);
  }

  #bytes(at: number, count: number): Uint8Array {
    return new Uint8Array(this.#buffer, at, count);
  }
}
