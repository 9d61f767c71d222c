import { plotText } from "./plot-text.ts";

/** Losses of one epoch, numbered from 1. */
interface EpochLosses {
  readonly epoch: number;
  readonly trainingLoss: number;
  readonly validationLoss: number;
}

const ROWS = 10;

/** Both losses by epoch, drawn for a terminal; the best epoch's validation loss is a star. */
export function learningCurve(history: readonly EpochLosses[], bestEpoch: number, columns: number): string {
  const losses = history.flatMap(({ trainingLoss, validationLoss }) => [trainingLoss, validationLoss]);
  const at = (of: (losses: EpochLosses) => number) =>
    history.map((losses): readonly [number, number] => [losses.epoch, of(losses)]);
  const best = history.filter(({ epoch }) => epoch === bestEpoch);
  const plot = plotText({
    series: [
      { mark: "t", points: at(({ trainingLoss }) => trainingLoss) },
      { mark: "v", points: at(({ validationLoss }) => validationLoss) },
      { mark: "*", points: best.map(({ epoch, validationLoss }) => [epoch, validationLoss]) },
    ],
    ...{ columns, rows: ROWS, xLabel: "epoch" },
    x: [1, Math.max(2, history.length)],
    y: [Math.min(...losses), Math.max(...losses)],
  });
  return `loss: t training, v validation, * validation at epoch ${bestEpoch}, the best\n${plot}`;
}
