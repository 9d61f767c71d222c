import { dataError, type Place } from "../../errors.ts";

/** Takes what a reader noticed but could mend: one line, naming file and motif. */
export type Warn = (message: string) => void;

export const noWarnings: Warn = () => {};

/** A line with something on it, trimmed, and its number in the file (1-based). */
export interface Line {
  readonly text: string;
  readonly number: number;
}

/** The lines of a text that are not blank, whatever the line ends; a byte-order mark is dropped. */
export function textLines(text: string): Line[] {
  return text
    .replace(/^\ufeff/, "")
    .split(/\r\n|\n|\r/)
    .map((line, i) => ({ text: line.trim(), number: i + 1 }))
    .filter((line) => line.text !== "");
}

export function isComment(line: Line): boolean {
  return line.text.startsWith("#");
}

/** A `>` line, what follows the `>` on it, and the lines up to the next one (comments included). */
export interface HeadedRecord {
  readonly header: Line;
  readonly title: string;
  readonly body: readonly Line[];
}

/** Cuts lines at `>`; comments before the first are dropped. Throws when anything else stands there. */
export function headedRecords(lines: readonly Line[], source: string, format: string): HeadedRecord[] {
  const records: { header: Line; title: string; body: Line[] }[] = [];
  for (const line of lines) {
    const record = records.at(-1);
    if (line.text.startsWith(">")) records.push({ header: line, title: line.text.slice(1).trim(), body: [] });
    else if (record !== undefined) record.body.push(line);
    else if (!isComment(line)) {
      throw dataError(`expected a line '>ID name' (${format}), found '${shortened(line.text)}'`, {
        file: source,
        line: line.number,
      });
    }
  }
  return records;
}

/** `ID` and all that follows it, tabs as blanks (a name is one cell of a table). Throws when there is nothing. */
export function idAndName(title: string, place: Place): { id: string; name: string } {
  const [, id, name] = /^(\S*)\s*(.*)$/.exec(title)!;
  if (id === "") throw dataError("a motif without an id", place);
  return { id, name: name.replace(/\t+/g, " ") };
}

/** A foreign line as it is quoted in messages. */
export function shortened(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}

/** A name where the format ends it at a blank. */
export function oneWord(name: string): string {
  return name.trim().replace(/\s+/g, "_");
}

/** A name where the format ends it at the line's end. */
export function onOneLine(name: string): string {
  return name.trim().replace(/\s+/g, " ");
}
