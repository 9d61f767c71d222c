import VCFParser from "@gmod/vcf";
import { dataError, oneLine, type Place } from "../errors.ts";
import { encodeText } from "./alphabet.ts";
import type { Interval } from "./interval.ts";
import { openLines, sourceName } from "./open.ts";

/** One alternative allele of a VCF line: `ref` in [start, end), 0-based half-open, becomes `alt`. */
export interface Variant extends Interval {
  readonly sequence: string;
  /** Third column; '' when it is missing. */
  readonly id: string;
  readonly ref: string;
  readonly alt: string;
  /** Base codes of `alt`. */
  readonly bases: Uint8Array;
  readonly place: Place;
}

export interface VariantFile {
  /** By sequence, each in the file's order. */
  readonly bySequence: ReadonlyMap<string, readonly Variant[]>;
  readonly count: number;
  /** Alleles without letters of their own: symbolic ones (<DEL>), breakends, `*` and `.`. */
  readonly symbolic: number;
}

/**
 * The variants of a VCF file (4.x; gzip by content, `-`: standard input): single bases, several, and indels; the header is
 * read by @gmod/vcf. Alleles that are not spelled out are counted and left out. Throws a data error that names file and line.
 */
export async function readVcf(file: string): Promise<VariantFile> {
  const reader = new VcfReader(sourceName(file));
  for await (const lines of openLines(file)) for (const line of lines) reader.take(line);
  return reader.finish();
}

class VcfReader {
  readonly #file: string;
  readonly #bySequence = new Map<string, Variant[]>();
  #header = "";
  #parser: VCFParser | undefined;
  #line = 0;
  #count = 0;
  #symbolic = 0;

  constructor(file: string) {
    this.#file = file;
  }

  take(line: string): void {
    this.#line++;
    if (line.startsWith("#")) this.#takeHeader(line);
    else if (line.trim() !== "") for (const variant of this.#variants(line)) this.#add(variant);
  }

  finish(): VariantFile {
    if (this.#parser === undefined)
      throw dataError("is no VCF: the line '#CHROM POS ID REF ALT …' is missing", { file: this.#file });
    return { bySequence: this.#bySequence, count: this.#count, symbolic: this.#symbolic };
  }

  get #place(): Place {
    return { file: this.#file, line: this.#line };
  }

  #takeHeader(line: string): void {
    if (this.#parser !== undefined) return;
    this.#header += `${line}\n`;
    if (!line.startsWith("#CHROM")) return;
    try {
      this.#parser = new VCFParser({ header: this.#header, strict: false });
    } catch (error) {
      const [what] = (error as Error).message.split("\n");
      throw dataError(`bad VCF header (${what}); columns are separated by tabs`, this.#place);
    }
  }

  #variants(line: string): Variant[] {
    if (this.#parser === undefined)
      throw dataError("a row before the line '#CHROM POS ID REF ALT …'; is it VCF?", this.#place);
    const { CHROM, POS: position, ID, REF: ref = "", ALT = [] } = this.#parser.parseLine(line);
    const sequence = oneLine(CHROM ?? "");
    if (sequence === "") throw dataError("a row without a sequence name", this.#place);
    if (!Number.isSafeInteger(position) || position < 1) {
      throw dataError(`POS is not a whole number from 1: '${line.split("\t")[1] ?? ""}'`, this.#place);
    }
    if (!/^[ACGTNacgtn]+$/.test(ref))
      throw dataError(`REF '${ref.slice(0, 20)}' is no sequence of A, C, G, T, N`, this.#place);
    if (ALT.length === 0) this.#symbolic++;
    const start = position - 1;
    return ALT.flatMap((alt) => {
      if (!this.#isSpelledOut(alt)) return [];
      const about = { sequence, start, end: start + ref.length, id: oneLine((ID ?? []).join(";")), place: this.#place };
      return [{ ...about, ref: ref.toUpperCase(), alt: alt.toUpperCase(), bases: encodeText(alt) }];
    });
  }

  #isSpelledOut(alt: string): boolean {
    if (/^[ACGTNacgtn]+$/.test(alt)) return true;
    if (!/^(<.*>|\*|\.|.*[[\]].*|\..+|.+\.)$/.test(alt)) {
      throw dataError(`ALT '${alt.slice(0, 20)}' is neither letters nor a symbolic allele`, this.#place);
    }
    this.#symbolic++;
    return false;
  }

  #add(variant: Variant): void {
    this.#count++;
    const others = this.#bySequence.get(variant.sequence);
    if (others === undefined) this.#bySequence.set(variant.sequence, [variant]);
    else others.push(variant);
  }
}
