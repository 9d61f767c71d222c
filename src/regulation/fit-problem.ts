import { type Methylation, methylatedCpgsPer100Bp } from "../cpg/methylation.ts";
import { dataError, didYouMean } from "../errors.ts";
import type { LibraryMotif } from "../motif/library.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { type CellProfile, levelOf } from "./cells.ts";
import type { ExpressionParameters } from "./expression-parameters.ts";
import type { FitFactor } from "./fit-parameters.ts";
import type { FitSequence, FitSite } from "./fit-prediction.ts";
import { librarySearches } from "./library-searches.ts";
import { siteMethylationFactor } from "./methylation-effect.ts";
import type { NumberTable } from "./number-table.ts";
import { factorSites } from "./sites.ts";
import type { SiteRole } from "./thermodynamics/site.ts";

/** The factors of a fit: the motifs of the library that the table of levels gives a level above 0 somewhere. */
export interface FitFactors {
  readonly motifs: readonly LibraryMotif[];
  readonly factors: readonly FitFactor[];
  /** [factor][condition]. */
  readonly levels: readonly Float64Array[];
}

/**
 * Levels of the library's motifs in each condition; the table's rows name motifs, groups or factors, its columns must hold
 * every condition. Core elements take no part (a sequence has no start site here), proximal factors are neutral.
 */
export function fitFactors(
  table: NumberTable,
  conditions: readonly string[],
  library: readonly LibraryMotif[],
  file: string,
): FitFactors {
  const columns = conditions.map((condition) => {
    const at = table.columns.indexOf(condition);
    if (at < 0) throw dataError(`has no column '${condition}'${didYouMean(condition, table.columns)}`, { file });
    return at;
  });
  const profiles = columns.map((column) => profileOf(table, column, file));
  const present = library
    .filter(({ role }) => role !== "core")
    .map((motif) => ({ motif, levels: Float64Array.from(profiles, (profile) => levelOf(profile, motif)) }))
    .filter(({ levels }) => levels.some((level) => level > 0));
  if (present.length === 0) throw dataError("names no factor of the motifs, or gives none a level above 0", { file });
  return {
    motifs: present.map(({ motif }) => motif),
    factors: present.map(({ motif }) => ({ name: motif.name, role: roleOf(motif) })),
    levels: present.map(({ levels }) => levels),
  };
}

function profileOf({ rows, columns }: NumberTable, column: number, file: string): CellProfile {
  const levels = [...rows].map(([name, values]): [string, number] => {
    const level = values[column];
    if (!(level >= 0)) throw dataError(`the level of ${name} in ${columns[column]} is missing or below 0`, { file });
    return [name.toLowerCase(), level];
  });
  return { name: columns[column], title: columns[column], levels: new Map(levels) };
}

function roleOf({ role }: LibraryMotif): SiteRole {
  return role === "activator" || role === "repressor" ? role : "neutral";
}

/** A sequence as one element: its sites anywhere, under a methylation state if there is one. */
export function fitSequence(
  { name, codes }: FastaRecord,
  motifs: readonly LibraryMotif[],
  { sitePValue }: ExpressionParameters,
  methylation: Methylation | undefined,
): FitSequence {
  const whole = { start: 0, end: codes.length };
  const sites = factorSites(codes, whole, librarySearches(motifs, sitePValue)).map((site): FitSite => {
    const bound = methylation === undefined ? 1 : siteMethylationFactor(site.motif, site, methylation);
    return {
      start: site.start,
      length: site.end - site.start,
      strand: site.strand,
      factor: site.motif.name,
      role: site.role,
      owner: motifs.indexOf(site.motif),
      relativeWeight: site.relativeWeight * bound,
    };
  });
  const methylated = methylation === undefined ? 0 : methylatedCpgsPer100Bp(methylation, 0, codes.length);
  return { name, sites, methylated };
}

/** Measured values row by row of the sequences; a sequence without a row has none (NaN). */
export function measuredValues({ rows, columns }: NumberTable, sequences: readonly FitSequence[]): Float64Array {
  const out = new Float64Array(sequences.length * columns.length).fill(Number.NaN);
  sequences.forEach(({ name }, i) => {
    out.set(rows.get(name) ?? [], i * columns.length);
  });
  return out;
}
