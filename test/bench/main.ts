import { benchCnn } from "./cnn.ts";
import { benchCpg } from "./cpg.ts";
import { benchExpression } from "./expression.ts";
import { benchLearning } from "./learning.ts";
import { benchMemory } from "./memory.ts";
import { benchRegulation } from "./regulation.ts";
import { benchScale } from "./scale.ts";
import { benchScan } from "./scan.ts";
import { benchWholeScan } from "./scan-whole.ts";
import { benchStart } from "./start.ts";

const asked = process.argv.slice(2);

/** `npm run bench` runs all; `npm run bench -- start` only those named. */
const BENCHES: Readonly<Record<string, () => void | Promise<void>>> = {
  start: benchStart,
  scan: benchScan,
  whole: benchWholeScan,
  cpg: benchCpg,
  cnn: benchCnn,
  learning: benchLearning,
  regulation: benchRegulation,
  expression: benchExpression,
  memory: () => benchMemory(asked),
  scale: () => benchScale(asked),
};

for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length === 0 || asked.includes(name)) await bench();
}
