import { CHANGES, type Change, type ResultDiff } from "./diff.ts";

/** The fields of `diff --json` behind its head and the two results. */
export function diffJson({ changes, same, settings }: ResultDiff): Record<string, unknown> {
  const counts = CHANGES.map((kind) => [kind, changes.filter(({ change }) => change === kind).length]);
  return {
    different: changes.length > 0,
    counts: { ...Object.fromEntries(counts), same },
    changedSettings: settings.map(nullable),
    changes: changes.map(changeJson),
  };
}

function changeJson({ change, kind, record, base, now, fields }: Change): object {
  return {
    change,
    kind,
    ...(record === "" ? {} : { record }),
    ...(fields.length === 0 ? {} : { fields: fields.map(nullable) }),
    ...(base === undefined ? {} : { base: base.whole }),
    ...(now === undefined ? {} : { new: now.whole }),
  };
}

/** JSON has no undefined: what one side lacks is null. */
function nullable({ field, base = null, new: now = null }: { field: string; base: unknown; new: unknown }): object {
  return { field, base, new: now };
}
