import { CommanderError } from "commander";
import { oneLine, TataboxError } from "../errors.ts";
import { ClosedPipe } from "../report/writer.ts";

/** Node.js reserves 10 GB of addresses for each memory, unless it is told to check every access instead. */
const SPARING = "--disable-wasm-trap-handler";
const NO_ADDRESSES =
  "WebAssembly gets no memory; where the address space is limited (ulimit -v, h_vmem), raise the limit";

/** Says on stderr why `command` failed, and sets the exit code: `failureCode` where the command has one of its own. */
export function tellFailure(command: string | undefined, error: unknown, failureCode?: number): void {
  // The reader has what it wanted.
  if (error instanceof ClosedPipe) return;
  const { text, code } = failureOf(error);
  process.stderr.write(`${command === undefined ? "tatabox" : `tatabox ${command}`}: error: ${text}\n`);
  process.exitCode = failureCode ?? code;
}

function failureOf(error: unknown): { readonly text: string; readonly code: number } {
  if (error instanceof TataboxError || error instanceof CommanderError) {
    const message = oneLine(error.message.replace(/^error: /, "").replace(/\n/g, " "));
    // Such as an expression or a file name; a long option gets the nearest one instead.
    const hint = /^unknown option '-[^-]/.test(message) ? "; a word that begins with - goes behind --" : "";
    return { text: `${message}${hint}`, code: error instanceof CommanderError ? 2 : error.exitCode };
  }
  if (error instanceof RangeError && /WebAssembly.*(allocate|Unable to grow)/.test(error.message)) {
    const isUsed = [...process.execArgv, process.env.NODE_OPTIONS].join(" ").includes(SPARING);
    return { text: `${NO_ADDRESSES}${isUsed ? "" : ` or set NODE_OPTIONS=${SPARING}`}`, code: 1 };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: `this is a fault of tatabox itself; please report it with the command:\n${stack}`, code: 1 };
}
