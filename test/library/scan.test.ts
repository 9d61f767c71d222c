import { describe, expect, it } from "vitest";
import { bundledLibrary, parseFasta, readFasta, scan } from "../../src/index.ts";
import type { FastaRecord } from "../../src/sequence/fasta.ts";
import { fixture, tatabox } from "../cli/tatabox.ts";

const tata = bundledLibrary().filter(({ id }) => id === "MA0108.2");

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of source) found.push(item);
  return found;
}

describe("scan", () => {
  it("finds what 'tatabox scan --json' finds, in its order and to the last digit", async () => {
    const files = ["fos", "tyms"].map((name) => fixture(`genes/${name}.fa`));
    const motifs = bundledLibrary().filter(({ counts }) => counts !== undefined);
    const { hits } = JSON.parse(tatabox(["scan", ...files, "--json"]).out);
    expect(hits.length).toBeGreaterThan(100);
    expect(await all(scan(readFasta(files), motifs))).toEqual(hits);
  });

  it("a hit across two pieces of a long record is found, once", async () => {
    const site = "CTATAAAAGGCGGGG";
    const at = [5, (1 << 20) - 7, (1 << 20) + 300, (1 << 21) - 14, (1 << 21) + 40];
    const bases = "C".repeat((1 << 21) + 100).split("");
    for (const start of at) bases.splice(start, site.length, ...site);
    const hits = await all(scan(parseFasta(`>long\n${bases.join("")}\n`), tata, { strand: "forward", pValue: 1e-5 }));
    const starts = hits.filter(({ matched }) => matched === site).map(({ start }) => start);
    expect(starts).toEqual(at);
  });
});

describe("AbortSignal", () => {
  async function* stalled(): AsyncGenerator<FastaRecord> {
    yield* parseFasta(">x\nCTATAAAAGGCGGGGCC\n");
    await new Promise(() => {});
  }

  it("ends a scan whose input never comes", async () => {
    const signal = AbortSignal.timeout(50);
    await expect(all(scan(stalled(), tata, { signal, pValue: 0.01 }))).rejects.toThrow(/timeout/);
  });

  it("ends a scan in the midst of one record", async () => {
    const long = parseFasta(`>long\n${"ACGTTGCATATAAAAGG".repeat(400_000)}\n`);
    const controller = new AbortController();
    let hits = 0;
    const run = async () => {
      for await (const _ of scan(long, tata, { signal: controller.signal, pValue: 0.001 })) {
        if (++hits === 1) setTimeout(() => controller.abort(new Error("enough")));
      }
    };
    await expect(run()).rejects.toThrow("enough");
    expect(hits).toBeLessThan(400_000);
  });

  it("that has fired already lets nothing be read", async () => {
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(all(readFasta("no-such-file.fa", { signal }))).rejects.toThrow("too late");
  });

  it("leaves no listener behind", async () => {
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const [add, remove] = [signal.addEventListener.bind(signal), signal.removeEventListener.bind(signal)];
    signal.addEventListener = (...words: Parameters<typeof add>) => {
      listeners++;
      add(...words);
    };
    signal.removeEventListener = (...words: Parameters<typeof remove>) => {
      listeners--;
      remove(...words);
    };
    await all(readFasta(fixture("genes/fos.fa"), { signal }));
    expect(listeners).toBe(0);
  });
});

describe("errors", () => {
  it("are the program's own, with file and line", async () => {
    const file = fixture("genes/genes.bed");
    await expect(all(readFasta(file))).rejects.toThrow(`${file}, line 1: text before the first '>'`);
  });
});
