import type { EpochReport } from "./training.ts";

/** Epochs after which the loss should have moved. */
const EPOCHS_TO_MOVE = 3;
/** Share of the loss; less is no movement. */
const LEAST_MOVE = 0.01;
/** Epochs without a better one, and the rise over the best as a share of the first validation loss. */
const EPOCHS_OF_RISE = 3;
const LEAST_RISE = 0.02;

/** Hears each epoch's report and says what goes wrong, each thing once. */
export function trainingWatch(): (report: EpochReport) => string | undefined {
  let first: EpochReport | undefined;
  let best: EpochReport | undefined;
  let [saidBlind, saidRise] = [false, false];
  return (report) => {
    first ??= report;
    if (report.best || best === undefined) best = report;
    if (report.blind && !saidBlind) {
      saidBlind = true;
      return blindText(report);
    }
    if (report.epoch === EPOCHS_TO_MOVE && !saidBlind && !hasMoved(first, report)) {
      return `the loss has hardly moved in ${EPOCHS_TO_MOVE} epochs; raise --learning-rate, or these sequences cannot be told apart so`;
    }
    if (!saidRise && rises(first, best, report)) {
      saidRise = true;
      return "the training loss falls but the validation loss rises: the training sequences are learned by heart; give more of them, or raise --dropout or --weight-decay";
    }
    return undefined;
  };
}

function blindText({ deadLayer }: EpochReport): string {
  const why = deadLayer === undefined ? "" : `: all units of ${deadLayer} are off`;
  return `every sequence gets the same output${why}; lower --learning-rate or use another --init`;
}

function hasMoved(first: EpochReport, now: EpochReport): boolean {
  const moved = (of: (report: EpochReport) => number) => Math.abs(of(now) - of(first)) > LEAST_MOVE * of(first);
  return moved(({ trainingLoss }) => trainingLoss) || moved(({ validationLoss }) => validationLoss);
}

function rises(first: EpochReport, best: EpochReport, now: EpochReport): boolean {
  const rise = now.validationLoss - best.validationLoss;
  return (
    now.epoch - best.epoch >= EPOCHS_OF_RISE &&
    rise > LEAST_RISE * first.validationLoss &&
    now.trainingLoss < best.trainingLoss
  );
}
