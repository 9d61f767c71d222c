/** Name and 0-based start of a record as FIMO 5.5.8 takes them from the header line. */
export interface GenomicName {
  readonly name: string;
  /** Added to every coordinate. */
  readonly shift: number;
}

/**
 * `chr1:1001-1060` anywhere in the header, the description included, or Galaxy's `mm9_chr18_2000_2059`, names the record
 * and shifts its coordinates (starts are read as 1-based); otherwise the name ends at its first colon.
 */
export function genomicName(name: string, description: string): GenomicName {
  const header = `${name} ${description}`;
  // A match begins where a word does: tried from every letter, a long header would take the square of its length.
  const ucsc = /(?<![^\s:])([^\s:]+):(\d+)-(\d+)/.exec(header);
  if (ucsc !== null) return { name: ucsc[1], shift: Number(ucsc[2]) - 1 };
  const galaxy = /(?<![^\s_])([^\s_]+_[^\s_]+)_(\d+)_(\d+)/.exec(header);
  if (galaxy !== null) return { name: galaxy[1], shift: Number(galaxy[2]) - 1 };
  return { name: name.split(":")[0], shift: 0 };
}
