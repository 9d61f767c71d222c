import { openText, sourceName } from "../sequence/open.ts";
import { parseBedRegions, parseRegion, type Region } from "../sequence/regions.ts";
import { listSchema, type OptionTable, optionalText, type SettingsOf } from "./options.ts";

const GROUP = "Input";

/** Options of every command that reads FASTA. */
export const regionOptions = {
  region: {
    flags: "--region <REGION>",
    help: "read only this part, NAME or NAME:START-END (1-based, both ends included); repeatable",
    group: GROUP,
    schema: listSchema,
    repeats: true,
    echo: true,
  },
  regions: {
    flags: "--regions <FILE>",
    help: "read only the regions of this BED file, each as a record of its own",
    group: GROUP,
    schema: optionalText,
    echo: true,
    file: true,
  },
} satisfies OptionTable;

/** The regions asked for, words before the file's; undefined when whole records are to be read. */
export async function chosenRegions({
  region,
  regions,
}: SettingsOf<typeof regionOptions>): Promise<readonly Region[] | undefined> {
  if (region.length === 0 && regions === undefined) return undefined;
  const fromFile = regions === undefined ? [] : parseBedRegions(await openText(regions), sourceName(regions));
  return [...region.map(parseRegion), ...fromFile];
}
