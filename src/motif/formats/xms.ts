import { dataError, type Place } from "../../errors.ts";
import type { Motif } from "../motif.ts";
import { motifOfEither } from "./matrix.ts";
import { columnOf, type NumberRow } from "./number-rows.ts";
import { noWarnings, shortened, type Warn } from "./text.ts";

const SYMBOLS = ["adenine", "cytosine", "guanine", "thymine"];

/**
 * XMS (NestedMICA's XML): every `<motif>` with a `<name>` and `<column>`s of four `<weight symbol="adenine">`. Only these
 * elements are looked at. Throws naming file, line and motif.
 */
export function readXms(text: string, source: string, warn: Warn = noWarnings): Motif[] {
  const plain = text.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ""));
  return elements(plain, "motif", 1).map((motif) => readMotif(motif, source, warn));
}

interface Element {
  readonly attributes: string;
  readonly content: string;
  /** Line of the opening tag. */
  readonly line: number;
}

function readMotif({ content, line }: Element, file: string, warn: Warn): Motif {
  const id = unescaped(elements(content, "name", line)[0]?.content.trim() ?? "");
  if (id === "") throw dataError("a <motif> without <name>", { file, line });
  const columns = elements(content, "column", line).map((column) => readColumn(column, { file, motif: id }));
  return motifOfEither({ names: { id, name: "", source: file }, columns, line }, warn);
}

function readColumn({ content, line }: Element, place: Place): NumberRow {
  const weights = elements(content, "weight", line);
  const words = SYMBOLS.map((symbol) => {
    const found = weights.filter(({ attributes }) => attributes.includes(`"${symbol}"`));
    if (found.length === 1) return found[0].content.trim();
    const what = `expected one <weight symbol="${symbol}"> a column, found ${found.length}`;
    throw dataError(`${what} in '${shortened(content.replace(/\s+/g, " "))}'`, { ...place, line });
  });
  return columnOf(words.join(" "), { ...place, line }, "weights");
}

/** All elements of that name in `text`, whose first line is line `first` of the file. They do not nest. */
function elements(text: string, name: string, first: number): Element[] {
  const found: Element[] = [];
  const opening = new RegExp(`<${name}(\\s[^<>]*)?>`, "g");
  let line = first;
  let counted = 0;
  for (let tag = opening.exec(text); tag !== null; tag = opening.exec(text)) {
    const end = text.indexOf(`</${name}>`, opening.lastIndex);
    if (end < 0) break;
    line += text.slice(counted, tag.index).split("\n").length - 1;
    counted = tag.index;
    found.push({ attributes: tag[1] ?? "", content: text.slice(opening.lastIndex, end), line });
    opening.lastIndex = end;
  }
  return found;
}

function unescaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&apos;": "'",
    "&amp;": "&",
  };
  return text.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities[entity]);
}
