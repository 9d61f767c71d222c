import { gzipSync } from "node:zlib";
import { measuredState, placeRows } from "../../src/cpg/measured-methylation.ts";
import { type MethylationFile, readMethylation, readRows } from "../../src/cpg/methylation-files.ts";
import { readBigWig } from "../../src/cpg/methylation-formats/bigwig.ts";
import { methylationSites } from "../../src/cpg/methylation-sites.ts";
import { recordsOf } from "../cpg/records.ts";
import { fixtureBytes, fixtureLines } from "./files.ts";
import { describeReaders, FILE_NAME, type FuzzFile } from "./fuzz.ts";

const [record] = recordsOf("test1").map((whole) => ({ ...whole, codes: whole.codes.subarray(0, 400) }));

const MODBAM2BED = `isl3\t90\t91\t5mC\t900\t+\t90\t91\t0,0,0\t10\t90.00\t1\t9\t0
isl3\t91\t92\t5mC\t900\t-\t91\t92\t0,0,0\t10\t50.00\t5\t5\t0
`;
const METHYLDACKEL = `track type="bedGraph" description="x"
isl3\t90\t91\t90\t9\t1
isl3\t91\t92\t0\t0\t1
`;
const METHYLKIT_GENERIC = `chr\tstart\tstrand\tcoverage\tfreqC\tfreqT
isl3\t91\tF\t10\t90.00\t10.00
isl3\t92\tR\t10\t10.00\t90.00
`;

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const levels = async ({ bytes }: FuzzFile) => levelsOf(await readRows(once(bytes), FILE_NAME));

/** The file held against a sequence. */
function levelsOf(file: MethylationFile): object {
  const measured = placeRows(file, record);
  const state = measuredState(measured);
  const wrong = state.levels.find((level) => !(level >= 0 && level <= 1));
  if (wrong !== undefined) throw new Error(`a level of ${wrong}`);
  return { file, measured, state, sites: [...methylationSites(measured, true), ...methylationSites(measured, false)] };
}

function valuesOf({ bytes }: FuzzFile): number[] {
  const values: number[] = [];
  readBigWig(Uint8Array.from(bytes), FILE_NAME, ({ position, span, methylated }) => {
    if (!(position >= 0 && span > 0 && methylated >= 0 && methylated <= 100)) throw new Error(`a value at ${position}`);
    values.push(methylated);
  });
  return values;
}

const text = (name: string) => [fixtureLines(`methylation/${name}`, 12)];

const PACKED = gzipSync(fixtureBytes("methylation/encode.bedMethyl"));

describeReaders("methylation files", [
  { name: "Bismark coverage", files: [...text("bismark.cov"), ...text("bismark_merged.cov")], read: levels },
  { name: "Bismark CpG report", files: text("CpG_report.txt"), read: levels },
  { name: "bedMethyl of ENCODE", files: text("encode.bedMethyl"), read: levels },
  { name: "bedMethyl of modkit", files: [...text("modkit_tabs.bed"), ...text("modkit_mixed.bed")], read: levels },
  { name: "bedMethyl of modbam2bed", files: [MODBAM2BED], read: levels },
  { name: "methylKit", files: text("methylKit.txt"), read: levels },
  { name: "methylKit (generic)", files: [METHYLKIT_GENERIC], read: levels },
  { name: "MethylDackel bedGraph", files: [METHYLDACKEL], read: levels },
  { name: "bedGraph", files: text("percent.bedGraph"), read: levels },
  {
    name: "methylation of any kind, some gzipped",
    files: [...text("bismark.cov"), ...text("percent.bedGraph"), PACKED, fixtureBytes("methylation/percent.bw")],
    read: async ({ path }) => levelsOf(await readMethylation(path())),
  },
  { name: "bigWig", files: [fixtureBytes("methylation/percent.bw")], read: valuesOf },
]);
