import { type ExpressionGraph, expressionGraph } from "../cnn/expression.ts";
import { backward } from "../cnn/graph.ts";
import { GATES, type GateName } from "../cnn/operations/gates.ts";
import { usageError } from "../errors.ts";
import { formatGeneral } from "../printf.ts";
import { graphSvg } from "../report/graph-svg.ts";
import { type DrawnNode, graphText } from "../report/graph-text.ts";
import { jsonResult, resultHead } from "../report/json.ts";
import type { Column, Shape } from "../report/shape.ts";
import { type Context, defineCommand } from "./command.ts";
import { writeList } from "./feature-list.ts";
import { flagSchema } from "./options.ts";
import { wrap } from "./wrap.ts";

interface NodeRow {
  readonly expr: string;
  readonly op: string;
  readonly value: number;
  readonly grad: number;
  readonly rule: string;
  /** Numbers of the nodes it is computed from. */
  readonly from: readonly number[];
}

const number = (x: number) => formatGeneral(x, 6);

const COLUMNS: readonly Column<NodeRow>[] = [
  { head: "node", text: ({ expr }) => expr },
  { head: "op", text: ({ op }) => op },
  { head: "value", text: ({ value }) => number(value), right: true },
  { head: "gradient", text: ({ grad }) => number(grad), right: true },
  { head: "rule", text: ({ rule }) => rule },
];

/** On a screen the rules stand below: a line of theirs is as wide as the screen. */
const SHAPE: Shape<NodeRow> = {
  ...{ list: "nodes", item: "node", tsv: COLUMNS, json: (row) => row },
  table: COLUMNS.filter(({ head }) => head !== "rule"),
};

export const command = defineCommand({
  summary: "An expression as a computational graph: values forward, gradients backward.",
  args: "<expression-and-values...>",
  examples: [
    ['tatabox cnn graph "(x+y)*z" x=-2 y=5 z=-4', "a product of a sum (CS231n)"],
    [
      'tatabox cnn graph "1/(1+exp(-(w0*x0+w1*x1+w2)))" w0=2 x0=-1 w1=-3 x1=-2 w2=-3',
      "the sigmoid neuron, gate by gate",
    ],
    [
      'tatabox cnn graph "sigmoid(w*x)" w=2 x=-1 --check',
      "one gate for the whole sigmoid, beside difference quotients",
    ],
    ['tatabox cnn graph "max(x,y)*z" x=2 y=5 z=-4 -f svg -o gate.svg', "a max gate, as a picture"],
    ['tatabox cnn graph "2*(x*y+max(z,w))" x=3 y=-4 z=2 w=-1 -f dot | dot -Tsvg', "drawn by Graphviz"],
  ],
  about:
    "Operators + - * / ^ (right-associative, binds tighter than a minus in front), functions exp, log, sqrt, tanh, relu, sigmoid, " +
    "max, min. The gradient of a node is the derivative of the result with respect to it; gradients of several uses add up. " +
    "Give negative values as name=-2; an expression that begins with a minus needs -- in front.",
  formats: ["table", "tsv", "json", "svg", "dot"],
  pipeFormat: "table",
  options: {
    check: {
      flags: "--check",
      help: "compare the gradients of the inputs with central differences",
      schema: flagSchema,
      echo: true,
    },
  },
  async run(context, settings) {
    const [expression, ...given] = context.args;
    const values = parseValues(given);
    const graph = expressionGraph(expression, values);
    backward(graph.result);
    for (const name of Object.keys(values))
      if (!graph.inputs.has(name)) context.warn(`${name} does not occur in ${expression}`);
    const checks = settings.check ? differences(expression, values, graph) : undefined;
    await write(context, expression, graph, checks);
  },
});

function parseValues(words: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    words.map((word) => {
      const match = /^([a-z_]\w*)=(.+)$/i.exec(word);
      const value = Number(match?.[2]);
      if (match === null || !Number.isFinite(value)) throw usageError(`'${word}': expected a value such as x=-2`);
      return [match[1], value];
    }),
  );
}

function nodeRows({ nodes }: ExpressionGraph): NodeRow[] {
  const numbers = new Map(nodes.map(({ node }, i) => [node, i]));
  return nodes.map(({ expression, node }) => ({
    expr: expression,
    op: node.operation,
    value: node.value[0],
    grad: node.gradient[0],
    rule: GATES[node.operation as GateName]?.rule ?? "",
    from: node.parents.map((parent) => numbers.get(parent)!),
  }));
}

/** (f(x + h) − f(x − h)) / 2h for each input. */
function differences(
  expression: string,
  values: Record<string, number>,
  { inputs }: ExpressionGraph,
): Record<string, number> {
  return Object.fromEntries(
    [...inputs.keys()].map((name) => {
      const h = 1e-6 * Math.max(1, Math.abs(values[name]));
      const at = (x: number) => expressionGraph(expression, { ...values, [name]: x }).result.value[0];
      return [name, (at(values[name] + h) - at(values[name] - h)) / (2 * h)];
    }),
  );
}

async function write(context: Context, expression: string, graph: ExpressionGraph, checks?: Record<string, number>) {
  const rows = nodeRows(graph);
  if (context.format === "dot") return void (await context.out.write(dot(rows)));
  if (context.format === "svg") return void (await context.out.write(graphSvg(rows.map(drawn), expression)));
  if (context.format !== "json") {
    await writeList(context, SHAPE, rows);
    if (context.format === "table")
      await context.out.write(`\n${graphText(rows.map(drawn))}\n${rules(rows, context.columns)}`);
    if (checks !== undefined && context.format === "table") await context.out.write(checkText(graph, checks));
    return;
  }
  const gradients = Object.fromEntries([...graph.inputs].map(([name, { gradient }]) => [name, gradient[0]]));
  const nodes = rows.map(({ expr, op, value, grad, rule }) => ({ expr, op, value, grad, rule }));
  const fields = {
    expression,
    value: graph.result.value[0],
    gradients,
    ...(checks === undefined ? {} : { differences: checks }),
  };
  const head = resultHead(context.command, context.echo);
  await context.out.write(jsonResult(head, { ...fields, nodes, warnings: context.warnings }));
}

function checkText({ inputs }: ExpressionGraph, checks: Record<string, number>): string {
  const lines = [...inputs].map(([name, { gradient }]) => {
    const apart = Math.abs(gradient[0] - checks[name]);
    return `  ${name}  gradient ${number(gradient[0])}  difference quotient ${number(checks[name])}  apart ${number(apart)}\n`;
  });
  return `\ncheck against (f(x+h) - f(x-h)) / 2h:\n${lines.join("")}`;
}

/** What each operator does with a gradient, once. */
function rules(rows: readonly NodeRow[], columns: number): string {
  const byOperator = new Map(rows.filter(({ rule }) => rule !== "").map(({ op, rule }) => [op, rule]));
  return [...byOperator].map(([op, rule]) => `${wrap(`${op}: ${rule}`, columns)}\n`).join("");
}

const drawn = ({ op, expr, value, grad, from }: NodeRow): DrawnNode => ({
  label: op === "input" || op === "constant" ? expr : op,
  ...{ value, gradient: grad, from },
});

/** Values above, gradients below, as the graph is drawn on the board. */
function dot(rows: readonly NodeRow[]): string {
  const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
  const boxes = rows.map(drawn).map(({ label, value, gradient }, i) => {
    return `  n${i} [label=${quoted(`${label}\nvalue ${number(value)}\ngradient ${number(gradient)}`).replace(/\n/g, "\\n")}];\n`;
  });
  const edges = rows.flatMap(({ from }, i) => from.map((parent) => `  n${parent} -> n${i};\n`));
  return `digraph {\n  rankdir=LR;\n  node [shape=box];\n${boxes.join("")}${edges.join("")}}\n`;
}
