/**
 * Stretches over which a running score rises most, found in one pass (after Ruzzo & Tompa 1999): what Cluster-Buster
 * searches for cluster ends. Positions count bases from the record's start.
 */
export class RisingSegments {
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #startScores: number[] = [];
  readonly #endScores: number[] = [];
  /** Lowest score shortly before each start: bounds what the search for the true start can find. */
  readonly #floors: number[] = [];
  #lowest = 0;
  #lowestScore = 0;
  #previous = 0;

  get length(): number {
    return this.#starts.length;
  }

  /** Takes the score at position `at` (one more than the last); `floor` is the lowest score of the last few positions. */
  add(at: number, score: number, floor: number): void {
    if (score > this.#previous) this.#rise(at, score, floor);
    if (score <= this.#lowestScore) {
      this.#lowestScore = score;
      this.#lowest = at;
    }
    this.#previous = score;
  }

  segment(index: number): { start: number; end: number; rise: number } {
    const floor = Math.min(this.#floors[index], this.#startScores[index]);
    return { start: this.#starts[index], end: this.#ends[index], rise: this.#endScores[index] - floor };
  }

  #rise(at: number, score: number, recentFloor: number): void {
    let start = at - 1;
    let startScore = this.#previous;
    let floor = recentFloor;
    for (let i = this.#starts.length - 1; i >= 0 && this.#endScores[i] < score; i--) {
      if (this.#startScores[i] >= startScore) continue;
      start = this.#starts[i];
      startScore = this.#startScores[i];
      floor = this.#floors[i];
      this.#truncate(i);
      if (start === this.#lowest) break;
    }
    this.#push(start, at, startScore, score, floor);
  }

  #truncate(length: number): void {
    for (const column of [this.#starts, this.#ends, this.#startScores, this.#endScores, this.#floors]) {
      column.length = length;
    }
  }

  #push(start: number, end: number, startScore: number, endScore: number, floor: number): void {
    this.#starts.push(start);
    this.#ends.push(end);
    this.#startScores.push(startScore);
    this.#endScores.push(endScore);
    this.#floors.push(floor);
  }
}
