import { describe, expect, it } from "vitest";
import { initStudy, initVerdict, type Studied } from "../../src/cnn/init-study.ts";

const study = (scheme: Studied, activation: "relu" | "tanh" = "relu") =>
  initStudy(scheme, { activation, layers: 10, units: 150, records: 100, seed: 1 });

/** Root mean squares behind 10 layers of ReLU, by theory: the mean square is halved (1/n), kept (2/n), doubled (4/n). */
describe("initStudy under ReLU", () => {
  it.each([
    ["he", 1],
    ["inverse-sqrt", 2 ** -5],
    ["glorot", 2 ** -5],
    ["2/sqrt(n)", 2 ** 5],
  ] as const)("%s: about %d at the last of 10 layers", (scheme, expected) => {
    const rows = study(scheme);
    expect(rows[9].activation / expected).toBeGreaterThan(0.6);
    expect(rows[9].activation / expected).toBeLessThan(1.6);
    expect(rows[0].gradient / rows[9].activation / rows[0].activation).toBeGreaterThan(0.3);
  });

  it("zeros: all units are copies; others differ", () => {
    expect(study("zeros").every(({ distinct }) => distinct === 1)).toBe(true);
    expect(study("he").every(({ distinct }) => distinct > 140)).toBe(true);
  });

  it("says what went wrong", () => {
    expect(initVerdict(study("zeros"), "relu")).toContain("copies");
    expect(initVerdict(study("small-random"), "relu")).toContain("vanishes");
    expect(initVerdict(study("2/sqrt(n)"), "relu")).toContain("explode");
    expect(initVerdict(study("he"), "relu")).toContain("keep their size");
  });
});

it("under tanh, 1/√n loses .63 → .23 in ten layers (500 units by NumPy; 150 here)", () => {
  const rows = study("inverse-sqrt", "tanh");
  expect(rows[0].activation).toBeCloseTo(0.63, 1);
  expect(rows[9].activation).toBeCloseTo(0.23, 1);
});
