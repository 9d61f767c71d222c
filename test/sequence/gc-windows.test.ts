import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/random.ts";
import { encodeText } from "../../src/sequence/alphabet.ts";
import { composition, gcShare } from "../../src/sequence/composition.ts";
import { gcMatchedWindows } from "../../src/sequence/gc-windows.ts";

/** Records whose GC content changes every 100 bases, with a stretch of N in each. */
function genome(): { codes: Uint8Array }[] {
  const random = randomStream(1, "test genome");
  return [4000, 900, 30, 6000].map((length) => {
    const codes = Uint8Array.from({ length }, (_, i) => {
      const strong = random.uniform() < ((Math.floor(i / 100) * 7) % 10) / 10;
      return strong ? 1 + random.below(2) : 3 * random.below(2);
    });
    codes.fill(4, 10, 20);
    return { codes };
  });
}

async function* stream(records: readonly { codes: Uint8Array }[]): AsyncGenerator<{ codes: Uint8Array }> {
  yield* records;
}

const wishes = Array.from({ length: 60 }, (_, i) => ({ length: 20 + i, gc: (i % 7) / 10 + 0.2 }));
const text = (codes: Uint8Array) => codes.join("");

describe("gcMatchedWindows", () => {
  it("gives windows of the genome of the right length without unknown letters, near in GC content", async () => {
    const records = genome();
    const windows = await gcMatchedWindows(wishes, () => stream(records), 1);
    windows.forEach((window, i) => {
      expect(window!.length).toBe(wishes[i].length);
      expect(composition(window!).known).toBe(wishes[i].length);
      expect(Math.abs(gcShare(composition(window!)) - wishes[i].gc)).toBeLessThan(0.1);
      expect(records.some(({ codes }) => text(codes).includes(text(window!)))).toBe(true);
    });
    expect(new Set(windows.map((window) => text(window!))).size).toBeGreaterThan(55);
  });

  it("depends on the seed and the place in the list alone", async () => {
    const windows = await gcMatchedWindows(wishes, () => stream(genome()), 1);
    expect(await gcMatchedWindows(wishes.slice(0, 9), () => stream(genome()), 1)).toEqual(windows.slice(0, 9));
    expect(await gcMatchedWindows(wishes, () => stream(genome()), 2)).not.toEqual(windows);
  });

  it("prefers no part of the genome where many windows are equally near", async () => {
    const alike = [{ codes: encodeText("AG".repeat(5000)) }, { codes: encodeText("TC".repeat(5000)) }];
    const many = Array.from({ length: 400 }, () => ({ length: 10, gc: 0.5 }));
    const windows = await gcMatchedWindows(many, () => stream(alike), 1);
    const fromFirst = windows.filter((window) => window!.includes(0)).length;
    expect(Math.abs(fromFirst - 200)).toBeLessThan(31); // 400 even draws: sigma 10
  });

  it("gives nothing where no window fits", async () => {
    expect(await gcMatchedWindows([{ length: 50, gc: 0.5 }], () => stream([{ codes: encodeText("ACGT") }]), 1)).toEqual(
      [undefined],
    );
    expect(await gcMatchedWindows([{ length: 5, gc: 0.5 }], () => stream([]), 1)).toEqual([undefined]);
  });
});
