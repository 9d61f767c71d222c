import { oneLine } from "../errors.ts";
import { formatGeneral } from "../printf.ts";
import { alignedLines, type Paint } from "./columns.ts";
import { CHANGES, type Change, type ResultDiff } from "./diff.ts";
import type { FieldChange } from "./diff-fields.ts";
import type { ResultItem } from "./diff-items.ts";

/** Values that are named for one change; JSON has them all. */
const SHOWN_FIELDS = 3;

/** A diff for people: settings that differ, then a list for each record, then a line of numbers. */
export function diffText({ changes, same, settings }: ResultDiff, paint: Paint): string {
  const runs = settings.map((field) => `setting ${fieldText(field)}\n`);
  const records = new Map<string, Change[]>(changes.map(({ record }) => [record, []]));
  for (const change of changes) records.get(change.record)!.push(change);
  const lists = [...records].map(([record, own]) => recordText(record, own, paint));
  return [runs.join(""), ...lists, summary(changes, same)].filter((text) => text !== "").join("\n");
}

function recordText(record: string, changes: readonly Change[], paint: Paint): string {
  const rows = changes.map((change) => [
    `  ${colour(change, paint)(change.change)}`,
    change.kind,
    (change.base ?? change.now)!.label,
    placeText(change),
    details(change),
  ]);
  const lines = alignedLines(["", "", "", "", ""], rows).replace(/^[^\n]*\n/, "");
  return `${paint.bold(record === "" ? "motifs" : oneLine(record))}\n${lines}`;
}

function colour({ change }: Change, paint: Paint): (text: string) => string {
  return { gained: paint.green, lost: paint.red, moved: paint.blue, changed: paint.yellow }[change];
}

/** `699-714`, and where it went. */
function placeText({ change, base, now }: Change): string {
  const strand = String((base ?? now)!.whole.strand ?? "");
  const places = change === "moved" ? [base, now] : [base ?? now];
  return `${places.map((item) => spanText(item!)).join(" → ")} ${strand}`.trim();
}

function spanText({ place, whole }: ResultItem): string {
  if (place === undefined) return "";
  return whole.tss === undefined ? `${place.start}-${place.end}` : String(whole.tss);
}

/** What differs; of something gained or lost, its score. */
function details({ change, base, now, fields }: Change): string {
  if (change === "gained" || change === "lost") {
    const { score } = (base ?? now)!.whole;
    return typeof score === "number" ? `score ${formatGeneral(score, 6)}` : "";
  }
  const more = fields.length - SHOWN_FIELDS;
  const shown = fields.slice(0, SHOWN_FIELDS).map(fieldText);
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(", ");
}

function fieldText({ field, base, new: now }: FieldChange): string {
  const [before, after] = [valueText(base), valueText(now)];
  // Numbers that look alike in six digits are shown in full.
  const full = before === after ? [String(base), String(now)] : [before, after];
  return oneLine(`${field} ${full.join(" → ")}`);
}

function valueText(value: unknown): string {
  if (value === undefined) return "–";
  return typeof value === "number" ? formatGeneral(value, 6) : String(value);
}

function summary(changes: readonly Change[], same: number): string {
  if (changes.length === 0) return `no difference in ${same} results\n`;
  const counts = CHANGES.map((kind) => `${changes.filter(({ change }) => change === kind).length} ${kind}`);
  return `${counts.join(", ")}; ${same} the same\n`;
}
