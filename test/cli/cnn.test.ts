import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { randomStream } from "../../src/random.ts";
import { tatabox } from "./tatabox.ts";

const folder = mkdtempSync(join(tmpdir(), "tatabox-cnn-"));
afterAll(() => rmSync(folder, { recursive: true }));

const path = (name: string) => join(folder, name);
const run = (...words: string[]) => tatabox(words, "", folder);

function randomText(length: number, seed: number): string {
  const random = randomStream(seed, "cli");
  return Array.from({ length }, () => "ACGT"[random.below(4)]).join("");
}

/** Random sequences with a word at a place that depends on their number. */
function fasta(name: string, word: string, count: number, seed: number): void {
  const records = Array.from({ length: count }, (_, i) => {
    const letters = randomText(40, seed * 10_000 + i);
    const at = i % 30;
    return `>${name}${i}\n${letters.slice(0, at)}${word}${letters.slice(at + word.length)}\n`;
  });
  writeFileSync(path(`${name}.fa`), records.join(""));
}

fasta("sites", "TGACTCAG", 400, 1);
fasta("test", "TGACTCAG", 60, 2);
fasta("other", "", 400, 3);
fasta("boxes", "GGGCGGGG", 400, 4);
const trained = run("cnn", "train", "--positive", "sites.fa", "-o", "model.json", "--log", "log.tsv");

describe("cnn train", () => {
  it("writes a model and a learning curve, and says how it goes", () => {
    expect(trained.status).toBe(0);
    expect(trained.out).toBe("");
    expect(trained.err).toContain("400 positive (negatives: shuffles of the positives, anew each epoch), 40 bases");
    expect(trained.err).toMatch(/epoch +1\/20: loss \d\.\d{4}, validation \d\.\d{4}, AUC \d\.\d{4} {2}best/);
    expect(trained.err).toMatch(/epoch \d+ of \d+ is kept/);
    const model = JSON.parse(readFileSync(path("model.json"), "utf8"));
    expect(model).toMatchObject({ format: "tatabox-cnn", schemaVersion: 1, inputLength: 40, bothStrands: true });
    expect(model.training.settings.positive).toEqual(["sites.fa"]);
    expect(readFileSync(path("model.json"), "utf8")).not.toContain(folder);
    const [header, first] = readFileSync(path("log.tsv"), "utf8").split("\n");
    expect(header.split("\t").length).toBe(first.split("\t").length);
  });

  it("writes the same bytes for the same seed", () => {
    run("cnn", "train", "--positive", path("sites.fa"), "-o", "again.json");
    expect(readFileSync(path("again.json"), "utf8")).toBe(readFileSync(path("model.json"), "utf8"));
  });

  it("replays the settings that a model holds", () => {
    const words = ["--positive", "sites.fa", "--epochs", "2", "--init", "he", "--seed", "7"];
    run("cnn", "train", ...words, "-o", "first.json");
    run("cnn", "train", "--settings", "first.json", "-o", "second.json");
    expect(readFileSync(path("second.json"), "utf8")).toBe(readFileSync(path("first.json"), "utf8"));
    expect(run("cnn", "cross-validate", "--settings", "first.json").err).toContain("holds no settings");
  });

  it.each([
    [["--negative", "other.fa"], "--negative needs --positive"],
    [[], "give --positive"],
    [["--positive", "sites.fa", "--values", "v.tsv"], "give --positive"],
    [["--positive", "sites.fa", "--layers", "conv 4x50, fc 1"], "the filter is 50 wide, but only 40 positions come in"],
    [["--positive", "sites.fa", "--layers", "conv 4x8, fc 2"], "the last layer must be fc 1"],
    [["--positive", "sites.fa", "--layers", "conv 4x8, fc 1, softmax"], "softmax needs one fc unit for each class"],
    [["--positive", "sites.fa", "--optimizer", "adm"], "did you mean 'adam'?"],
    [["--positive", "sites.fa", "--negatives", "gc-matched"], "needs --background"],
    [["--positive", "sites.fa", "--background", "other.fa"], "--background goes with --negatives gc-matched"],
    [["--positive", "sites.fa", "--validation-negative", "other.fa"], "needs --validation-positive"],
    [
      ["--positive", "sites.fa", "--negative", "other.fa", "--validation-positive", "test.fa"],
      "needs --validation-negative",
    ],
    [["--class", "a=sites.fa", "--class", "b=other.fa", "--validation-positive", "test.fa"], "go with --positive"],
    [["--class", "a=sites.fa"], "at least two classes"],
    [["--class", "sites.fa"], "expected NAME=FASTA"],
  ])("%j is a wrong command line: %s", (words, message) => {
    const { status, err, out } = run("cnn", "train", ...words);
    expect(err).toContain(message);
    expect([status, out]).toEqual([2, ""]);
  });

  it("never writes over what it reads, nor two things into one file", () => {
    const before = readFileSync(path("sites.fa"), "utf8");
    const words = ["--class", "a=sites.fa", "--class", "b=other.fa", "--epochs", "1"];
    const refused = [
      run("cnn", "train", ...words, "-o", "sites.fa"),
      run("cnn", "train", ...words, "-o", "no.json", "--log", "sites.fa"),
      run("cnn", "train", ...words, "-o", "no.json", "--log", "./no.json"),
    ];
    expect(refused.map(({ status }) => status)).toEqual([2, 2, 2]);
    expect(refused[0].err).toContain("sites.fa is also an input");
    expect(refused[1].err).toContain("sites.fa is also an input");
    expect(refused[2].err).toContain("two outputs are to go to ./no.json");
    expect(readFileSync(path("sites.fa"), "utf8")).toBe(before);
    expect(readdirSync(folder).filter((name) => /no\.json|partial/.test(name))).toEqual([]);
  });

  it("says before it learns that the learning curve cannot be written, and leaves none of a failed training", () => {
    const { status, err } = run("cnn", "train", "--positive", "sites.fa", "-o", "no.json", "--log", "nowhere/log.tsv");
    expect([status, err]).toEqual([1, "tatabox cnn train: error: nowhere: no such folder\n"]);
    const wild = ["--optimizer", "sgd", "--learning-rate", "1e30", "-o", "no.json", "--log", "no.tsv"];
    expect(run("cnn", "train", "--positive", "sites.fa", ...wild).status).toBe(1);
    expect(readdirSync(folder).filter((name) => /^\.?no\./.test(name))).toEqual([]);
  });

  it("explains bad data: equal sequences in two classes, unequal windows, a rate that is too high", () => {
    const conflict = run("cnn", "train", "--positive", "sites.fa", "--negative", "sites.fa", "-o", "no.json");
    expect([conflict.status, conflict.err.includes("the same sequence is in class")]).toEqual([1, true]);
    writeFileSync(path("short.fa"), ">short\nACGTACGTA\n");
    const words = ["--positive", "sites.fa", "--positive", "short.fa", "--preset", "positional", "-o", "no.json"];
    const unequal = run("cnn", "train", ...words);
    expect(unequal.err).toContain("short has 9 bases, others 40");
    expect(unequal.status).toBe(1);
    const wild = run(
      "cnn",
      "train",
      "--positive",
      "sites.fa",
      "--optimizer",
      "sgd",
      "--learning-rate",
      "1e30",
      "-o",
      "no.json",
    );
    expect(wild.err).toContain("lower --learning-rate");
    expect(() => readFileSync(path("no.json"))).toThrow();
  });

  it("explains one step, layer by layer", () => {
    const { err } = run("cnn", "train", "--positive", "sites.fa", "--explain", "--epochs", "1", "-o", "explained.json");
    expect(err).toContain("one step on sites0 (40 bases, target 1)");
    expect(err).toMatch(/pool global -> 1x16: from/);
    expect(err).toMatch(/fc1\.w: gradient \S+, step up to 0\.002,/);
  });

  it("warns of classes that drown others and of shuffles that cannot differ", () => {
    writeFileSync(path("repeat.fa"), Array.from({ length: 30 }, (_, i) => `>r${i}\n${"ACTG".repeat(10)}\n`).join(""));
    const { err } = run(
      "cnn",
      "train",
      "--positive",
      "sites.fa",
      "--positive",
      "repeat.fa",
      "--epochs",
      "1",
      "-o",
      "r.json",
    );
    expect(err).toContain("30 positives are their own shuffles");
    const drowned = run(
      "cnn",
      "train",
      "--positive",
      "test.fa",
      "--negative",
      "other.fa",
      "--epochs",
      "1",
      "-o",
      "r.json",
    );
    expect(drowned.err).toContain("one class is 6.7 times as large as another; --balanced");
    expect(drowned.err).toContain("only 6 validation sequences are positive");
  });

  it("warns of weights that start at zero", () => {
    const { err } = run(
      "cnn",
      "train",
      "--positive",
      "sites.fa",
      "--init",
      "zeros",
      "--epochs",
      "1",
      "-o",
      "zero.json",
    );
    expect(err).toContain("stay copies of each other");
    expect(err).toContain("every sequence gets the same output: all units of conv1 are off");
  });

  it("judges by other files; their sequences are no longer than those of the training", () => {
    const words = ["--positive", "sites.fa", "--epochs", "3", "--validation-positive"];
    const { err } = run("cnn", "train", ...words, "test.fa", "-o", "by.json");
    expect(JSON.parse(readFileSync(path("by.json"), "utf8")).training.sequences).toMatchObject({ validation: 120 });
    expect(err).toContain("is kept");
    writeFileSync(path("long.fa"), `>long\n${randomText(50, 9)}\n`);
    expect(err).not.toContain("also trained on");
    const same = run("cnn", "train", ...words, "sites.fa", "-o", "same.json");
    expect(same.err).toContain("400 validation sequences are also trained on (sites0)");
    const long = run("cnn", "train", ...words, "long.fa", "-o", "no.json");
    expect(long.err).toContain("has 50 bases, but those of the training have at most 40");
    expect(long.status).toBe(1);
  });

  it("says when the loss does not move, and when sequences are learned by heart", () => {
    const stuck = run(
      "cnn",
      "train",
      "--positive",
      "sites.fa",
      "--learning-rate",
      "1e-9",
      "--epochs",
      "4",
      "-o",
      "w.json",
    );
    expect(stuck.err.match(/warning: .*/g)).toEqual([expect.stringContaining("hardly moved in 3 epochs")]);
    const words = ["--preset", "positional", "--dropout", "0", "--patience", "9", "--negative", "boxes.fa"];
    const heart = run("cnn", "train", "--positive", "other.fa", ...words, "-o", "w.json");
    expect(heart.err.match(/warning: .*/g)).toBeNull();
    fasta("noise", "", 400, 5);
    const noise = run("cnn", "train", "--positive", "other.fa", ...words.slice(0, -1), "noise.fa", "-o", "w.json");
    expect(noise.err).toContain("learned by heart");
  });

  it("learns values: more words, more signal", () => {
    const rows = Array.from({ length: 300 }, (_, i) => {
      const letters = randomText(30, 77_000 + i);
      return i % 2 === 0 ? `${letters.slice(0, 12)}TGACTCAG${letters.slice(20)}\t2` : `${letters}\t-1`;
    });
    writeFileSync(path("v.tsv"), `sequence\tvalue\n${rows.join("\n")}\n`);
    run("cnn", "train", "--values", "v.tsv", "--strands", "one", "-o", "values.json");
    const { out } = run("cnn", "evaluate", "values.json", "--values", "v.tsv", "--json");
    const [, correlation] = JSON.parse(out).measures;
    expect(correlation.value).toBeGreaterThan(0.8);
  });
});

describe("cnn predict", () => {
  it("writes every record, in order, with a call", () => {
    const { out, status } = run("cnn", "predict", "model.json", "test.fa");
    const rows = out
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
    expect(status).toBe(0);
    expect(rows[0]).toEqual(["sequence_name", "start", "end", "logit", "probability", "call"]);
    expect(rows.slice(1).map(([name]) => name)).toEqual(Array.from({ length: 60 }, (_, i) => `test${i}`));
    expect(rows.filter((row) => row[5] === "positive").length).toBeGreaterThan(45);
  });

  it("cuts long sequences into windows, the last one at the end", () => {
    writeFileSync(path("long.fa"), `>long\n${randomText(95, 5)}\n`);
    const { out } = run("cnn", "predict", "model.json", "long.fa", "-f", "bed");
    const spans = out
      .trim()
      .split("\n")
      .map((line) => line.split("\t").slice(1, 3).join("-"));
    expect(spans).toEqual(["0-40", "20-60", "40-80", "55-95"]);
  });

  it("reads standard input", () => {
    const { out } = tatabox(["cnn", "predict", path("model.json"), "-"], `>x\n${randomText(40, 1)}\n`);
    expect(out.split("\n")[1]).toMatch(/^x\t0\t40\t/);
  });

  it("refuses what is no model", () => {
    const { err, status } = run("cnn", "predict", "test.fa", "test.fa");
    expect(err).toContain("test.fa: is no JSON");
    expect(status).toBe(1);
  });
});

describe("cnn evaluate", () => {
  it("gives measures with intervals", () => {
    const { out } = run("cnn", "evaluate", "model.json", "--positive", "test.fa", "--negative", "other.fa", "--json");
    const { measures } = JSON.parse(out);
    expect(measures[0]).toMatchObject({ measure: "AUC" });
    expect(measures[0].value).toBeGreaterThan(0.95);
    expect(measures[0].low).toBeLessThanOrEqual(measures[0].value);
    expect(measures[0].high).toBeGreaterThanOrEqual(measures[0].value);
  });

  it("draws ROC and precision-recall curves", () => {
    const words = ["cnn", "evaluate", "model.json", "--positive", "test.fa", "-f", "svg"];
    const svg = run(...words, "--negative", "other.fa").out;
    expect(svg).toMatch(/ROC, AUC (0\.9|1\.0)/);
    expect(svg.match(/<polyline/g)?.length).toBe(4);
  });

  it("needs the task that the model learned", () => {
    const { err, status } = run("cnn", "evaluate", "model.json", "--class", "a=test.fa", "--class", "b=other.fa");
    expect(err).toContain("model.json tells two classes apart");
    expect(status).toBe(2);
  });
});

describe("several classes", () => {
  const classes = ["--class", "ap1=sites.fa", "--class", "gc=boxes.fa", "--class", "none=other.fa"];

  it("train, evaluate and saliency by class name", () => {
    run("cnn", "train", ...classes, "-o", "classes.json", "--epochs", "40", "--patience", "10");
    const { out } = run("cnn", "evaluate", "classes.json", ...classes, "--json");
    const result = JSON.parse(out);
    expect(result.measures[0].measure).toBe("error");
    expect(result.measures[0].value).toBeLessThan(0.15);
    const { err } = run("cnn", "saliency", "classes.json", "test.fa", "--class", "ap2");
    expect(err).toContain("did you mean 'ap1'?");
    const saliency = run("cnn", "saliency", "classes.json", "test.fa", "--class", "ap1").out.trim().split("\n");
    expect(saliency.length).toBe(1 + 60 * 40);
    const svg = run("cnn", "saliency", "classes.json", "test.fa", "--class", "ap1", "-f", "svg").out;
    expect(svg.match(/gradient x input/g)?.length).toBe(60);
  });
});

describe("cnn cross-validate", () => {
  it("needs a sequence for each fold", () => {
    const { err, status } = run("cnn", "cross-validate", "--positive", "test.fa", "--folds", "70");
    expect(err).toContain("60 sequences are too few for 70 folds");
    expect(status).toBe(1);
  });

  it("judges every sequence once", () => {
    const words = ["--positive", "sites.fa", "--negative", "other.fa", "--folds", "3", "--epochs", "15", "--json"];
    const { out, err } = run("cnn", "cross-validate", ...words, "-j", "1");
    expect(err).toContain("fold 3/3");
    const other = run("cnn", "cross-validate", ...words, "-j", "2");
    expect([other.out, other.err]).toEqual([out, err]);
    const { measures, settings } = JSON.parse(out);
    expect(settings.folds).toBe(3);
    expect(measures[0].value).toBeGreaterThan(0.85);
  });
});

describe("cnn cross-validate on threads", () => {
  it("says what went wrong in a fold as it would without", () => {
    const words = ["--positive", "sites.fa", "--folds", "2", "--epochs", "3", "--optimizer", "sgd"];
    const fails = (threads: string) => run("cnn", "cross-validate", ...words, "--learning-rate", "1e30", "-j", threads);
    expect(fails("2").err).toContain("lower --learning-rate");
    expect(fails("2")).toEqual(fails("1"));
  });
});

describe("cnn motifs", () => {
  it("finds the planted word, and scan reads what it writes", () => {
    const { out } = run("cnn", "motifs", "model.json", "--from", "sites.fa", "--method", "deepbind");
    const words = out
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split("\t")[1]);
    // TGACTCAG or CTGAGTCA; the middle base differs between the strands.
    expect(words.some((word) => /TGA[CGS]TCA/.test(word))).toBe(true);
    run("cnn", "motifs", "model.json", "--from", "sites.fa", "-f", "meme", "-o", "filters.meme");
    const hits = run("scan", "-m", "filters.meme", "test.fa", "-p", "1e-3").out.trim().split("\n");
    expect(hits.length).toBeGreaterThan(40);
  });

  it("shows what several filters have learned once, with its logo", () => {
    const words = ["cnn", "motifs", "model.json", "--from", "sites.fa"];
    const { motifs } = JSON.parse(run(...words, "--json").out);
    const all = JSON.parse(run(...words, "--all", "--json").out).motifs;
    expect(all.every(({ filters }: { filters: number[] }) => filters.length === 1)).toBe(true);
    const [first] = motifs;
    expect(first.filters.length).toBeGreaterThan(1);
    expect(first.filters[0]).toBe(first.filter);
    const text = run(...words, "-f", "table").out;
    expect(text).toContain("bits\n 2 |");
    const svg = run(...words, "-f", "svg").out;
    expect(svg).toMatch(/^<svg/);
    expect(svg).toContain(first.id);
  });

  it("names them after the known motif that is most like them", () => {
    // Fifty motifs of random words beside the planted one, so that E-values mean something.
    const words = ["TGACTCAG", ...Array.from({ length: 50 }, (_, i) => randomText(8, i + 77))];
    const rows = (word: string) =>
      [...word].map((letter) => [..."ACGT"].map((base) => (base === letter ? 0.97 : 0.01)));
    const text = words.map((word, i) => {
      const matrix = rows(word)
        .map((row) => row.join(" "))
        .join("\n");
      return `MOTIF M${i} ${i === 0 ? "AP-1" : `other${i}`}\nletter-probability matrix: alength= 4 w= 8 nsites= 20\n${matrix}\n`;
    });
    writeFileSync(path("known.meme"), `MEME version 4\n\nALPHABET= ACGT\n\n${text.join("\n")}`);
    const { out } = run("cnn", "motifs", "model.json", "--from", "sites.fa", "--to", "known.meme", "--json");
    expect(JSON.parse(out).motifs[0].like).toMatchObject({ id: "M0", name: "AP-1" });
    const meme = run("cnn", "motifs", "model.json", "--from", "sites.fa", "--to", "known.meme", "-f", "meme").out;
    expect(meme).toMatch(/^MOTIF filter\d+ AP-1-like$/m);
  });

  it("warns when it has no sequences to read filters on", () => {
    const { err, status } = run("cnn", "motifs", "model.json", "--all");
    expect(status).toBe(0);
    expect(err).toContain("no --from");
  });
});

describe("cnn export", () => {
  it("writes ONNX, the same bytes each time", () => {
    run("cnn", "export", "model.json", "-o", "model.onnx");
    const bytes = readFileSync(path("model.onnx"));
    expect(bytes.includes("GlobalMaxPool")).toBe(true);
    run("cnn", "export", "model.json", "-o", "again.onnx");
    expect(readFileSync(path("again.onnx")).equals(bytes)).toBe(true);
  });

  it("refuses what is no model, and more than one", () => {
    expect(run("cnn", "export", "sites.fa").err).toContain("is no JSON");
    expect(run("cnn", "export", "model.json", "sites.fa").status).toBe(2);
  });
});

describe("cnn graph", () => {
  it("(x+y)z: the values of CS231n", () => {
    const { out } = run("cnn", "graph", "(x+y)*z", "x=-2", "y=5", "z=-4", "--json");
    const { value, gradients, nodes } = JSON.parse(out);
    expect(value).toBe(-12);
    expect(gradients).toEqual({ x: -4, y: -4, z: 3 });
    expect(nodes[2]).toMatchObject({ expr: "x+y", op: "+", value: 3, grad: -4, local: [1, 1] });
    expect(nodes[4].local).toEqual([-4, 3]);
  });

  it("compares with difference quotients, and draws DOT", () => {
    const { out } = run("cnn", "graph", "sigmoid(w*x)", "w=2", "x=-1", "--check", "-f", "table");
    expect(out).toContain("difference quotient -0.104994");
    expect(run("cnn", "graph", "x*x", "x=3", "-f", "dot").out).toBe(
      'digraph {\n  rankdir=LR;\n  node [shape=box];\n  n0 [label="x\\nvalue 3\\ngradient 6"];\n' +
        '  n1 [label="*\\nvalue 9\\ngradient 1"];\n  n0 -> n1 [label="3"];\n  n0 -> n1 [label="3"];\n}\n',
    );
  });

  it.each([
    [["x+q", "x=1"], "'q' has no value"],
    [["1/x", "x=0"], "division by zero, in 1/x"],
    [["log(x)", "x=-1"], "logarithm of -1"],
    [["x", "x=two"], "expected a value such as x=-2"],
    [["x", "x=1", "x=2"], "x has a value already"],
    [["1/x", "x=1e-200"], "the gradient at x is no finite number"],
    [["-x^2", "x=3"], "goes behind --"],
  ])("%j is refused: %s", (words, message) => {
    const { err, status } = run("cnn", "graph", ...words);
    expect(err).toContain(message);
    expect(status).toBe(2);
  });
});

describe("cnn graph where slopes break off", () => {
  it("says which side a tie and relu at 0 take, since difference quotients lie between both", () => {
    const tie = run("cnn", "graph", "max(x,y)", "x=3", "y=3", "-f", "table", "--check").out;
    expect(tie).toContain("max(x, y): a tie, all of the gradient goes to the first input; a kink");
    expect(tie).toContain("difference quotient 0.5");
    expect(run("cnn", "graph", "relu(x)", "x=0", "-f", "table").out).toContain("the slope is taken as 0");
    expect(run("cnn", "graph", "max(x,y)", "x=3", "y=2", "-f", "table").out).not.toContain("kink");
  });

  it("takes smaller steps beside 0, where log ends, and says so where f has no value", () => {
    const { differences } = JSON.parse(run("cnn", "graph", "log(x)", "x=1e-9", "--check", "--json").out);
    expect(differences.x / 1e9).toBeCloseTo(1, 4);
    const edge = run("cnn", "graph", "log(x-1)", "x=1.0000001", "--check", "-f", "table");
    expect(edge.out).toContain("x  gradient 1e+07  no value on one of the sides");
  });

  it("long nodes lose their middle on a screen of 80 columns", () => {
    const long = "abcdefghijklmnopqrstuvwxyz";
    const { out } = run("cnn", "graph", `${long}*${long}*${long}*exp(${long})`, `${long}=0.5`, "-f", "table");
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(out).toMatch(/^abcdefghij\S*\.\.\.\S*wxyz\) /m);
  });
});

describe("cnn shape", () => {
  it("AlexNet's first layer, and DNA", () => {
    expect(run("cnn", "shape", "--input", "227x227x3", "conv 96 11x11 stride 4 pad 0").out).toContain(
      "conv 96 11x11 stride 4\t55x55x96\t34848\t96\t34944\t105705600\t11x11\t",
    );
    expect(JSON.parse(run("cnn", "shape", "conv 16x24", "--json").out).layers[0].output).toEqual([78, 16]);
  });

  it("says what does not fit and refuses what cannot be", () => {
    expect(run("cnn", "shape", "--input", "10x4", "conv 1x3 stride 2").out).toContain("does not fit: 4.5 windows");
    // 11 columns fit, 10 rows do not: stride 1 leaves nothing over along either.
    const image = run("cnn", "shape", "--input", "11x10x3", "conv 1 3x3 stride 2").out;
    expect(image).toContain(
      "does not fit: 4.5 windows, the floor counts, the last position is never seen; stride 1 would fit",
    );
    expect(run("cnn", "shape", "--input", "10x4", "conv 1x30").err).toContain("30 wide, but only 10 positions");
    expect(run("cnn", "shape", "--input", "ten", "conv 1x3").status).toBe(2);
  });
});

describe("cnn optimizers", () => {
  it("races on the long valley", () => {
    const rows = run("cnn", "optimizers")
      .out.trim()
      .split("\n")
      .map((line) => line.split("\t"));
    const steps = Object.fromEntries(rows.map((row) => [row[0], row[3]]));
    expect(steps).toMatchObject({
      batch: "63",
      momentum: "83",
      nesterov: "38",
      adagrad: "355",
      adadelta: "never",
      rmsprop: "831",
      adam: "171",
    });
  });

  it("adds noise for stochastic and mini-batch descent, and draws the paths", () => {
    const { methods } = JSON.parse(run("cnn", "optimizers", "--surface", "saddle", "--noise", "0.1", "--json").out);
    expect(methods.map(({ name }: { name: string }) => name)).toContain("mini-batch");
    const svg = run("cnn", "optimizers", "--surface", "beale", "-f", "svg").out;
    expect(svg.match(/<polyline/g)?.length).toBe(9);
  });

  it("says when a rate is too high", () => {
    expect(run("cnn", "optimizers", "--learning-rate", "0.3").out).toMatch(/left the picture after \d+ steps/);
  });
});

describe("cnn init", () => {
  const SMALL = ["cnn", "init", "--layers", "4", "--records", "5"];

  it("tells each scheme's fate, by depth and by fan-in", () => {
    const { schemes, fanIn, layers, settings } = JSON.parse(run(...SMALL, "--units", "60,20", "--json").out);
    expect(settings.units).toEqual([20, 60]);
    expect(layers.length).toBe(7 * 2 * 4);
    expect(fanIn.map((row: { fanIn: number }) => row.fanIn).slice(0, 4)).toEqual([20, 60, 20, 60]);
    expect(fanIn[1].lastActivationVariance).toBe(layers[7].activationVariance);
    expect(schemes[0].verdict).toContain("copies");
    expect(schemes[1].fanInVerdict).toContain("grows with the fan-in");
    const table = run(...SMALL, "--units", "20", "-f", "table").out;
    expect(table).toContain("he: a sum has n x var(w) = 2 times");
    expect(table).not.toContain("every fan-in");
  });

  it("tsv: every layer of every scheme at every fan-in, the same bytes each time", () => {
    const { out } = run(...SMALL, "--units", "4,16", "-f", "tsv");
    expect(out.split("\n")[0].split("\t").slice(0, 6)).toEqual([
      ...["scheme", "fan_in", "layer", "n_var_w", "sum_variance", "activation_variance"],
    ]);
    expect(out.trimEnd().split("\n").length).toBe(1 + 7 * 2 * 4);
    expect(run(...SMALL, "--units", "16,4", "-f", "tsv").out).toBe(out);
  });

  it.each(["0", "abc", "8,8", "1025", "1,2,3,4,5,6,7,8,9"])("--units %s is refused", (units) => {
    const { err, status } = run("cnn", "init", "--units", units);
    expect(status).toBe(2);
    expect(err).toContain(`--units ${units}: expected up to 8 different whole numbers from 1 to 1024`);
  });
});
