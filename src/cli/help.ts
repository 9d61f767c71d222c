import type { Command } from "commander";
import type { CommandSpec } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { wrap } from "./wrap.ts";

/** A command's help: examples first, then usage, what it rests on, and the options by group. */
export function withExamples(command: Command, spec: CommandSpec): string {
  const examples = spec.examples.map(([line, does]) => `  ${line}\n      ${does}`).join("\n");
  const about = spec.about === undefined ? "" : `\n${wrap(spec.about)}\n`;
  return `Examples:\n${examples}\n\n${command.helpInformation()}${about}`;
}

/** All commands, or those of a group such as `motifs`, a line each. */
export function overview(group: readonly string[]): string {
  const names = group.length > 0 ? group : Object.keys(COMMANDS);
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => `  ${name.padEnd(width)}  ${COMMANDS[name].summary}`);
  return `${group.length > 0 ? "" : `${EXAMPLES}\n`}Commands:\n${lines.join("\n")}\n\n'tatabox COMMAND --help' shows a command's examples and options.\n`;
}

const EXAMPLES = `tatabox: gene regulation from FASTA

Examples:
  tatabox demo                                the main job on bundled genes
  tatabox report genes.fa --tss genes.bed     elements, islands, promoters, expression
  tatabox scan genome.fa.gz -m motifs.jaspar  motif hits with exact p-values
  tatabox cpg genome.fa -f bed                CpG islands
`;
