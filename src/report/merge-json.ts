import { dataError } from "../errors.ts";
import { jsonDocument, type ResultHead } from "./json.ts";
import type { Joiner, MergePiece, MergePlan } from "./merge-piece.ts";
import { isOwnFeature, mergedWarnings, objectIn, RecordJoin, summaryIn, withoutPlace } from "./merge-records.ts";
import type { RecordSummary } from "./writers.ts";

/** What one file said besides its features. */
interface FileRest {
  readonly file: string;
  readonly piece: MergePiece | undefined;
  readonly lists: Record<string, unknown[]>;
}

/** Lists that are the same in every file, and those that stand behind the features. */
const BEFORE = "motifs";
const SEQUENCES = "sequences";
const WARNINGS = "warnings";
/** The features of `report`: records. */
const STORIES = "records";

/**
 * JSON as tatabox writes it: a field or a list item a line. Features go through as they come; only the small lists around
 * them are kept. `head` is the single run's.
 */
export function jsonJoiner(head: ResultHead, plan: MergePlan | undefined): Joiner {
  const document = jsonDocument();
  const records = new RecordJoin(plan);
  const files: FileRest[] = [];
  let list: string | undefined;
  let started = false;
  let features = 0;
  let complete = false;
  const current = () => files[files.length - 1];

  function openList(name: string): string {
    list = name;
    const { lists, file } = current();
    lists[name] = [];
    if (isAround(name)) return "";
    if (JSON.stringify(lists[BEFORE]) !== JSON.stringify(files[0].lists[BEFORE]))
      throw dataError(`was made with other motifs than ${files[0].file}`, { file });
    if (started) return "";
    started = true;
    const start = document.open(head);
    const before = lists[BEFORE] === undefined ? "" : document.field(BEFORE, lists[BEFORE]);
    return start + before + document.openList(name);
  }

  function item(text: string): string {
    const { lists, piece, file } = current();
    if (isAround(list!)) {
      lists[list!].push(aroundItem(list!, text, file));
      return "";
    }
    if (!isOwnFeature(objectIn(text, file), piece)) return "";
    const own = piece !== undefined && list === STORIES ? withoutPlace(text, file) : text;
    return `${features++ === 0 ? "\n" : ",\n"}  ${own}`;
  }

  function outsideLists(line: string): string {
    if (line === "{") return "";
    if (line === "}") {
      complete = true;
      return "";
    }
    const match = /^"(\w+)": (.*?),?$/.exec(line);
    if (match === null) throw dataError("is not laid out as tatabox writes JSON", { file: current().file });
    const [, name, value] = match;
    if (value !== "[" && value !== "[]") return "";
    const text = openList(name);
    if (value === "[]") list = undefined;
    return text;
  }

  return {
    open(piece, file) {
      files.push({ file, piece, lists: {} });
      list = undefined;
      complete = false;
    },
    line(line) {
      if (list === undefined) return outsideLists(line);
      if (line !== "]" && line !== "],") return item(line.replace(/^ {2}/, "").replace(/,$/, ""));
      list = undefined;
      return "";
    },
    close() {
      if (!complete) throw dataError("ends early; is it complete?", { file: current().file });
      return "";
    },
    end() {
      const closed = features === 0 ? "]" : "\n]";
      const sequences = joinedSequences(files, records);
      const warnings = mergedWarnings(
        files.map(({ piece, lists }) => ({ piece, warnings: (lists[WARNINGS] ?? []) as string[] })),
      );
      const listed = sequences.length === 0 ? "" : document.field(SEQUENCES, sequences);
      return closed + listed + document.field(WARNINGS, warnings) + document.close();
    },
  };
}

function isAround(list: string): boolean {
  return list === BEFORE || list === SEQUENCES || list === WARNINGS;
}

function aroundItem(list: string, text: string, file: string): unknown {
  if (list === SEQUENCES) return summaryIn(text, file);
  if (list === BEFORE) return objectIn(text, file);
  const { warning } = objectIn(`{"warning":${text}}`, file);
  if (typeof warning === "string") return warning;
  throw dataError("holds a warning that is no text", { file });
}

function joinedSequences(files: readonly FileRest[], records: RecordJoin): readonly RecordSummary[] {
  if (files.every(({ lists }) => lists[SEQUENCES] === undefined)) return [];
  const joined = files.flatMap(({ piece, lists }) =>
    ((lists[SEQUENCES] ?? []) as RecordSummary[]).flatMap((summary) => records.take(summary, piece)),
  );
  return [...records.leading(), ...joined];
}
