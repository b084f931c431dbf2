import fc from "fast-check";
import { charts } from "./charts/charts.ts";
import { checkChart } from "./charts/check-chart.ts";
import { renderOptions } from "./charts/make-chart.ts";
import { checkManifests } from "./check-manifests.ts";
import { made } from "./choices.ts";
import { mutated } from "./mutate.ts";
import type { Call } from "./program/call.ts";
import { chartCalls, planCalls, settingCalls } from "./program/calls.ts";
import { checkCall } from "./program/check-program.ts";
import { checkReports, reportCases } from "./program/reports.ts";

/** A kind of input: how it is made, and what it is held to. */
export interface Kind {
  readonly name: string;
  /** How many of all inputs are of this kind, as against the other kinds. */
  readonly share: number;
  /** Makes one of the number, and checks it; what breaks a promise is made smaller. */
  readonly property: () => fc.IAsyncPropertyWithHooks<[unknown]>;
}

function kind<Case>(
  name: string,
  share: number,
  cases: fc.Arbitrary<Case>,
  check: (one: Case) => void | Promise<void>,
): Kind {
  const property = () => fc.asyncProperty(cases, async (one) => check(one));
  return { name, share, property: property as unknown as Kind["property"] };
}

const options = fc.record(
  {
    preset: fc.constantFrom("recommended" as const, "strict" as const, "all" as const),
    kubernetesVersion: fc.constantFrom("1.30", "1.33,1.36", "1.31..1.37"),
    apply: fc.constantFrom("client" as const, "server" as const),
    deployer: fc.constantFrom("helm" as const, "kubectl" as const, "flux" as const, "argocd" as const),
  },
  { requiredKeys: [] },
);

const turn = fc.nat(0xffff);

const calling = async (call: Call) => void (await checkCall(call));

export const kinds: readonly Kind[] = [
  kind("manifests", 8, fc.record({ input: mutated, options, turn }), checkManifests),
  kind("charts", 4, fc.record({ files: charts, options: made(renderOptions, 60), turn }), checkChart),
  kind("settings", 2, settingCalls, calling),
  kind("program charts", 2, chartCalls, calling),
  kind("plans", 1, planCalls, calling),
  kind("reports", 1, reportCases, checkReports),
];

/** The kinds in turn, each as often as its share says. */
export const rounds: readonly Kind[] = kinds.flatMap((one) => Array<Kind>(one.share).fill(one));
