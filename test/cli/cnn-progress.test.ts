import { describe, expect, it } from "vitest";
import { labelledExamples } from "../../src/cli/cnn-data.ts";
import { epochProgress } from "../../src/cli/cnn-progress.ts";
import type { Context } from "../../src/cli/command.ts";
import { fixture } from "./tatabox.ts";

const report = { epoch: 3, steps: 9, trainingLoss: 0.5, validationLoss: 0.25, auc: 0.9, best: true, blind: false };
const LINE = "epoch  3/20: loss 0.5000, validation 0.2500, AUC 0.9000  best";

describe("labelledExamples", () => {
  it("tells how far it has read", async () => {
    const told: string[] = [];
    const progress = {
      begin: (bytes: number | undefined) => told.push(`begin ${bytes !== undefined && bytes > 0}`),
      read: () => told.push("read"),
      done: () => void told.push("done"),
      clear: () => told.push("clear"),
    } as unknown as Context["progress"];
    const positive = [fixture("genes/globin.fa")];
    await labelledExamples({ positive, negative: [], class: [] }, { warn() {}, progress });
    expect(told).toEqual(["begin true", ...told.slice(1, -1), "clear"]);
    expect(new Set(told.slice(1, -1))).toEqual(new Set(["read", "done"]));
  });
});

describe("epochProgress", () => {
  it("gives a remark an epoch where nobody watches", () => {
    const notes: string[] = [];
    const context = { screen: undefined, note: (line: string) => notes.push(line) } as unknown as Context;
    epochProgress(context, 20, 100)(report);
    expect(notes).toEqual([LINE]);
  });

  it("updates one line on a terminal, with the speed and the time left", () => {
    const lines: string[] = [];
    const screen = { columns: 80, update: (line: string) => lines.push(line), clear() {}, show() {} };
    epochProgress({ screen } as unknown as Context, 20, 100)(report);
    expect(lines[0]).toMatch(/^epoch {2}3\/20: .* best \d+\.\dk\/s, \d+ s left$/);
    expect(lines[0].startsWith(LINE)).toBe(true);
  });
});
