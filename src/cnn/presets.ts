import type { Initializer } from "./initializers.ts";
import type { Output } from "./losses.ts";

export const PRESETS = ["motifs", "positional"] as const;
export type PresetName = (typeof PRESETS)[number];

/** A network and how it is trained, as they did well on real data (reference figures in the documentation). */
export interface Preset {
  readonly layers: string;
  /** Both strands are read and the larger logit counts. */
  readonly bothStrands: boolean;
  /** Glorot's smaller weights learn these sets better than He's (REST, SP1 and CTCFL peaks, Arabidopsis promoters). */
  readonly initializer: Initializer;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly dropout: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly patience: number;
}

const SHORT = 100;

/**
 * `motifs`: is the site somewhere? (peaks) One maximum over the whole sequence, both strands, as DeepBind does. `positional`:
 * what stands where around a fixed point (start sites, splice sites); position is kept. `units` logits at the end.
 */
export function preset(name: PresetName, length: number, units: number, output: Output): Preset {
  const common = { initializer: "glorot" as const, weightDecay: 1e-5, batchSize: 64 };
  if (name === "motifs") {
    const width = Math.min(24, length);
    const layers = `conv 16x${width} pad ${width - 1}, relu, pool global, fc 32, relu, fc ${units}, ${output}`;
    return { ...common, layers, bothStrands: true, learningRate: 2e-3, dropout: 0.25, epochs: 20, patience: 4 };
  }
  const first = length < SHORT ? "conv 32x9 pad same, relu, pool 2" : "conv 64x15 pad same, relu, pool 4";
  const layers = `${first}, fc 64, relu, fc ${units}, ${output}`;
  return { ...common, layers, bothStrands: false, learningRate: 1e-3, dropout: 0.4, epochs: 30, patience: 5 };
}
