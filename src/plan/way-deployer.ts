/*
 * The same way in the words of whoever deploys: Flux and Argo CD apply again and again by themselves, so they are kept
 * still while somebody works by hand.
 */
import type { Deployment } from "../model/deployer.ts";
import { isDnsSubdomain } from "../model/names.ts";
import { shellCommand } from "./shell.ts";
import type { DraftStep } from "./way-steps.ts";

export interface DeployerWords {
  /** The refused upgrade as a command line. */
  readonly upgrade: string;
  readonly first: readonly DraftStep[];
  readonly last: readonly DraftStep[];
  /** What the deployer does by itself with the refused update. */
  readonly warning?: string;
}

const sameAgain = "# the same chart, version, values and flags as in the refused upgrade";

export function wordsOf(deployment: Deployment, namespace: string | undefined): DeployerWords {
  const { by, name, chart } = deployment;
  const known = name !== undefined && isDnsSubdomain(name) ? name : undefined;
  const flags = namespace !== undefined && isDnsSubdomain(namespace) ? ["--namespace", namespace] : [];
  switch (by) {
    case "helm":
      return {
        upgrade: `${shellCommand("helm", "upgrade", known ?? "RELEASE", chart !== undefined && isDnsSubdomain(chart) ? chart : "CHART", ...flags)}  ${sameAgain}`,
        first: [],
        last: [],
      };
    case "flux":
      return flux(deployment, known ?? "NAME");
    case "argocd":
      return argo(/^[\w.-]+$/.test(name ?? "") ? (name ?? "APP") : "APP");
    default:
      return {
        upgrade: shellCommand(
          "kubectl",
          "apply",
          ...(flags.length === 0 ? [] : ["-n", namespace ?? ""]),
          "-f",
          "new.yaml",
        ),
        first: [],
        last: [],
      };
  }
}

function flux({ kind = "helmrelease", namespace }: Deployment, name: string): DeployerWords {
  // Without it flux and kubectl would each look in a namespace of their own.
  const where = ["-n", namespace !== undefined && isDnsSubdomain(namespace) ? namespace : "NAMESPACE"];
  const flux = (verb: string) => shellCommand("flux", verb, kind, name, ...where);
  const shown = shellCommand("kubectl", ...where, "get", `${kind}/${name}`, "-o", "jsonpath={.spec.suspend}");
  return {
    upgrade: flux("resume"),
    first: [
      {
        do: "keep Flux still, so that it does not apply while you work",
        commands: [flux("suspend")],
        checks: [{ command: shown, expect: "true", proof: { that: "nothing-changes" } }],
        ifSkipped: "Flux may apply the refused update, or bring back the set, between two steps",
      },
    ],
    last: [],
    warning:
      "Flux makes the refused update again at every interval, and it fails each time until the set was recreated",
  };
}

function argo(name: string): DeployerWords {
  const argocd = (...words: readonly string[]) => shellCommand("argocd", "app", ...words);
  return {
    upgrade: argocd("sync", name),
    first: [
      {
        do: "switch selfHeal off, so that Argo CD does not sync while you work",
        commands: [argocd("set", name, "--self-heal=false")],
        checks: [
          {
            command: argocd("get", name),
            expect: "no automated sync that heals itself",
            proof: { that: "nothing-changes" },
          },
        ],
        ifSkipped: "Argo CD brings back the set, or retries the refused update, between two steps",
      },
    ],
    last: [
      {
        do: "switch selfHeal on again, if it was on",
        commands: [argocd("set", name, "--self-heal")],
        checks: [{ command: argocd("get", name), expect: "Synced and Healthy", proof: { that: "nothing-changes" } }],
        ifSkipped: "changes by hand are not taken back any more",
      },
    ],
    warning:
      "Argo CD retries the refused update as its retry limit says; neither --force nor --replace is a way out: they delete the set with its pods",
  };
}
