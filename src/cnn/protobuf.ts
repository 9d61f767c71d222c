/**
 * The wire format of Protocol Buffers (protobuf.dev/programming-guides/encoding), as far as writing ONNX needs it. A message
 * is the concatenation of its fields; absent values leave nothing behind.
 */
export type Message = readonly Uint8Array[];

const [VARINT, LENGTH_DELIMITED] = [0, 2];

/** A whole number ≥ 0, below 2^53. */
export function integerField(field: number, value: number): Message {
  return [varint(8 * field + VARINT), varint(value)];
}

export function textField(field: number, text: string): Message {
  return bytesField(field, new TextEncoder().encode(text));
}

export function bytesField(field: number, bytes: Uint8Array): Message {
  return [varint(8 * field + LENGTH_DELIMITED), varint(bytes.length), bytes];
}

export function messageField(field: number, ...parts: readonly Message[]): Message {
  return bytesField(field, joined(...parts));
}

/** Messages one behind the other. */
export function joined(...parts: readonly Message[]): Uint8Array {
  const pieces = parts.flat();
  const out = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** Seven bits a byte, the lowest first; the top bit says that more follow. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
