import { areaUnderCurve, type TwoClassMetrics } from "../cnn/metrics.ts";
import { formatFixed } from "../printf.ts";
import type { LabelledRows } from "../regulation/logistic.ts";
import type { PromoterModelFile } from "../regulation/promoter-model.ts";
import { alignedLines, type Paint } from "../report/columns.ts";

/** How scores tell the rows that their folds left out. */
export interface CrossValidation extends TwoClassMetrics {
  readonly folds: number;
  readonly cut: number;
  /** The cut with the best CC. */
  readonly bestCut: number;
  readonly perFold: readonly TwoClassMetrics[];
}

export function crossValidationText(cv: CrossValidation): string {
  const { folds, sensitivity, specificity, precision, correlation, auc } = cv;
  const text = (x: number | undefined) => (x === undefined ? "–" : formatFixed(x, 3));
  return (
    `${folds}-fold cross-validation at even odds: Sn ${text(sensitivity)}, Sp ${text(specificity)}, precision ${text(precision)}, ` +
    `CC ${text(correlation)}, AUC ${text(auc)}`
  );
}

/** Weights beside what each term is like in either class, then cross-validation. */
export function fitTable(model: PromoterModelFile, cv: CrossValidation, rows: LabelledRows, paint: Paint): string {
  const heads = ["term", "weight", "mean in positives", "in negatives", "AUC alone"].map((head) => paint.bold(head));
  const lines = model.features.map(({ name, weight }, i) => {
    const column = Float64Array.from(rows.positive, (_, row) => rows.values[row * rows.features + i]);
    return [name, formatFixed(weight, 4), mean(column, rows, 1), mean(column, rows, 0), alone(column, rows)];
  });
  const range = (of: (fold: TwoClassMetrics) => number | undefined) => {
    const values = cv.perFold.map(of).filter((x) => x !== undefined);
    return `${formatFixed(Math.min(...values), 3)}–${formatFixed(Math.max(...values), 3)}`;
  };
  return (
    alignedLines(heads, [["intercept", formatFixed(model.intercept, 4), "", "", ""], ...lines]) +
    `\n${crossValidationText(cv)}\nover the folds: CC ${range((fold) => fold.correlation)}, AUC ${range((fold) => fold.auc)}; ` +
    `best cut ${formatFixed(model.threshold, 2)}\n\n${model.fittedOn}\n`
  );
}

function mean(column: Float64Array, { positive }: LabelledRows, kind: number): string {
  const own = column.filter((_, row) => positive[row] === kind);
  return formatFixed(own.reduce((sum, x) => sum + x, 0) / own.length, 3);
}

function alone(column: Float64Array, { positive }: LabelledRows): string {
  return formatFixed(areaUnderCurve(column, positive)!, 3);
}
