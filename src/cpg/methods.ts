import { didYouMean, usageError } from "../errors.ts";
import type { Steps } from "../steps.ts";
import { CPGCLUSTER_DEFAULTS, type CpgClusterOptions, CpgClusterSearch, cpgClusters } from "./cpgcluster.ts";
import { EMBOSS_DEFAULTS, type EmbossOptions, EmbossSearch, embossIslands } from "./emboss.ts";
import { GARDINER_GARDEN_DEFAULTS, GardinerGardenSearch, gardinerGardenIslands } from "./gardiner-garden.ts";
import { HMM_DEFAULTS, type HmmOptions, HmmSearch, hmmIslands } from "./hmm.ts";
import { type CpgIsland, type IslandSearch, islandSteps } from "./island.ts";
import { TAKAI_JONES_DEFAULTS, type TakaiJonesOptions, TakaiJonesSearch, takaiJonesIslands } from "./takai-jones.ts";
import type { IslandThresholds } from "./thresholds.ts";
import { UCSC_DEFAULTS, UcscSearch, ucscIslands } from "./ucsc.ts";

/** Every option of every method; a method reads those that its `defaults` name and ignores the rest. */
export type IslandOptions = IslandThresholds & TakaiJonesOptions & EmbossOptions & CpgClusterOptions & HmmOptions;

export interface IslandMethod {
  /** One line for help. */
  readonly summary: string;
  /** The method's own options, at least the three thresholds, with their values where none is given. */
  readonly defaults: Readonly<IslandThresholds & Partial<IslandOptions>>;
  /** Islands of one record in ascending order; options left out take the method's defaults. */
  islands(codes: Uint8Array, options?: Partial<IslandOptions>): CpgIsland[];
  /** The same of a record that comes in pieces. */
  search(options?: Partial<IslandOptions>): IslandSearch;
}

export const ISLAND_METHOD_NAMES = ["ucsc", "gardiner-garden", "takai-jones", "emboss", "cpgcluster", "hmm"] as const;

export type IslandMethodName = (typeof ISLAND_METHOD_NAMES)[number];

export const DEFAULT_ISLAND_METHOD: IslandMethodName = "ucsc";

export const ISLAND_METHODS: Readonly<Record<IslandMethodName, IslandMethod>> = {
  ucsc: {
    summary: "spans of the track cpgIslandExt (cpg_lh); with --soft-mask UCSC's published tables",
    defaults: UCSC_DEFAULTS,
    islands: ucscIslands,
    search: (options) => new UcscSearch(options),
  },
  "gardiner-garden": {
    summary: "Gardiner-Garden and Frommer 1987: runs of 100-bp windows that pass; none within 50 bp of a record's ends",
    defaults: GARDINER_GARDEN_DEFAULTS,
    islands: gardinerGardenIslands,
    search: (options) => new GardinerGardenSearch(options),
  },
  "takai-jones": {
    summary: "Takai and Jones 2002: at least 500 bp, 55 % GC and 0.65, which leaves out most repeats",
    defaults: TAKAI_JONES_DEFAULTS,
    islands: takaiJonesIslands,
    search: (options) => new TakaiJonesSearch(options),
  },
  emboss: {
    summary:
      "newcpgreport of EMBOSS 6.6.0 with its quirk: the limits are really 45.5 % GC and 0.545 (as in CHM13's track)",
    defaults: EMBOSS_DEFAULTS,
    islands: embossIslands,
    search: (options) => new EmbossSearch(options),
  },
  cpgcluster: {
    summary: "CpGcluster (Hackenberg 2006): CpGs closer than their median distance, P < 1e-5; no other limits",
    defaults: CPGCLUSTER_DEFAULTS,
    islands: cpgClusters,
    search: (options) => new CpgClusterSearch(options),
  },
  hmm: {
    summary: "hidden Markov model of Durbin et al. 1998 (section 3.1), Viterbi path or posterior",
    defaults: HMM_DEFAULTS,
    islands: hmmIslands,
    search: (options) => new HmmSearch(options),
  },
};

/** The method of a name. Throws a usage error that lists the names. */
export function islandMethod(name: string): IslandMethod {
  const known = ISLAND_METHOD_NAMES.find((candidate) => candidate === name);
  if (known !== undefined) return ISLAND_METHODS[known];
  const advice = `${didYouMean(name, ISLAND_METHOD_NAMES)}; methods: ${ISLAND_METHOD_NAMES.join(", ")}`;
  throw usageError(`no method '${name}'${advice}`);
}

/** The islands of a whole record by a method with its own settings, in steps. */
export function islandStepsBy(method: IslandMethodName, codes: Uint8Array): Steps<CpgIsland[]> {
  return islandSteps(ISLAND_METHODS[method].search({}), codes);
}
