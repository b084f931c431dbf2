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
import { warnOfGates } from "../feature-gates.ts";
import type { FormatRequest } from "../format-request.ts";
import type { Host } from "../host.ts";
import { newestVersion } from "../newest-version.ts";
import { openSources } from "../open-sources.ts";
import { duration, formatRequest } from "../option-values.ts";
import { checkFormats, printFormat } from "../print-format.ts";
import { type LintRequest, requestOf } from "../request.ts";
import {
  applyOptions,
  failOnOption,
  formatOption,
  inputOptions,
  quietOption,
  settingOptions,
} from "../shared-options.ts";
import type { CliCommand } from "./command.ts";

const planFormats = ["text", "json", "mermaid", "html"] as const;
type PlanFormat = (typeof planFormats)[number];

const formats: Readonly<Record<PlanFormat, (plan: Plan, width: number | undefined) => string>> = {
  text: planText,
  json: (value) => `${printableJson(value)}\n`,
  mermaid: (value) => planMermaid(value),
  html: (value) => planHtml(value),
};

/** A plan is for one version: of several the newest, which it then says. */
function plannedFor(asked: string | readonly string[], request: LintRequest, host: Host): string {
  const { version, of } = newestVersion(asked);
  if (of !== undefined && request.quiet !== true)
    host.stderr.write(`note: planned for Kubernetes ${version}, the newest of ${of}\n`);
  return version;
}

async function planOf(
  request: LintRequest,
  timeoutSeconds: number | undefined,
  host: Host,
): Promise<{ readonly made: Plan; readonly failOn: FailOn }> {
  const settings = await effectiveSettings(request, host);
  await warnOfGates(settings, host);
  const { options, failOn } = settings;
  const { kubernetesVersion, featureGates } = options;
  const version = kubernetesVersion === undefined ? undefined : plannedFor(kubernetesVersion, request, host);
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

async function runPlan(
  request: LintRequest,
  asked: readonly FormatRequest<PlanFormat>[],
  timeoutSeconds: number | undefined,
  host: Host,
): Promise<ExitStatus> {
  const { made: all, failOn } = await planOf(request, timeoutSeconds, host);
  const made: Plan =
    request.quiet === true
      ? { ...all, statefulSets: all.statefulSets.filter(({ outcome }) => outcome !== "unchanged") }
      : all;
  for (const one of asked.length === 0 ? [{ name: "text" as const }] : asked)
    printFormat(one, (width) => formats[one.name](made, width), host);
  if (made.problems.some(({ kind }) => kind !== "ignored-text")) return unusable;
  const severities = made.statefulSets.flatMap(({ consequences }) => consequences.map(({ severity }) => severity));
  // A set that goes takes its claims with it where `whenDeleted: Delete` says so.
  const isLost = made.vanished.some(({ claims }) => claims.some(({ becomes }) => becomes === "deleted"));
  return severities.some((severity) => fails(severity, failOn)) || (isLost && fails("error", failOn))
    ? findings
    : clean;
}

/** `sts-lint plan [INPUT…]`: what the controller will do. */
export const planCommand: CliCommand = {
  name: "plan",
  args: "[INPUT...]",
  argsAbout: "rendered manifests",
  about: "what the controller will do: pods, DNS names, claims, order of a rollout",
  options: [
    formatOption(planFormats),
    ...inputOptions,
    ...applyOptions,
    failOnOption,
    {
      flags: "--timeout <DURATION>",
      about: "what helm would wait, such as 10m (default: 5m)",
      parse: (text) => duration("--timeout", text),
    },
    ...settingOptions,
    quietOption("leave out what stays as it is"),
  ],
  run: (args, { format, timeout, ...options }, host) => {
    const formats = ((format as readonly string[] | undefined) ?? []).map((text) => formatRequest(text, planFormats));
    checkFormats(formats);
    return runPlan(requestOf(args, options), formats, typeof timeout === "number" ? timeout : undefined, host);
  },
};
