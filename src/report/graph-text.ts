import { formatGeneral } from "../printf.ts";

/** A node of a computational graph, in the order of computation. */
export interface DrawnNode {
  /** Input name, constant, or operator. */
  readonly label: string;
  readonly value: number;
  readonly gradient: number;
  /** Numbers of the nodes that it is computed from. */
  readonly from: readonly number[];
}

const number = (x: number) => formatGeneral(x, 6);

/** The graph from its result (the last node) down to the inputs. What is used twice is drawn in full once. */
export function graphText(nodes: readonly DrawnNode[]): string {
  const drawn = new Set<number>();
  const lines: string[] = [];
  const draw = (i: number, lead: string, below: string) => {
    const { label, value, gradient, from } = nodes[i];
    const again = drawn.has(i) && from.length > 0;
    lines.push(`${lead}${label}  value ${number(value)}  gradient ${number(gradient)}${again ? "  (see above)" : ""}`);
    if (again) return;
    drawn.add(i);
    from.forEach((parent, k) => {
      const last = k === from.length - 1;
      draw(parent, `${below}${last ? "`- " : "|- "}`, `${below}${last ? "   " : "|  "}`);
    });
  };
  draw(nodes.length - 1, "", "");
  return `${lines.join("\n")}\n`;
}
