import { dataError, didYouMean, type Place } from "../errors.ts";
import type { Motif } from "../motif/motif.ts";
import type { SiteRole } from "./thermodynamics/site.ts";

/** Version of the library's format (motifs/library.json). */
const LIBRARY_SCHEMA = 1;

/**
 * GEMSTAT's matrices (.wtmx) as plain blocks of counts, which motif readers know: heads `>name width pseudocount` become
 * `>name`, and the lines `<` that end a block go. Other files stay as they are.
 */
export function withoutGemstatMarks(text: string): string {
  if (!/^<\s*$/m.test(text)) return text;
  return text.replace(/^(>\s*\S+)\s+\d+(\s+[\d.eE+-]+)?\s*$/gm, "$1").replace(/^<\s*$/gm, "");
}

/**
 * What factors do, by name: lines `factor role` (activator, repressor, neutral), or GEMSTAT's `factor 1 0` (activator),
 * `factor 0 1` (repressor), `factor 0 0` (neutral). `#` comments and a header line are passed over.
 */
export function parseRoles(text: string, file: string): Map<string, SiteRole> {
  const roles = new Map<string, SiteRole>();
  for (const [name, cells, place] of wordRows(text, file)) {
    const role = roleOf(cells);
    if (role === undefined && roles.size === 0 && /role/i.test(cells.join(" "))) continue;
    if (role === undefined) {
      throw dataError(`the role of ${name} is '${cells.join(" ")}'; expected activator, repressor or neutral`, place);
    }
    roles.set(name, role);
  }
  if (roles.size === 0) throw dataError("holds no roles; expected lines 'factor <tab> activator'", { file });
  return roles;
}

function roleOf(cells: readonly string[]): SiteRole | undefined {
  const [word] = cells;
  if (word === "activator" || word === "repressor" || word === "neutral") return word;
  switch (cells.join(" ")) {
    case "1 0":
      return "activator";
    case "0 1":
      return "repressor";
    case "0 0":
      return "neutral";
    default:
      return undefined;
  }
}

/** Pairs of factors whose co-operativity is fitted: two names a line, a number behind them is passed over. */
export function parsePairs(text: string, file: string, factors: readonly string[]): [string, string][] {
  return [...wordRows(text, file)].map(([a, [b], place]) => {
    if (b === undefined) throw dataError(`expected two factors, found '${a}'`, place);
    for (const name of [a, b]) {
      if (!factors.includes(name)) throw dataError(`no factor '${name}'${didYouMean(name, factors)}`, place);
    }
    return [a, b];
  });
}

function* wordRows(text: string, file: string): Generator<[string, string[], Place]> {
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const [name, ...cells] = line.trim().split(/\s+/);
    yield [name, cells, { file, line: index + 1 }];
  }
}

/** Motifs of a user's file as a library in tatabox's own format: each factor has one motif and acts anywhere. */
export function libraryFile(motifs: readonly Motif[], roles: ReadonlyMap<string, SiteRole>, file: string): object {
  return {
    schemaVersion: LIBRARY_SCHEMA,
    name: file,
    note: "motifs of a fit",
    cite: "",
    motifs: motifs.map((motif) => {
      const name = motif.name === "" ? motif.id : motif.name;
      const role = roles.get(name) ?? roles.get(motif.id);
      if (role === undefined)
        throw dataError(`no role is known of factor ${name}; name it in --roles`, { file, motif: motif.id });
      return libraryEntry(motif, name, role, file);
    }),
  };
}

function libraryEntry(
  { id, counts, probabilities, sites, width }: Motif,
  name: string,
  role: SiteRole,
  file: string,
): object {
  const flat = counts ?? probabilities.map((p) => p * sites);
  const row = (base: number) => Array.from({ length: width }, (_, position) => flat[4 * position + base]);
  return {
    id,
    name,
    factors: [name],
    class: "",
    role: role === "neutral" ? "insulator" : role,
    group: name,
    strand: "both",
    window: null,
    windowNote: "",
    methylation: { effect: "none", confidence: "low", basis: "not known" },
    source: file,
    licence: "",
    pubmed: null,
    counts: { A: row(0), C: row(1), G: row(2), T: row(3) },
  };
}
