import type { Engine } from "./engine.ts";
import { joinedLogits } from "./learner.ts";
import type { EncodedSequences } from "./triples.ts";

/** Mean squared change of the logits when a filter's output, after ReLU and pooling, is its mean everywhere (Basset). */
export function filterInfluence(engine: Engine, data: EncodedSequences): Float64Array {
  const { channels, paddedChannels, positions, margin } = engine.stages[0].output;
  const row = (positions + 2 * margin) * paddedChannels;
  const means = new Float64Array(channels);
  const change = new Float64Array(channels);
  const cells = (rows: number, k: number, visit: (at: number) => void) => {
    for (let r = 0; r < rows; r++) {
      for (let p = 0; p < positions; p++) visit(r * row + (margin + p) * paddedChannels + k);
    }
  };
  eachChunk(engine, data, (_, rows) => {
    const out = engine.output(0);
    for (let k = 0; k < channels; k++) {
      cells(rows, k, (at) => {
        means[k] += out[at] / (positions * data.records.length * data.strands);
      });
    }
  });
  eachChunk(engine, data, (records, rows) => {
    const out = engine.output(0);
    const { logits } = joinedLogits(engine, records, rows);
    const kept = out.slice(0, rows * row);
    for (let k = 0; k < channels; k++) {
      cells(rows, k, (at) => {
        out[at] = means[k];
      });
      engine.forward(rows, undefined, 1);
      const changed = joinedLogits(engine, records, rows).logits;
      logits.forEach((z, i) => {
        change[k] += (changed[i] - z) ** 2 / data.records.length;
      });
      out.set(kept);
    }
  });
  return change;
}

function eachChunk(engine: Engine, data: EncodedSequences, visit: (records: number, rows: number) => void): void {
  const order = Uint32Array.from({ length: data.records.length }, (_, i) => i);
  const chunk = Math.floor(engine.maxRows / data.strands);
  engine.prepare(data.triples);
  for (let from = 0; from < data.records.length; from += chunk) {
    const to = Math.min(data.records.length, from + chunk);
    const rows = engine.load(data, order, from, to);
    engine.forward(rows);
    visit(to - from, rows);
  }
}
