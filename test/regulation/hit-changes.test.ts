import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bundledLibrary } from "../../src/motif/library.ts";
import { type ChangedHit, hitChanges } from "../../src/regulation/hit-changes.ts";
import { librarySearches } from "../../src/regulation/library-searches.ts";
import { scanPlain } from "../../src/scan/plain.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { base, type PlainEdit, randomEdit } from "../random-edits.ts";

const LENGTH = 120;
const names = ["FOS::JUN", "Gata1", "TBP", "Nrf1", "SP1", "ZEB1"];
const searches = librarySearches(
  bundledLibrary().filter(({ name }) => names.includes(name)),
  1e-3,
);

interface Place {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** All hits of a haplotype. */
function scanned(text: string): Place[] {
  const hits = scanPlain(encodeText(text), searches, "both");
  return Array.from({ length: hits.length }, (_, i) => {
    const { motif } = searches[hits.motif[i]];
    const start = hits.start[i];
    return { key: `${motif.id}${hits.reverse[i] ? "-" : "+"}`, start, end: start + motif.width };
  });
}

const words = (places: readonly Pick<Place, "key" | "start">[]) =>
  places.map(({ key, start }) => `${key} ${start}`).toSorted();
const wordsOf = (hits: readonly ChangedHit[]) =>
  words(hits.map(({ motif, strand, start }) => ({ key: motif + strand, start })));
const apply = (text: string, { start, end, bases }: PlainEdit) => text.slice(0, start) + bases + text.slice(end);

// Words of the motifs and repeats, so that sites come and go, and indels move some.
const sequence = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: base },
      fc.constantFrom("TGACTCA", "AGATAAG", "TATAAAA", "GCGCATGCGC", "AAAA", "CACCTG"),
    ),
    {
      minLength: LENGTH,
      maxLength: LENGTH,
    },
  )
  .map((parts) => parts.join("").slice(0, LENGTH));

describe("hits that a change makes and destroys", () => {
  it("equal those of scanning both haplotypes: substitutions", () => {
    fc.assert(
      fc.property(
        sequence,
        fc.nat(LENGTH - 3),
        fc.string({ unit: base, minLength: 1, maxLength: 3 }),
        (text, start, bases) => {
          const edit = { start, end: start + bases.length, bases: encodeText(bases) };
          const [before, after] = [words(scanned(text)), words(scanned(apply(text, { ...edit, bases })))];
          const found = hitChanges(encodeText(text), edit, searches);
          expect(wordsOf(found.gained)).toEqual(after.filter((hit) => !before.includes(hit)));
          expect(wordsOf(found.lost)).toEqual(before.filter((hit) => !after.includes(hit)));
        },
      ),
    );
  });

  it("equal those of scanning both haplotypes: indels, where a moved site is the same site", () => {
    fc.assert(
      fc.property(sequence, randomEdit(LENGTH), (text, edit) => {
        const shift = edit.bases.length - (edit.end - edit.start);
        const [before, after] = [scanned(text), scanned(apply(text, edit))];
        // In a haplotype of its own each hit has a place counted from the left and one counted from the right.
        const isSame = (old: Place, fresh: Place) =>
          old.key === fresh.key &&
          ((old.start === fresh.start && old.start <= edit.start) ||
            (old.end + shift === fresh.end && old.end >= edit.end && fresh.end >= edit.start + edit.bases.length));
        const isOver = ({ start, end }: Place, from: number, to: number) =>
          from === to ? start < from && end > from : start < to && end > from;
        const old = before.filter((hit) => isOver(hit, edit.start, edit.end));
        const fresh = after.filter((hit) => isOver(hit, edit.start, edit.start + edit.bases.length));
        const found = hitChanges(encodeText(text), { ...edit, bases: encodeText(edit.bases) }, searches);
        expect(wordsOf(found.lost)).toEqual(words(old.filter((hit) => !fresh.some((other) => isSame(hit, other)))));
        expect(wordsOf(found.gained)).toEqual(words(fresh.filter((hit) => !old.some((other) => isSame(other, hit)))));
        // What lies over no changed base is in both haplotypes, moved by the edit.
        const moved = before
          .filter((hit) => !old.includes(hit))
          .map((hit) => ({ ...hit, start: hit.start >= edit.end ? hit.start + shift : hit.start }));
        expect(words(moved)).toEqual(words(after.filter((hit) => !fresh.includes(hit))));
      }),
      { numRuns: 300 },
    );
  });
});
