import type { EpochReport } from "../cnn/training.ts";
import { formatFixed } from "../printf.ts";
import type { Context } from "./command.ts";

/**
 * What to do with each epoch's report: a line each, or on a terminal one line that is overwritten, with the speed and what is
 * left. `records`: sequences an epoch, shuffles included.
 */
export function epochProgress(context: Context, epochs: number, records: number): (report: EpochReport) => void {
  const { screen, note } = context;
  if (screen === undefined) return (report) => note(epochLine(report, epochs));
  const start = performance.now();
  return (report) => {
    const seconds = (performance.now() - start) / 1000;
    const left = (seconds / report.epoch) * (epochs - report.epoch);
    const thousands = formatFixed((records * report.epoch) / seconds / 1000, 1);
    screen.update(`${epochLine(report, epochs)} ${thousands}k/s, ${Math.ceil(left)} s left`);
  };
}

/** One line an epoch. */
export function epochLine(
  { epoch, trainingLoss, validationLoss, auc, error, best }: EpochReport,
  epochs: number,
): string {
  const quality =
    auc !== undefined
      ? `, AUC ${formatFixed(auc, 4)}`
      : error !== undefined
        ? `, error ${formatFixed(100 * error, 2)} %`
        : "";
  const losses = `loss ${formatFixed(trainingLoss, 4)}, validation ${formatFixed(validationLoss, 4)}`;
  return `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}: ${losses}${quality}${best ? "  best" : ""}`;
}
