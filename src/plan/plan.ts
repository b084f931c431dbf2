import type { Deployer } from "../model/deployer.ts";
import { groupedBy } from "../model/grouped.ts";
import { type HookClaim, hookClaims } from "../model/hook-claims.ts";
import {
  type AskedVersion,
  type FeatureGates,
  formatMinor,
  KubernetesVersionError,
  severalVersions,
  versionOf,
} from "../model/kubernetes-version.ts";
import { leftClaims } from "../model/left-claims.ts";
import { optional } from "../model/pod.ts";
import { sideOf } from "../model/releases.ts";
import type { StatefulSetView } from "../model/statefulset.ts";
import { Upgrade } from "../model/upgrade.ts";
import { vanishedClaims } from "../model/vanished-claims.ts";
import type { Input } from "../read/document.ts";
import { readManifests } from "../read/index.ts";
import type { Problem } from "../read/problem.ts";
import { tooManyValues } from "./acceptable-set.ts";
import { Foretelling } from "./foretelling.ts";
import type { ForetoldOf } from "./foretold.ts";
import { oddities, odditiesOf, unknownAfter, unknownBefore } from "./oddities.ts";
import type { Plan } from "./plan-types.ts";
import { refusedClaims } from "./refused-claims.ts";
import { refusedTogether } from "./refused-together.ts";
import { planSet } from "./set-plan.ts";
import type { SetPlanOptions } from "./set-plan-options.ts";
import { mostPods } from "./set-shape.ts";
import type { ApplyMode } from "./set-update.ts";
import { problemsOf, unplannedOf } from "./silence.ts";
import { stoppedByClaims } from "./stopped-by.ts";
import { planVanished } from "./vanished.ts";

export interface PlanOptions {
  /** What runs now: `helm get manifest`, `helm template` of what was installed, `kubectl get … -o yaml`. */
  readonly against?: readonly Input[];
  /** Whether something runs now that could not be had, so that `against` lacks it; the plan then says so. False unless set. */
  readonly isBeforeUnread?: boolean;
  /** One version such as `1.36`; the newest known unless given. An unknown one, a list or a range throws KubernetesVersionError. */
  readonly kubernetesVersion?: string;
  readonly featureGates?: FeatureGates;
  /** How it will be applied; `client` unless set. */
  readonly apply?: ApplyMode;
  /** Whose commands the ways through speak; from labels and annotations unless set. */
  readonly deployer?: Deployer;
  /** The namespace of sets, and of the commands on them, where neither input names one; kubectl's current one unless set. */
  readonly namespace?: string;
  /** Seconds that `helm upgrade --wait` would wait; 300 unless set. */
  readonly timeoutSeconds?: number;
  /** What is known of the new pods and the objects beside the sets, as `foretold` has it from the linter; nothing unless set. */
  readonly foretold?: readonly ForetoldOf[];
}

/**
 * What will happen when the input is applied: for each StatefulSet its pods, claims and the steps of the controller,
 * in order. Built on Rollout; never throws on bad text, whose problems it lists. For one version of Kubernetes; `plans`
 * makes them for several.
 */
export function plan(inputs: readonly Input[], options: PlanOptions = {}): Plan {
  const { kubernetesVersion: asked, featureGates } = options;
  if (asked !== undefined && severalVersions(asked))
    throw new KubernetesVersionError(
      `\`${asked}\` is more than one version of Kubernetes: plan() takes one; plans() gives a plan for each group of versions that behave alike`,
    );
  return planned(readUpdate(inputs, options.against), options, versionOf(asked, featureGates));
}

/** What the inputs hold, read once for any number of versions. */
export interface Update {
  readonly upgrade: Upgrade;
  readonly against: boolean;
  /** What the new input holds and no plan is made for, and why, as sentences. */
  readonly unplanned: readonly string[];
  readonly problems: readonly Problem[];
}

export function readUpdate(inputs: readonly Input[], against: readonly Input[] | undefined): Update {
  const next = readManifests(inputs);
  const old = against === undefined ? undefined : readManifests(against);
  return {
    upgrade: new Upgrade(sideOf(old?.documents ?? []), sideOf(next.documents)),
    against: old !== undefined,
    unplanned: unplannedOf(next),
    problems: [next, ...(old === undefined ? [] : [old])].flatMap(problemsOf),
  };
}

/** Pods and their claims that a plan names at most, beside so many for each set; of one large set fewer are spelt out anyway. */
const mostNames = 60_000;
const namesPerSet = 50;

/** How many pods and claims of a set are named. */
function namesIn(set: StatefulSetView): number {
  return Math.min(set.replicas, mostPods) * (1 + set.claimTemplates.length);
}

/** More sets than a chart has: of so many, not even the values are held. */
const manySets = 2_000;

/** The plan for one version. */
export function planned(
  { upgrade, against, unplanned, problems }: Update,
  options: Pick<PlanOptions, "apply" | "deployer" | "namespace" | "timeoutSeconds" | "isBeforeUnread" | "foretold">,
  version: AskedVersion,
): Plan {
  const { minor, featureGates } = version;
  const foretelling = new Foretelling(options.foretold ?? [], version);
  const rollout: SetPlanOptions = {
    kubernetesVersion: formatMinor(minor),
    featureGates,
    ...optional("apply", options.apply),
    ...optional("deployer", options.deployer),
    ...optional("namespace", options.namespace),
    ...optional("timeoutSeconds", options.timeoutSeconds),
  };
  const views: StatefulSetView[] = [];
  const tooLarge: string[] = [];
  const running = new Map(upgrade.pairs.map(({ before, after }) => [after, before]));
  const gone = groupedBy(vanishedClaims(upgrade, options.deployer), ({ usedBy, wantedBy }) => wantedBy ?? usedBy);
  const odd = against ? odditiesOf(upgrade).map((oddity) => oddities[oddity]) : [];
  let left = mostNames + namesPerSet * (upgrade.after.statefulSets.length + upgrade.vanished.length);
  const tooManyNames = (...of: readonly (StatefulSetView | undefined)[]): string | undefined => {
    const names = Math.max(...of.map((set) => (set === undefined ? 0 : namesIn(set))));
    if (names > left) return "with it there are more pods and claims than a plan names; plan it with fewer `replicas`";
    left -= names;
    return undefined;
  };
  const sets = upgrade.after.statefulSets.flatMap((view) => {
    const was = running.get(view);
    const reason = tooManyValues(view.manifest.value) ?? tooManyValues(was?.manifest.value) ?? tooManyNames(view, was);
    if (reason !== undefined) {
      tooLarge.push(`StatefulSet/${view.name} is not planned, whatever changes in it: ${reason}`);
      return [];
    }
    views.push(view);
    const goneClaims = [view, ...(was === undefined ? [] : [was])].flatMap((set) => gone.get(set) ?? []);
    const renewedClaims = was === undefined ? [] : renewedBy(view, options.deployer);
    const workload = upgrade.replacedBy(view);
    const replaced = workload && { workload, left: leftClaims(upgrade, workload, view, options.deployer) };
    const around = { before: upgrade.before, ...optional("replaced", replaced), goneClaims, renewedClaims };
    const set = planSet(view, was, around, rollout, foretelling.of(view));
    // Of thousands of sets only the plans are held.
    for (const one of was === undefined ? [view] : [view, was]) {
      if (upgrade.after.statefulSets.length > manySets) one.forget();
      else one.letGo();
    }
    return [set];
  });
  const isUnread = options.isBeforeUnread === true || upgrade.before.isUnread;
  const claims = refusedClaims(upgrade, { minor, featureGates }, options);
  const besides = foretelling.besides(sets, claims);
  return {
    version: 1,
    kubernetesVersion: formatMinor(minor),
    against,
    statefulSets: stoppedByClaims(refusedTogether(sets, views), views, claims, upgrade.after, options.deployer),
    vanished: upgrade.vanished.flatMap((view) => {
      const reason = tooManyNames(view);
      if (reason === undefined) return [planVanished(view, upgrade, rollout)];
      tooLarge.push(
        `StatefulSet/${view.name} is not in the input any more, and what becomes of it is not planned: ${reason}`,
      );
      return [];
    }),
    refusedClaims: claims,
    ...optional("foretold", besides.length > 0 ? besides : undefined),
    notes: [
      ...(isUnread ? [unknownBefore] : []),
      ...upgrade.unknown.map(({ name }) => unknownAfter(name)),
      ...odd,
      ...unplanned,
      ...tooLarge,
    ],
    problems,
  };
}

/** Before a set's first installation there is nothing to lose; what a rollback or another installation deletes is not this upgrade's. */
function renewedBy(view: StatefulSetView, deployer: Deployer | undefined): readonly HookClaim[] {
  return hookClaims(view, deployer).filter(({ deletion }) => deletion === "upgrade" || deletion === "sync");
}
