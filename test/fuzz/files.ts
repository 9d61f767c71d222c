import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";

/** Linux's folder in memory: 100,000 small files are written there in seconds, on a disk in minutes. */
const MEMORY_FOLDER = "/dev/shm";

/** A new folder, which goes when the tests of the file are over, whether they pass or not. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(existsSync(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir(), "fuzz-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The first lines of a file of the project's fixtures. */
export function fixtureLines(path: string, lines = 20): string {
  const file = fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));
  return `${readFileSync(file, "utf8").split("\n").slice(0, lines).join("\n")}\n`;
}

export function fixtureBytes(path: string): Uint8Array {
  return readFileSync(fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url)));
}
