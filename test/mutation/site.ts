import type { ChartObject, ChartText, Place } from "./chart.ts";
import { entriesOf, get, items, type Keys, number, string } from "./tree.ts";

/** A container of the pod template, and where it stands. */
export interface ContainerAt {
  readonly value: unknown;
  readonly path: Keys;
}

/** One StatefulSet of a chart's output with what surrounds it: where an operator plants its fault. */
export class Site {
  readonly chart: ChartText;
  readonly set: ChartObject;

  constructor(chart: ChartText, set: ChartObject) {
    this.chart = chart;
    this.set = set;
  }

  get name(): string {
    return this.set.name;
  }

  get replicas(): number {
    return number(this.set.value, "spec", "replicas") ?? 1;
  }

  get serviceName(): string | undefined {
    return string(this.set.value, "spec", "serviceName");
  }

  get template(): unknown {
    return get(this.set.value, "spec", "template");
  }

  get podLabels(): ReadonlyMap<string, unknown> {
    return new Map(entriesOf(this.template, "metadata", "labels"));
  }

  get matchLabels(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(entriesOf(this.set.value, "spec", "selector", "matchLabels"));
  }

  get claimTemplates(): readonly unknown[] {
    return items(this.set.value, "spec", "volumeClaimTemplates");
  }

  /** Names of the claim templates. */
  get claims(): readonly string[] {
    return this.claimTemplates.flatMap((claim) => string(claim, "metadata", "name") ?? []);
  }

  get containers(): readonly ContainerAt[] {
    const path = ["spec", "template", "spec", "containers"];
    return items(this.set.value, ...path).map((value, index) => ({ value, path: [...path, index] }));
  }

  /** A container that mounts a claim template, and the mount's index. */
  get claimMount(): (ContainerAt & { readonly mount: number; readonly claim: string }) | undefined {
    for (const container of this.containers) {
      for (const [mount, entry] of items(container.value, "volumeMounts").entries()) {
        const claim = string(entry, "name");
        if (claim !== undefined && this.claims.includes(claim)) return { ...container, mount, claim };
      }
    }
    return undefined;
  }

  others(kind: string): readonly ChartObject[] {
    return this.chart.objects.filter((object) => object.kind === kind && object.namespace === this.set.namespace);
  }

  /** The one Service that serviceName names. */
  get governingService(): ChartObject | undefined {
    const named = this.others("Service").filter(({ name }) => name === this.serviceName);
    return named.length === 1 ? named[0] : undefined;
  }

  /** The other StatefulSets of the chart whose pods carry all of these labels. */
  sharing(labels: Readonly<Record<string, unknown>>): boolean {
    return ["StatefulSet", "Deployment", "DaemonSet"]
      .flatMap((kind) => this.chart.objects.filter((object) => object.kind === kind))
      .some(
        (object) =>
          object !== this.set &&
          Object.entries(labels).every(
            ([key, value]) => get(object.value, "spec", "template", "metadata", "labels", key) === value,
          ),
      );
  }

  /** Whether a budget or an autoscaler of the chart already speaks about the set. */
  has(kind: "PodDisruptionBudget" | "HorizontalPodAutoscaler"): boolean {
    return this.chart.objects.some((object) => {
      if (object.kind !== kind) return false;
      if (kind === "HorizontalPodAutoscaler") return get(object.value, "spec", "scaleTargetRef", "name") === this.name;
      const wanted = entriesOf(object.value, "spec", "selector", "matchLabels");
      return wanted.every(([key, value]) => this.podLabels.get(key) === value);
    });
  }

  /** Adds an object to the set's namespace. */
  add(apiVersion: string, kind: string, name: string, body: Readonly<Record<string, unknown>>): ChartObject {
    const namespace = this.set.namespace === undefined ? {} : { namespace: this.set.namespace };
    return this.chart.add({ apiVersion, kind, metadata: { name, ...namespace }, ...body });
  }
}

/** Plants one rule's fault. */
export interface Operator {
  /** The rule that must speak up. */
  readonly rule: string;
  /** What is planted, in a few words; tells operators of one rule apart. */
  readonly plants: string;
  /** The Kubernetes minor to lint for; the newest unless given. */
  readonly kubernetesVersion?: string;
  /** What the planted text is linted against: the text without the plant, or a cluster that is asked about itself. */
  readonly mode?: "against" | "live";
  /** Makes the text that the plant is compared with; false where the set does not lend itself to the fault. */
  prepare?(site: Site): boolean;
  /** Where it was planted; undefined where the set does not lend itself to the fault. */
  plant(site: Site): Place | undefined;
}
