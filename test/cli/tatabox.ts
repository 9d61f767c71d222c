import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const PROGRAM = fileURLToPath(new URL("../../bin/tatabox.js", import.meta.url));

export interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** The single executable in place of the built program, when the tests are to run on it. */
const { TATABOX_EXECUTABLE } = process.env;
const START = TATABOX_EXECUTABLE === undefined ? [process.execPath, PROGRAM] : [TATABOX_EXECUTABLE];

/**
 * Node.js itself may never end: its main thread and a compiling one wait for each other (nodejs/node#54918; seen once in
 * many thousand runs). Such a run fails its test instead of holding up all others.
 */
const LONGEST_MS = 180_000;

/** Runs the built program (npm test builds it first) as a user would. */
export function tatabox(words: readonly string[], input: string | Uint8Array = "", cwd?: string): Run {
  const { status, stdout, stderr } = spawnSync(START[0], [...START.slice(1), ...words], {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    timeout: LONGEST_MS,
    killSignal: "SIGKILL",
    ...(cwd === undefined ? {} : { cwd }),
  });
  return { status, out: stdout, err: stderr };
}

/** A file of the project's own fixtures. */
export function fixture(path: string): string {
  return fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));
}
