import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inOrder, WorkerPool } from "../src/workers.ts";

async function* numbers(count: number): AsyncGenerator<number> {
  for (let i = 0; i < count; i++) yield i;
}

async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const result of results) list.push(result);
  return list;
}

const SQUARES = `
  const { parentPort } = require("node:worker_threads");
  let data;
  parentPort.on("message", (n) => {
    if (data === undefined) {
      data = n;
      return parentPort.postMessage("ready");
    }
    if (n === data.deadly) process.exit(7);
    if (n === data.faulty) throw new RangeError("no such number");
    parentPort.postMessage(n * n);
  });
`;

describe("inOrder", () => {
  it("keeps the order of the jobs, whichever is done first, and never has more under way than asked", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 20 }),
        fc.integer({ min: 1, max: 5 }),
        async (delays, ahead) => {
          let underWay = 0;
          let most = 0;
          const run = async (i: number) => {
            most = Math.max(most, ++underWay);
            for (let turn = 0; turn < delays[i]; turn++) await new Promise((resolve) => setImmediate(resolve));
            underWay--;
            return i;
          };
          const done = await all(inOrder(numbers(delays.length), run, ahead));
          expect(done).toEqual(delays.map((_, i) => i));
          expect(most).toBeLessThanOrEqual(ahead);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("takes no further job while nobody takes results", async () => {
    let taken = 0;
    const results = inOrder(numbers(100), async (i) => ++taken + i, 4);
    await results.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(taken).toBe(4);
  });
});

describe("WorkerPool", () => {
  it("spreads jobs over its threads", async () => {
    const pool = new WorkerPool<number, number>(SQUARES, 3);
    pool.prepare({});
    const squares = await all(inOrder(numbers(50), (n) => pool.run(n), 9));
    await pool.close();
    expect(squares).toEqual(Array.from({ length: 50 }, (_, n) => n * n));
  });

  it.each([
    [
      { deadly: 20 },
      "a worker thread ended before its work was done (code 7); try --threads 1, or a machine with more memory",
    ],
    [{ faulty: 20 }, "no such number"],
  ])("fails as a whole when a worker dies (%j)", async (data, message) => {
    const pool = new WorkerPool<number, number>(SQUARES, 2);
    pool.prepare(data);
    const seen: number[] = [];
    const work = async () => {
      for await (const square of inOrder(numbers(50), (n) => pool.run(n), 6)) seen.push(square);
    };
    await expect(work()).rejects.toThrow(message);
    await expect(pool.run(1)).rejects.toThrow(message);
    await pool.close();
    expect(seen).toEqual(seen.map((_, n) => n * n));
    expect(seen.length).toBeLessThan(50);
  });
});
