import { defineRule } from "../../src/lint/contract/rule.ts";
import { groupedBy } from "../../src/model/grouped.ts";
import { together } from "../../src/model/namespace.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Surroundings } from "../../src/model/workload.ts";

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
  confidence: "possible",
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
  *check(set) {
    for (const { name: template, path } of set.claimTemplates) {
      const names = namesIn(template, set);
      const index = names.findIndex((name) => beside(set, name) !== undefined);
      const own = beside(set, names[index] ?? "");
      if (own === undefined && names.length === 0) continue;
      // The longest name counts: further ones of other releases may be longer than the one of this release.
      const longer = index === -1 ? names : names.slice(0, index);
      const claim = { template, set: set.name, claim: set.claimName(template, 0) };
      yield {
        message: "copied",
        ...(own === undefined ? {} : { data: dataOf(claim, own) }),
        ...(longer.length === 0 ? {} : { question: questionOf(claim, longer, set.manifest.namespace, own) }),
        at: { manifest: set.manifest, path: [...path, "metadata", "name"] },
        related:
          own === undefined
            ? []
            : [
                {
                  manifest: own.manifest,
                  path: ["metadata", "name"],
                  message: `${own.kind} of the name in the claim template`,
                },
              ],
      };
    }
  },
  decide(question, input) {
    const { claim, names, namespace, own } = question as unknown as Asked;
    for (const name of names) {
      const other = input
        .workloadsNamed(name)
        .find((one) => one.namespace === undefined || namespace === undefined || one.namespace === namespace);
      if (other !== undefined) return dataOf(claim, other);
    }
    return own === undefined ? undefined : dataOf(claim, own);
  },
});

/** A claim template, its set, and the name of the first claim that it makes. */
interface Claim {
  readonly template: string;
  readonly set: string;
  readonly claim: string;
}

interface Other {
  readonly kind: string;
  readonly name: string;
}

/** The names to look for in the whole input, the longest first, and who has a shorter one in the set's own release. */
interface Asked {
  readonly claim: Claim;
  readonly names: readonly string[];
  readonly namespace?: string;
  readonly own?: Other;
}

function questionOf(claim: Claim, names: readonly string[], namespace: string | undefined, own: Other | undefined) {
  return {
    claim,
    names,
    ...(namespace === undefined ? {} : { namespace }),
    ...(own === undefined ? {} : { own: { kind: own.kind, name: own.name } }),
  };
}

function dataOf({ template, set, claim }: Claim, { kind, name }: Other): Readonly<Record<string, string>> {
  return { template, set, kind, other: name, claim };
}

/** A workload of that name in the set's own release. */
function beside(set: StatefulSetView, name: string) {
  if (name === "") return undefined;
  return set.release
    .once(byName)
    .get(name)
    ?.find((one) => together(one.manifest, set.manifest));
}

function byName({ workloads }: Surroundings) {
  return groupedBy(workloads, ({ name }) => name);
}

/** What could be another workload's name in a claim template's, the longest first. */
function namesIn(template: string, set: StatefulSetView): readonly string[] {
  if (contains(template, set.name)) return [];
  return phrases(template).filter(
    (name) => name.length >= 3 && !generic.has(name) && !contains(set.name, name) && !runs(set, name),
  );
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
  const names = runningNames.get(set) ?? namesOfContainers(set);
  runningNames.set(set, names);
  return names.has(name);
}

/** Asked for each claim template. */
const runningNames = new WeakMap<StatefulSetView, ReadonlySet<string>>();
/** More containers no pod has. */
const mostContainers = 1_000;

function namesOfContainers({ containers }: StatefulSetView): ReadonlySet<string> {
  return new Set(
    containers.slice(0, mostContainers).flatMap(({ name, image }) => [name, ...phrases(imageName(image))]),
  );
}

function imageName(image: string): string {
  const last = image.slice(image.lastIndexOf("/") + 1);
  return last.split(/[:@]/, 1)[0] ?? "";
}
