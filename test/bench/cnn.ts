import { spawnSync } from "node:child_process";
import { Learner, predictLogits } from "../../src/cnn/learner.ts";
import { buildNetwork, initialParameters } from "../../src/cnn/network.ts";
import { parseTemplate } from "../../src/cnn/template.ts";
import { encodeSequences } from "../../src/cnn/triples.ts";
import { randomStream } from "../../src/random.ts";

const RECORDS = 6400;
const BATCH = 64;

interface Model {
  readonly name: string;
  readonly length: number;
  readonly layers: string;
  /** How many times as fast as PyTorch with one thread. */
  readonly target: number;
  /** The same layers for PyTorch. */
  readonly torch: string;
}

const MODELS: readonly Model[] = [
  {
    name: "one convolution, 101 bases",
    length: 101,
    layers: "conv 16x24, relu, pool global, fc 32, relu, fc 1, sigmoid",
    target: 8,
    torch: "Conv1d(4,16,24),ReLU(),AdaptiveMaxPool1d(1),Flatten(),Linear(16,32),ReLU(),Linear(32,1)",
  },
  {
    name: "two convolutions, 251 bases",
    length: 251,
    layers: "conv 64x12, relu, pool 4, conv 32x8, relu, pool global, fc 32, relu, fc 1, sigmoid",
    target: 2,
    torch:
      "Conv1d(4,64,12),ReLU(),MaxPool1d(4),Conv1d(64,32,8),ReLU(),AdaptiveMaxPool1d(1),Flatten(),Linear(32,32),ReLU(),Linear(32,1)",
  },
];

/** Records per second in training (Adam) and in prediction, best of several rounds, one thread. */
function ours({ length, layers }: Model): { train: number; predict: number } {
  const random = randomStream(1, "bench");
  const codes = Array.from({ length: RECORDS }, () => Uint8Array.from({ length }, () => random.below(4)));
  const network = buildNetwork(parseTemplate(layers), length);
  const learner = new Learner(network, 1, { optimizer: "adam" });
  learner.engine.setParameters(initialParameters(network, "he", random));
  const data = encodeSequences(codes, length, learner.engine.padding, false);
  const targets = { values: Float32Array.from(codes, () => random.below(2)) };
  const order = Uint32Array.from({ length: RECORDS }, (_, i) => i);
  const epoch = () => {
    for (let from = 0; from < RECORDS; from += BATCH) learner.train(data, targets, order, from, from + BATCH);
  };
  return { train: best(epoch), predict: best(() => predictLogits(learner.engine, data)) };
}

function best(job: () => void, rounds = 7): number {
  let seconds = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    job();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  return RECORDS / seconds;
}

/** PyTorch with one thread on the same sizes; undefined where it is not installed. */
function pytorch({ length, torch }: Model): { train: number; predict: number } | undefined {
  const layers = torch.replace(/(\w+\()/g, "nn.$1");
  const script = `
import time, torch
from torch import nn
torch.set_num_threads(1); torch.manual_seed(1)
x = torch.nn.functional.one_hot(torch.randint(0, 4, (${RECORDS}, ${length})), 4).float().transpose(1, 2).contiguous()
t = torch.randint(0, 2, (${RECORDS}, 1)).float()
net = nn.Sequential(${layers}); opt = torch.optim.Adam(net.parameters()); lossf = nn.BCEWithLogitsLoss()
def epoch():
    for i in range(0, ${RECORDS}, ${BATCH}):
        opt.zero_grad(); lossf(net(x[i:i+${BATCH}]), t[i:i+${BATCH}]).backward(); opt.step()
def predict():
    with torch.no_grad():
        for i in range(0, ${RECORDS}, 128): net(x[i:i+128])
def best(job):
    times = []
    for _ in range(5):
        s = time.perf_counter(); job(); times.append(time.perf_counter() - s)
    return ${RECORDS} / min(times)
print(best(epoch), best(predict))`;
  const python = ["/usr/bin/python3", "python3"].find((name) => spawnSync(name, ["-c", "import torch"]).status === 0);
  if (python === undefined) return undefined;
  const { stdout } = spawnSync(python, ["-c", script], { encoding: "utf8" });
  const [train, predict] = stdout.trim().split(" ").map(Number);
  return { train, predict };
}

/** Training speed beside PyTorch, records per second. */
export function benchCnn(): void {
  console.log("cnn: records per second, one thread, batch 64, Adam; yardstick PyTorch with one thread");
  for (const model of MODELS) {
    const mine = ours(model);
    const theirs = pytorch(model);
    for (const job of ["train", "predict"] as const) {
      const ratio =
        theirs === undefined
          ? "PyTorch is not installed"
          : `${(mine[job] / theirs[job]).toFixed(2)} × PyTorch (${Math.round(theirs[job])})`;
      const target = job === "train" ? `  (at least ${model.target})` : "";
      console.log(
        `  ${`${model.name}: ${job}`.padEnd(40)} ${Math.round(mine[job]).toString().padStart(8)}  ${ratio}${target}`,
      );
    }
  }
}
