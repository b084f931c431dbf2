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

/** What is said where no namespace is known. */
export const unplaced =
  "the input names no namespace, so kubectl acts in its current one: where the set is in another, `--namespace NAME` puts it into each command";

const sameAgain = "# the same chart, version, values and flags as in the refused upgrade";

/** The command with which the deployer brings changed manifests into the cluster. */
export function deployCommand(deployment: Deployment, namespace: string | undefined): string {
  const { by, name, chart, kind = "helmrelease" } = deployment;
  const flags = namespace !== undefined && isDnsSubdomain(namespace) ? ["--namespace", namespace] : [];
  switch (by) {
    case "helm":
      return shellCommand("helm", "upgrade", named(name, "RELEASE"), named(chart, "CHART"), ...flags);
    case "flux":
      return shellCommand(
        "flux",
        "reconcile",
        kind,
        named(name, "NAME"),
        ...fluxNamespace(deployment),
        "--with-source",
      );
    case "argocd":
      return shellCommand("argocd", "app", "sync", application(name));
    default:
      return shellCommand("kubectl", "apply", ...(flags.length === 0 ? [] : ["-n", namespace ?? ""]), "-f", "new.yaml");
  }
}

/** The commands that keep a deployer from taking back what is changed by hand; undefined where it does not watch. */
export function stillness(deployment: Deployment): { readonly before: string; readonly after: string } | undefined {
  const { by, name, kind = "helmrelease" } = deployment;
  const flux = (verb: string) => shellCommand("flux", verb, kind, named(name, "NAME"), ...fluxNamespace(deployment));
  const argo = (flag: string) => shellCommand("argocd", "app", "set", application(name), flag);
  switch (by) {
    case "flux":
      return { before: flux("suspend"), after: flux("resume") };
    case "argocd":
      return { before: argo("--self-heal=false"), after: argo("--self-heal") };
    default:
      return undefined;
  }
}

function named(name: string | undefined, placeholder: string): string {
  return name !== undefined && isDnsSubdomain(name) ? name : placeholder;
}

/** An Argo CD application by its name, `NAMESPACE/NAME` apart; a placeholder where it is not known. */
export function application(name: string | undefined): string {
  return /^\w[\w.-]*$/.test(name ?? "") ? (name ?? "APP") : "APP";
}

/** Without it flux and kubectl would each look in a namespace of their own. */
function fluxNamespace({ namespace }: Deployment): readonly string[] {
  return ["-n", named(namespace, "NAMESPACE")];
}

export function wordsOf(deployment: Deployment, namespace: string | undefined): DeployerWords {
  const still = stillness(deployment);
  if (still !== undefined) return deployment.by === "flux" ? flux(deployment, still) : argo(deployment, still);
  const upgrade = deployCommand(deployment, namespace);
  return { upgrade: deployment.by === "helm" ? `${upgrade}  ${sameAgain}` : upgrade, first: [], last: [] };
}

type Stillness = NonNullable<ReturnType<typeof stillness>>;

function flux(deployment: Deployment, still: Stillness): DeployerWords {
  const { kind = "helmrelease", name } = deployment;
  const subject = `${kind}/${named(name, "NAME")}`;
  const shown = shellCommand("kubectl", ...fluxNamespace(deployment), "get", subject, "-o", "jsonpath={.spec.suspend}");
  return {
    upgrade: still.after,
    first: [
      {
        do: "keep Flux still, so that it does not apply while you work",
        commands: [still.before],
        checks: [{ command: shown, expect: "true", proof: { that: "nothing-changes" } }],
        ifSkipped: "Flux may apply the refused update, or bring back the set, between two steps",
      },
    ],
    last: [],
    warning: [
      "Flux makes the refused update again at every interval, and it fails each time until this way was gone",
      // helm-controller counts failures: a release that used up its retries is not tried again by itself (fluxcd/flux2#4436).
      ...(kind === "helmrelease"
        ? [
            `where Flux has given up (\`RetriesExceeded\`), \`${shellCommand("flux", "reconcile", kind, named(name, "NAME"), ...fluxNamespace(deployment), "--reset")}\` after the last step makes it try again`,
          ]
        : []),
      ...(named(deployment.namespace, "") === ""
        ? [`NAMESPACE is that of Flux' own object: \`flux get ${kind}s -A\` shows it`]
        : []),
    ].join("; "),
  };
}

function argo(deployment: Deployment, still: Stillness): DeployerWords {
  const shown = shellCommand("argocd", "app", "get", application(deployment.name));
  return {
    upgrade: deployCommand(deployment, undefined),
    first: [
      {
        do: "switch selfHeal off, so that Argo CD does not sync while you work",
        commands: [still.before],
        checks: [
          {
            command: shown,
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
        commands: [still.after],
        checks: [{ command: shown, expect: "Synced and Healthy", proof: { that: "nothing-changes" } }],
        ifSkipped: "changes by hand are not taken back any more",
      },
    ],
    warning:
      "Argo CD retries the refused update as its retry limit says; neither --force nor --replace is a way out: they delete the set with its pods",
  };
}
