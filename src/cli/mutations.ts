import { dataError, usageError } from "../errors.ts";
import { BASES, UNKNOWN_BASE } from "../sequence/alphabet.ts";
import type { Edit } from "../sequence/edit.ts";
import type { FastaRecord, Warn } from "../sequence/fasta.ts";

/** One `--mutate`: a base of a sequence, 0-based. */
interface Mutation {
  readonly word: string;
  readonly sequence: string;
  readonly position: number;
  /** Code of the base that should be there; undefined when it was not given. */
  readonly ref: number | undefined;
  readonly alt: number;
}

/** The changes of `--mutate`, handed out record by record. */
export class Mutations {
  readonly #mutations: readonly Mutation[];
  readonly #made = new Set<Mutation>();
  readonly #lengths = new Map<string, number>();
  readonly #warn: Warn;

  constructor(words: readonly string[], warn: Warn) {
    this.#mutations = words.map(parseMutation);
    this.#warn = warn;
    const places = this.#mutations.map(({ sequence, position }) => `${sequence}:${position}`);
    const twice = this.#mutations.find((_, i) => places.indexOf(places[i]) !== i);
    if (twice !== undefined) throw usageError(`--mutate ${twice.word}: this base is changed twice`);
  }

  /** The edits of a record, in its own coordinates. Throws a data error where another base is there than the one named. */
  of(record: FastaRecord): Edit[] {
    const { name, codes, offset = 0 } = record;
    this.#lengths.set(name, offset + codes.length);
    return this.#mutations
      .filter(({ sequence, position }) => sequence === name && position >= offset && position < offset + codes.length)
      .map((mutation) => {
        this.#made.add(mutation);
        return this.#edit(mutation, record);
      });
  }

  /** Throws a data error for a change whose base never came. */
  finish(): void {
    const missing = this.#mutations.find((mutation) => !this.#made.has(mutation));
    if (missing === undefined) return;
    const { word, sequence } = missing;
    const length = this.#lengths.get(sequence);
    const why =
      length === undefined
        ? `no record '${sequence}' was read`
        : "this base was not read; is it beyond the end, or outside the regions?";
    throw dataError(`--mutate ${word}: ${why}`);
  }

  #edit({ word, position, ref, alt }: Mutation, { name, codes, offset = 0 }: FastaRecord): Edit {
    const start = position - offset;
    const found = codes[start];
    if (ref !== undefined && found < UNKNOWN_BASE && found !== ref) {
      throw dataError(`--mutate ${word}: the base there is ${BASES[found]}, not ${BASES[ref]}`, { record: name });
    }
    if (found === alt) {
      // The shell takes what follows > for a file.
      const hint = word.includes(">") ? "" : " (in a shell, quote 'NAME:POS:A>G')";
      this.#warn(`--mutate ${word} changes nothing: the base is ${BASES[alt]} already${hint}`);
    }
    return { start, end: start + 1, bases: Uint8Array.of(alt) };
  }
}

/** `NAME:POS:BASE` or `NAME:POS:A>G`; the name may hold colons. Throws a usage error. */
function parseMutation(word: string): Mutation {
  const match = /^(.+):(\d[\d,]*):(?:([ACGTN])>)?([ACGT])$/i.exec(word);
  if (match === null) throw usageError(`--mutate ${word}: expected NAME:POS:BASE or NAME:POS:A>G, as chr1:12345:G`);
  const [, sequence, positionText, ref, alt] = match;
  const position = Number(positionText.replaceAll(",", ""));
  if (position < 1) throw usageError(`--mutate ${word}: positions count from 1`);
  const refCode = ref === undefined ? -1 : BASES.indexOf(ref.toUpperCase());
  return {
    word,
    sequence,
    position: position - 1,
    ref: refCode < 0 ? undefined : refCode,
    alt: BASES.indexOf(alt.toUpperCase()),
  };
}
