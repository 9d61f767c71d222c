import { UNIFORM } from "../../src/motif/background.ts";
import { convertMotifs, TARGET_FORMATS } from "../../src/motif/convert.ts";
import { parseMotifs } from "../../src/motif/read-motifs.ts";
import { scoreMatrix } from "../../src/motif/score-matrix.ts";
import { withoutGemstatMarks } from "../../src/regulation/fit-files.ts";
import { EXAMPLES } from "../motif/formats/examples.ts";
import { describeReaders, FILE_NAME, type FuzzFile, type Reader } from "./fuzz.ts";

const GEMSTAT = `>bcd\t4\t1
0\t0\t0\t10
10\t0\t0\t0
10\t0\t0\t0
2\t3\t1\t4
<
>cad\t4\t1
1\t2\t3\t4
4\t3\t2\t1
1\t1\t1\t1
0\t9\t0\t1
<
`;

/** The motifs, scored and written in every format. */
function motifsOf(text: string): object {
  const { motifs, background } = parseMotifs(text, FILE_NAME, () => {});
  const scores = motifs.map((motif) => {
    const { scores, maxScore, minScore } = scoreMatrix(motif, background ?? UNIFORM);
    return { maxScore, minScore, scores };
  });
  const backgrounds = background === undefined ? [] : [background];
  const written = TARGET_FORMATS.map((format) => convertMotifs(motifs, format, backgrounds).text);
  if (written.some((one) => /NaN|Infinity/.test(one.replace(/^[>A-Z].*$/gm, "")))) throw new Error("NaN is written");
  return { motifs, scores };
}

const EXAMPLE_READERS = Object.entries(EXAMPLES).map(
  ([name, text]): Reader => ({ name, files: [text], read: (file: FuzzFile) => motifsOf(file.text) }),
);

describeReaders("motif files", [
  ...EXAMPLE_READERS,
  { name: "any two formats spliced", files: Object.values(EXAMPLES), read: (file) => motifsOf(file.text) },
  { name: "GEMSTAT's matrices", files: [GEMSTAT], read: (file) => motifsOf(withoutGemstatMarks(file.text)) },
]);
