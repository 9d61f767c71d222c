import type { Interval } from "../sequence/interval.ts";

/** Numbers of a segment that stand side by side. */
const FIELDS = 5;
const [START, END, START_SCORE, END_SCORE, FLOOR] = [0, 1, 2, 3, 4];

/**
 * Stretches over which a running score rises most, found in one pass (after Ruzzo & Tompa 1999): what Cluster-Buster
 * searches for cluster ends. Positions count bases from the record's start.
 */
export class RisingSegments {
  /** [segment][field]; the floor is the lowest score shortly before the start: it bounds what the search for the true start can find. */
  #rows = new Float64Array(FIELDS * 256);
  #count = 0;
  /** Where the lowest score so far stands. */
  lowest = 0;

  /** Takes a score at position `at` that is above the `previous` one; `floor` is the lowest score of the last few positions. */
  rise(at: number, previous: number, score: number, recentFloor: number): void {
    const rows = this.#rows;
    let start = at - 1;
    let startScore = previous;
    let floor = recentFloor;
    for (let i = this.#count - 1; i >= 0 && rows[FIELDS * i + END_SCORE] < score; i--) {
      const row = FIELDS * i;
      if (rows[row + START_SCORE] >= startScore) continue;
      start = rows[row + START];
      startScore = rows[row + START_SCORE];
      floor = rows[row + FLOOR];
      this.#count = i;
      if (start === this.lowest) break;
    }
    this.#push(start, at, startScore, score, floor);
  }

  /** The segments over which the score may rise by more than `least`, counted from shortly before their start. */
  above(least: number): Interval[] {
    const rows = this.#rows;
    const found: Interval[] = [];
    for (let row = 0; row < FIELDS * this.#count; row += FIELDS) {
      const floor = Math.min(rows[row + FLOOR], rows[row + START_SCORE]);
      if (rows[row + END_SCORE] - floor > least) found.push({ start: rows[row + START], end: rows[row + END] });
    }
    return found;
  }

  #push(start: number, end: number, startScore: number, endScore: number, floor: number): void {
    const row = FIELDS * this.#count++;
    if (row === this.#rows.length) {
      const larger = new Float64Array(2 * row);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    const rows = this.#rows;
    rows[row + START] = start;
    rows[row + END] = end;
    rows[row + START_SCORE] = startScore;
    rows[row + END_SCORE] = endScore;
    rows[row + FLOOR] = floor;
  }
}
