import { usageError } from "../errors.ts";
import { openSink } from "../report/writer.ts";
import { bgzfBlocks, gziBytes, isBlock } from "../sequence/bgzf-blocks.ts";
import { FastaIndexer } from "../sequence/fasta-index.ts";
import { fileHead, openBytes, openRaw } from "../sequence/open.ts";
import { type Context, defineCommand } from "./command.ts";
import { bytesOfFiles } from "./progress.ts";

const HEAD_BYTES = 18;

export const command = defineCommand({
  summary: "Indexes FASTA (.fai, and .gzi for BGZF), so that --region reads only what it needs.",
  args: "<file...>",
  examples: [
    ["tatabox index genome.fa", "writes genome.fa.fai"],
    ["tatabox index genome.fa.gz", "compressed by bgzip: writes genome.fa.gz.fai and genome.fa.gz.gzi"],
    ["tatabox scan genome.fa.gz --region chr7:27092993-27200091", "then reads 107 kb, not the genome"],
  ],
  about:
    "The files are samtools faidx's, byte for byte, and those of samtools are used as well. An index that is older than its " +
    "FASTA is not used. FASTA under plain gzip cannot be indexed: compress it with bgzip.",
  options: {},
  formats: ["fai"],
  pipeFormat: "fai",
  async run(context) {
    for (const path of context.args) await indexFile(path, context);
  },
});

async function indexFile(path: string, { warn, progress }: Context): Promise<void> {
  if (path === "-") throw usageError("standard input cannot be indexed; name a file");
  const head = fileHead(path, HEAD_BYTES);
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  const blocks = isGzip ? await bgzfBlocks(path, openRaw(path)) : undefined;
  const indexer = new FastaIndexer(path, warn);
  progress.begin(bytesOfFiles([path]));
  for await (const chunk of openBytes(path, progress.read)) {
    indexer.push(chunk);
    const wait = progress.done(chunk.length);
    if (wait !== undefined) await wait;
  }
  const fai = indexer.finish();
  if (blocks !== undefined && isBlock(head)) await writeFile(`${path}.gzi`, gziBytes(blocks));
  await writeFile(`${path}.fai`, fai);
  progress.clear();
}

async function writeFile(path: string, content: string | Uint8Array): Promise<void> {
  const sink = openSink(path);
  try {
    await sink.write(content);
    await sink.finish();
  } catch (error) {
    sink.abort();
    throw error;
  }
}
