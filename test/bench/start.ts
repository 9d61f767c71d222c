import { alternate, command, row, tatabox } from "./measure.ts";

/** Start-up: whole processes beside an empty Node.js process. */
export function benchStart(): void {
  const times = alternate(
    {
      node: command(process.execPath, "-e", "0"),
      version: tatabox("--version"),
      report: tatabox("report", "fixtures/genes/fos.fa", "--tss", "fixtures/genes/genes.bed"),
    },
    15,
  );
  console.log("start: yardstick node -e 0");
  console.log(row("node -e 0", times.node, times.node));
  console.log(row("tatabox --version", times.version, times.node, 1.5));
  console.log(row("tatabox report fos.fa", times.report, times.node, 4));
}
