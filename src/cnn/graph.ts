/**
 * A computational graph in double precision: the truth that the fast engine is tested against, and the engine behind
 * `cnn graph`. A node holds numbers (one, or a whole array), the gradient of the result with respect to each of them,
 * the nodes it was computed from, and how a gradient flows back to those.
 */
export interface Node {
  /** What made it: a gate (`*`, `exp`), a layer (`convolution`) or `input`. */
  readonly operation: string;
  /** Sizes of the axes, outermost first; `[]` for a single number. */
  readonly shape: readonly number[];
  readonly value: Float64Array;
  /** d result / d value, summed over all uses; zero until {@link backward} has run. */
  readonly gradient: Float64Array;
  readonly parents: readonly Node[];
  /** Adds this node's share to its parents' gradients. */
  readonly pushBack: () => void;
}

/** Numbers that the graph starts from: data, or parameters. */
export function input(value: ArrayLike<number>, shape: readonly number[] = [value.length]): Node {
  return node("input", shape, Float64Array.from(value), [], () => {});
}

/** A node whose backward rule reads its gradient and adds to its parents'. */
export function node(
  operation: string,
  shape: readonly number[],
  value: Float64Array,
  parents: readonly Node[],
  rule: (gradient: Float64Array) => void,
): Node {
  const gradient = new Float64Array(value.length);
  return { operation, shape, value, gradient, parents, pushBack: () => rule(gradient) };
}

/** The nodes that `result` is computed from and itself, each after all of its parents. */
export function topologicalOrder(result: Node): Node[] {
  const order: Node[] = [];
  const seen = new Set<Node>();
  const pending: { node: Node; next: number }[] = [{ node: result, next: 0 }];
  seen.add(result);
  while (pending.length > 0) {
    const top = pending[pending.length - 1];
    const parent = top.node.parents[top.next++];
    if (parent === undefined) order.push(pending.pop()!.node);
    else if (!seen.has(parent)) {
      seen.add(parent);
      pending.push({ node: parent, next: 0 });
    }
  }
  return order;
}

/** The backward pass: gradients of `result` (its own is `seed`, 1 unless said) with respect to every node below it. */
export function backward(result: Node, seed?: ArrayLike<number>): void {
  const order = topologicalOrder(result);
  for (const { gradient } of order) gradient.fill(0);
  if (seed === undefined) result.gradient.fill(1);
  else result.gradient.set(seed);
  for (let i = order.length - 1; i >= 0; i--) order[i].pushBack();
}
