import { reverseComplement, UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Engine } from "./engine.ts";
import { backward } from "./graph.ts";
import { graphNetwork, oneHot } from "./graph-network.ts";
import { type Model, modelNetwork, predict } from "./model.ts";

/** In-silico mutagenesis: change of logit `output` when a position is each base instead, [position][base]; 0 for its own. */
export function mutagenesis(engine: Engine, model: Model, codes: Uint8Array, output = 0): Float64Array {
  const mutants = [codes];
  for (let i = 0; i < codes.length; i++) {
    for (let base = 0; base < 4; base++) {
      if (codes[i] === base) continue;
      const mutant = codes.slice();
      mutant[i] = base;
      mutants.push(mutant);
    }
  }
  const { outputs } = engine.network;
  const { logits } = predict(engine, model, mutants);
  const changes = new Float64Array(4 * codes.length);
  let next = 1;
  for (let at = 0; at < changes.length; at++) {
    if (codes[at >> 2] === (at & 3)) continue;
    changes[at] = logits[outputs * next++ + output] - logits[output];
  }
  return changes;
}

/**
 * Gradient × input: slope of logit `output` by the base that is there, [position] along the given strand, on the strand that
 * the model counts. An unknown base gets the mean of its four. The sequence must have the model's length.
 */
export function gradientTimesInput(model: Model, codes: Uint8Array, output = 0): Float64Array {
  const forward = strandGradient(model, codes, output);
  if (!model.bothStrands) return forward.slopes;
  const reverse = strandGradient(model, reverseComplement(codes), output);
  return reverse.logit > forward.logit ? reverse.slopes.reverse() : forward.slopes;
}

function strandGradient(model: Model, codes: Uint8Array, output: number): { logit: number; slopes: Float64Array } {
  const { input, logits } = graphNetwork(modelNetwork(model), model.parameters, oneHot([codes]));
  const seed = new Float64Array(logits.value.length);
  seed[output] = 1;
  backward(logits, seed);
  const slopes = Float64Array.from(codes, (code, i) => {
    const row = input.gradient.subarray(4 * i, 4 * i + 4);
    return code < UNKNOWN_BASE ? row[code] : (row[0] + row[1] + row[2] + row[3]) / 4;
  });
  return { logit: logits.value[output], slopes };
}
