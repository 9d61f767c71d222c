import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { ioError } from "../sequence/open.ts";

/** Inputs that can be read more than once. */
export interface ReplayableInputs {
  readonly paths: readonly string[];
  /** Removes what was spooled. */
  readonly dispose: () => void;
}

/** Files as they are; standard input is copied to a temporary file first, since it can be read only once. */
export async function replayableInputs(paths: readonly string[]): Promise<ReplayableInputs> {
  if (!paths.includes("-")) return { paths, dispose: () => {} };
  const folder = mkdtempSync(join(tmpdir(), "tatabox-"));
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", dispose);
  const spooled = join(folder, "standard input");
  try {
    await pipeline(process.stdin, createWriteStream(spooled));
  } catch (error) {
    dispose();
    throw ioError(error, `${folder} (a copy of standard input, which is read twice)`);
  }
  return { paths: paths.map((path) => (path === "-" ? spooled : path)), dispose };
}
