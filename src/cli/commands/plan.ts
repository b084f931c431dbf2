import { rules } from "../../../rules/index.generated.ts";
import { OptionError } from "../../lint/contract/options.ts";
import type { RuleFault } from "../../lint/contract/rule-fault.ts";
import { foretoldBy } from "../../lint/engine/foretold.ts";
import { KubernetesVersionError, severalVersions } from "../../model/kubernetes-version.ts";
import { optional } from "../../model/pod.ts";
import { plan } from "../../plan/plan.ts";
import type { Plan, Plans } from "../../plan/plan-types.ts";
import { plans } from "../../plan/plans.ts";
import { KeptInput } from "../../read/index.ts";
import { planHtmlPieces } from "../../report/plan/html.ts";
import { planJsonPieces } from "../../report/plan/json.ts";
import { planMermaidPieces } from "../../report/plan/mermaid.ts";
import { planTextPieces } from "../../report/plan/text.ts";
import { type EffectiveSettings, effectiveSettings } from "../effective-settings.ts";
import { clean, type ExitStatus, type FailOn, fails, findings, isUnusable, unusable } from "../exit-status.ts";
import { warnOfGates } from "../feature-gates.ts";
import { governingConfigs, withFolders } from "../folder-settings.ts";
import { follow } from "../follow.ts";
import type { FormatRequest } from "../format-request.ts";
import type { Host } from "../host.ts";
import { openSources } from "../open-sources.ts";
import { duration, formatRequest, namespaceName } from "../option-values.ts";
import { checkFormats, isForStdout, printFormat } from "../print-format.ts";
import { type LintRequest, requestOf } from "../request.ts";
import { runOptions } from "../run-options.ts";
import {
  applyOptions,
  failOnOption,
  formatOption,
  inputOptions,
  quietOption,
  settingOptions,
} from "../shared-options.ts";
import { tellProblems } from "../tell-problems.ts";
import { tellRuleFaults } from "../tell-rule-faults.ts";
import type { CliCommand } from "./command.ts";

const planFormats = ["text", "json", "mermaid", "html"] as const;
type PlanFormat = (typeof planFormats)[number];

const formats: Readonly<Record<PlanFormat, (made: Plan | Plans, width: number | undefined) => Iterable<string>>> = {
  text: planTextPieces,
  json: planJsonPieces,
  mermaid: planMermaidPieces,
  html: planHtmlPieces,
};

/** One plan where one version is asked for; where it is a list or a range, one for each group of versions, even of one. */
async function planOf(
  request: LintRequest,
  timeoutSeconds: number | undefined,
  host: Host,
): Promise<{
  readonly made: Plan | Plans;
  readonly settings: EffectiveSettings;
  readonly faults: readonly RuleFault[];
}> {
  const settings = await effectiveSettings(request, host);
  await warnOfGates(settings, host);
  const { options } = settings;
  const { featureGates } = options;
  const version = options.kubernetesVersion === undefined ? undefined : [options.kubernetesVersion].flat().join(",");
  const opened = await openSources(request, host);
  const { sources, problems } = opened;
  // Rules ask first, then the plan; a pipe is gone after the first time.
  const inputs = opened.inputs.map((input) => new KeptInput(input));
  const against = opened.against?.map((input) => new KeptInput(input));
  const faults: RuleFault[] = [];
  const foretold = foretoldBy(rules, inputs, {
    ...withFolders(settings, await governingConfigs(sources, request, settings, host), request),
    ...runOptions(request, settings),
    ...optional("against", against),
    onFault: (one) => faults.push(one),
  });
  const failed = new Set(problems.map(({ file }) => file));
  const asked = {
    ...optional("against", against),
    isBeforeUnread: request.against !== undefined && against === undefined && inputs.length > 0,
    ...optional("kubernetesVersion", version),
    ...optional("featureGates", featureGates),
    ...optional("apply", request.apply),
    ...optional("deployer", request.deployer),
    ...optional("namespace", request.namespace),
    ...optional("timeoutSeconds", timeoutSeconds),
    foretold,
  };
  const shown = <Made extends Plan>(plan: Made): Made => ({
    ...plan,
    statefulSets:
      request.quiet === true
        ? plan.statefulSets.filter(({ outcome, released }) => outcome !== "unchanged" || released !== undefined)
        : plan.statefulSets,
    problems: [
      ...problems,
      ...plan.problems.filter(({ kind, file }) => kind !== "empty" || !(request.allowEmpty || failed.has(file))),
    ],
  });
  try {
    if (version === undefined || !severalVersions(version))
      return { made: shown(plan(inputs, asked)), settings, faults };
    const made = plans(inputs, asked);
    return { made: { ...made, plans: made.plans.map(shown) }, settings, faults };
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
  follow(request, host);
  const { made, settings, faults } = await planOf(request, timeoutSeconds, host);
  for (const one of asked.length === 0 ? [{ name: "text" as const }] : asked)
    printFormat(one, (width) => formats[one.name](made, width), host);
  const all = made.version === 1 ? [made] : made.plans;
  // A picture has no place for what could not be read, and a file is not what somebody looks at first.
  if (asked.length > 0 && !asked.some((one) => isForStdout(one) && one.name !== "mermaid"))
    tellProblems((all[0]?.problems ?? []).filter(isUnusable), host);
  if (faults.length > 0) return tellRuleFaults(faults, settings, host);
  const statuses = all.map((each) => statusOf(each, settings.failOn));
  return statuses.find((status) => status === unusable) ?? statuses.find((status) => status === findings) ?? clean;
}

function statusOf(
  { statefulSets, vanished, refusedClaims, foretold = [], problems }: Plan,
  failOn: FailOn,
): ExitStatus {
  if (problems.some(isUnusable)) return unusable;
  const severities = statefulSets.flatMap(({ consequences }) => consequences.map(({ severity }) => severity));
  // A set that goes takes its claims with it where `whenDeleted: Delete` says so; whether one goes by pruning is not known.
  const isLost = vanished.some(
    ({ claims, removal }) => removal.becomes === "deleted" && claims.some(({ becomes }) => becomes === "deleted"),
  );
  if (isLost || refusedClaims.length + foretold.length > 0) severities.push("error");
  return severities.some((severity) => fails(severity, failOn)) ? findings : clean;
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
    {
      flags: "-n, --namespace <NAME>",
      about: "of the sets and commands where the input names none",
      parse: namespaceName,
    },
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
