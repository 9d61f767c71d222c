import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * To be called last of all that a command does. Node.js waits at its end for V8's compile threads; one that needs a garbage
 * collection just then waits for the main thread, and both wait for ever (nodejs/node#54918, with process.exit too). Seen in
 * one of a hundred short runs of `promoters` on a busy machine, Node.js 20. A collection here, some 5 ms for a small heap,
 * lets those who wait go on and leaves the others the room they need.
 */
export function collectBeforeExit(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
}
