import { describe, expect, it } from "vitest";
import { type Activation, type InitRow, initStudy, STUDIED, type Studied } from "../../src/cnn/init-study.ts";
import { depthVerdict, fanInVerdict } from "../../src/cnn/init-verdict.ts";

const SETTINGS = { layers: 10, records: 20, seed: 1 };
const known = new Map<string, InitRow[]>();

/** The same study serves several tests. */
async function study(scheme: Studied, activation: Activation = "relu", units = 128): Promise<InitRow[]> {
  const key = `${scheme} ${activation} ${units}`;
  const rows = known.get(key) ?? (await initStudy(scheme, { ...SETTINGS, activation, units }));
  known.set(key, rows);
  return rows;
}

const WIDTHS = [8, 32, 128];
const sweep = (scheme: Studied) => Promise.all(WIDTHS.map((units) => study(scheme, "relu", units)));

/** Root mean squares behind 10 layers of ReLU, by theory: the mean square is halved (1/n), kept (2/n), doubled (4/n). */
describe("initStudy under ReLU, by depth", () => {
  it.each([
    ["he", 1],
    ["inverse-sqrt", 2 ** -5],
    ["glorot", 2 ** -5],
    ["2/sqrt(n)", 2 ** 5],
  ] as const)("%s: about %d at the last of 10 layers", async (scheme, expected) => {
    const rows = await study(scheme);
    expect(rows[9].activation / expected).toBeGreaterThan(0.6);
    expect(rows[9].activation / expected).toBeLessThan(1.6);
    expect(rows[0].gradient / rows[9].activation / rows[0].activation).toBeGreaterThan(0.3);
  });

  it("variance: of half a normal distribution (1/2 - 1/(2 pi)) times that of the sums; of gradients their mean square", async () => {
    const [first] = await study("he");
    expect(first.activationVariance / first.sumVariance).toBeCloseTo(0.5 - 1 / (2 * Math.PI), 1);
    expect(first.activation ** 2 / first.sumVariance).toBeCloseTo(0.5, 1);
    expect(first.gradientVariance / first.gradient ** 2).toBeCloseTo(1, 2);
  });

  it("zeros: all units are copies; others differ", async () => {
    expect((await study("zeros")).every(({ distinct }) => distinct === 1)).toBe(true);
    expect((await study("he")).every(({ distinct }) => distinct === 128)).toBe(true);
  });

  it("says what went wrong, and why", async () => {
    const verdict = async (scheme: Studied) => depthVerdict(await study(scheme), "relu");
    expect(await verdict("zeros")).toContain("copies");
    expect(await verdict("small-random")).toMatch(/0\.013 times the mean square.*vanishes/);
    expect(await verdict("inverse-sqrt")).toMatch(/= 1 times the mean square of its terms, ReLU halves it.*vanishes/);
    expect(await verdict("2/sqrt(n)")).toMatch(/= 4 times.*explode/);
    expect(await verdict("he")).toMatch(/= 2 times.*keep their size/);
  });
});

describe("initStudy under ReLU, by fan-in", () => {
  it.each(STUDIED)("%s: a sum of n unit terms has variance n x var(w)", async (scheme) => {
    for (const [first] of await sweep(scheme))
      expect(Math.abs(first.sumVariance - first.gain)).toBeLessThanOrEqual(0.1 * first.gain);
  });

  it.each(["inverse-sqrt", "glorot", "he", "2/sqrt(n)"] as const)(
    "%s: no width changes the last layer",
    async (scheme) => {
      const variances = (await sweep(scheme)).map((rows) => rows[9].activationVariance);
      expect(Math.max(...variances) / Math.min(...variances)).toBeLessThan(4);
    },
  );

  it.each(["small-random", "fixed-0.1"] as const)(
    "%s: four times the width, 4^10 times the variance",
    async (scheme) => {
      const [a, b, c] = (await sweep(scheme)).map((rows) => rows[9].activationVariance);
      for (const growth of [b / a, c / b]) expect(Math.log(growth) / Math.log(4)).toBeCloseTo(10, -0.5);
    },
  );

  it("says that a fixed size fits one fan-in alone, and that scaled ones fit all", async () => {
    expect(fanInVerdict(await sweep("zeros"), "relu")).toBe("zeros: copies at every fan-in");
    expect(fanInVerdict(await sweep("he"), "relu")).toContain("2 at every fan-in: width changes nothing");
    expect(fanInVerdict(await sweep("small-random"), "relu")).toContain(
      "128 vanishes): a fixed size is right at one fan-in",
    );
    const wide = await Promise.all([32, 512].map((units) => study("fixed-0.1", "relu", units)));
    expect(fanInVerdict(wide, "relu")).toMatch(/32 vanishes, 512 explodes.*here 200$/);
    const tanh = await Promise.all([16, 64].map((units) => study("fixed-0.1", "tanh", units)));
    expect(fanInVerdict(tanh, "tanh")).toMatch(/here 100$/);
  });
});

it("under tanh, 1/√n loses .63 → .23 in ten layers (500 units by NumPy; 128 here)", async () => {
  const rows = await study("inverse-sqrt", "tanh");
  expect(rows[0].activation).toBeCloseTo(0.63, 1);
  expect(rows[9].activation).toBeCloseTo(0.23, 1);
});

it("a layer of one unit has no copies, though nothing differs in it", async () => {
  expect(depthVerdict(await study("he", "relu", 1), "relu")).not.toContain("copies");
  expect(depthVerdict(await study("zeros", "relu", 1), "relu")).toContain("copies");
});
