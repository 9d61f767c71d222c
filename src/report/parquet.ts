import { ByteWriter, type ColumnSource, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import type { ResultHead } from "./json.ts";
import type { ParquetColumn } from "./shape.ts";
import type { ResultWriter } from "./writers.ts";

/** Rows in memory at a time; readers, too, skip and fetch a row group as a whole. */
const GROUP_ROWS = 100_000;

type Values = (string | number | null)[];

/**
 * An Apache Parquet file, row group by row group. What JSON carries around its features (tool, command, settings,
 * warnings) stands in the file's key-value metadata.
 */
export function parquetWriter<F>(columns: readonly ParquetColumn<F>[]): ResultWriter<F> {
  const bytes = new ByteWriter();
  let file: ParquetWriter;
  let group: Values[] = columns.map(() => []);
  const writeGroup = () => {
    file.write({ columnData: columns.map((column, i) => columnSource(column, group[i])), rowGroupSize: GROUP_ROWS });
    group = columns.map(() => []);
  };
  return {
    head(head) {
      file = openFile(bytes, columns, head);
      return take(bytes);
    },
    feature(feature) {
      for (let i = 0; i < columns.length; i++) group[i].push(columns[i].value(feature) ?? null);
      if (group[0].length < GROUP_ROWS) return "";
      writeGroup();
      return take(bytes);
    },
    recordEnd: () => "",
    end(warnings) {
      if (group[0].length > 0) writeGroup();
      file.kvMetadata?.push({ key: "warnings", value: JSON.stringify(warnings) });
      file.finish();
      return file.num_rows === 0n ? withListType(take(bytes)) : take(bytes);
    },
  };
}

function openFile<F>(writer: ByteWriter, columns: readonly ParquetColumn<F>[], head: ResultHead): ParquetWriter {
  const schema = schemaFromColumnData({ columnData: columns.map((column) => columnSource(column, [])) });
  const kvMetadata = Object.entries(head).map(([key, value]) => ({
    key,
    value: typeof value === "string" ? value : JSON.stringify(value),
  }));
  return new ParquetWriter({ writer, schema, kvMetadata, createdBy: `${head.tool.name} version ${head.tool.version}` });
}

/** Coordinates are 64 bits wide: there are chromosomes beyond 2^31 bases. Sorted ones take a byte or two as differences. */
function columnSource<F>({ name, kind, nullable = false }: ParquetColumn<F>, values: Values): ColumnSource {
  const column = { name, nullable, data: values };
  switch (kind) {
    case "category":
      return { ...column, type: "STRING", encoding: "RLE_DICTIONARY" };
    case "text":
      return { ...column, type: "STRING" };
    case "coordinate":
      return {
        ...column,
        type: "INT64",
        encoding: "DELTA_BINARY_PACKED",
        data: BigInt64Array.from(values as number[], BigInt),
      };
    case "number":
      return { ...column, type: "DOUBLE" };
  }
}

/** In a footer of no rows: `num_rows` 0, then a list of 0 row groups whose element type is missing. */
const UNTYPED_LIST = [0x16, 0x00, 0x19, 0x00];
const LIST_OF_STRUCTS = 0x0c;

/** hyparquet-writer 0.17 gives an empty list no element type, and arrow-rs then refuses the file. */
function withListType(footer: Uint8Array): Uint8Array {
  const at = footer.findIndex((_, i) => UNTYPED_LIST.every((byte, k) => footer[i + k] === byte));
  if (at >= 0) footer[at + UNTYPED_LIST.length - 1] = LIST_OF_STRUCTS;
  return footer;
}

/** What has been written since the last time; the writer's own count of bytes goes on. */
function take(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}
