import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The first lines of a file of the project's fixtures. */
export function fixtureLines(path: string, lines = 20): string {
  const file = fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));
  return `${readFileSync(file, "utf8").split("\n").slice(0, lines).join("\n")}\n`;
}

export function fixtureBytes(path: string): Uint8Array {
  return readFileSync(fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url)));
}
