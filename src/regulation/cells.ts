import bundled from "../../motifs/cells.json" with { type: "json" };
import { dataError, didYouMean, oneLine, usageError } from "../errors.ts";
import type { LibraryMotif } from "../motif/library.ts";
import * as z from "../zod.ts";

/** Which factors a cell holds, and how much of them. */
export interface CellProfile {
  readonly name: string;
  readonly title: string;
  /** Level (0 absent, 1 full) by motif id, motif name, group or factor, in lower case. */
  readonly levels: ReadonlyMap<string, number>;
  /** Ids of motifs whose factor was taken away, whatever the levels say. */
  readonly knockedOut?: ReadonlySet<string>;
}

/** The shape of motifs/cells.json, to which a test holds it. */
export const cellsFile = z.object({
  schemaVersion: z.literal(1),
  note: z.string(),
  cells: z.array(
    z.object({ name: z.string(), title: z.string(), levels: z.record(z.string(), z.number().check(z.nonnegative())) }),
  ),
});

/** What a profile may know a motif by. */
type NamedMotif = Pick<LibraryMotif, "id" | "name" | "group" | "factors" | "role">;

let profiles: readonly CellProfile[] | undefined;

/** The bundled profiles (motifs/cells.json). Their levels are qualitative: compare cells by ratios. */
export function cellProfiles(): readonly CellProfile[] {
  profiles ??= bundled.cells.map(({ name, title, levels }) => ({
    name,
    title,
    levels: new Map(Object.entries(levels).map(([key, level]) => [key.toLowerCase(), level])),
  }));
  return profiles;
}

/** A bundled profile by name, in any case and with any separator (`B cell`, `b_cell`). Throws a usage error. */
export function cellProfile(name: string): CellProfile {
  const wanted = plainName(name);
  const found = cellProfiles().find((profile) => plainName(profile.name) === wanted);
  if (found !== undefined) return found;
  const names = cellProfiles().map((profile) => profile.name);
  throw usageError(`no cell '${name}'${didYouMean(name, names)} (cells: ${names.join(", ")})`);
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/**
 * A user's factor table: lines `factor <tab> level`, level ≥ 0, `#` comments and a header line allowed. Factors that it
 * does not name are absent. The profile is named after the file. Throws a data error naming file and line.
 */
export function parseFactors(text: string, file: string): CellProfile {
  const levels = new Map<string, number>();
  let first = true;
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const row = raw.trim();
    if (row === "" || row.startsWith("#")) continue;
    const cells = row.split(row.includes("\t") ? /\s*\t\s*/ : /\s+/);
    const header = first && cells.length > 1 && Number.isNaN(Number(cells[1]));
    first = false;
    if (!header) addFactor(levels, cells, { file, line: index + 1 });
  }
  if (levels.size === 0) throw dataError("holds no factor; expected lines 'factor <tab> level'", { file });
  const name = oneLine(file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1));
  return { name, title: name, levels };
}

function addFactor(levels: Map<string, number>, cells: readonly string[], place: { file: string; line: number }): void {
  const [factor, text = ""] = cells;
  const level = text === "" ? Number.NaN : Number(text);
  if (factor === "" || !(level >= 0) || level === Number.POSITIVE_INFINITY) {
    throw dataError(`expected 'factor <tab> level' with a level ≥ 0, found '${cells.join(" ").slice(0, 40)}'`, place);
  }
  if (levels.has(factor.toLowerCase())) throw dataError(`the factor ${factor} is listed twice`, place);
  levels.set(factor.toLowerCase(), level);
}

/**
 * Level of the factor behind a motif: the largest that the profile gives for its id, name, group or any of its factors.
 * Without any: 1 for a core element (the general machinery is everywhere), else 0.
 */
export function levelOf({ levels, knockedOut }: CellProfile, motif: NamedMotif): number {
  if (knockedOut?.has(motif.id)) return 0;
  const known = motifKeys(motif)
    .map((key) => levels.get(key))
    .filter((level) => level !== undefined);
  if (known.length > 0) return Math.max(...known);
  return motif.role === "core" ? 1 : 0;
}

/**
 * The profile without some factors, each by a motif's id, name, group or one of its factors, in any case: every motif that
 * answers to the name falls silent, also those that stand for several factors. Throws a usage error for an unknown name.
 */
export function withoutFactors(
  profile: CellProfile,
  factors: readonly string[],
  library: readonly LibraryMotif[],
): CellProfile {
  const knockedOut = new Set(profile.knockedOut);
  for (const factor of factors) {
    const hit = library.filter((motif) => motifKeys(motif).includes(factor.toLowerCase()));
    if (hit.length === 0) {
      const known = library.flatMap(({ id, name, group, factors: names }) => [name, ...names, group, id]);
      throw usageError(`no factor '${factor}'${didYouMean(factor, known)}; 'tatabox motifs list' shows all`);
    }
    for (const { id } of hit) knockedOut.add(id);
  }
  return { ...profile, knockedOut };
}

/**
 * Levels from transcripts per million: c = x/(x + m), m the median of the positive values; a factor at the median is at half
 * its full level, none has more than 1 (tatabox's own choice: binding saturates, and TPM differ by orders of magnitude).
 */
export function levelsFromTpm(profile: CellProfile): CellProfile {
  const positive = [...profile.levels.values()].filter((tpm) => tpm > 0).sort((a, b) => a - b);
  const middle = positive.length >> 1;
  const median = positive.length % 2 === 1 ? positive[middle] : (positive[middle - 1] + positive[middle]) / 2;
  const saturated = (tpm: number) => (tpm === 0 ? 0 : tpm / (tpm + median));
  return { ...profile, levels: new Map([...profile.levels].map(([name, tpm]) => [name, saturated(tpm)])) };
}

/** Names of a profile that no motif of the library answers to, for a warning. */
export function unknownFactors({ levels }: CellProfile, library: readonly LibraryMotif[]): string[] {
  const keys = new Set(library.flatMap(motifKeys));
  return [...levels.keys()].filter((name) => !keys.has(name));
}

function motifKeys({ id, name, group, factors }: NamedMotif): string[] {
  return [id, name, group, ...factors].map((key) => key.toLowerCase());
}
