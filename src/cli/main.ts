import { VERSION } from "../version.ts";

/** Nothing but the version is loaded before it is known that more is needed. */
if (process.argv[2] === "--version" || process.argv[2] === "-V") {
  process.stdout.write(`tatabox ${VERSION}\n`);
} else {
  const { runCommandLine } = await import("./run.ts");
  await runCommandLine(process.argv.slice(2));
}
