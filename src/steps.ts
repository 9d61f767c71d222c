/**
 * Long work in steps. Each says what share of the work is done (0..1), so that whoever drives it may hear signals and draw
 * progress in between; it returns what was found.
 */
export type Steps<T> = Generator<number, T>;

/** Runs the work to its end at once. */
export function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** As a part of larger work: its shares lie between `from` and `to`. */
export function* asPart<T>(steps: Steps<T>, from: number, to: number): Steps<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    yield from + step.value * (to - from);
  }
}

/** What needed no steps. */
// biome-ignore lint/correctness/useYield: there is nothing to stop between.
export function* atOnce<T>(found: T): Steps<T> {
  return found;
}
