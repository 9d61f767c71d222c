import { dataError } from "../errors.ts";
import { isCutInside } from "../sequence/shards.ts";
import type { ResultHead } from "./json.ts";
import type { MergePlan } from "./merge-piece.ts";

type Settings = ResultHead["settings"];

/** A result's head and the file that it stands in. */
export interface FileHead {
  readonly file: string;
  readonly head: ResultHead;
}

/**
 * The head of the single run. All must be of one command, version and settings. Pieces of a plan have their regions taken
 * out; files without a plan are results on different inputs, which are listed one after the other.
 * Throws a data error that names the file and the setting that differs.
 */
export function mergedHead(heads: readonly FileHead[], plan: MergePlan | undefined): ResultHead {
  const [first, ...others] = heads;
  const apart = plan === undefined ? ["inputs"] : ["region", "regions"];
  for (const other of others) checkSame(first, other, apart);
  const { settings } = first.head;
  if (plan === undefined) {
    const inputs = heads.flatMap(({ head }) => (head.settings.inputs as unknown[] | undefined) ?? []);
    return { ...first.head, settings: "inputs" in settings ? { ...settings, inputs } : settings };
  }
  checkMergeable(first, plan);
  const { regions: _, ...whole } = settings;
  return { ...first.head, settings: { ...whole, region: [] } };
}

function checkSame(first: FileHead, { file, head }: FileHead, apart: readonly string[]): void {
  const versions = ({ schemaVersion, tool, command }: ResultHead) => JSON.stringify([schemaVersion, tool, command]);
  if (versions(first.head) !== versions(head)) {
    throw dataError(`is of another command or version than ${first.file}`, { file });
  }
  const names = new Set([...Object.keys(first.head.settings), ...Object.keys(head.settings)]);
  for (const name of names) {
    if (apart.includes(name)) continue;
    if (JSON.stringify(first.head.settings[name]) !== JSON.stringify(head.settings[name])) {
      throw dataError(`was made with another setting '${name}' than ${first.file}`, { file });
    }
  }
}

/** What looks further than a piece gives other results there. */
function checkMergeable({ file, head: { command, settings } }: FileHead, { pieces, records }: MergePlan): void {
  const cutInside = isCutInside(pieces, records);
  const refused =
    wholeInputSetting(settings) ??
    (cutInside ? wholeRecordSetting(command, settings) : undefined) ??
    (command === "scan" ? undefined : emptyRecord(records));
  if (refused !== undefined) throw dataError(refused, { file });
}

/** Of a record without bases scan says its length, and nothing else; what other commands say of it no piece knows. */
function emptyRecord(records: MergePlan["records"]): string | undefined {
  const empty = records.find(({ length }) => length === 0);
  return empty && `record ${empty.name} of the plan is empty and in no piece; take it out of the FASTA`;
}

function wholeInputSetting({ qValues, qValue, background }: Settings): string | undefined {
  if (qValues === true || qValue !== undefined)
    return "q-values correct for all windows of the input; they cannot be merged";
  return background === "sequence"
    ? "--background sequence looks at the whole input; give the frequencies instead"
    : undefined;
}

function wholeRecordSetting(command: string, { best, fimo, pgc }: Settings): string | undefined {
  if (command !== "scan") return `${command} looks at whole records; shard with --between-records`;
  if (best !== undefined) return "--best looks at whole records; shard with --between-records";
  return fimo === true && pgc === true
    ? "--fimo takes names from header lines; add --no-pgc to cut records"
    : undefined;
}
