import { ISLAND_METHODS, type IslandMethodName, type IslandOptions } from "../cpg/methods.ts";
import { usageError } from "../errors.ts";
import { choiceSchema, flagSchema, longFlag, numberSchema, type OptionTable, type SettingsOf } from "./options.ts";

const THRESHOLDS = "Islands";
const OWN = "Options of one method";

/** Limits that every method knows. Left out, each method takes its own. */
export const thresholdOptions = {
  minLength: {
    flags: "--min-length <BP>",
    help: "shortest island (default: the method's)",
    group: THRESHOLDS,
    schema: numberSchema({ from: 1, whole: true }),
    echo: true,
  },
  minGc: {
    flags: "--min-gc <PERCENT>",
    help: "lowest GC content (default: the method's)",
    group: THRESHOLDS,
    schema: numberSchema({ from: 0, to: 100 }),
    echo: true,
  },
  minObsExp: {
    flags: "--min-obs-exp <RATIO>",
    help: "lowest observed/expected CpG (default: the method's)",
    group: THRESHOLDS,
    schema: numberSchema({ from: 0 }),
    echo: true,
  },
} satisfies OptionTable;

const rate = numberSchema({ above: 0, below: 1 });

/** What one method alone knows; given with another one they are refused. */
export const ownOptions = {
  posterior: {
    flags: "--posterior <CUTOFF>",
    help: "hmm: runs with at least this posterior probability instead of the best path",
    group: OWN,
    schema: numberSchema({ above: 0, to: 1 }),
    echo: true,
  },
  raw: {
    flags: "--raw",
    help: "hmm: every run, whatever its length, GC content and CpG ratio",
    group: OWN,
    schema: flagSchema,
    echo: true,
  },
  leave: {
    flags: "--leave <RATE>",
    help: `hmm: chance per base of leaving an island (default ${ISLAND_METHODS.hmm.defaults.leave})`,
    group: OWN,
    schema: rate,
    echo: true,
  },
  enter: {
    flags: "--enter <RATE>",
    help: `hmm: chance per base of entering one (default ${ISLAND_METHODS.hmm.defaults.enter})`,
    group: OWN,
    schema: rate,
    echo: true,
  },
  minWindowCpg: {
    flags: "--min-window-cpg <N>",
    help: "takai-jones: CpGs that a 200-bp window needs (default 7; 0 switches the rule off)",
    group: OWN,
    schema: numberSchema({ from: 0, whole: true }),
    echo: true,
  },
  window: {
    flags: "--window <BP>",
    help: "emboss: letters of a window (default 100)",
    group: OWN,
    schema: numberSchema({ from: 1, whole: true }),
    echo: true,
  },
  shift: {
    flags: "--shift <BP>",
    help: "emboss: letters from one window to the next (default 1)",
    group: OWN,
    schema: numberSchema({ from: 1, whole: true }),
    echo: true,
  },
  distance: {
    flags: "--distance <CHOICE>",
    help: "cpgcluster: CpGs are joined up to their median distance, or up to the intersection with a geometric distribution",
    group: OWN,
    schema: choiceSchema(["median", "intersection"]),
    echo: true,
  },
} satisfies OptionTable;

const OWNERS: Readonly<Record<keyof typeof ownOptions, IslandMethodName>> = {
  posterior: "hmm",
  raw: "hmm",
  leave: "hmm",
  enter: "hmm",
  minWindowCpg: "takai-jones",
  window: "emboss",
  shift: "emboss",
  distance: "cpgcluster",
};

type IslandSettings = SettingsOf<typeof thresholdOptions & typeof ownOptions>;

/** The options that were given, for `methods`. Throws a usage error where one belongs to none of them. */
export function islandOptions(
  settings: IslandSettings,
  methods: readonly IslandMethodName[],
): Readonly<Partial<IslandOptions>> {
  for (const name of Object.keys(OWNERS) as (keyof typeof ownOptions)[]) {
    const isGiven = settings[name] !== undefined && settings[name] !== false;
    if (isGiven && !methods.includes(OWNERS[name])) {
      throw usageError(
        `${longFlag(ownOptions[name])} belongs to --method ${OWNERS[name]}, not to ${methods.join(", ")}`,
      );
    }
  }
  return given({
    minLength: settings.minLength,
    minGcPercent: settings.minGc,
    minObsExp: settings.minObsExp,
    posterior: settings.posterior,
    raw: settings.raw || undefined,
    leave: settings.leave,
    enter: settings.enter,
    minWindowCpg: settings.minWindowCpg,
    windowBp: settings.window,
    shiftBp: settings.shift,
    distance: settings.distance,
  });
}

/** Without what is undefined: it must not stand over a method's default. */
function given(options: { [K in keyof IslandOptions]?: IslandOptions[K] | undefined }): Partial<IslandOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
