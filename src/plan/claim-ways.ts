/*
 * Ways around a claim whose update is refused. Each is run before it is told: of what is expected only that stays which the
 * claims and the pods of the sets then show.
 */
import type { Deployment } from "../model/deployer.ts";
import { type Fields, filled, mapping } from "../model/fields.ts";
import type { Difference } from "../model/same-value.ts";
import { formatPath, type Path, valueAt } from "../read/path.ts";
import { kubectl } from "./all-named.ts";
import type { ClaimRefusal } from "./claim-refusal.ts";
import { type Applied, type ClaimProof, type ClaimWayOptions, ClaimWayRun, type Mounter } from "./claim-way-run.ts";
import type { ClaimWay } from "./plan-types.ts";
import { WayError } from "./way-claims.ts";
import { deployCommand } from "./way-deployer.ts";

/** A claim as the manifest writes it and as it is stored, and what of it may not change. */
export interface ClaimToChange {
  readonly manifest: Fields;
  readonly live: Fields;
  readonly asked: Fields;
  readonly refusals: readonly ClaimRefusal[];
  readonly changes: readonly Difference[];
}

export interface ClaimWaysOptions extends ClaimWayOptions {
  readonly deployment: Deployment;
  readonly namespace?: string;
  /** The sets whose pods mount it; undefined where they are not played. */
  readonly mounters: readonly Mounter[] | undefined;
  /** Whether a set makes claims of this name of its own templates, and so mounts no other. */
  readonly isMade: boolean;
}

interface DraftStep {
  readonly do: string;
  readonly commands: readonly string[];
  readonly applies?: Applied;
  readonly checks: readonly { readonly command?: string; readonly expect: string; readonly proof: ClaimProof }[];
  /** Who of the pods still mounts the old claim, told as the sets show it. */
  readonly usedBy?: string;
  readonly ifSkipped: string;
}

interface Draft {
  readonly summary: string;
  readonly steps: readonly DraftStep[];
  /** The claims that are there at the end. */
  readonly claims: readonly string[];
}

export function claimWays(claim: ClaimToChange, options: ClaimWaysOptions): ClaimWay[] {
  return drafts(claim, options).flatMap((draft) => {
    const way = followed(draft, claim, options);
    return way === undefined ? [] : [way];
  });
}

function drafts(claim: ClaimToChange, options: ClaimWaysOptions): Draft[] {
  const { refusals } = claim;
  if (refusals.includes("waiting")) return [anew(claim, options), keep(claim, options)];
  // Nobody knows what is on a volume that was lost, or that a claim names and is not bound to.
  if (options.isMade || refusals.includes("unbound") || refusals.every((refusal) => refusal === "attributes"))
    return [keep(claim, options)];
  return [keep(claim, options), move(claim, options)];
}

function keep(claim: ClaimToChange, { deployment, namespace }: ClaimWaysOptions): Draft {
  const name = nameOf(claim);
  return {
    summary: "keep the claim as it is: its volume, the data, and all that mounts it",
    claims: [name],
    steps: [
      {
        do: `write again what the claim has now ${sourceOf(deployment)}: ${claim.changes.map(wanted).join(", ")}`,
        commands: [deployCommand(deployment, namespace)],
        applies: { claims: [asItWas(claim)] },
        checks: [
          {
            command: kubectl(at(namespace), "get", `pvc/${name}`),
            expect: "the claim as it was, with the same VOLUME",
            proof: { that: "as-it-was", claim: name },
          },
        ],
        ifSkipped: "the upgrade is refused again",
      },
    ],
  };
}

function anew(claim: ClaimToChange, { deployment, namespace }: ClaimWaysOptions): Draft {
  const name = nameOf(claim);
  const shown = kubectl(at(namespace), "get", `pvc/${name}`);
  return {
    summary: "make the claim anew: no volume is bound to it, so it holds no data",
    claims: [name],
    steps: [
      {
        do: "delete the claim that waits; if it stays Terminating, a pod that is scheduled mounts it: delete that pod, too",
        commands: [kubectl(at(namespace), "delete", `pvc/${name}`)],
        checks: [{ command: shown, expect: "NotFound", proof: { that: "absent", claim: name } }],
        ifSkipped: "the upgrade is refused again",
      },
      {
        do: "upgrade, which makes it as it is asked for now",
        commands: [deployCommand(deployment, namespace)],
        applies: { claims: [claim.manifest] },
        checks: [
          {
            command: shown,
            expect: "the claim, with the new fields",
            proof: {
              that: "made-anew",
              claim: name,
              values: claim.changes.map(({ path, to }) => [path, to] as const),
            },
          },
        ],
        ifSkipped: "the pods that mount it wait for it",
      },
    ],
  };
}

function move(claim: ClaimToChange, { deployment, namespace, mounters }: ClaimWaysOptions): Draft {
  const name = nameOf(claim);
  const another = `${name}-new`;
  const [source, deploy] = [sourceOf(deployment), deployCommand(deployment, namespace)];
  const written = { ...claim.manifest, metadata: { ...mapping(claim.manifest.metadata), name: another } };
  const both = [asItWas(claim), written];
  const bothThere = {
    command: kubectl(at(namespace), "get", "pvc"),
    proof: { that: "there", claims: [name, another] } as const,
  };
  return {
    summary: "move to another volume under another name, and copy the data",
    claims: [name, another],
    steps: [
      {
        do: `${source}, write a claim of another name with the new fields beside this one, which stays as it is now, and apply it`,
        commands: [deploy],
        applies: { claims: both },
        checks: [
          {
            ...bothThere,
            expect: "both claims; the new one is Bound, or Pending until a pod mounts it (WaitForFirstConsumer)",
          },
        ],
        ifSkipped: "there is nowhere to copy to",
      },
      {
        do: "stop what writes to it, and copy all files, with their owners and modes, from the one claim to the other, in a pod that mounts both",
        commands: [],
        checks: [],
        ifSkipped: "the pods come back on an empty volume",
      },
      {
        do: `${source}, mount the new claim in place of \`${name}\`, and upgrade; take \`${name}\` out only when its data is needed no more: it goes with its volume where the reclaim policy is Delete`,
        commands: [deploy],
        applies: { claims: both, mounts: another },
        checks: [{ ...bothThere, expect: "both claims, the new one Bound" }],
        ...(mounters === undefined || mounters.length === 0
          ? {}
          : { usedBy: kubectl(at(namespace), "describe", `pvc/${name}`) }),
        ifSkipped: "the pods stay on the old volume",
      },
    ],
  };
}

/** The draft with what of it came true; undefined where it cannot be gone. */
function followed(draft: Draft, claim: ClaimToChange, options: ClaimWaysOptions): ClaimWay | undefined {
  const run = new ClaimWayRun(claim.live, options.mounters ?? [], options);
  let dropped = 0;
  try {
    const steps = draft.steps.map((step) => {
      if (step.applies !== undefined) run.apply(step.applies);
      else for (const command of step.commands) run.run(command);
      const held = step.checks.filter(({ proof }) => run.holds(proof));
      dropped += step.checks.length - held.length;
      return {
        do: step.do,
        commands: step.commands,
        checks: [
          ...held.map(({ command, expect }) => ({ ...(command === undefined ? {} : { command }), expect })),
          ...(step.usedBy === undefined
            ? []
            : [{ command: step.usedBy, expect: usedByText(run.podsOn(nameOf(claim))) }]),
        ],
        ifSkipped: step.ifSkipped,
      };
    });
    const isWhole =
      run.claims.length === draft.claims.length && draft.claims.every((name) => run.claims.includes(name));
    return { summary: draft.summary, steps, proved: isWhole && dropped === 0, dropped };
  } catch (error) {
    if (error instanceof WayError) return undefined;
    throw error;
  }
}

/** More pods are counted. */
const mostNamed = 5;

function usedByText(pods: readonly string[]): string {
  if (pods.length === 0) return "Used By: <none>";
  const names =
    pods.slice(0, mostNamed).join(", ") + (pods.length > mostNamed ? ` and ${pods.length - mostNamed} more` : "");
  return `Used By: ${names}, which the update does not reach: delete each by hand, once it may come back on the new claim`;
}

function nameOf({ manifest }: ClaimToChange): string {
  return filled(mapping(manifest.metadata).name) ?? "";
}

function at(namespace: string | undefined): { readonly namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}

function sourceOf({ by }: Deployment): string {
  if (by === "flux" || by === "argocd") return "in Git";
  return by === "helm" ? "in the chart's values" : "in the manifest";
}

/** The manifest with what the claim has now where it may not change. */
function asItWas({ asked, live, changes }: ClaimToChange): Fields {
  return changes.reduce((claim, { path }) => withValue(claim, path, valueAt(live, path)), asked);
}

function withValue(target: Fields, [key = "", ...rest]: Path, value: unknown): Fields {
  const { [key]: was, ...others } = target;
  if (rest.length > 0) return { ...others, [key]: withValue(mapping(was), rest, value) };
  return value === undefined ? others : { ...others, [key]: value };
}

function wanted({ path, from }: Difference): string {
  const place = formatPath(path);
  return from === undefined
    ? `\`${place}\` left out`
    : `\`${place}: ${typeof from === "string" ? from : (JSON.stringify(from) ?? "")}\``;
}
