import closedForms from "../../../fixtures/regulation/closed_forms.json" with { type: "json" };

/** Cases of fixtures/regulation/closed_forms.json (exact fractions, by algebra) whose id starts with `prefix`. */
export function closedCases<Inputs, Expected>(
  prefix: string,
): { id: string; what: string; inputs: Inputs; expected: Expected }[] {
  const cases = closedForms.cases.filter(({ id }) => id.startsWith(prefix));
  if (cases.length === 0) throw new Error(`no closed form starts with ${prefix}`);
  return cases as unknown as { id: string; what: string; inputs: Inputs; expected: Expected }[];
}
