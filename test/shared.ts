import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, it } from "vitest";

/** Oracles, collections and real sequence that may not be committed lie beside the project, where they exist at all. */
const SHARED = new URL("../../shared/", import.meta.url);

export const hasShared = existsSync(SHARED);

/** `describe` over files of `../shared`; where there are none its body, which reads them, is not run and shows as skipped. */
export const describeShared = (hasShared ? describe : skippedWhole) as typeof describe;

function skippedWhole(name: string): void {
  describe(name, () => it.skip("needs the files of ../shared", () => {}));
}

export const itShared = hasShared ? it : it.skip;

export function sharedPath(path: string): string {
  return new URL(path, SHARED).pathname;
}

/** A file of `../shared` as text, `.gz` decompressed. */
export function sharedText(path: string): string {
  const bytes = readFileSync(sharedPath(path));
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** Rows of a tab-separated file with one header line, by column name. */
export function tsvRows(text: string): Record<string, string>[] {
  const [header, ...lines] = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const names = header.split("\t");
  return lines.map((line) => {
    const cells = line.split("\t");
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""]));
  });
}
