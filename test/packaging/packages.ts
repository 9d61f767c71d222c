import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PROGRAM } from "../cli/tatabox.ts";

/** A file or folder of packaging/. */
export function packagingPath(path: string): string {
  return fileURLToPath(new URL(`../../packaging/${path}`, import.meta.url));
}

export function packagingText(path: string): string {
  return readFileSync(packagingPath(path), "utf8");
}

export const VERSION: string = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version;

/** A folder to run packages in, and an environment whose PATH has the built program as `tatabox`. */
export function workplace(): { readonly folder: string; readonly env: NodeJS.ProcessEnv } {
  const folder = mkdtempSync(join(tmpdir(), "tatabox-packaging-"));
  const bin = join(folder, "bin");
  mkdirSync(bin);
  writeFileSync(join(bin, "tatabox"), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`, { mode: 0o755 });
  return { folder, env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } };
}

/** Runs a shell script as Nextflow and Galaxy do; throws with what it said when it fails. */
export function bash(script: string, cwd: string, env: NodeJS.ProcessEnv): string {
  const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", script], {
    cwd,
    env,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`exit ${status}: ${script}\n${stderr}`);
  return stdout;
}
