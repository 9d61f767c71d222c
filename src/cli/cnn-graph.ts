import { type ExpressionGraph, expressionGraph } from "../cnn/expression.ts";
import { backward } from "../cnn/graph.ts";
import { GATES, type Gate, type GateName } from "../cnn/operations/gates.ts";
import { TataboxError, usageError } from "../errors.ts";
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
  /** Derivatives of the node with respect to the nodes it is computed from, in their order. */
  readonly local: readonly number[];
  /** Said of a kink. */
  readonly note?: string;
  /** Numbers of the nodes it is computed from. */
  readonly from: readonly number[];
}

const number = (x: number) => formatGeneral(x, 6);
const LOCAL_DIGITS = 4;

const COLUMNS: readonly Column<NodeRow>[] = [
  { head: "node", text: ({ expr }) => expr },
  { head: "op", text: ({ op }) => op },
  { head: "value", text: ({ value }) => number(value), right: true },
  { head: "gradient", text: ({ grad }) => number(grad), right: true },
  { head: "local", text: ({ local }) => local.map((x) => formatGeneral(x, LOCAL_DIGITS)).join(", ") },
  { head: "rule", text: ({ rule }) => rule },
];

const [NODE, ...OTHERS] = COLUMNS;

/** On a screen the rules stand below: a line of theirs is as wide as the screen. Long nodes lose their middle. */
function shapeWithin(columns: number, rows: readonly NodeRow[]): Shape<NodeRow> {
  const others = OTHERS.filter(({ head }) => head !== "rule");
  const widths = others.map(({ head, text }) => 2 + Math.max(head.length, ...rows.map((row) => text(row).length)));
  const room = Math.max(LEAST_NODE, columns - widths.reduce((sum, width) => sum + width, 0));
  const table = [{ ...NODE, text: (row: NodeRow) => shortened(NODE.text(row), room) }, ...others];
  return { list: "nodes", item: "node", tsv: COLUMNS, json: (row) => row, table };
}

const LEAST_NODE = 20;

function shortened(text: string, room: number): string {
  const kept = room - 3;
  return text.length <= room ? text : `${text.slice(0, Math.ceil(kept / 2))}...${text.slice(-Math.floor(kept / 2))}`;
}

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
    "max, min. The gradient of a node is the derivative of the result with respect to it; local are the derivatives of a gate with respect " +
    "to its inputs. Each input gets the gate's gradient times its local derivative (the chain rule); gradients of several uses add up. " +
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
  const values: Record<string, number> = {};
  for (const word of words) {
    const match = /^([a-z_]\w*)=(.+)$/i.exec(word);
    const value = Number(match?.[2]);
    if (match === null || !Number.isFinite(value)) throw usageError(`'${word}': expected a value such as x=-2`);
    if (Object.hasOwn(values, match[1])) throw usageError(`'${word}': ${match[1]} has a value already`);
    values[match[1]] = value;
  }
  return values;
}

/** Throws a usage error that names a node whose gradient overflows. */
function nodeRows({ nodes }: ExpressionGraph): NodeRow[] {
  const numbers = new Map(nodes.map(({ node }, i) => [node, i]));
  return nodes.map(({ expression, node }) => {
    if (!Number.isFinite(node.gradient[0])) throw usageError(`the gradient at ${expression} is no finite number`);
    const gate: Gate | undefined = GATES[node.operation as GateName];
    const inputs = node.parents.map(({ value }) => value[0]);
    const note = gate?.kink?.(...inputs);
    return {
      ...{ expr: expression, op: node.operation, value: node.value[0], grad: node.gradient[0] },
      ...{ rule: gate?.rule ?? "", local: gate?.derivatives(inputs, node.value[0]) ?? [] },
      ...(note === undefined ? {} : { note }),
      from: node.parents.map((parent) => numbers.get(parent)!),
    };
  });
}

/** (f(x + h) − f(x − h)) / 2h for each input; none where f has no value on one of the sides. */
function differences(
  expression: string,
  values: Record<string, number>,
  { inputs }: ExpressionGraph,
): Record<string, number> {
  const quotient = (name: string): [string, number][] => {
    const h = stepAt(values[name]);
    const at = (x: number) => expressionGraph(expression, { ...values, [name]: x }).result.value[0];
    try {
      return [[name, (at(values[name] + h) - at(values[name] - h)) / (2 * h)]];
    } catch (error) {
      if (error instanceof TataboxError) return [];
      throw error;
    }
  };
  return Object.fromEntries([...inputs.keys()].flatMap(quotient));
}

/** Small beside x itself too: functions such as log and 1/x end or jump at 0. */
function stepAt(x: number): number {
  const h = 1e-6 * Math.max(1, Math.abs(x));
  return x !== 0 && Math.abs(x) < 10 * h ? Math.abs(x) / 1000 : h;
}

async function write(context: Context, expression: string, graph: ExpressionGraph, checks?: Record<string, number>) {
  const rows = nodeRows(graph);
  if (context.format === "dot") return void (await context.out.write(dot(rows)));
  if (context.format === "svg") return void (await context.out.write(graphSvg(rows.map(drawn), expression)));
  if (context.format !== "json") {
    await writeList(context, shapeWithin(context.columns, rows), rows);
    if (context.format === "table")
      await context.out.write(
        `\n${graphText(rows.map(drawn))}\n${wrap(LOCAL, context.columns)}\n${rules(rows, context.columns)}`,
      );
    if (checks !== undefined && context.format === "table") await context.out.write(checkText(graph, checks));
    return;
  }
  const gradients = Object.fromEntries([...graph.inputs].map(([name, { gradient }]) => [name, gradient[0]]));
  const nodes = rows.map(({ from: _, ...node }) => node);
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
    if (checks[name] === undefined) return `  ${name}  gradient ${number(gradient[0])}  no value on one of the sides\n`;
    const apart = Math.abs(gradient[0] - checks[name]);
    return `  ${name}  gradient ${number(gradient[0])}  difference quotient ${number(checks[name])}  apart ${number(apart)}\n`;
  });
  return `\ncheck against (f(x+h) - f(x-h)) / 2h:\n${lines.join("")}`;
}

const LOCAL =
  "local: the derivative of the gate above; times its gradient, summed over all uses, it makes the gradient here";

/** What each operator does with a gradient, once; then what was done at kinks. */
function rules(rows: readonly NodeRow[], columns: number): string {
  const byOperator = new Map(rows.filter(({ rule }) => rule !== "").map(({ op, rule }) => [op, rule]));
  const kinks = rows.flatMap(({ expr, note }) =>
    note === undefined
      ? []
      : [`${expr}: ${note}; a kink, where difference quotients lie between the slopes of both sides`],
  );
  return [...[...byOperator].map(([op, rule]) => `${op}: ${rule}`), ...kinks]
    .map((line) => `${wrap(line, columns)}\n`)
    .join("");
}

const drawn = ({ op, expr, value, grad, local, from }: NodeRow): DrawnNode => ({
  label: op === "input" || op === "constant" ? expr : op,
  ...{ value, gradient: grad, local, from },
});

/** Values above, gradients below, as the graph is drawn on the board; local derivatives along the arrows. */
function dot(rows: readonly NodeRow[]): string {
  const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
  const boxes = rows.map(drawn).map(({ label, value, gradient }, i) => {
    return `  n${i} [label=${quoted(`${label}\nvalue ${number(value)}\ngradient ${number(gradient)}`).replace(/\n/g, "\\n")}];\n`;
  });
  const edges = rows.flatMap(({ from, local }, i) =>
    from.map((parent, k) => `  n${parent} -> n${i} [label=${quoted(formatGeneral(local[k], LOCAL_DIGITS))}];\n`),
  );
  return `digraph {\n  rankdir=LR;\n  node [shape=box];\n${boxes.join("")}${edges.join("")}}\n`;
}
