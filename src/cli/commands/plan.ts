import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { OptionError } from "../../lint/contract/options.ts";
import { KubernetesVersionError } from "../../model/kubernetes-version.ts";
import { optional } from "../../model/pod.ts";
import { plan } from "../../plan/plan.ts";
import type { Plan } from "../../plan/plan-types.ts";
import { planHtml } from "../../report/plan/html.ts";
import { planMermaid } from "../../report/plan/mermaid.ts";
import { planText } from "../../report/plan/text.ts";
import { printableJson } from "../../report/printable.ts";
import { effectiveSettings } from "../effective-settings.ts";
import { clean, type ExitStatus, type FailOn, fails, findings, unusable } from "../exit-status.ts";
import type { Host } from "../host.ts";
import { reasonOf } from "../input-problem.ts";
import { openSources } from "../open-sources.ts";
import type { FormatRequest, LintRequest } from "../request.ts";

const formats = {
  text: planText,
  json: (value: Plan) => `${printableJson(value)}\n`,
  mermaid: planMermaid,
  html: planHtml,
} as const;

export type PlanFormat = keyof typeof formats;
export const planFormats: readonly PlanFormat[] = ["text", "json", "mermaid", "html"];

async function planOf(
  request: LintRequest,
  timeoutSeconds: number | undefined,
  host: Host,
): Promise<{ readonly made: Plan; readonly failOn: FailOn }> {
  const { options, failOn = "error" } = await effectiveSettings(request, host);
  const { kubernetesVersion, featureGates } = options;
  const version = typeof kubernetesVersion === "string" ? kubernetesVersion : kubernetesVersion?.at(-1);
  const { inputs, against, problems } = await openSources(request, host);
  try {
    const made = plan(inputs, {
      ...(against === undefined ? {} : { against }),
      ...(version === undefined ? {} : { kubernetesVersion: version }),
      ...optional("featureGates", featureGates),
      ...optional("apply", request.apply),
      ...optional("deployer", request.deployer),
      ...optional("timeoutSeconds", timeoutSeconds),
    });
    const failed = new Set(problems.map(({ file }) => file));
    const read = made.problems.filter(
      ({ kind, file }) => kind !== "empty" || !(request.allowEmpty || failed.has(file)),
    );
    return { made: { ...made, problems: [...problems, ...read] }, failOn };
  } catch (error) {
    if (error instanceof KubernetesVersionError) throw new OptionError(`--kubernetes-version: ${error.message}`);
    throw error;
  }
}

/** `sts-lint plan [INPUT…]`: what the controller will do. */
export async function planCommand(
  request: LintRequest,
  asked: readonly FormatRequest<PlanFormat>[],
  timeoutSeconds: number | undefined,
  host: Host,
): Promise<ExitStatus> {
  const { made, failOn } = await planOf(request, timeoutSeconds, host);
  for (const { name, file } of asked.length === 0 ? [{ name: "text" as const, file: undefined }] : asked) {
    const text = formats[name](made);
    if (file === undefined) {
      host.stdout.write(text);
      continue;
    }
    try {
      writeFileSync(resolve(host.cwd(), file), text);
    } catch (error) {
      throw new OptionError(`--format ${name}=${file}: cannot be written: ${reasonOf(error)}`);
    }
  }
  if (made.problems.some(({ kind }) => kind !== "ignored-text")) return unusable;
  const severities = made.statefulSets.flatMap(({ consequences }) => consequences.map(({ severity }) => severity));
  // A set that goes takes its claims with it where `whenDeleted: Delete` says so.
  const isLost = made.vanished.some(({ claims }) => claims.some(({ becomes }) => becomes === "deleted"));
  return severities.some((severity) => fails(severity, failOn)) || (isLost && fails("error", failOn))
    ? findings
    : clean;
}
