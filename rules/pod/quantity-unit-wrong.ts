import type { RuleContext } from "../../src/lint/contract/context.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { someVersions } from "../../src/lint/contract/some-versions.ts";
import { mapping } from "../../src/model/fields.ts";
import { parseQuantity, type Quantity } from "../../src/model/quantity.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Path } from "../../src/read/path.ts";
import { isWindows } from "../_shared/windows.ts";

/** Nothing is meant to have less memory or a smaller volume. */
const leastBytes = 1n << 20n;
/** Less memory no container runtime starts anything in: CRI-O asks for as much with crun, which is content with the least of all. */
const leastToStart = 500n << 10n;
const mostCores = 500n;

export const quantityUnitWrong = defineRule({
  id: "quantity-unit-wrong",
  category: "pod",
  subject: "StatefulSet",
  summary: "an amount of memory, CPU or storage has no unit, or a wrong one",
  rationale: `A bare number is bytes for memory and storage, and whole cores for CPU; a small \`m\` is a thousandth of either. \`memory: 512m\` is half a
byte and \`memory: 512\` are bytes, in which no process starts; \`cpu: 500\` are 500 cores. The API server takes them all.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `None known below 1 MiB, which nothing is meant to have. 500 cores and more are a warning, as a few machines have so many.
Left alone: huge pages, extended resources, an amount of 0, which asks for nothing, amounts that the API server refuses, and limits of
pods of Windows, where such a limit is none.`,
  references: [
    "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-memory",
    "kubernetes/kubernetes#79950",
  ],
  messages: {
    memoryLimit: {
      text: "the memory limit of {owner} is `{written}`, which is {amount}: too little for any process, and {consequence}",
      help: "write the unit that is meant: `{better}`",
    },
    memoryRequest: {
      text: "the memory request of {owner} is `{written}`, which is {amount}: the scheduler counts it as needing nothing, puts it on full nodes, and it is among the first to be evicted when memory runs out",
      help: "write the unit that is meant: `{better}`",
    },
    cpuRequest: {
      text: "{owner} requests {amount} (`{written}`): unless a node has so many free, its pods stay Pending",
      help: "write `{better}` where thousandths of a core are meant",
    },
    cpuLimit: {
      text: "the CPU limit of {owner} is {amount} (`{written}`), more than nearly any node has: {consequence}",
      help: "write `{better}` where thousandths of a core are meant",
    },
    storage: {
      text: "the claim template `{template}` asks for `{written}` of storage, which is {amount}: each volume becomes as small as the provisioner makes them, or is refused",
      help: "write the unit that is meant: `{better}`",
    },
  },
  *check(set, context) {
    const onWindows = isWindows(set);
    for (const { amount, owner, list, resource, path } of amountsOf(set)) {
      const { other } = amount;
      // A request above its limit the API server refuses, and says so.
      if (other !== undefined && (list === "limits" ? other > amount.quantity.nanos : other < amount.quantity.nanos))
        continue;
      const { written, quantity } = amount;
      const of = { at: { manifest: set.manifest, path }, ...versionsOf(owner, context) };
      if (of.versions?.length === 0) continue;
      const data = { owner: owner.text, written, better: better(written, resource === "cpu" ? "m" : "Mi") };
      if (resource === "memory" && quantity.units < leastBytes) {
        const isLimit = list === "limits";
        if (isLimit && onWindows) continue;
        yield {
          message: isLimit ? "memoryLimit" : "memoryRequest",
          ...(isLimit && quantity.units < leastToStart ? {} : { severity: "warning" }),
          data: {
            ...data,
            amount: bytes(quantity),
            consequence: quantity.units < leastToStart ? owner.unstarted : "what starts at all is killed at once",
          },
          ...of,
        };
      } else if (resource === "cpu" && quantity.units >= mostCores) {
        yield {
          message: list === "limits" ? "cpuLimit" : "cpuRequest",
          severity: "warning",
          data: {
            ...data,
            amount: `${quantity.units} cores`,
            consequence:
              other === undefined
                ? "it is the request as well, and the pods stay Pending"
                : "it never holds anything back",
          },
          ...of,
        };
      }
    }
    for (const { name, storage, path } of set.claimTemplates) {
      const amount = readAmount(storage);
      if (amount === undefined || amount.quantity.units >= leastBytes) continue;
      yield {
        message: "storage",
        severity: "warning",
        data: {
          template: name,
          written: amount.written,
          amount: bytes(amount.quantity),
          better: better(amount.written, "Gi"),
        },
        at: { manifest: set.manifest, path: [...path, "spec", "resources", "requests", "storage"] },
      };
    }
  },
});

interface Amount {
  readonly written: string;
  readonly quantity: Quantity;
}

interface Owner {
  readonly text: string;
  readonly unstarted: string;
  readonly isPod: boolean;
}

/** The amounts of memory and CPU of the containers and of the whole pod, each with the request or limit beside it in billionths. */
function* amountsOf(set: StatefulSetView) {
  const ofContainers = set.containers.map(({ kind, name, path, value }) => ({
    owner: {
      text: `${kind === "init" ? "init container" : "container"} \`${name}\``,
      unstarted: "the container never starts",
      isPod: false,
    } satisfies Owner,
    resources: mapping(value.resources),
    path: [...path, "resources"] as Path,
  }));
  const ofPod = {
    owner: { text: "the whole pod", unstarted: "none of its containers starts", isPod: true } satisfies Owner,
    resources: mapping(set.pod.spec.resources),
    path: [...set.pod.path, "spec", "resources"] as Path,
  };
  for (const { owner, resources, path } of [...ofContainers, ofPod]) {
    for (const [list, beside] of [
      ["limits", "requests"],
      ["requests", "limits"],
    ] as const) {
      for (const resource of ["memory", "cpu"] as const) {
        const written = mapping(resources[list])[resource];
        const amount = isUsual(resource, written) ? undefined : readAmount(written);
        if (amount === undefined) continue;
        const other = readAmount(mapping(resources[beside])[resource])?.quantity.nanos;
        yield { owner, list, resource, amount: { ...amount, other }, path: [...path, list, resource] as Path };
      }
    }
  }
}

/** What nearly all amounts look like: memory of mebibytes and more, less than a hundred cores. */
const usual = { memory: /^[1-9]\d{0,5}(?:Mi|[GTPE]i?)$/, cpu: /^\d{1,5}m$|^\d{1,2}$/ } as const;

function isUsual(resource: keyof typeof usual, written: unknown): boolean {
  if (typeof written === "number") return resource === "cpu" && written < 100;
  return written === undefined || (typeof written === "string" && usual[resource].test(written));
}

/** An amount above nought as it is written; undefined for anything else. */
function readAmount(value: unknown): Amount | undefined {
  const quantity = parseQuantity(value);
  return quantity === undefined || quantity.sign <= 0 ? undefined : { written: String(value), quantity };
}

/** Resources of the whole pod count where their gate is on; elsewhere the API server drops them. */
function versionsOf({ isPod }: Owner, context: RuleContext): { readonly versions?: readonly string[] } {
  if (!isPod) return {};
  const without = new Set(context.versionsWithout("PodLevelResources"));
  return someVersions(
    context.kubernetesVersions.filter((version) => !without.has(version)),
    context,
  );
}

function bytes({ nanos, units }: Quantity): string {
  if (nanos < 1_000_000_000n) return "less than a byte";
  return `${units} ${units === 1n ? "byte" : "bytes"}`;
}

/** The same number with a unit that can be meant, where it is short enough to be meant so. */
function better(written: string, unit: "m" | "Mi" | "Gi"): string {
  const [, number = "", , suffix = ""] = /^(\d{1,5}(\.\d{1,3})?)([mkK]i?)?$/.exec(written) ?? [];
  if (unit === "m") return number === "" ? "500m" : `${number}m`;
  return number === "" ? `1${unit}` : `${number}${suffix === "m" ? "Mi" : unit}`;
}
