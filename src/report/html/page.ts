import type { Methylation } from "../../cpg/methylation.ts";
import type { RecordStory } from "../../regulation/analysis.ts";
import type { FastaRecord } from "../../sequence/fasta.ts";
import type { PageAssets } from "./assets.ts";
import type { MotifIndex } from "./motif-index.ts";
import type { PageHead, PageTail } from "./page-data.ts";
import { detailLine, overviewLine } from "./story-lines.ts";

/** Bases that one file carries (a third of a byte each); the records after them have features only. */
const MOST_BASES = 16_000_000;

/** Nothing may be fetched: not by the page, not by the genome browser inside it, whatever a name holds. */
const POLICY =
  "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; connect-src data: blob:";

/**
 * The HTML report, written as it grows: one file that holds data, script, style and the genome browser's source. All data
 * is JSON inside script blocks that the page parses; none is ever markup.
 */
export class HtmlPage {
  readonly #assets: PageAssets;
  readonly #motifs: MotifIndex;
  #records = 0;
  #bases = 0;
  #withoutBases = 0;

  constructor(assets: PageAssets, motifs: MotifIndex) {
    this.#assets = assets;
    this.#motifs = motifs;
  }

  head(head: Omit<PageHead, "motifs">): string {
    const whole: PageHead = { ...head, motifs: this.#motifs.motifs };
    return (
      '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n' +
      `<meta http-equiv="Content-Security-Policy" content="${POLICY}">\n` +
      '<meta name="viewport" content="width=device-width, initial-scale=1">\n' +
      "<title>tatabox report</title>\n" +
      `<style>\n${this.#assets.style}</style>\n</head>\n<body>\n<main id="page"><p>Reading the records …</p></main>\n` +
      "<noscript><p>This report needs JavaScript; it runs in this file alone and loads nothing.</p></noscript>\n" +
      `${dataBlock("head", jsonInHtml(whole))}<script type="application/json" id="records">\n`
    );
  }

  /** `measured`: the record's measured levels, where there are some. */
  record(record: FastaRecord, story: RecordStory, measured?: Methylation): string {
    const withBases = this.#bases + record.codes.length <= MOST_BASES;
    if (withBases) this.#bases += record.codes.length;
    else this.#withoutBases++;
    this.#records++;
    const overview = overviewLine(record, story);
    const detail = detailLine(record, story, this.#motifs, { withBases, measured });
    return `${jsonInHtml(overview)}\n${jsonInHtml(detail)}\n`;
  }

  /** Says so when the file is too large to carry every base. */
  warning(): string | undefined {
    if (this.#withoutBases === 0) return undefined;
    return `the HTML file carries the first ${MOST_BASES / 1e6} million bases; ${this.#withoutBases} of ${this.#records} records show no sequence and no methylation`;
  }

  end(warnings: readonly string[]): string {
    const { script, genomeBrowser, genomeBrowserNotice } = this.#assets;
    const tail: PageTail = { records: this.#records, warnings };
    return (
      `</script>\n${dataBlock("tail", jsonInHtml(tail))}` +
      `<script type="text/plain" id="genome-browser">/* igv.js\n${genomeBrowserNotice}*/\n${scriptInHtml(genomeBrowser)}</script>\n` +
      `<script>${scriptInHtml(script)}</script>\n</body>\n</html>\n`
    );
  }
}

function dataBlock(id: string, json: string): string {
  return `<script type="application/json" id="${id}">${json}</script>\n`;
}

/** JSON in which no letter can end the script block or begin a comment. */
export function jsonInHtml(value: object): string {
  return JSON.stringify(value)
    .replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
}

/** The same for JavaScript, where these words occur in strings only. */
function scriptInHtml(source: string): string {
  return source.replace(/<(?=\/script|!--|script)/gi, "\\x3c");
}
