import { dataError } from "../../errors.ts";
import { encodeText, UNKNOWN_BASE } from "../../sequence/alphabet.ts";
import { type Motif, motifFromCounts } from "../motif.ts";
import { type HeadedRecord, headedRecords, isComment, shortened, textLines } from "./text.ts";

interface Site {
  readonly id: string;
  readonly name: string;
  readonly letters: string;
  readonly line: number;
}

/**
 * JASPAR's *.sites: FASTA records `>ID name number`; the upper-case letters of each are the aligned site. Sites of one ID
 * are counted into one motif. Throws naming file, line and motif.
 */
export function readSites(text: string, source: string): Motif[] {
  const groups = new Map<string, Site[]>();
  for (const record of headedRecords(textLines(text), source, "JASPAR sites")) {
    const site = readSite(record, source);
    const group = groups.get(site.id);
    if (group === undefined) groups.set(site.id, [site]);
    else group.push(site);
  }
  return [...groups.values()].map((sites) => countSites(sites, source));
}

/** `ID name number`, as JASPAR heads its sites. */
export function isSitesHeader(title: string): boolean {
  return /^\S+\s+\S.*\s\d+$/.test(title);
}

function readSite({ header, title, body }: HeadedRecord, file: string): Site {
  const place = { file, line: header.number };
  const found = /^(\S+)\s+(\S.*?)\s+\d+$/.exec(title);
  if (found === null) throw dataError(`expected '>ID name number', found '${shortened(header.text)}'`, place);
  const [, id, name] = found;
  const sequence = body.flatMap((line) => (isComment(line) ? [] : [line.text])).join("");
  const letters = sequence.replace(/[^A-Z]/g, "");
  if (!/^[a-z]*[A-Z]+[a-z]*$/.test(sequence) || encodeText(letters).includes(UNKNOWN_BASE)) {
    throw dataError(`expected one run of upper-case A C G T, found '${shortened(sequence)}'`, { ...place, motif: id });
  }
  return { id, name, letters, line: header.number };
}

function countSites(sites: readonly Site[], source: string): Motif {
  const [{ id, name, letters }] = sites;
  const counts = new Float64Array(4 * letters.length);
  for (const site of sites) {
    if (site.letters.length !== letters.length) {
      const found = `a site of ${site.letters.length} letters where the first has ${letters.length}`;
      throw dataError(found, { file: source, line: site.line, motif: id });
    }
    for (const [position, code] of encodeText(site.letters).entries()) counts[4 * position + code]++;
  }
  return motifFromCounts({ id, name, source }, counts);
}
