import type { Hits } from "../scan/hits.ts";
import type { Search } from "../scan/search.ts";
import { copyLetters } from "../sequence/alphabet.ts";
import type { RowExtras, ScannedLetters } from "./scan-rows.ts";
import { TextBytes } from "./text-bytes.ts";

const TAB = 9;
const NEWLINE = 10;
const PLUS = 43;
const MINUS = 45;

/** The rows of hits in tsv, as HIT_SHAPE has them, made without strings, in the memory of `spare` if there is one; `rows` is their number. */
export function tsvBytes(searches: readonly Search[], { qValueOf, largestQ = 1 }: RowExtras) {
  const encoder = new TextEncoder();
  const heads = searches.map(({ motif }) => encoder.encode(`${motif.id}\t${motif.name}\t`));
  const text = new TextBytes();
  return ({ name, letters, offset = 0 }: ScannedLetters, hits: Hits, spare?: Uint8Array<ArrayBuffer>) => {
    if (spare !== undefined) text.begin(spare);
    const sequence = encoder.encode(`${name}\t`);
    let rows = 0;
    for (const i of hits.sorted(searches)) {
      const motif = hits.motif[i];
      const q = qValueOf?.(motif, hits.p[i]);
      if (q !== undefined && q > largestQ) continue;
      const start = hits.start[i];
      const end = start + searches[motif].matrix.width;
      text.bytes(heads[motif]);
      text.bytes(sequence);
      text.whole(offset + start + 1);
      text.byte(TAB);
      text.whole(offset + end);
      text.byte(TAB);
      text.byte(hits.reverse[i] ? MINUS : PLUS);
      text.byte(TAB);
      text.fixed(hits.score[i], 4);
      text.byte(TAB);
      text.general(hits.p[i], 4);
      text.byte(TAB);
      if (q !== undefined) text.general(q, 4);
      text.byte(TAB);
      const { bytes, at } = text.reserve(end - start);
      copyLetters(letters, start, end, hits.reverse[i] === 1, bytes, at);
      text.byte(NEWLINE);
      rows++;
    }
    return { bytes: text.take(), rows };
  };
}
