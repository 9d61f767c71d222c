import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Edit, intervalAfter, placeAfter, touches, trimmed, withEdits } from "../../src/sequence/edit.ts";
import { base, codesOf, type PlainEdit, textOf } from "../random-edits.ts";

const edit = (start: number, end: number, text: string): Edit => ({ start, end, bases: codesOf(text) });
const made = (text: string, edits: readonly Edit[]) => textOf(withEdits(codesOf(text), edits));

describe("edits of a sequence", () => {
  it("put bases in place of others, in any order", () => {
    expect(made("ACGTACGT", [edit(6, 7, "TT"), edit(1, 3, ""), edit(4, 4, "GGG")])).toBe("ATGGGACTTT");
    expect(made("ACGT", [])).toBe("ACGT");
  });

  it("move what lies behind them; a base that is taken out has the place of what follows", () => {
    const edits = [edit(2, 4, ""), edit(6, 6, "TT")];
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((at) => placeAfter(at, edits))).toEqual([0, 1, 2, 2, 2, 3, 6, 7]);
    expect(intervalAfter({ start: 1, end: 6 }, edits)).toEqual({ start: 1, end: 4 });
    expect(intervalAfter({ start: 6, end: 8 }, edits)).toEqual({ start: 6, end: 8 });
  });

  it("touch an interval when they change a base of it or come between two", () => {
    const interval = { start: 3, end: 6 };
    expect([edit(3, 4, "A"), edit(5, 9, ""), edit(4, 4, "A")].map((e) => touches(e, interval))).toEqual([
      true,
      true,
      true,
    ]);
    expect([edit(2, 3, "A"), edit(6, 7, ""), edit(3, 3, "A"), edit(6, 6, "A")].some((e) => touches(e, interval))).toBe(
      false,
    );
  });

  it("lose the bases that they leave alone, and do the same without them", () => {
    expect(trimmed(edit(1, 3, "CC"), codesOf("ACGT"))).toMatchObject({ start: 2, end: 3 });
    fc.assert(
      fc.property(
        fc.string({ unit: base, minLength: 1, maxLength: 12 }),
        fc.nat(),
        fc.nat(),
        fc.string({ unit: base, maxLength: 4 }),
        (text, a, b, bases) => {
          const start = a % text.length;
          const whole: Edit = { start, end: start + (b % (text.length - start + 1)), bases: codesOf(bases) };
          const short = trimmed(whole, codesOf(text));
          expect(made(text, [short])).toBe(made(text, [whole]));
          const [first] = short.bases;
          if (short.end > short.start && short.bases.length > 0) expect(codesOf(text)[short.start]).not.toBe(first);
        },
      ),
    );
  });

  it("give every base that stays its own letter", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: base, minLength: 4, maxLength: 30 }),
        fc.nat(),
        fc.nat(3),
        fc.string({ unit: base, maxLength: 4 }),
        (text, a, taken, bases) => {
          const start = a % (text.length - 3);
          const one: PlainEdit = { start, end: start + taken, bases };
          const after = text.slice(0, start) + bases + text.slice(one.end);
          const edits = [edit(one.start, one.end, bases)];
          expect(made(text, edits)).toBe(after);
          for (let at = 0; at < text.length; at++) {
            if (at < start || at >= one.end) expect(after[placeAfter(at, edits)]).toBe(text[at]);
          }
        },
      ),
    );
  });
});
