import type { CpgIsland } from "../cpg/island.ts";
import type { IslandThresholds } from "../cpg/thresholds.ts";
import { formatFixed } from "../printf.ts";

/**
 * One record in the layout of EMBOSS 6.6.0's newcpgreport. Its coordinates are 1-based closed, and its `Length >` stands
 * for a test that is at least.
 */
export function embossReport(
  name: string,
  lengthBp: number,
  islands: readonly CpgIsland[],
  { minObsExp, minGcPercent, minLength }: IslandThresholds,
): string {
  const features = islands.length === 0 ? ["FT   no islands detected"] : [...islands.flatMap(island), total(islands)];
  const lines = [
    `ID   ${name}  ${lengthBp} BP.`,
    "XX",
    "DE   CpG Island report.",
    "XX",
    `CC   Obs/Exp ratio > ${formatFixed(minObsExp, 2)}.`,
    `CC   % C + % G > ${formatFixed(minGcPercent, 2)}.`,
    `CC   Length > ${minLength}.`,
    "XX",
    "FH   Key              Location/Qualifiers",
    ...features,
    "//",
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function island({ start, end, columns }: CpgIsland): string[] {
  if (columns?.method !== "emboss") return [];
  const { size, sumCg, percentCg, obsExp } = columns;
  const qualifiers = [`size=${size}`, `Sum C+G=${sumCg}`, `Percent CG=${percentCg}`, `ObsExp=${obsExp}`];
  return [`FT   CpG island       ${start + 1}..${end}`, ...qualifiers.map((text) => `FT                    /${text}`)];
}

function total(islands: readonly CpgIsland[]): string {
  return `FT   numislands       ${islands.length}`;
}
