import { formatGeneral } from "../printf.ts";

/** A node of a computational graph, in the order of computation. */
export interface DrawnNode {
  /** Input name, constant, or operator. */
  readonly label: string;
  readonly value: number;
  readonly gradient: number;
  /** Its derivatives with respect to the nodes that it is computed from. */
  readonly local: readonly number[];
  /** Numbers of the nodes that it is computed from. */
  readonly from: readonly number[];
}

const number = (x: number) => formatGeneral(x, 6);

/** The graph from its result (the last node) down to the inputs. What is used twice is drawn in full once. */
export function graphText(nodes: readonly DrawnNode[]): string {
  const drawn = new Set<number>();
  const lines: string[] = [];
  const draw = (i: number, lead: string, below: string, slope: string) => {
    const { label, value, gradient, local, from } = nodes[i];
    const again = drawn.has(i) && from.length > 0;
    const figures = `value ${number(value)}${slope}  gradient ${number(gradient)}`;
    lines.push(`${lead}${label}  ${figures}${again ? "  (see above)" : ""}`);
    if (again) return;
    drawn.add(i);
    from.forEach((parent, k) => {
      const last = k === from.length - 1;
      const leads = last ? ["`- ", "   "] : ["|- ", "|  "];
      draw(parent, `${below}${leads[0]}`, `${below}${leads[1]}`, `  local ${number(local[k])}`);
    });
  };
  draw(nodes.length - 1, "", "", "");
  return `${lines.join("\n")}\n`;
}
