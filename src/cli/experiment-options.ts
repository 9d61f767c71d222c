import { usageError } from "../errors.ts";
import { flagSchema, listSchema, numberSchema, type OptionTable, optionalText, type SettingsOf } from "./options.ts";

const GROUP = "Experiments";

/** What is changed to see what happens. */
export const experimentOptions = {
  knockOut: {
    flags: "--knock-out <FACTOR>",
    help: "take a factor away (motif name or id, group, gene symbol) and compare; repeatable",
    group: GROUP,
    schema: listSchema,
    repeats: true,
    echo: true,
  },
  mutate: {
    flags: "--mutate <CHANGE>",
    help: "change a base and compare: NAME:POS:BASE or 'NAME:POS:A>G', 1-based; repeatable",
    group: GROUP,
    schema: listSchema,
    repeats: true,
    echo: true,
  },
  saturation: {
    flags: "--saturation",
    help: "every single-base change of each promoter's region",
    group: GROUP,
    schema: flagSchema,
    echo: true,
  },
  vcf: {
    flags: "--vcf <FILE>",
    help: "each variant of a VCF file by itself: sites gained and lost, promoters, expression",
    group: GROUP,
    schema: optionalText,
    echo: true,
    file: true,
  },
  hitPValue: {
    flags: "--hit-p-value <P>",
    help: "--vcf: largest p-value of a site that is gained or lost",
    group: GROUP,
    schema: numberSchema({ above: 0, to: 0.1 }, 1e-4),
    echo: true,
  },
} satisfies OptionTable;

export type ExperimentKind = "compare" | "saturation" | "variants";

/** Which experiment is asked for; undefined: none. Throws a usage error for those that do not go together. */
export function experimentKind(
  settings: SettingsOf<typeof experimentOptions> & { sites?: string | undefined },
): ExperimentKind | undefined {
  const isGiven = {
    "--saturation": settings.saturation,
    "--vcf": settings.vcf !== undefined,
    "--mutate": settings.mutate.length > 0,
    "--sites": settings.sites !== undefined,
  };
  const given = Object.entries(isGiven).flatMap(([flag, is]) => (is ? [flag] : []));
  if (given.length > 1) throw usageError(`${given.join(" and ")} do not go together; give one of them`);
  const knocksOut = settings.knockOut.length > 0;
  if (settings.sites !== undefined && knocksOut) throw usageError("--sites and --knock-out do not go together");
  if (settings.saturation) return "saturation";
  if (settings.vcf !== undefined) return "variants";
  return settings.mutate.length > 0 || knocksOut ? "compare" : undefined;
}
