import type { Deployer } from "../model/deployer.ts";
import { filled, has, integer, mapping } from "../model/fields.ts";
import type { HookClaim } from "../model/hook-claims.ts";
import type { LeftClaim } from "../model/left-claims.ts";
import { found } from "../model/lookup.ts";
import type { Release } from "../model/release.ts";
import { removalOf } from "../model/removal.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { VanishedClaim } from "../model/vanished-claims.ts";
import type { Workload } from "../model/workload.ts";

/** More are counted. */
const mostClaims = 5;

/** What is not the set itself and matters for what becomes of it. */
export interface SetSurroundings {
  /** What runs now, the set itself or not. */
  readonly before: Release;
  /** A workload of another kind that runs under its name, and its claims that the set does not mount. */
  readonly replaced?: { readonly workload: Workload; readonly left: readonly LeftClaim[] };
  /** Claims of the manifests, not of its templates, that its pods mount and that the new manifests lack. */
  readonly goneClaims: readonly VanishedClaim[];
  /** Claims that its pods mount, and that the upgrade deletes before it makes them anew. */
  readonly renewedClaims: readonly HookClaim[];
}

/** What a reader of the plan should know besides: sentences about one set. */
export function setNotes(
  view: StatefulSetView,
  running: StatefulSetView | undefined,
  { replaced, goneClaims, renewedClaims }: SetSurroundings,
  deployer?: Deployer,
): string[] {
  return [
    ...goneClaims.slice(0, mostClaims).map((claim) => goneNote(claim, deployer)),
    ...(goneClaims.length > mostClaims
      ? [`${goneClaims.length - mostClaims} more claims that its pods mount are not in the input any more`]
      : []),
    ...renewedClaims.slice(0, mostClaims).map(renewedNote),
    ...dnsNotes(view, running, deployer),
    ...replicaNotes(view, running),
    ...runningNotes(running),
    ...(replaced === undefined ? [] : [replacedNote(replaced, deployer)]),
  ];
}

/** Those that whoever deploys them surely deletes, though the pods mount them still. */
export function lostClaims({ goneClaims, renewedClaims }: SetSurroundings, deployer?: Deployer): readonly string[] {
  const gone = goneClaims.filter(
    ({ manifest, wantedBy }) => wantedBy !== undefined && removalOf(manifest, deployer).isCertain,
  );
  return [...new Set([...gone, ...renewedClaims].map(({ manifest }) => manifest.name))];
}

/** A hook's claim that this very upgrade deletes first. */
function renewedNote({ manifest, deletion }: HookClaim): string {
  const start = `claim \`${manifest.name}\` is a hook, and its pods mount it:`;
  const end = "it goes with the last pod that mounts it, with the data";
  return deletion === "upgrade"
    ? `${start} Helm deletes it before it makes it anew; ${end}, and Helm 3 waits for that until its timeout`
    : `${start} Argo CD deletes it before it makes it anew, and waits until it is gone; ${end}`;
}

function goneNote({ manifest, wantedBy, isMadeAnew, isHook }: VanishedClaim, deployer: Deployer | undefined): string {
  const { becomes, text } = removalOf(manifest, deployer);
  const mounts = wantedBy === undefined ? "its pods mount it now, and no longer afterwards" : "its pods mount it still";
  const then = isMadeAnew
    ? "it goes with the pod that mounts it, with the data, and the pod comes back on a new, empty claim"
    : "it goes with the last pod that mounts it, with the data, and later pods wait for it for ever";
  const end = becomes === "runs-on" || wantedBy === undefined ? "" : `; ${then}`;
  const left = isHook ? "is only a hook in the input, which is no part of the release" : "is not in the input any more";
  return `claim \`${manifest.name}\` ${left}, and ${mounts}. ${text}${end}`;
}

/** A Deployment's claim is named in its pod template; the set's claims are new ones. */
function replacedNote(
  { workload, left }: NonNullable<SetSurroundings["replaced"]>,
  deployer: Deployer | undefined,
): string {
  const behind = left.map(({ claimName, removal }) => {
    const gone = removal === undefined ? "" : `, and the new manifests no longer hold it: ${removal.text}`;
    return `. What it wrote is in \`${claimName}\`, which the set does not mount${gone}`;
  });
  const { text } = removalOf(workload.manifest, deployer);
  return `${workload.kind} \`${workload.name}\` runs now under this name: ${text}${behind.slice(0, mostClaims).join("")}`;
}

function dnsNotes(
  view: StatefulSetView,
  running: StatefulSetView | undefined,
  deployer: Deployer | undefined,
): string[] {
  if (view.serviceName === undefined) return ["no serviceName: its pods have no DNS names of their own"];
  switch (view.governingService.state) {
    case "not-in-input": {
      const without = "without it the pods' DNS names do not resolve";
      const was = running?.serviceName === view.serviceName ? found(running.governingService) : undefined;
      if (was === undefined) return [`Service \`${view.serviceName}\` is not in the input: ${without}`];
      return [
        `Service \`${view.serviceName}\` is not in the input any more. ${removalOf(was.manifest, deployer).text}; ${without}`,
      ];
    }
    case "ambiguous":
      return [`several Services of the input are called \`${view.serviceName}\``];
    case "found":
      return [];
  }
}

function replicaNotes(view: StatefulSetView, running: StatefulSetView | undefined): string[] {
  const notes: string[] = [];
  const [autoscaler] = view.autoscalers;
  if (autoscaler !== undefined)
    notes.push(
      `${autoscaler.manifest.kind} \`${autoscaler.manifest.name}\` may change the number of replicas at any time`,
    );
  const was = running && integer(running.spec.replicas);
  const live = filled(mapping(running?.manifest.value.metadata).uid) !== undefined;
  if (!live && was !== undefined && was !== 1 && !has(view.spec, "replicas"))
    notes.push(
      `replicas was ${was} and is not written any more: the upgrade sets it to 1, even where an autoscaler raises it again`,
    );
  return notes;
}

/** A live set tells whether it is at rest. */
function runningNotes(running: StatefulSetView | undefined): string[] {
  const status = mapping(running?.manifest.value.status);
  const [current, update] = [filled(status.currentRevision), filled(status.updateRevision)];
  if (current === undefined || update === undefined || current === update) return [];
  return [
    "what runs now is itself between two revisions; the plan begins as if that update were done, so more pods may be replaced than it shows",
  ];
}
