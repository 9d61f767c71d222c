import { describe, expect, it } from "vitest";
import { tatabox } from "./tatabox.ts";

const NEURON = ["1/(1+exp(-(w0*x0+w1*x1+w2)))", "w0=2", "x0=-1", "w1=-3", "x1=-2", "w2=-3"];

/** Command lines whose whole output is kept, after somebody has looked at it. */
const DRAWINGS: readonly (readonly [file: string, words: readonly string[]])[] = [
  ["cnn-graph-neuron.svg", ["graph", ...NEURON, "-f", "svg"]],
  ["cnn-graph-shared.svg", ["graph", "(x*y+max(x,y))*x", "x=3", "y=-4", "-f", "svg"]],
  ["cnn-graph-neuron.txt", ["graph", ...NEURON, "-f", "table", "--check"]],
  ["cnn-graph-shared.txt", ["graph", "(x*y+max(x,y))*x", "x=3", "y=-4", "-f", "table"]],
  ["cnn-init.svg", ["init", "--units", "8,32,128", "-f", "svg"]],
  ["cnn-init.txt", ["init", "--units", "8,32,128", "-f", "table"]],
  ["cnn-init-tanh.txt", ["init", "--units", "8,32,128", "--activation", "tanh", "-f", "table"]],
  [
    "cnn-shape.txt",
    ["shape", "conv 16x24, relu, pool 4, conv 32x8, relu, pool global, fc 32, relu, fc 1", "-f", "table"],
  ],
  ["cnn-shape-image.txt", ["shape", "--input", "227x227x3", "conv 96 11x11 stride 4 pad 0", "-f", "table"]],
  ["cnn-optimizers-bowl.txt", ["optimizers", "-f", "table"]],
  ["cnn-optimizers-saddle.txt", ["optimizers", "--surface", "saddle", "-f", "table"]],
  ["cnn-optimizers-beale.txt", ["optimizers", "--surface", "beale", "-f", "table"]],
];

describe("drawings of the cnn commands", () => {
  it.each(DRAWINGS)("%s", async (file, words) => {
    const { out, status } = tatabox(["cnn", ...words]);
    expect(status).toBe(0);
    if (file.endsWith(".txt")) expect(Math.max(...out.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
    // No colour is needed to tell the parts of a drawing apart.
    if (file.endsWith(".txt")) expect(out).not.toContain("\u001b");
    await expect(out).toMatchFileSnapshot(`../golden/${file}`);
  });
});
