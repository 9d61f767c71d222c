import { describe, expect, it } from "vitest";
import { isWeakTata, tataInrDistance } from "../../src/regulation/core-pair.ts";
import { findElements } from "../../src/regulation/promoter-elements.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { planted } from "./genes.ts";

const TSS = 300;
const initiator = "TCAGTTCT";

/** Distance in a promoter with the A of its initiator at 0 and the third letter of its TATA box at `column`. */
function distanceWith(column: number, words: Readonly<Record<number, string>> = { [-2]: initiator }) {
  const box = { [column - 3]: "GTATAAAAGG" };
  return tataInrDistance(
    findElements(encodeText(planted("C".repeat(500), TSS, { ...box, ...words })), TSS, "+").elements,
  );
}

describe("tataInrDistance", () => {
  it("counts from the TATA box's reference column to the initiator's A", () => {
    expect([-31, -28, -26, -24].map((column) => distanceWith(column))).toEqual([31, 28, 26, 24]);
    expect(distanceWith(-29, { [-3]: initiator })).toBe(28);
  });

  it("is known only where both are", () => {
    expect(distanceWith(-28, {})).toBeUndefined();
    expect(distanceWith(-60)).toBeUndefined();
  });
});

describe("isWeakTata", () => {
  it("wants a distance of 26 to 31 and no CpGs", () => {
    const weak = (tataInrDistance: number) => isWeakTata({ class: "TATA", tataInrDistance });
    expect([25, 26, 31, 32].map(weak)).toEqual([false, true, true, false]);
    expect(isWeakTata({ class: "TATA+CpG", tataInrDistance: 28 })).toBe(false);
    expect(isWeakTata({ class: "TATA" })).toBe(false);
  });
});
