import { spawnSync } from "node:child_process";
import { describe } from "vitest";

/** `describe` over other programs; shown as skipped, with their names, where one of them is missing. */
export function describeTools(tools: readonly string[]): typeof describe | typeof describe.skip {
  const present = tools.every((tool) => spawnSync(tool, ["--version"]).error === undefined);
  return present ? describe : describe.skip;
}

/** What a program prints; throws what it says on stderr when it fails. */
export function runTool(tool: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw error ?? new Error(`${tool} ${args[0]}: ${stderr}`);
  return stdout;
}
