import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { OptionError } from "../../lint/contract/options.ts";
import { KubernetesVersionError } from "../../model/kubernetes-version.ts";
import { plan } from "../../plan/plan.ts";
import type { Plan } from "../../plan/plan-types.ts";
import { planHtml } from "../../report/plan/html.ts";
import { planMermaid } from "../../report/plan/mermaid.ts";
import { planText } from "../../report/plan/text.ts";
import { printableJson } from "../../report/printable.ts";
import { effectiveSettings } from "../effective-settings.ts";
import { clean, type ExitStatus, unusable } from "../exit-status.ts";
import type { FormatRequest } from "../format-request.ts";
import type { Host } from "../host.ts";
import { reasonOf } from "../input-problem.ts";
import { openSources } from "../open-sources.ts";
import { formatRequest } from "../option-values.ts";
import { type LintRequest, requestOf } from "../request.ts";
import { formatOption, inputOptions, settingOptions } from "../shared-options.ts";
import type { CliCommand } from "./command.ts";

const formats = {
  text: planText,
  json: (value: Plan) => `${printableJson(value)}\n`,
  mermaid: planMermaid,
  html: planHtml,
} as const;

type PlanFormat = keyof typeof formats;
const planFormats: readonly PlanFormat[] = ["text", "json", "mermaid", "html"];

async function planOf(request: LintRequest, host: Host): Promise<Plan> {
  const { options } = await effectiveSettings(request, host);
  const { kubernetesVersion, featureGates } = options;
  const version = typeof kubernetesVersion === "string" ? kubernetesVersion : kubernetesVersion?.at(-1);
  const { inputs, against, problems } = await openSources(request, host);
  try {
    const made = plan(inputs, {
      ...(against === undefined ? {} : { against }),
      ...(version === undefined ? {} : { kubernetesVersion: version }),
      ...(featureGates === undefined ? {} : { featureGates }),
    });
    const failed = new Set(problems.map(({ file }) => file));
    const read = made.problems.filter(
      ({ kind, file }) => kind !== "empty" || !(request.allowEmpty || failed.has(file)),
    );
    return { ...made, problems: [...problems, ...read] };
  } catch (error) {
    if (error instanceof KubernetesVersionError) throw new OptionError(`--kubernetes-version: ${error.message}`);
    throw error;
  }
}

async function runPlan(
  request: LintRequest,
  asked: readonly FormatRequest<PlanFormat>[],
  host: Host,
): Promise<ExitStatus> {
  const made = await planOf(request, host);
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
  return made.problems.some(({ kind }) => kind !== "ignored-text") ? unusable : clean;
}

/** `sts-lint plan [INPUT…]`: what the controller will do. */
export const planCommand: CliCommand = {
  name: "plan",
  args: "[INPUT...]",
  argsAbout: "rendered manifests",
  about: "what the controller will do: pods, DNS names, claims, order of a rollout",
  options: [formatOption(planFormats), ...inputOptions, ...settingOptions],
  run: (args, { format, ...options }, host) => {
    const formats = ((format as readonly string[] | undefined) ?? []).map((text) => formatRequest(text, planFormats));
    return runPlan(requestOf(args, options), formats, host);
  },
};
