import { statSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { powerOfTen } from "../power.ts";

/** Shorter work shows nothing. */
const PATIENCE_MS = 2000;
const REDRAW_MS = 200;
/** Longest time between two looks at signals and timers. */
const TURN_MS = 50;
const BAR_WIDTH = 24;
const DEFAULT_COLUMNS = 80;

/** What a command tells of its way through the input. */
export interface Progress {
  /** A pass over the input begins; `bytes` of its files together, where that is known. */
  begin(bytes: number | undefined): void;
  /** So many more bytes of the input files have been read. */
  read(bytes: number): void;
  /** Work on so many bases begins, of those that were read last. */
  take(bases: number): void;
  /** So many more bases are done. Await it: it lets signals be heard in work that never waits for anything. */
  done(bases: number): Promise<void> | undefined;
  /** Within the work on what was read last: the share of it that is done (0..1). Await it, as `done`. */
  within(share: number): Promise<void> | undefined;
  /** So many of all things of a kind are done, since `begin`. Await it, as `done`. */
  items(done: number, all: number, what: string): Promise<void> | undefined;
  /** Words of its own for work that is not counted in bases. Await it, as `done`. */
  say(text: () => string): Promise<void> | undefined;
  /** Takes the bar away, for a message or for good. */
  clear(): void;
}

/** A line of a terminal that is written over and over; nothing where the stream is no terminal or the work is short. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  readonly #shows: boolean;
  #drawn = performance.now() + PATIENCE_MS - REDRAW_MS;
  #isShown = false;

  constructor(stream: NodeJS.WriteStream = process.stderr, wanted = true) {
    this.#stream = stream;
    this.#shows = wanted && stream.isTTY === true;
  }

  /** `text` may be a function, which is called only when the line is drawn. */
  show(text: string | (() => string)): void {
    const now = performance.now();
    if (!this.#shows || now - this.#drawn < REDRAW_MS) return;
    this.#drawn = now;
    this.#isShown = true;
    const line = typeof text === "string" ? text : text();
    this.#stream.write(`\r\u001b[K${line.slice(0, (this.#stream.columns || DEFAULT_COLUMNS) - 1)}`);
  }

  clear(): void {
    if (this.#isShown) this.#stream.write("\r\u001b[K");
    this.#isShown = false;
  }
}

/** Draws on `stream` when it is a terminal and `wanted`; otherwise only lets signals be heard. */
export function progressOn(stream: NodeJS.WriteStream, wanted: boolean): Progress {
  const line = new ProgressLine(stream, wanted);
  let started = performance.now();
  let turned = started;
  let bytes = 0;
  let bases = 0;
  /** Bytes that were read last: not all of them need be worked on yet, but all before. */
  let last = 0;
  /** Bytes whose work is done; a base is taken for a byte, or less where less is known to have been read. */
  let worked = 0;
  let taken = 0;
  let share = 0;
  let total: number | undefined;
  const turn = () => {
    if (performance.now() - turned < TURN_MS) return undefined;
    return nextTurn().then(() => {
      turned = performance.now();
    });
  };
  const drawn = () => {
    const now = performance.now();
    const seconds = (now - started) / 1000;
    line.show(() => progressText({ bases, bytes: worked + share * Math.min(taken, bytes - worked), total, seconds }));
    return turn();
  };
  return {
    begin(all) {
      total = all;
      bytes = 0;
      bases = 0;
      last = 0;
      worked = 0;
      taken = 0;
      share = 0;
      started = performance.now();
    },
    read(more) {
      bytes += more;
      last = more;
    },
    take(more) {
      taken = more;
      share = 0;
    },
    done(more) {
      bases += more;
      if (more > 0) {
        worked = Math.max(bytes - last, Math.min(bytes, worked + more));
        taken = 0;
      }
      return drawn();
    },
    within(done) {
      share = done;
      return drawn();
    },
    items(count, all, what) {
      const now = performance.now();
      line.show(() => itemsText(count, all, what, (now - started) / 1000));
      return turn();
    },
    say(text) {
      line.show(text);
      return turn();
    },
    clear: () => line.clear(),
  };
}

interface Done {
  readonly bases: number;
  readonly bytes: number;
  readonly total: number | undefined;
  readonly seconds: number;
}

/** `[####----]  42 %  1.3 Gb  52.0 Mb/s  0:35 left`; without the total only what is done. */
export function progressText({ bases, bytes, total, seconds }: Done): string {
  const rate = `${inBases(bases)}  ${inBases(bases / seconds)}/s`;
  if (total === undefined || bytes === 0) return `${rate}  ${clock(seconds)}`;
  const share = Math.min(1, bytes / total);
  // In a first long record no base is counted yet.
  return `${bar(share)}  ${bases === 0 ? "" : `${rate}  `}${timeLeft(share, seconds)}`;
}

/** `[####----]  42 %  21 of 50 motifs  0:35 left`. */
export function itemsText(done: number, all: number, what: string, seconds: number): string {
  const share = Math.min(1, done / all);
  return `${bar(share)}  ${done} of ${all} ${what}${done === 0 ? "" : `  ${timeLeft(share, seconds)}`}`;
}

function bar(share: number): string {
  const filled = Math.round(share * BAR_WIDTH);
  return `[${"#".repeat(filled)}${"-".repeat(BAR_WIDTH - filled)}] ${String(Math.floor(100 * share)).padStart(3)} %`;
}

function timeLeft(share: number, seconds: number): string {
  return `${clock((seconds * (1 - share)) / share)} left`;
}

function inBases(bases: number): string {
  const units = ["b", "kb", "Mb", "Gb", "Tb"];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bases)) / 3));
  return `${(bases / powerOfTen(3 * power)).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  const two = (n: number) => String(n).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** Bytes of the files together; undefined when one is no regular file. */
export function bytesOfFiles(paths: readonly string[]): number | undefined {
  let bytes = 0;
  for (const path of paths) {
    const stats = path === "-" ? undefined : statSync(path, { throwIfNoEntry: false });
    if (!stats?.isFile()) return undefined;
    bytes += stats.size;
  }
  return bytes;
}
