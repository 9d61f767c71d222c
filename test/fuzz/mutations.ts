import fc from "fast-check";

/** One change of a file. `at`, `to` and `size` are taken modulo what there is, so that every change fits every file. */
export interface Mutation {
  readonly kind: (typeof KINDS)[number];
  readonly at: number;
  readonly to: number;
  readonly size: number;
}

const KINDS = [
  ...["flip", "set", "insert", "delete", "duplicate", "truncate", "truncate head"],
  ...["delete line", "duplicate line", "swap lines", "splice line", "splice", "word", "word", "word", "separator"],
] as const;

/** What numbers, names and JSON values may be replaced by. */
const WORDS = [
  ...[
    "",
    "0",
    "-0",
    "-1",
    "1",
    "00",
    "1e999",
    "-1e999",
    "1e-320",
    "1e308",
    "NaN",
    "Infinity",
    "inf",
    "0x10",
    "1_000",
    "+1",
  ],
  ...[
    "4294967295",
    "4294967296",
    "2147483648",
    "9007199254740991",
    "9007199254740993",
    "1e21",
    "0.1",
    ".",
    "-",
    "+",
    ",",
    "%",
  ],
  ...[
    "null",
    "true",
    "[]",
    "{}",
    '""',
    "__proto__",
    "constructor",
    "toString",
    "\u0000",
    "\u001b[31m",
    "é",
    "\ufeff",
    "٣",
    "%zz",
  ],
  ...[
    ">",
    "#",
    "//",
    "track",
    ">x",
    "N",
    "ACGT",
    "A",
    "<script>",
    "../..",
    "\t",
    " ",
    "\n",
    "\r",
    "\r\n",
    "chr1",
    "+",
    "sigmoid",
  ],
].map((word) => new TextEncoder().encode(word));

const SEPARATORS = ["\t", " ", "\n", "\r\n", "\r", ",", ";", ":", "", "\t\t", "\u0000"].map((text) =>
  new TextEncoder().encode(text),
);

const NEWLINE = 10;

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    at: fc.nat(0xffffff),
    to: fc.nat(0xffffff),
    size: fc.nat(40),
  }),
  { minLength: 1, maxLength: 5 },
);

/** Bytes that a file is lengthened by: the square of so many takes seconds. */
const LONG_BYTES = 1 << 17;

/** A part of a file that is repeated: a line, or `size` bytes. */
export interface Lengthening {
  readonly isLine: boolean;
  readonly at: number;
  readonly size: number;
}

export const lengthenings: fc.Arbitrary<Lengthening> = fc.record({
  isLine: fc.boolean(),
  at: fc.nat(0xffffff),
  size: fc.integer({ min: 1, max: 40 }),
});

/** `file` with one part of it over and over again. */
export function lengthened(bytes: Uint8Array, { isLine, at, size }: Lengthening): Uint8Array {
  if (bytes.length === 0) return bytes;
  const lines = linesOf(bytes);
  const place = at % bytes.length;
  const part = isLine ? lines[at % lines.length] : bytes.subarray(place, place + size);
  const repeated = new Uint8Array(part.length * Math.ceil(LONG_BYTES / part.length));
  for (let from = 0; from < repeated.length; from += part.length) repeated.set(part, from);
  const before = part.byteOffset - bytes.byteOffset;
  return inserted(bytes, before, repeated);
}

/** `file` after the changes; splices come from `other`. */
export function mutated(file: Uint8Array, other: Uint8Array, changes: readonly Mutation[]): Uint8Array {
  return changes.reduce((bytes, change) => changed(bytes, other, change), file);
}

function changed(bytes: Uint8Array, other: Uint8Array, { kind, at, to, size }: Mutation): Uint8Array {
  const place = at % (bytes.length + 1);
  const end = Math.min(bytes.length, place + size);
  switch (kind) {
    case "flip":
      return replaced(bytes, place, place + 1, flipped(bytes.subarray(place, place + 1), to));
    case "set":
      return replaced(bytes, place, place + 1, Uint8Array.of(to & 255));
    case "insert":
      return replaced(bytes, place, place, new Uint8Array(1 + (size % 8)).fill(to & 255));
    case "delete":
      return replaced(bytes, place, end, NOTHING);
    case "duplicate":
      return inserted(bytes, to % (bytes.length + 1), bytes.subarray(place, end));
    case "truncate":
      return bytes.slice(0, place);
    case "truncate head":
      return bytes.slice(Math.min(place, size));
    case "splice":
      return replaced(bytes, place, end, other.subarray(to % (other.length + 1)).subarray(0, size));
    case "word": {
      const [from, until] = wordAt(bytes, place);
      return replaced(bytes, from, until, WORDS[to % WORDS.length]);
    }
    case "separator": {
      const found = separatorAfter(bytes, place);
      return replaced(bytes, found, Math.min(found + 1, bytes.length), SEPARATORS[to % SEPARATORS.length]);
    }
    default:
      return changedLines(bytes, other, kind, at, to);
  }
}

function changedLines(bytes: Uint8Array, other: Uint8Array, kind: string, at: number, to: number): Uint8Array {
  const lines = linesOf(bytes);
  if (lines.length === 0) return bytes;
  const [from, target] = [at % lines.length, to % lines.length];
  switch (kind) {
    case "delete line":
      return joined(lines.toSpliced(from, 1));
    case "duplicate line":
      return joined(lines.toSpliced(target, 0, lines[from]));
    case "swap lines":
      return joined(lines.with(from, lines[target]).with(target, lines[from]));
    default: {
      const others = linesOf(other);
      return others.length === 0 ? bytes : joined(lines.toSpliced(from, 0, others[to % others.length]));
    }
  }
}

const NOTHING = new Uint8Array(0);

function flipped(bytes: Uint8Array, to: number): Uint8Array {
  return bytes.map((byte) => byte ^ (1 << (to & 7)));
}

function inserted(bytes: Uint8Array, at: number, part: Uint8Array): Uint8Array {
  return replaced(bytes, at, at, part);
}

function replaced(bytes: Uint8Array, from: number, to: number, by: Uint8Array): Uint8Array {
  return joined([bytes.subarray(0, from), by, bytes.subarray(Math.min(to, bytes.length))]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Lines with their ends. */
function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(NEWLINE, from);
    const next = end < 0 ? bytes.length : end + 1;
    lines.push(bytes.subarray(from, next));
    from = next;
  }
  return lines;
}

/** Letters, digits, signs and points around or behind `at`. */
function wordAt(bytes: Uint8Array, at: number): [number, number] {
  let from = at;
  while (from < bytes.length && !isWordByte(bytes[from])) from++;
  while (from > 0 && isWordByte(bytes[from - 1])) from--;
  let to = from;
  while (to < bytes.length && isWordByte(bytes[to])) to++;
  return [from, to];
}

function isWordByte(byte: number): boolean {
  return (
    (byte >= 48 && byte < 58) || (byte >= 65 && byte < 91) || (byte >= 97 && byte < 123) || byte === 46 || byte === 45
  );
}

function separatorAfter(bytes: Uint8Array, at: number): number {
  for (let i = at; i < bytes.length; i++) if (!isWordByte(bytes[i])) return i;
  return bytes.length;
}
