import { Mutations } from "../../src/cli/mutations.ts";
import { bedRow } from "../../src/sequence/bed.ts";
import { parseBedRegions, parseRegion } from "../../src/sequence/regions.ts";
import { bySequence, readTss, sitesOnRecord } from "../../src/sequence/tss.ts";
import { readVcf } from "../../src/sequence/vcf.ts";
import { describeReaders, FILE_NAME, type FuzzFile } from "./fuzz.ts";

const rows = (...lines: readonly (readonly (string | number)[])[]) =>
  `${lines.map((line) => line.join("\t")).join("\n")}\n`;

const BED = `track name=x\n#c\n${rows(["chr1", 10, 20, "A", 0, "+"], ["chr1", 30, 31, ".", 5, "-"], ["chr2", 0, 7])}chr3 1 2 x\n`;

const GFF3 = `##gff-version 3
${rows(
  ["chr1", "x", "gene", 11, 20, ".", "+", ".", "ID=gene:G1;Name=FOS"],
  ["chr1", "x", "mRNA", 11, 20, ".", "+", ".", "ID=t1;Parent=gene:G1;Name=a%2Cb"],
  ["chr1", "x", "exon", 11, 20, ".", "+", ".", "Parent=t1"],
  ["chr%201", "x", "TSS", 7, 7, ".", "-", ".", "ID=start"],
  ["chr1", "x", "lnc_RNA", 8, 9, ".", "?", ".", "."],
)}###
##FASTA
>chr1
ACGT
`;

const GTF = `#!genome-build GRCh38
${rows(
  ["chr1", "havana", "gene", 11, 20, ".", "+", ".", 'gene_id "ENSG1"; gene_name "FOS; c-fos";'],
  ["chr1", "havana", "transcript", 11, 20, ".", "+", ".", 'gene_id "ENSG1"; transcript_id "ENST1"; gene_name "FOS";'],
  ["chr2", "havana", "transcript", 11, 50, ".", "-", ".", "gene_id 12; transcript_id 345;"],
)}`;

const VCF = `##fileformat=VCFv4.2
##contig=<ID=c1,length=9>
##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth, all">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1
${rows(
  ["c1", 3, "rs1;rs2", "A", "c,G", ".", "PASS", ".", "GT", "0/1"],
  ["c2", 1, ".", "AT", "A", 9, ".", "DP=3", "GT", "1|1"],
  ["c1", 1, ".", "A", "<DEL>,*", ".", ".", "."],
  ["c1", 1, ".", "A", "]c2:5]A", ".", ".", "."],
)}`;

const RECORD = { name: "x", codes: new Uint8Array(20) };

async function startSites({ path }: FuzzFile): Promise<object> {
  const sites = bySequence(await readTss(path()));
  const placed = sitesOnRecord(sites, { name: "chr1", offset: 5, codes: new Uint8Array(20) });
  const wrong = placed.find(({ position }) => !(position >= 0 && position < 20));
  if (wrong !== undefined) throw new Error(`site at ${wrong.position}`);
  return sites;
}

describeReaders("annotation", [
  { name: "BED regions", files: [BED], read: ({ text }) => parseBedRegions(text, FILE_NAME) },
  { name: "BED start sites", files: [BED], read: startSites },
  { name: "GFF3 start sites", files: [GFF3], read: startSites },
  { name: "GTF start sites", files: [GTF], read: startSites },
  { name: "BED, GFF3 and GTF spliced", files: [BED, GFF3, GTF], read: startSites },
  { name: "a line of BED", files: ["chr1\t1\t2\tx\t0\t+"], read: ({ text }) => bedRow(text, { file: FILE_NAME }) },
  {
    name: "region words",
    files: ["chr1:1-20", "HLA:x:1,000-2,000", "chr1", "a:-5", "a:7-"],
    read: ({ text }) => parseRegion(text),
    names: /^region '/,
  },
  {
    name: "--mutate",
    files: ["x:5:A>C", "x:1,2:g", "a:b:7:N>T"],
    read: ({ text }) => new Mutations([text], () => {}).of({ ...RECORD, letters: RECORD.codes, description: "" }),
    names: /^--mutate |record x/,
  },
  { name: "VCF", files: [VCF], read: ({ path }) => readVcf(path()) },
]);
