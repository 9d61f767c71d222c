import { closest, distance } from "fastest-levenshtein";

/** Where a fault lies: whatever is known of file, line (1-based), record and motif. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly record?: string;
  readonly motif?: string;
}

/** A fault the user can mend: one line that says where, what is wrong and what to do. Never shown with a stack trace. */
export class TataboxError extends Error {
  /** 1: bad data or I/O; 2: wrong command line. */
  readonly exitCode: 1 | 2;

  constructor(exitCode: 1 | 2, message: string) {
    super(message);
    this.name = "TataboxError";
    this.exitCode = exitCode;
  }
}

/** Bad data or I/O (exit code 1). `what` may end in advice: "is empty; give a FASTA file". */
export function dataError(what: string, place: Place = {}): TataboxError {
  const where = describePlace(place);
  return new TataboxError(1, oneLine(where === "" ? what : `${where}: ${what}`));
}

/** A wrong command line (exit code 2). */
export function usageError(what: string): TataboxError {
  return new TataboxError(2, oneLine(what));
}

/** `genes.fa, line 3, record chr1`; empty when nothing is known. */
export function describePlace({ file, line, record, motif }: Place): string {
  const parts: string[] = [];
  if (file !== undefined) parts.push(file === "-" ? "standard input" : file);
  if (line !== undefined) parts.push(`line ${line}`);
  if (record !== undefined) parts.push(`record ${record}`);
  if (motif !== undefined) parts.push(`motif ${motif}`);
  return parts.join(", ");
}

/** `; did you mean 'islands'?` when a known word is near `word` (at most a third of its letters, rounded up, differ), else ''. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const lower = word.toLowerCase();
  const near = closest(
    lower,
    known.map((k) => k.toLowerCase()),
  );
  const match = known.find((k) => k.toLowerCase() === near)!;
  return distance(lower, near) <= Math.ceil(lower.length / 3) ? `; did you mean '${match}'?` : "";
}

/** The first thing that a schema found wrong, in words: `sites.0.q: is missing (expected number)`. */
export function firstIssue({ issues: [{ path, message }] }: SchemaError): string {
  const what = message.replace(/^Invalid input: (expected .*), received undefined$/, "is missing ($1)");
  return path.length === 0 ? what : `${path.map(String).join(".")}: ${what}`;
}

/** As zod has them. */
interface SchemaError {
  readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
}

/**
 * Control characters, line ends of all kinds and turns of the writing direction (a hostile name may hold escape sequences)
 * become visible and harmless.
 */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
  });
}
