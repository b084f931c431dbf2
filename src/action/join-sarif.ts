interface SarifRule {
  readonly id: string;
}
interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex?: number;
}
interface SarifRun {
  readonly tool: { readonly driver: { readonly rules: readonly SarifRule[] } };
  readonly results: readonly SarifResult[];
}
interface SarifLog {
  readonly runs: readonly SarifRun[];
}

/** Several logs of ours as one run: GitHub takes one run of a tool for a commit. */
export function joinSarif(texts: readonly string[]): string {
  const logs = texts.map((text) => JSON.parse(text) as SarifLog);
  const runs = logs.flatMap(({ runs: own }) => own);
  const [first] = runs;
  if (first === undefined || runs.length === 1) return texts[0] ?? "";
  const rules = new Map(runs.flatMap(({ tool }) => tool.driver.rules).map((rule) => [rule.id, rule]));
  const places = new Map([...rules.keys()].map((id, index) => [id, index]));
  const results = runs.flatMap((run) =>
    run.results.map((one) => ({ ...one, ruleIndex: places.get(one.ruleId) ?? -1 })),
  );
  const tool = { ...first.tool, driver: { ...first.tool.driver, rules: [...rules.values()] } };
  return `${JSON.stringify({ ...logs[0], runs: [{ ...first, tool, results }] }, null, 2)}\n`;
}
