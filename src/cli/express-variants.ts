import { dataError, usageError } from "../errors.ts";
import type { LibraryMotif } from "../motif/library.ts";
import type { AnalysisSettings, PreparedRecord } from "../regulation/analysis.ts";
import type { LibrarySearch } from "../regulation/library-searches.ts";
import { librarySearches } from "../regulation/library-searches.ts";
import { holdsReference, References, type VariantEffect, variantEffect } from "../regulation/variant-effects.ts";
import { VARIANT_ROW_SHAPE, VARIANT_SHAPE, variantRows } from "../report/variant-shape.ts";
import type { Edit } from "../sequence/edit.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import { sourceName } from "../sequence/open.ts";
import { readVcf, type Variant, type VariantFile } from "../sequence/vcf.ts";
import type { Context } from "./command.ts";
import { type ExpressSettings, preparedRecord, recordChecks } from "./express-settings.ts";
import type { ChosenParameters } from "./parameter-options.ts";
import { inputRecords, inSource, lazilyFound, writeFeatures } from "./records.ts";

/** Effects of the variants of a VCF file, record by record, each variant by itself. */
export async function writeVariants(
  context: Context,
  settings: ExpressSettings,
  analysis: AnalysisSettings,
  { inForce }: ChosenParameters,
  motifs: readonly LibraryMotif[],
): Promise<void> {
  if (context.format === "svg") throw usageError("--vcf writes table, tsv, json and ndjson, not svg");
  const file = settings.vcf!;
  const variants = new VariantSource(await readVcf(file), sourceName(file), context);
  const checks = recordChecks(context, settings, analysis);
  const searches = librarySearches(motifs, settings.hitPValue);
  const effects = async (record: FastaRecord): Promise<Iterable<VariantEffect>> => {
    checks.seen(record);
    const placed = variants.of(record);
    if (placed.length === 0) return [];
    return recordEffects(record, placed, await preparedRecord(context, record, analysis), searches);
  };
  const finish = () => {
    checks.finish();
    variants.finish();
  };
  const lists = { parameters: inForce };
  if (context.format === "json" || context.format === "ndjson") {
    const find = async (record: FastaRecord) => lazilyFound(record, await effects(record), "variants");
    return writeFeatures(context, VARIANT_SHAPE, inputRecords(context), find, lists, finish);
  }
  const find = async (record: FastaRecord) => ({ features: rowsOf(await effects(record)) });
  await writeFeatures(context, VARIANT_ROW_SHAPE, inputRecords(context), find, {}, finish);
}

function* rowsOf(effects: Iterable<VariantEffect>) {
  for (const effect of effects) yield* variantRows(effect);
}

interface PlacedVariant {
  readonly variant: Variant;
  readonly edit: Edit;
}

function* recordEffects(
  record: FastaRecord,
  placed: readonly PlacedVariant[],
  prepared: PreparedRecord,
  searches: readonly LibrarySearch[],
): Generator<VariantEffect> {
  const references = new References(prepared);
  for (const { variant, edit } of placed) {
    const { variant: same, ...effect } = variantEffect(prepared, references, variant, edit, searches);
    yield { variant: same, ...inSource(record, effect) };
  }
}

/** Faults that are warned about one by one before they are only counted. */
const SHOWN_FAULTS = 3;

/** The variants of a file beside the records: places them, counts what does not fit. */
class VariantSource {
  readonly #file: VariantFile;
  readonly #path: string;
  readonly #context: Context;
  readonly #unseen: Set<string>;
  #checked = 0;
  #mismatched = 0;
  #cut = 0;

  constructor(file: VariantFile, path: string, context: Context) {
    this.#file = file;
    this.#path = path;
    this.#context = context;
    this.#unseen = new Set(file.bySequence.keys());
  }

  /** The variants of a record whose reference allele is there. */
  of(record: FastaRecord): PlacedVariant[] {
    this.#unseen.delete(record.name);
    return (this.#file.bySequence.get(record.name) ?? []).flatMap((variant) => this.#place(variant, record));
  }

  #place(variant: Variant, { name, codes, offset = 0 }: FastaRecord): PlacedVariant[] {
    const edit = { start: variant.start - offset, end: variant.end - offset, bases: variant.bases };
    if (this.#context.regions === undefined && edit.end > codes.length) {
      const where = `position ${variant.start + 1} lies beyond the end of ${name}, which has ${codes.length} bases`;
      throw dataError(`${where}; another assembly?`, variant.place);
    }
    if (edit.end <= 0 || edit.start >= codes.length) return [];
    if (edit.start < 0 || edit.end > codes.length) {
      this.#cut++;
      return [];
    }
    this.#checked++;
    if (holdsReference(codes, edit, variant.ref)) return [{ variant, edit }];
    this.#mismatch(variant, codes.subarray(edit.start, edit.end));
    return [];
  }

  #mismatch({ ref, place, sequence, start }: Variant, found: Uint8Array): void {
    this.#mismatched++;
    if (this.#mismatched > SHOWN_FAULTS) return;
    const there = Array.from(found.subarray(0, 20), (code) => "ACGTN"[code]).join("");
    const what = `REF is ${ref.slice(0, 20)}, the sequence has ${there} at ${sequence}:${start + 1}; left out`;
    this.#context.warn(dataError(what, place).message);
  }

  /** Says what became of the rest; an error when nothing fits. */
  finish(): void {
    const { warn, regions } = this.#context;
    const { symbolic, count } = this.#file;
    if (this.#mismatched * 2 > this.#checked) throw this.#wrongAssembly();
    if (this.#mismatched > SHOWN_FAULTS) {
      warn(
        `${this.#path}: ${this.#mismatched} of ${this.#checked} alleles have another REF than the sequence; left out`,
      );
    }
    if (symbolic > 0)
      warn(`${this.#path}: ${symbolic} alleles that are not spelled out (symbolic, breakends, *) are skipped`);
    if (this.#cut > 0) warn(`${this.#path}: ${this.#cut} variants reach over the end of a region and are left out`);
    if (count === 0 && symbolic === 0) warn(`${this.#path}: holds no variant`);
    if (regions === undefined) this.#reportUnseen();
  }

  #reportUnseen(): void {
    if (this.#unseen.size === 0) return;
    const names = [...this.#unseen].slice(0, 3).join(", ");
    if (this.#unseen.size === this.#file.bySequence.size) {
      throw dataError(`names no record of the FASTA (its sequences: ${names}); use the same names in both`, {
        file: this.#path,
      });
    }
    this.#context.warn(`${this.#path}: ${this.#unseen.size} sequences are not in the FASTA (${names})`);
  }

  #wrongAssembly(): Error {
    const what = `${this.#mismatched} of ${this.#checked} alleles have another REF than the sequence; another assembly?`;
    return dataError(what, { file: this.#path });
  }
}
