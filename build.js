import { rmSync } from "node:fs";
import { dirname, resolve } from "node:path";
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

rmSync("dist", { recursive: true, force: true });
await build({
  ...COMMON,
  entryPoints: ["src/cli/main.ts"],
  format: "esm",
  splitting: true,
  outdir: "dist",
  loader: { ".fa": "text", ".bed": "text" },
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  plugins: [bundledSources],
});
