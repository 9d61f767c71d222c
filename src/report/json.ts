import { dataError } from "../errors.ts";
import { VERSION } from "../version.ts";

/** Version of the shape of all JSON results; grows when a field changes its meaning or goes. */
export const SCHEMA_VERSION = 1;

/** Refuses what a later program has written. Throws a data error that names the file and both versions. */
export function checkSchemaVersion(version: number, file: string, tool = ""): void {
  if (version <= SCHEMA_VERSION) return;
  const made = `was made by a newer tatabox${tool === "" ? "" : `, ${tool}`}`;
  const versions = `schemaVersion ${version}; this program reads up to ${SCHEMA_VERSION}`;
  throw dataError(`${made} (${versions}); update tatabox`, { file });
}

/** What every JSON result starts with. */
export interface ResultHead {
  readonly schemaVersion: number;
  readonly tool: { readonly name: string; readonly version: string };
  readonly command: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

export function resultHead(command: string, settings: Readonly<Record<string, unknown>>): ResultHead {
  return { schemaVersion: SCHEMA_VERSION, tool: { name: "tatabox", version: VERSION }, command, settings };
}

/**
 * Writes one JSON object piece by piece, so that a list may be longer than memory: fields in the order they come, a list
 * item a line. Numbers in full; what is not finite may not come here.
 */
export function jsonDocument() {
  let first = true;
  let items = 0;
  const separator = () => {
    const text = first ? "\n" : ",\n";
    first = false;
    return text;
  };
  return {
    open: (head: ResultHead) =>
      `{${Object.entries(head)
        .map(([name, value]) => `${separator()}"${name}": ${plainJson(value)}`)
        .join("")}`,
    field(name: string, value: unknown): string {
      if (!Array.isArray(value)) return `${separator()}"${name}": ${JSON.stringify(value)}`;
      return this.openList(name) + value.map((item) => this.item(item)).join("") + this.closeList();
    },
    openList(name: string): string {
      items = 0;
      return `${separator()}"${name}": [`;
    },
    item: (value: unknown) => (items++ === 0 ? jsonItem(value).slice(1) : jsonItem(value)),
    /** Items made by {@link jsonItem}, joined and encoded. */
    items(text: Uint8Array, count: number): Uint8Array {
      const isFirst = items === 0 && count > 0;
      items += count;
      return isFirst ? text.subarray(1) : text;
    },
    closeList: () => (items === 0 ? "]" : "\n]"),
    close: () => "\n}\n",
  };
}

/** JSON whose control characters of the upper half, which JSON leaves as they are, are escapes as well (file names). */
function plainJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A list item as it stands after others: a comma, a line end, the object. */
export function jsonItem(value: unknown): string {
  return `,\n  ${JSON.stringify(value)}`;
}

/** A whole result at once, for those that fit into memory. */
export function jsonResult(head: ResultHead, fields: Readonly<Record<string, unknown>>): string {
  const document = jsonDocument();
  const start = document.open(head);
  const body = Object.entries(fields).map(([name, value]) => document.field(name, value));
  return start + body.join("") + document.close();
}
