import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";

/** What the program and its workers have in common. */
const COMMON = { bundle: true, platform: "node", target: "node20", minify: true, logLevel: "warning" };

/** `import source from "./x.ts?bundled"`: the module and all it imports as one text, for a worker thread to start from. */
const bundledSources = {
  name: "bundled-sources",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\?bundled$/ }, ({ path, importer }) => ({
      path: resolve(dirname(importer), path.replace(/\?bundled$/, "")),
      namespace: "bundled",
    }));
    onLoad({ filter: /.*/, namespace: "bundled" }, async ({ path }) => {
      const { outputFiles } = await build({ ...COMMON, entryPoints: [path], format: "cjs", write: false });
      return { contents: outputFiles[0].text, loader: "text" };
    });
  },
};

/** `import("./x.ts?browser")`: a script for web browsers, bundled; `import("./x.css?raw")`: any file's text. */
const pageTexts = {
  name: "page-texts",
  setup({ onResolve, onLoad, resolve: find }) {
    onResolve({ filter: /\?(browser|raw)$/ }, async ({ path, resolveDir, kind }) => {
      const [file, namespace] = path.split("?");
      const found = await find(file, { resolveDir, kind });
      return { path: found.path, namespace, errors: found.errors };
    });
    onLoad({ filter: /.*/, namespace: "raw" }, ({ path }) => ({
      contents: readFileSync(path, "utf8"),
      loader: "text",
    }));
    onLoad({ filter: /.*/, namespace: "browser" }, async ({ path }) => {
      const options = { bundle: true, minify: true, target: "es2022", logLevel: "warning" };
      const { outputFiles } = await build({ ...options, entryPoints: [path], format: "iife", write: false });
      return { contents: outputFiles[0].text, loader: "text" };
    });
  },
};

/**
 * What is imported on demand reaches all that `report` needs, so that the bundler puts that into one file. A module takes
 * Node.js about a millisecond to find, read and link, whatever its size: 40 small files cost a third of the start-up.
 */
const oneCore = {
  name: "one-core",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\..*\.ts$/ }, ({ path, resolveDir, kind }) =>
      kind === "dynamic-import" ? { path: join(resolveDir, path), namespace: "on-core" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "on-core" }, ({ path }) => ({
      contents: `import "./src/cli/report.ts";export*from${JSON.stringify(path)}`,
      resolveDir: import.meta.dirname,
    }));
  },
};

/** Packages that are CommonJS inside ask for `require`, which ES modules lack. */
const REQUIRE = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

rmSync("dist", { recursive: true, force: true });
await build({
  ...COMMON,
  entryPoints: ["src/cli/main.ts"],
  format: "esm",
  splitting: true,
  outdir: "dist",
  loader: { ".fa": "text", ".bed": "text" },
  banner: { js: REQUIRE },
  plugins: [bundledSources, pageTexts, oneCore],
});

/** The library for programs that import or require it, and its types. */
const LIBRARY = { ...COMMON, entryPoints: ["src/index.ts"], plugins: [bundledSources, pageTexts] };
await build({ ...LIBRARY, format: "esm", outfile: "dist/index.js", banner: { js: REQUIRE } });
await build({ ...LIBRARY, format: "cjs", outfile: "dist/index.cjs" });
const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
execFileSync(process.execPath, [compiler, "-p", "tsconfig.declarations.json"], { stdio: "inherit" });
writeFileSync("dist/index.d.ts", 'export * from "./types/src/index.js";\n');
