import { didYouMean, usageError } from "../errors.ts";
import type { Convolution, Layer, Pool } from "./layers.ts";
import { OUTPUTS, type Output } from "./losses.ts";

/** A network as its text says: `conv 16x24, relu, pool global, fc 32, relu, fc 1, sigmoid`. */
export interface Template {
  readonly layers: readonly Layer[];
  /** Left out when the text does not end in one. */
  readonly output?: Output;
}

const WORDS = ["conv", "relu", "pool", "maxpool", "avgpool", "fc", ...OUTPUTS];

/**
 * Reads a template. `conv 16x24` or `conv 16 24` (filters, width), over images `conv 96 11x11`; `stride S`, `pad P`, `pad
 * same`; `relu`; `pool 4`, `pool 3 stride 2`, `pool global`, `pool average 4` (`avgpool 4`); `fc 32`; at the end `sigmoid`,
 * `softmax` or `linear`. Throws a usage error that names the layer.
 */
export function parseTemplate(text: string): Template {
  const items = text
    .toLowerCase()
    .split(",")
    .map((item) => item.trim());
  const output = OUTPUTS.find((name) => name === items[items.length - 1]);
  const named = output === undefined ? items : items.slice(0, -1);
  const layers = named.map(parseLayer);
  return output === undefined ? { layers } : { layers, output };
}

function parseLayer(item: string): Layer {
  const [word, ...rest] = item.split(/\s+/);
  const words = new Words(item, rest);
  const layer = layerOf(word, words);
  words.end();
  return layer;
}

function layerOf(word: string, words: Words): Layer {
  switch (word) {
    case "conv":
      return convolution(words);
    case "relu":
      return { kind: "relu" };
    case "pool":
      return pool(words, poolKind(words));
    case "maxpool":
      return pool(words, "max");
    case "avgpool":
      return pool(words, "average");
    case "fc":
      return { kind: "fc", units: words.size("units") };
    default:
      throw word === ""
        ? usageError("an empty layer: two commas in a row, or one at the end")
        : usageError(
            OUTPUTS.some((name) => name === word)
              ? `'${word}' belongs at the end of the layers`
              : `unknown layer '${word}'${didYouMean(word, WORDS)}; layers are conv, relu, pool, fc`,
          );
  }
}

function convolution(words: Words): Convolution {
  const [filters, joined] = words.sides("filters");
  const [width, height] = joined === undefined ? words.sides("width") : [joined, undefined];
  let stride = 1;
  let padding: Convolution["padding"] = 0;
  for (let more = true; more; ) {
    if (words.take("stride")) stride = words.size("stride");
    else if (words.take("pad", "padding")) padding = words.take("same") ? "same" : words.size("padding", 0);
    else more = false;
  }
  return { kind: "conv", filters, width, ...(height === undefined ? {} : { height }), stride, padding };
}

function poolKind(words: Words): Pool["how"] {
  if (words.take("average", "avg")) return "average";
  words.take("max");
  return "max";
}

function pool(words: Words, how: Pool["how"]): Pool {
  if (words.take("global")) return { kind: "pool", how, width: "global", stride: 1 };
  const [width, height] = words.sides("width");
  if (height !== undefined && height !== width) throw usageError(`pool ${width}x${height}: windows are square`);
  return { kind: "pool", how, width, stride: words.take("stride") ? words.size("stride") : width };
}

/** The words of one layer, taken from the front. */
class Words {
  readonly #item: string;
  readonly #words: string[];

  constructor(item: string, words: readonly string[]) {
    this.#item = item;
    this.#words = [...words];
  }

  take(...options: readonly string[]): boolean {
    if (!options.includes(this.#words[0])) return false;
    this.#words.shift();
    return true;
  }

  size(what: string, least = 1): number {
    const word = this.#words.shift();
    return this.#whole(word ?? "", what, least);
  }

  /** `16` or `16x24`. */
  sides(what: string): readonly [number, number | undefined] {
    const [first, second] = (this.#words.shift() ?? "").split("x");
    return [this.#whole(first, what, 1), second === undefined ? undefined : this.#whole(second, "width", 1)];
  }

  end(): void {
    if (this.#words.length > 0)
      throw usageError(`'${this.#item}': do not know what to do with '${this.#words.join(" ")}'`);
  }

  #whole(word: string, what: string, least: number): number {
    if (/^\d+$/.test(word) && Number(word) >= least && Number(word) <= 1e6) return Number(word);
    const got = word === "" ? "nothing is there" : `'${word}' is there`;
    throw usageError(`'${this.#item}': expected ${what} (a whole number from ${least}), but ${got}`);
  }
}

/** The template as text that {@link parseTemplate} reads back. */
export function templateText({ layers, output }: Template): string {
  return [...layers.map(layerText), ...(output === undefined ? [] : [output])].join(", ");
}

export function layerText(layer: Layer): string {
  const stride = (usual: number, own: number) => (own === usual ? "" : ` stride ${own}`);
  switch (layer.kind) {
    case "relu":
      return "relu";
    case "fc":
      return `fc ${layer.units}`;
    case "conv": {
      const { filters, width, height, padding } = layer;
      const size = height === undefined ? `${filters}x${width}` : `${filters} ${width}x${height}`;
      return `conv ${size}${stride(1, layer.stride)}${padding === 0 ? "" : ` pad ${padding}`}`;
    }
    case "pool": {
      const kind = layer.how === "max" ? "pool" : "avgpool";
      return layer.width === "global" ? `${kind} global` : `${kind} ${layer.width}${stride(layer.width, layer.stride)}`;
    }
  }
}
