import {
  COLLABORATIVE_RATES,
  type CollaborativeRates,
  cpgChains,
  independentRates,
} from "../cpg/collaborative-model.ts";
import type { MeasuredMethylation } from "../cpg/measured-methylation.ts";
import { cpgRange } from "../cpg/methylation.ts";
import { type CellModel, collaborativeCells, siteCells, strandCells } from "../cpg/methylation-cells.ts";
import { BULK_RATES, ISLAND_RATES, type SiteRates, type StrandRates } from "../cpg/methylation-models.ts";
import { simulationSteps } from "../cpg/methylation-simulation.ts";
import {
  type Expected,
  expectedCollaborative,
  expectedSite,
  expectedStrand,
  meanExpectation,
} from "../cpg/methylation-trajectory.ts";
import { randomStream } from "../random.ts";
import type { TrajectoryRow } from "../report/methylation-shape.ts";
import type { FastaRecord } from "../sequence/fasta.ts";
import type { Interval } from "../sequence/interval.ts";
import type { Steps } from "../steps.ts";
import type { ModelName, ModelSettings } from "./methylate-options.ts";

const DEFAULT_INITIAL = 0.5;
const DEFAULT_GENERATIONS = 20;
export const DEFAULT_CELLS = 20;
const DEFAULT_CLUSTER_GAP_BP = 500;

/** CpGs of a record, where they start from and where the islands are. */
export interface ModelInput {
  readonly record: FastaRecord;
  readonly positions: Uint32Array;
  readonly islands: readonly Interval[];
  /** Level of each CpG in the state that the cells start from; undefined: --initial. */
  readonly start: Float32Array | undefined;
}

/** CpGs that the model expects the same of. */
interface Group {
  readonly expected: Expected;
  readonly initial: number;
  cpgs: number;
}

/** A model with its rates: simulates record after record and keeps what a trajectory needs. */
export class MethylationSimulator {
  readonly #model: ModelName;
  readonly #settings: ModelSettings;
  readonly #cells: number;
  readonly #generations: number;
  readonly #totals: Float64Array;
  readonly #groups = new Map<string, Group>();
  readonly #expected: readonly Expected[];
  #simulated = 0;

  constructor(model: ModelName, settings: ModelSettings) {
    this.#model = model;
    this.#settings = settings;
    this.#cells = settings.cells ?? DEFAULT_CELLS;
    this.#generations = settings.generations ?? DEFAULT_GENERATIONS;
    this.#totals = new Float64Array(this.#generations + 1);
    this.#expected = expectations(model, settings);
  }

  /** Levels after the last generation as counts of strands, and each cell's pattern when cells were asked for. */
  *record(input: ModelInput): Steps<{ measured: MeasuredMethylation; patterns: readonly string[] }> {
    const { record, positions } = input;
    const { seed, cells } = this.#settings;
    const initial = input.start ?? new Float32Array(positions.length).fill(this.#settings.initial ?? DEFAULT_INITIAL);
    const group = this.#rateGroups(input);
    const { forward, reverse, totals, patterns } = yield* simulationSteps(this.#cellModel(positions, group), {
      cells: this.#cells,
      generations: this.#generations,
      initial,
      random: (cell) => randomStream(seed, "methylate", record.name, record.offset ?? 0, cell),
      patterns: cells !== undefined,
    });
    for (const [t, total] of totals.entries()) this.#totals[t] += total;
    this.#simulated += positions.length * this.#cells;
    this.#count(input, initial, group);
    return { measured: asCounts(positions, forward, reverse, this.#cells), patterns };
  }

  /** One row a generation over all records so far. */
  trajectory(): TrajectoryRow[] {
    const groups = [...this.#groups.values()];
    if (groups.length === 0) groups.push({ expected: this.#expected[0], initial: this.#startLevel(), cpgs: 1 });
    const expected = groups.map((group) => group.expected(group.initial, this.#generations));
    return Array.from(this.#totals, (total, generation) => {
      const mean = meanExpectation(groups.map(({ cpgs }, i) => ({ cpgs, expected: expected[i][generation] })));
      return {
        generation,
        expected: mean.level,
        simulated: this.#simulated === 0 ? null : total / this.#simulated,
        full: mean.dyads?.full ?? null,
        hemi: mean.dyads?.hemi ?? null,
        none: mean.dyads?.none ?? null,
        equilibrium: mean.equilibrium,
      };
    });
  }

  #startLevel(): number {
    return this.#settings.initial ?? DEFAULT_INITIAL;
  }

  /** 1 for CpGs in islands where these have rates of their own. */
  #rateGroups({ positions, islands }: ModelInput): Uint8Array {
    const group = new Uint8Array(positions.length);
    if (this.#expected.length === 1) return group;
    for (const { start, end } of islands) group.fill(1, ...cpgRange({ positions }, start, end));
    return group;
  }

  #cellModel(positions: Uint32Array, group: Uint8Array): CellModel {
    if (this.#model === "collaborative") {
      return collaborativeCells(this.#clusters(positions), collaborativeRates(this.#settings));
    }
    return this.#model === "site"
      ? siteCells(group, siteRates(this.#settings))
      : strandCells(group, strandRates(this.#settings));
  }

  #clusters(positions: Uint32Array): [number, number][] {
    return cpgChains(positions, this.#settings.clusterGap ?? DEFAULT_CLUSTER_GAP_BP);
  }

  /** A mean field is that of a whole cluster; the other models look at one CpG at a time. */
  #count({ positions, start }: ModelInput, initial: Float32Array, group: Uint8Array): void {
    if (start === undefined) {
      for (const rates of this.#expected.keys()) {
        const cpgs = group.reduce((sum, g) => sum + (g === rates ? 1 : 0), 0);
        this.#addGroup(rates, this.#startLevel(), cpgs);
      }
    } else if (this.#model === "collaborative") {
      for (const [first, last] of this.#clusters(positions)) {
        const sum = initial.subarray(first, last).reduce((total, level) => total + level, 0);
        this.#addGroup(0, sum / (last - first), last - first);
      }
    } else for (const [i, level] of initial.entries()) this.#addGroup(group[i], level, 1);
  }

  #addGroup(rates: number, initial: number, cpgs: number): void {
    if (cpgs === 0) return;
    const key = `${rates} ${initial}`;
    const group = this.#groups.get(key) ?? { expected: this.#expected[rates], initial, cpgs: 0 };
    group.cpgs += cpgs;
    this.#groups.set(key, group);
  }
}

/** Each strand counts as a read in every cell. */
export function asCounts(
  positions: Uint32Array,
  forward: Float32Array,
  reverse: Float32Array,
  cells: number,
): MeasuredMethylation {
  const reads = (levels: Float32Array) => ({
    methylated: levels.map((level) => level * cells),
    coverage: new Float32Array(levels.length).fill(cells),
  });
  const none = { methylated: new Float32Array(positions.length), coverage: new Float32Array(positions.length) };
  const counts = { used: 2 * positions.length, misplaced: 0, repeated: 0, outside: 0 };
  return { positions, forward: reads(forward), reverse: reads(reverse), joined: none, ...counts };
}

/** What the model expects of CpGs outside islands and, where these have other rates, inside. */
function expectations(model: ModelName, settings: ModelSettings): Expected[] {
  if (model === "collaborative") return [expectedCollaborative(collaborativeRates(settings))];
  return model === "site" ? siteRates(settings).map(expectedSite) : strandRates(settings).map(expectedStrand);
}

/** Rates outside islands, then inside; one set where the islands have no rate of their own. */
function strandRates({ maintenance, deNovoParent, deNovoDaughter }: ModelSettings): StrandRates[] {
  return (deNovoDaughter === undefined ? [BULK_RATES, ISLAND_RATES] : [BULK_RATES]).map((rates) => ({
    maintenance: maintenance ?? rates.maintenance,
    deNovoParent: deNovoParent ?? rates.deNovoParent,
    deNovoDaughter: deNovoDaughter ?? rates.deNovoDaughter,
  }));
}

/** With the equilibria of the strand model's defaults. */
function siteRates({ maintenance, deNovo }: ModelSettings): SiteRates[] {
  return (deNovo === undefined ? [BULK_RATES, ISLAND_RATES] : [BULK_RATES]).map((rates) => ({
    maintenance: maintenance ?? rates.maintenance,
    deNovo: deNovo ?? rates.deNovoDaughter,
  }));
}

function collaborativeRates({ hemiMaintenance, pairs }: ModelSettings): CollaborativeRates {
  const rates = { ...COLLABORATIVE_RATES, hemiToFull: hemiMaintenance ?? COLLABORATIVE_RATES.hemiToFull };
  return pairs ? rates : independentRates(rates);
}
