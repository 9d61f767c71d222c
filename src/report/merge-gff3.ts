import { dataError } from "../errors.ts";
import type { Joiner, MergePiece } from "./merge-piece.ts";

const VERSION_LINE = "##gff-version 3";
/** tatabox's own ids: the type and a running number, then perhaps the parent's. */
const OWN_IDS = /^ID=([A-Za-z_]+?)(\d+)(?:;Parent=([^;]+))?(?=;|$)/;

/** GFF3: one version line; features are numbered anew, so that ids stay unique. */
export function gff3Joiner(): Joiner {
  const counts = new Map<string, number>();
  /** New ids of the feature at hand and of its parts, which follow it. */
  let renamed = new Map<string, string>();
  let isFirst = true;
  let piece: MergePiece | undefined;
  let file = "";

  function renumber(attributes: string): string {
    const match = OWN_IDS.exec(attributes);
    if (match === null) return attributes;
    const [ids, type, number, parent] = match;
    if (parent === undefined) renamed = new Map();
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    renamed.set(type + number, type + count);
    const parentText = parent === undefined ? "" : `;Parent=${renamed.get(parent) ?? parent}`;
    return `ID=${type}${count}${parentText}${attributes.slice(ids.length)}`;
  }

  function feature(line: string): string {
    const cells = line.split("\t");
    if (cells.length !== 9) throw dataError("has a line that is no GFF3 feature", { file });
    if (piece?.isCut && cells[1] !== "tatabox") {
      throw dataError("FIMO's GFF3 numbers hits by record; shard with --between-records", { file });
    }
    if (piece !== undefined && !piece.keeps(cells[0], Number(cells[3]) - 1)) return "";
    if (cells[1] === "tatabox") cells[8] = renumber(cells[8]);
    return `${cells.join("\t")}\n`;
  }

  return {
    open(next, path) {
      [piece, file] = [next, path];
    },
    line(line) {
      if (line !== VERSION_LINE) return feature(line);
      const text = isFirst ? `${line}\n` : "";
      isFirst = false;
      return text;
    },
    close: () => "",
    end: () => "",
  };
}
