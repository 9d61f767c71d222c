import { dataError } from "../errors.ts";
import { type Background, backgroundOfCounts } from "../motif/background.ts";
import { columnInformation } from "../motif/information.ts";
import { type Motif, type MotifNames, motifFromCounts } from "../motif/motif.ts";
import { reverseComplement, UNKNOWN_BASE } from "../sequence/alphabet.ts";
import { finished, type Steps } from "../steps.ts";
import type { Engine } from "./engine.ts";
import { exactMotif } from "./filter-exact.ts";
import { filterInfluence } from "./filter-influence.ts";
import { paddingOf } from "./layers.ts";
import { predictLogits } from "./learner.ts";
import type { Parameter } from "./network.ts";
import { encodeSequences } from "./triples.ts";

export const FILTER_METHODS = ["basset", "deepbind", "exact"] as const;
export type FilterMethod = (typeof FILTER_METHODS)[number];

/** A first-layer filter as a motif. */
export interface FilterMotif {
  readonly motif: Motif;
  /** From 1. */
  readonly filter: number;
  /** Sites that the matrix was made from. */
  readonly sites: number;
  /** Mean squared change of the logits when the filter's output is replaced by its mean. */
  readonly influence: number;
  /** Score above which the filter's output is positive, bits (`exact` alone). */
  readonly scoreThreshold?: number;
}

interface Filters {
  readonly count: number;
  readonly width: number;
  readonly stride: number;
  readonly padding: number;
  readonly weights: Parameter;
  readonly biases: Parameter;
}

/** Fewer sites make no matrix (Basset drops such filters, too). */
const LEAST_SITES = 10;

/**
 * First-layer filters as motifs, the most influential first; filters with fewer than 10 sites are left out. basset (Kelley et
 * al. 2016): every window above half of the filter's largest output, counted from its mean; 1 added to each cell. deepbind
 * (Alipanahi et al. 2015): the best window of each sequence with positive output; ends of little information cut off. exact
 * (Ding et al. 2017): the matrix whose log-odds scores rank windows as the filter does, its base fitted to the sites. Both-strand
 * models read each sequence on the strand of the larger logit.
 */
export function filterMotifs(...given: Parameters<typeof filterSteps>): FilterMotif[] {
  return finished(filterSteps(...given));
}

/** The same in steps, one a filter. */
export function* filterSteps(
  engine: Engine,
  records: readonly Uint8Array[],
  method: FilterMethod,
  bothStrands: boolean,
  source: string,
): Steps<FilterMotif[]> {
  const filters = firstFilters(engine);
  const data = encodeSequences(records, engine.network.inputLength, engine.padding, bothStrands);
  const read = bothStrands ? onBetterStrand(engine, records) : records;
  const influence = filterInfluence(engine, data);
  const background = baseFrequencies(read);
  const motifs: FilterMotif[] = [];
  for (let k = 0; k < filters.count; k++) {
    yield k / filters.count;
    const outputs = filterOutputs(filters, k, read);
    const windows = method === "basset" ? windowsAboveHalf(outputs) : bestWindows(outputs);
    const counts = siteCounts(filters, read, windows);
    if (windows.length < LEAST_SITES) continue;
    const names = { id: `filter${k + 1}`, name: "", source };
    const made = { filter: k + 1, sites: windows.length, influence: influence[k] };
    if (method === "exact")
      motifs.push({
        ...made,
        ...exactMotif(filterRows(filters, k), filters.biases.values[k], counts, background, names),
      });
    else motifs.push({ ...made, motif: countedMotif(counts, method === "basset" ? 1 : 1e-4, names) });
  }
  return motifs.sort((a, b) => b.influence - a.influence);
}

/** How many filters the first layer has. Throws a data error when that is no convolution. */
export function filterCount(engine: Engine): number {
  return firstFilters(engine).count;
}

/** A filter's weights, [position][base]. */
function filterRows({ width, weights }: Filters, k: number): Float64Array {
  return weights.values.subarray(4 * k * width, 4 * (k + 1) * width);
}

function firstFilters(engine: Engine): Filters {
  const [{ layer, name }] = engine.network.layers;
  if (layer.kind !== "conv") throw dataError("the model has no convolution: there are no filters to show as motifs");
  const parameters = engine.parameters();
  const of = (part: string) => parameters.find((parameter) => parameter.name === `${name}.${part}`)!;
  const { filters: count, width, stride } = layer;
  return { count, width, stride, padding: paddingOf(layer), weights: of("w"), biases: of("b") };
}

/** Each sequence on the strand that gives the larger first logit. */
function onBetterStrand(engine: Engine, records: readonly Uint8Array[]): Uint8Array[] {
  const { inputLength, outputs } = engine.network;
  const turned = records.map(reverseComplement);
  const [forward, reverse] = [records, turned].map((strand) =>
    predictLogits(engine, encodeSequences(strand, inputLength, engine.padding, false)),
  );
  return records.map((codes, i) => (reverse[i * outputs] > forward[i * outputs] ? turned[i] : codes));
}

/** A filter's output before the ReLU at every window of every record. */
interface Outputs {
  readonly values: Float64Array;
  /** Windows of one record. */
  readonly windows: number;
}

function filterOutputs(filters: Filters, k: number, records: readonly Uint8Array[]): Outputs {
  const { width, stride, padding, biases } = filters;
  const length = records.reduce((most, codes) => Math.max(most, codes.length), 0);
  const windows = Math.max(0, Math.floor((length + 2 * padding - width) / stride) + 1);
  const values = new Float64Array(windows * records.length);
  const rows = filterRows(filters, k);
  records.forEach((codes, record) => {
    for (let window = 0; window < windows; window++) {
      const start = window * stride - padding;
      let sum = biases.values[k];
      for (let i = Math.max(0, -start); i < width && start + i < codes.length; i++) {
        const code = codes[start + i];
        const row = 4 * i;
        sum += code < UNKNOWN_BASE ? rows[row + code] : (rows[row] + rows[row + 1] + rows[row + 2] + rows[row + 3]) / 4;
      }
      values[record * windows + window] = sum;
    }
  });
  return { values, windows };
}

/** Windows with an output above mean + half of (largest − mean), outputs rectified. */
function windowsAboveHalf({ values }: Outputs): number[] {
  let [sum, most] = [0, 0];
  for (const value of values) {
    sum += Math.max(0, value);
    most = Math.max(most, value);
  }
  const mean = sum / values.length;
  const threshold = mean + 0.5 * (most - mean);
  const found: number[] = [];
  values.forEach((value, i) => {
    if (value > threshold) found.push(i);
  });
  return found;
}

/** The best window of each record, where its output is positive. */
function bestWindows({ values, windows }: Outputs): number[] {
  const found: number[] = [];
  for (let first = 0; first < values.length; first += windows) {
    let best = first;
    for (let i = first + 1; i < first + windows; i++) if (values[i] > values[best]) best = i;
    if (values[best] > 0) found.push(best);
  }
  return found;
}

/** Bases under the filter at the windows; what is unknown or over the edge counts a quarter of each. */
function siteCounts(filters: Filters, records: readonly Uint8Array[], found: readonly number[]): Float64Array {
  const { width, stride, padding } = filters;
  const length = records.reduce((most, codes) => Math.max(most, codes.length), 0);
  const windows = Math.floor((length + 2 * padding - width) / stride) + 1;
  const counts = new Float64Array(4 * width);
  for (const at of found) {
    const codes = records[Math.floor(at / windows)];
    const start = (at % windows) * stride - padding;
    for (let i = 0; i < width; i++) {
      const code = start + i < 0 || start + i >= codes.length ? UNKNOWN_BASE : codes[start + i];
      if (code < UNKNOWN_BASE) counts[4 * i + code]++;
      else for (let base = 0; base < 4; base++) counts[4 * i + base] += 0.25;
    }
  }
  return counts;
}

function countedMotif(counts: Float64Array, pseudocount: number, names: MotifNames): Motif {
  return trimmed(
    motifFromCounts(
      names,
      counts.map((count) => count + pseudocount),
    ),
    names,
  );
}

/** Without end columns below 0.1 bit or a tenth of the best column, as DeepBind cuts them; a motif of one column at least. */
function trimmed(motif: Motif, names: MotifNames): Motif {
  const bits = Array.from({ length: motif.width }, (_, i) => columnInformation(motif, i));
  const least = Math.max(0.1, 0.1 * Math.max(...bits));
  const first = bits.findIndex((b) => b >= least);
  const last = bits.findLastIndex((b) => b >= least);
  if (first < 0) return motif;
  return motifFromCounts(names, motif.counts!.slice(4 * first, 4 * (last + 1)));
}

function baseFrequencies(records: readonly Uint8Array[]): Background {
  const counts = [1, 1, 1, 1];
  for (const codes of records) for (const code of codes) if (code < UNKNOWN_BASE) counts[code]++;
  return backgroundOfCounts(counts);
}
