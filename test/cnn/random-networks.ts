import fc from "fast-check";
import type { Layer } from "../../src/cnn/layers.ts";
import { OUTPUTS } from "../../src/cnn/losses.ts";
import { buildNetwork, type Network } from "../../src/cnn/network.ts";
import type { RandomStream } from "../../src/random.ts";

const small = (min: number, max: number) => fc.integer({ min, max });

const convolutionBlock: fc.Arbitrary<Layer[]> = fc
  .record({
    filters: small(1, 20),
    width: small(1, 7),
    stride: small(1, 2),
    padding: small(0, 3),
    relu: fc.boolean(),
    pool: fc.option(fc.record({ max: fc.boolean(), width: small(1, 4), stride: small(1, 3) }), { nil: undefined }),
    last: fc.boolean(),
  })
  .map(({ relu, pool, last, ...sizes }) => {
    const how = pool?.max ? ("max" as const) : ("average" as const);
    const pools: Layer[] = pool === undefined ? [] : [{ kind: "pool", how, width: pool.width, stride: pool.stride }];
    const all: Layer[] = last && pool !== undefined ? [{ kind: "pool", how, width: "global", stride: 1 }] : pools;
    return [{ kind: "conv", ...sizes }, ...(relu ? [{ kind: "relu" as const }] : []), ...all];
  });

/** Networks of the template that fit their input, up to two convolutions and two hidden layers. */
export const randomNetworks: fc.Arbitrary<Network> = fc
  .record({
    length: small(8, 30),
    convolutions: fc.array(convolutionBlock, { maxLength: 2 }),
    hidden: fc.array(fc.tuple(small(1, 20), fc.boolean()), { maxLength: 2 }),
    outputs: small(2, 3),
    output: fc.constantFrom(...OUTPUTS),
  })
  .map(({ length, convolutions, hidden, outputs, output }) => {
    const units = hidden.flatMap(([count, relu]): Layer[] => [
      { kind: "fc", units: count },
      ...(relu ? [{ kind: "relu" as const }] : []),
    ]);
    const layers: Layer[] = [...convolutions.flat(), ...units, { kind: "fc", units: outputs }];
    try {
      return buildNetwork({ layers, output }, length, true);
    } catch {
      return undefined;
    }
  })
  .filter((network) => network !== undefined);

/** Random sequences of the network's length, with an unknown base now and then. */
export function randomCodes({ inputLength }: Network, records: number, random: RandomStream): Uint8Array[] {
  return Array.from({ length: records }, () =>
    Uint8Array.from({ length: inputLength }, () => (random.below(20) === 0 ? 4 : random.below(4))),
  );
}

export function randomTargets({ output, outputs }: Network, records: number, random: RandomStream): number[] {
  if (output === "softmax") return Array.from({ length: records }, () => random.below(outputs));
  return Array.from({ length: records * outputs }, () => (output === "sigmoid" ? random.below(2) : random.uniform()));
}
