import { expect, test } from "vitest";
import { lint } from "../../src/index.ts";

const set = (name: string, image: string, serviceName = "db", notes = "{}") => `---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: ${name}, annotations: ${notes} }
spec:
  serviceName: ${serviceName}
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { containers: [{ name: main, image: "${image}" }] }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`;

function messages(before: readonly string[], after: readonly string[], rule: string): string[] {
  const input = (name: string, sets: readonly string[]) => [{ name, text: sets.join("") }];
  return lint(input("new.yaml", after), { against: input("old.yaml", before) })
    .findings.filter((finding) => finding.rule === rule)
    .map(({ message, help }) => `${message} ${help}`)
    .sort();
}

test("Renamed sets find their successors in whatever order both sides stand", () => {
  const names = Array.from({ length: 6 }, (_, index) => index);
  const before = names.map((index) => set(`old-${index}`, `example.com/app${index}:1`));
  const after = names.map((index) => set(`new-${index}`, `example.com/app${index}:1`));
  const told = messages(before, after, "pvc-identity-changed");
  expect(told).toHaveLength(6);
  for (const index of names) expect(told[index]).toContain(`new-${index}`);
  const shuffled = [3, 0, 5, 1, 4, 2].map((index) => after[index] ?? "");
  expect(messages(before, shuffled, "pvc-identity-changed")).toEqual(told);
  expect(messages([...before].reverse(), shuffled, "pvc-identity-changed")).toEqual(told);
});

test.each([
  ["helm", "{ meta.helm.sh/release-name: shop }", "helm upgrade"],
  ["argocd", '{ argocd.argoproj.io/tracking-id: "shop:apps/StatefulSet:default/db" }', "argocd app set shop"],
])("A refused field's way out speaks %s where it deploys the set", (deployer, notes, words) => {
  const [old, next] = [set("db", "x:1", "db", notes), set("db", "x:1", "other", notes)];
  const told = lint([{ name: "new.yaml", text: next }], {
    against: [{ name: "old.yaml", text: old }],
    deployer: deployer as "helm" | "argocd",
  }).findings.filter(({ rule }) => rule === "immutable-field-changed");
  expect(told.map(({ help }) => help).join()).toContain(words);
});

test("Flux is suspended before anybody deletes the set that it would bring back", () => {
  const told = lint([{ name: "new.yaml", text: set("db", "x:1", "other") }], {
    against: [{ name: "old.yaml", text: set("db", "x:1") }],
    deployer: "flux",
  }).findings.find(({ rule }) => rule === "immutable-field-changed");
  expect(told?.help).toMatch(/flux suspend .*kubectl delete statefulset\/db --cascade=orphan/);
});
