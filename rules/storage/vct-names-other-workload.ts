import type { RuleContext, WorkloadName } from "../../src/lint/contract/context.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

/** Names of workloads that also say what a claim is for. */
const generic: ReadonlySet<string> = new Set([
  "app",
  "backup",
  "cache",
  "config",
  "data",
  "logs",
  "storage",
  "store",
  "wal",
]);

export const vctNamesOtherWorkload = defineRule({
  id: "vct-names-other-workload",
  category: "storage",
  subject: "StatefulSet",
  summary: "a claim template has the name of another workload in it",
  rationale: `A claim template's name becomes the first part of every claim's name, and it can never be changed. One that was copied from
another workload makes claims such as \`python-app-data-golang-app-0\`: they work, and whoever cleans up later takes them for the other's.`,
  severity: "info",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Said only where a workload of that name is in the input, the set's own name does not contain it, and no container of the set
runs it.`,
  references: ["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage"],
  messages: {
    copied: {
      text: "claim template `{template}` of `{set}` carries the name of {kind} `{other}`: the claims will be named `{claim}` and look like the other's",
      help: "name it after what it holds, such as `data`; once the set runs, the name cannot be changed",
    },
  },
  *check(set, context) {
    for (const { name, path } of set.claimTemplates) {
      const other = namedIn(name, set, context);
      if (other === undefined) continue;
      const beside = set.release.named(other.kind, other.name, set.manifest);
      yield {
        message: "copied",
        data: { template: name, set: set.name, kind: other.kind, other: other.name, claim: set.claimName(name, 0) },
        at: { manifest: set.manifest, path: [...path, "metadata", "name"] },
        related:
          beside.state === "found"
            ? [
                {
                  manifest: beside.it,
                  path: ["metadata", "name"],
                  message: `${other.kind} of the name in the claim template`,
                },
              ]
            : [],
      };
    }
  },
});

/** The other workload of the input, the one with the longest name, whose name stands in the claim template's as whole words. */
function namedIn(template: string, set: StatefulSetView, context: RuleContext): WorkloadName | undefined {
  if (contains(template, set.name)) return undefined;
  const { namespace } = set.manifest;
  for (const name of phrases(template)) {
    if (name.length < 3 || generic.has(name) || contains(set.name, name) || runs(set, name)) continue;
    const other = context
      .workloadsNamed(name)
      .find((one) => one.namespace === undefined || namespace === undefined || one.namespace === namespace);
    if (other !== undefined) return other;
  }
  return undefined;
}

/** Every run of whole words in a name, the longest first. A claim's name has at most 63 characters. */
function phrases(name: string): readonly string[] {
  const words = name.slice(0, 63).split("-");
  const found: string[] = [];
  for (let length = words.length; length > 0; length--) {
    for (let start = 0; start + length <= words.length; start++) {
      found.push(words.slice(start, start + length).join("-"));
    }
  }
  return found;
}

function contains(text: string, words: string): boolean {
  return words !== "" && `-${text}-`.includes(`-${words}-`);
}

/** Whether a container of the set is called so or runs an image that is. */
function runs(set: StatefulSetView, name: string): boolean {
  return set.containers.some((container) => container.name === name || contains(imageName(container.image), name));
}

function imageName(image: string): string {
  const last = image.slice(image.lastIndexOf("/") + 1);
  return last.split(/[:@]/, 1)[0] ?? "";
}
