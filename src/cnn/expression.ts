import { didYouMean, usageError } from "../errors.ts";
import { input, type Node } from "./graph.ts";
import { GATES, type GateName, gate } from "./operations/gates.ts";

/** A node of an expression with the text that it stands for. */
export interface ExpressionNode {
  readonly expression: string;
  readonly node: Node;
}

export interface ExpressionGraph {
  readonly result: Node;
  /** Every node, in the order in which it is computed. */
  readonly nodes: readonly ExpressionNode[];
  /** The named inputs that the expression uses, in the order of their first use. */
  readonly inputs: ReadonlyMap<string, Node>;
}

const FUNCTIONS: Readonly<Record<string, number>> = {
  exp: 1,
  log: 1,
  sqrt: 1,
  tanh: 1,
  relu: 1,
  sigmoid: 1,
  max: 2,
  min: 2,
};

/** How tightly an operator binds; a unary minus binds like a product, looser than a power: −x² is −(x²). */
const BINDING: Readonly<Record<string, number>> = { "+": 1, "-": 1, "*": 2, "/": 2, "^": 3 };
const UNARY_BINDING = 2;
const ATOM = 4;

/** An expression is a drawing's worth: longer ones would also nest deeper than the stack. */
const MOST_TOKENS = 1000;

type Token = { readonly text: string; readonly kind: "number" | "name" | "sign"; readonly at: number };

/**
 * The graph of an expression: + − * / ^ (also × ÷), exp, log, sqrt, tanh, relu, sigmoid, max, min, numbers, names and
 * parentheses; `f = …` in front is allowed. ^ is right-associative. A name that is used twice is one node. Throws a usage
 * error that points at what it cannot read, names inputs without a value, and refuses log 0, 1/0 and their like.
 */
export function expressionGraph(text: string, values: Readonly<Record<string, number>>): ExpressionGraph {
  const found = tokens(text);
  if (found.length > MOST_TOKENS)
    throw usageError(`an expression of ${found.length} numbers, names and signs; at most ${MOST_TOKENS} are read`);
  return new ExpressionParser(found, text, values).parse();
}

function tokens(text: string): Token[] {
  const pattern = /\s*(?:(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)|([a-z_]\w*)|(.))/giuy;
  const found: Token[] = [];
  for (const match of text.trimEnd().matchAll(pattern)) {
    const at = match.index + match[0].length;
    if (match[1] !== undefined) found.push({ text: match[1], kind: "number", at });
    else if (match[2] !== undefined) found.push({ text: match[2], kind: "name", at });
    else found.push({ text: plainSign(match[3]), kind: "sign", at });
  }
  return found;
}

const plainSign = (sign: string) => ({ "×": "*", "·": "*", "÷": "/", "−": "-" })[sign] ?? sign;

interface Part extends ExpressionNode {
  readonly binding: number;
}

class ExpressionParser {
  readonly #tokens: readonly Token[];
  readonly #text: string;
  readonly #values: Readonly<Record<string, number>>;
  readonly #nodes: ExpressionNode[] = [];
  readonly #inputs = new Map<string, Node>();
  #next = 0;

  constructor(found: readonly Token[], text: string, values: Readonly<Record<string, number>>) {
    this.#tokens = found;
    this.#text = text;
    this.#values = values;
  }

  parse(): ExpressionGraph {
    if (this.#tokens[0]?.kind === "name" && this.#tokens[1]?.text === "=") this.#next = 2;
    const { node } = this.#sum(0);
    const rest = this.#tokens[this.#next];
    if (rest !== undefined) throw this.#unexpected(rest);
    return { result: node, nodes: this.#nodes, inputs: this.#inputs };
  }

  /** Operators that bind tighter than `floor` (precedence climbing). */
  #sum(floor: number): Part {
    let left = this.#unary();
    for (;;) {
      const operator = this.#tokens[this.#next];
      const binding = operator?.kind === "sign" ? BINDING[operator.text] : undefined;
      if (binding === undefined || binding <= floor) return left;
      this.#next++;
      const right = operator.text === "^" ? this.#sum(binding - 1) : this.#sum(binding);
      left = this.#binary(operator.text as GateName, binding, left, right);
    }
  }

  #unary(): Part {
    if (!this.#take("-")) return this.#take("+") ? this.#unary() : this.#atom();
    const operand = this.#sum(UNARY_BINDING);
    return this.#gate("negate", `-${wrapped(operand, UNARY_BINDING + 1)}`, UNARY_BINDING, operand);
  }

  #atom(): Part {
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw usageError(`'${this.#text}' ends too early`);
    if (token.kind === "number")
      return this.#add(token.text, { ...input([Number(token.text)], []), operation: "constant" });
    if (token.kind === "name")
      return this.#tokens[this.#next]?.text === "(" ? this.#call(token) : this.#name(token.text);
    if (token.text !== "(") throw this.#unexpected(token);
    const inside = this.#sum(0);
    this.#expect(")");
    return inside;
  }

  #name(name: string): Part {
    const known = this.#inputs.get(name);
    if (known !== undefined) return { expression: name, node: known, binding: ATOM };
    if (!Object.hasOwn(this.#values, name)) {
      throw usageError(
        `'${name}' has no value${didYouMean(name, Object.keys(this.#values))}; give it as ${name}=NUMBER`,
      );
    }
    const part = this.#add(name, input([this.#values[name]], []));
    this.#inputs.set(name, part.node);
    return part;
  }

  #call({ text: name }: Token): Part {
    const count = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (count === undefined) {
      const known = Object.keys(FUNCTIONS);
      throw usageError(`unknown function '${name}'${didYouMean(name, known)}; there are ${known.join(", ")}`);
    }
    this.#expect("(");
    const parts = [this.#sum(0)];
    while (this.#take(",")) parts.push(this.#sum(0));
    this.#expect(")");
    if (parts.length !== count)
      throw usageError(`${name} takes ${count} input${count > 1 ? "s" : ""}, not ${parts.length}`);
    const text = `${name}(${parts.map(({ expression }) => expression).join(", ")})`;
    return this.#gate(name as GateName, text, ATOM, ...parts);
  }

  #binary(name: GateName, binding: number, left: Part, right: Part): Part {
    // Equal binding needs parentheses on the side that would not be read first.
    const [before, after] = name === "^" ? [binding + 1, binding] : [binding, binding + 1];
    const text = `${wrapped(left, before)}${name}${wrapped(right, after)}`;
    return this.#gate(name, text, binding, left, right);
  }

  #gate(name: GateName, expression: string, binding: number, ...parts: readonly Part[]): Part {
    const inputs = parts.map(({ node }) => node.value[0]);
    const refusal = (GATES[name] as { refusal?: (...x: number[]) => string | undefined }).refusal?.(...inputs);
    if (refusal !== undefined) throw usageError(`${refusal}, in ${expression}`);
    const made = gate(name, ...parts.map(({ node }) => node));
    if (!Number.isFinite(made.value[0])) throw usageError(`${expression} is no finite number`);
    return this.#add(expression, made, binding);
  }

  #add(expression: string, node: Node, binding = ATOM): Part {
    this.#nodes.push({ expression, node });
    return { expression, node, binding };
  }

  #take(sign: string): boolean {
    if (this.#tokens[this.#next]?.text !== sign) return false;
    this.#next++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) {
      const token = this.#tokens[this.#next];
      throw usageError(
        `expected '${sign}' ${token === undefined ? "at the end" : `before '${token.text}'`} of '${this.#text}'`,
      );
    }
  }

  #unexpected({ text, at }: Token): Error {
    return usageError(`cannot read '${text}' at character ${at} of '${this.#text}'`);
  }
}

const wrapped = ({ expression, binding }: Part, least: number) => (binding < least ? `(${expression})` : expression);
