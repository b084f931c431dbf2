import { type Deployer, deploymentOf } from "../model/deployer.ts";
import { mapping } from "../model/fields.ts";
import { found } from "../model/lookup.ts";
import { lostServices } from "../model/lost-services.ts";
import { optional } from "../model/pod.ts";
import { keepingNote, removalOf } from "../model/removal.ts";
import { type Difference, differences } from "../model/same-value.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import type { SetPair } from "../model/upgrade.ts";
import { type ImmutableChange, immutableChanges } from "./immutable-fields.ts";
import type { RefusedUpdate } from "./plan-types.ts";
import { defaultsOf } from "./rollout.ts";
import type { SetPlanOptions } from "./set-plan-options.ts";
import type { SetShape } from "./set-shape.ts";
import { writesReplicas } from "./set-update.ts";
import { shellCommand } from "./shell.ts";
import type { WayThrough } from "./way-types.ts";
import { waysThrough } from "./ways-through.ts";

/** What is refused, what may not change, and the ways through with what each costs. */
export function explained(
  refused: { readonly message: string; readonly errors: RefusedUpdate["errors"] },
  view: StatefulSetView,
  running: StatefulSetView | undefined,
  old: SetShape["manifest"] | undefined,
  next: SetShape["manifest"],
  options: SetPlanOptions,
  namespace: string | undefined,
): RefusedUpdate {
  const { message, errors } = refused;
  if (running === undefined || old === undefined) return { message, errors, changes: [], waysThrough: [] };
  const defaults = defaultsOf(options);
  return {
    message,
    errors,
    changes: immutableChanges(old, next, defaults)
      .flatMap(told)
      .map(({ path, from, to }) => ({ path, ...optional("from", from), ...optional("to", to) })),
    waysThrough: waysThrough(old, next, {
      ...defaults,
      ...optional("namespace", namespace),
      ...optional("apply", options.apply),
      deployment: deploymentOf(view.manifest, options.deployer),
      isReplicasLeftOut: !writesReplicas(view),
    }).map((way) => ({
      ...way,
      warnings: [
        ...namesLost(way, { before: running, after: view }, options.deployer, namespace),
        ...trafficLost(way, running, view),
        ...way.warnings,
      ],
    })),
  };
}

/** What a way costs in traffic while pods of the old labels run beside Services of the new selectors. */
function trafficLost({ kind }: WayThrough, before: StatefulSetView, after: StatefulSetView): readonly string[] {
  if (kind === "all-at-once" || before.replicas === 0) return [];
  return [...lostServices({ before, after }, after.release)].map(({ service, requirement }) => {
    const label = `\`${requirement.key}: ${requirement.values.join(", ")}\``;
    const until =
      after.unmet(requirement) === undefined
        ? "it reaches none until one of them is replaced, and then only those that are"
        : "it reaches none of them any more, and none of the new ones";
    return `from the upgrade on, Service \`${service.name}\` selects ${label}, which the pods that run do not carry: ${until}`;
  });
}

/** A pod's name is published by the Service of its subdomain, which it keeps until it is made anew. */
function namesLost(
  { kind }: WayThrough,
  { before, after }: SetPair,
  asked: Deployer | undefined,
  namespace: string | undefined,
): readonly string[] {
  if (kind === "all-at-once" || before.replicas === 0 || before.serviceName === after.serviceName) return [];
  const service = found(before.governingService);
  if (service === undefined || after.release.serviceNamed(service.name, after.manifest).state !== "not-in-input")
    return [];
  const removal = removalOf(service.manifest, asked);
  const keep = shellCommand(
    "kubectl",
    ...(namespace === undefined ? [] : ["-n", namespace]),
    "annotate",
    `service/${service.name}`,
    keepingNote(service.manifest, asked),
  );
  if (removal.becomes === "runs-on") return [];
  return [
    `Service \`${service.name}\` is not in the new manifests (${removal.text}), and with it go the DNS names of the pods that run: until each is made anew no peer finds it by its name, and one that waits for its peers does not become ready. Keep the Service until the last step is done, and delete it then: \`${keep}\` before the first one`,
  ];
}

/** A change as a reader needs it: a claim template that comes or goes by its name, labels and annotations key by key. */
function told(change: ImmutableChange): readonly Difference[] {
  const path = [...change.path, "metadata", "name"];
  switch (change.kind) {
    case "claim-added":
      return [{ path, from: undefined, to: change.template }];
    case "claim-removed":
      return [{ path, from: change.template, to: undefined }];
    case "claim-labels":
      return differences(mapping(change.from), mapping(change.to), change.path);
    default:
      return [change];
  }
}
