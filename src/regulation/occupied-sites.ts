import type { Interval, Strand } from "../sequence/interval.ts";
import { type ExpressionConditions, modelParameters } from "./expression-sites.ts";
import type { FactorSite } from "./sites.ts";
import { evaluateModel } from "./thermodynamics/models.ts";
import type { ModelSite, SiteRole } from "./thermodynamics/site.ts";

/** A factor's site at the promoter with its occupancy (0..1) without and with polymerase. */
export interface OccupiedSite extends Interval {
  readonly motif: string;
  readonly factor: string;
  readonly role: SiteRole;
  readonly strand: Strand;
  /** Weight of the bound state in this cell and methylation state. */
  readonly q: number;
  readonly occupancyOff: number;
  readonly occupancyOn: number;
}

/** Expected number of bound molecules of a factor at the promoter, without and with polymerase. */
export interface FactorOccupancy {
  readonly motif: string;
  readonly factor: string;
  readonly sites: number;
  readonly occupancyOff: number;
  readonly occupancyOn: number;
}

/** Occupancies of weighted sites; those of absent factors are left out. */
export function occupiedSites(
  sites: readonly FactorSite[],
  weighted: readonly ModelSite[],
  { model, parameters }: ExpressionConditions,
): OccupiedSite[] {
  const { occupancyOff, occupancyOn } = evaluateModel(model, weighted, modelParameters(parameters));
  return sites
    .map(({ motif, role, start, end, strand }, i) => ({
      motif: motif.id,
      factor: motif.name,
      role,
      start,
      end,
      strand,
      q: weighted[i].q,
      occupancyOff: occupancyOff[i],
      occupancyOn: occupancyOn[i],
    }))
    .filter(({ q }) => q > 0);
}

/** Sums over the sites of each motif, most bound first. */
export function factorOccupancies(sites: readonly OccupiedSite[]): FactorOccupancy[] {
  const byMotif = new Map<string, FactorOccupancy>();
  for (const { motif, factor, occupancyOff, occupancyOn } of sites) {
    const before = byMotif.get(motif) ?? { sites: 0, occupancyOff: 0, occupancyOn: 0 };
    byMotif.set(motif, {
      motif,
      factor,
      sites: before.sites + 1,
      occupancyOff: before.occupancyOff + occupancyOff,
      occupancyOn: before.occupancyOn + occupancyOn,
    });
  }
  return [...byMotif.values()].sort((a, b) => b.occupancyOn - a.occupancyOn);
}
