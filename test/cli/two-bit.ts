/** A .2bit file (UCSC's description of the format): T 0, C 1, A 2, G 3, stretches of N and of lower case beside them. */
export function twoBit(records: readonly { readonly name: string; readonly letters: string }[]): Buffer {
  const header = words(0x1a412743, 0, records.length, 0);
  let offset = header.length + records.reduce((sum, { name }) => sum + 1 + name.length + 4, 0);
  const index: Buffer[] = [];
  const bodies = records.map(({ letters }) => body(letters));
  for (const [i, { name }] of records.entries()) {
    index.push(Buffer.from([name.length]), Buffer.from(name), words(offset));
    offset += bodies[i].length;
  }
  return Buffer.concat([header, ...index, ...bodies]);
}

function body(letters: string): Buffer {
  const packed = Buffer.alloc(Math.ceil(letters.length / 4));
  for (let i = 0; i < letters.length; i++) {
    const code = Math.max(0, "TCAG".indexOf(letters[i].toUpperCase()));
    packed[i >> 2] |= code << (6 - 2 * (i & 3));
  }
  const blocks = [/[Nn]+/g, /[a-z]+/g].map((pattern) => {
    const found = [...letters.matchAll(pattern)];
    return words(found.length, ...found.map(({ index }) => index), ...found.map(([text]) => text.length));
  });
  return Buffer.concat([words(letters.length), ...blocks, words(0), packed]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, 4 * i);
  return bytes;
}
