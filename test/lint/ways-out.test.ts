import { describe, expect, test } from "vitest";
import { lint } from "../../src/index.ts";
import type { Deployer } from "../../src/model/deployer.ts";
import { shellWords } from "../../src/plan/shell.ts";

interface SetParts {
  readonly replicas?: number;
  readonly image?: string;
  readonly ports?: string;
  readonly spec?: string;
  readonly rest?: string;
}

const notes: Readonly<Record<Deployer, string>> = {
  helm: "labels: { app.kubernetes.io/managed-by: Helm, app.kubernetes.io/instance: shop, helm.sh/chart: store-1.2.3 }",
  kubectl: "labels: { team: a }",
  flux: "labels: { helm.toolkit.fluxcd.io/name: shop, helm.toolkit.fluxcd.io/namespace: fleet }",
  argocd: "labels: { argocd.argoproj.io/instance: shop }",
};

const set = (by: Deployer, { replicas = 2, image = "db:1", ports = "[]", spec = "", rest = "" }: SetParts = {}) => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: prod, ${notes[by]} }
spec:
  serviceName: db
  replicas: ${replicas}
  selector: { matchLabels: { app: db } }
  ${spec}
  template:
    metadata: { labels: { app: db } }
    spec:
      containers:
        - { name: db, image: "example.com/${image}", ports: ${ports}, env: [{ name: A, valueFrom: { configMapKeyRef: { name: db, key: a } } }] }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 2Gi } } }
${rest}`;

const config = (value: string) => `
---
apiVersion: v1
kind: ConfigMap
metadata: { name: db, namespace: prod }
data: { a: "${value}" }`;

const claim = (name: string, more = "", status = "") => `
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: "${name}", namespace: prod, ${more} }
spec: { accessModes: [ReadWriteOnce], volumeName: pvc-7, resources: { requests: { storage: 1Gi } } }
${status}`;

const pod = `
---
apiVersion: v1
kind: Pod
metadata: { name: db-1, namespace: prod, labels: { app: db, controller-revision-hash: db-2 } }
spec: { containers: [{ name: db, image: "example.com/db:2" }] }
status:
  conditions: [{ type: Ready, status: "False" }]
  containerStatuses: [{ name: db, ready: false, state: { waiting: { reason: ImagePullBackOff } } }]`;

const onDelete = "updateStrategy: { type: OnDelete }";
const held = "updateStrategy: { type: RollingUpdate, rollingUpdate: { partition: 1 } }";
const gone = "persistentVolumeClaimRetentionPolicy: { whenScaled: Delete }";
const tcp = "[{ name: t, containerPort: 53 }]";
const both = "[{ name: u, containerPort: 53, protocol: UDP }, { name: t, containerPort: 53 }]";

type Situation = readonly [rule: string, next: (by: Deployer) => string, old?: (by: Deployer) => string];

/** What runs now (absent: `--live`) and what comes, by the rule that speaks of it. */
const situations: readonly Situation[] = [
  ["rollout-held", (by) => set(by, { image: "db:2", spec: held }), (by) => set(by, { spec: held })],
  ["rollout-held", (by) => set(by, { image: "db:2", spec: onDelete }), (by) => set(by, { spec: onDelete })],
  ["config-without-restart", (by) => set(by) + config("two"), (by) => set(by) + config("one")],
  [
    "config-without-restart",
    (by) => set(by, { spec: onDelete }) + config("two"),
    (by) => set(by, { spec: onDelete }) + config("one"),
  ],
  ["claims-scaled-down", (by) => set(by, { replicas: 1 }), (by) => set(by)],
  ["claims-scaled-down", (by) => set(by, { replicas: 1, spec: gone }), (by) => set(by, { spec: gone })],
  ["helm3-merge-loss", (by) => set(by, { ports: both }), (by) => set(by, { ports: tcp })],
  ["claim-orphaned", (by) => set(by) + claim("data-db-7")],
  ["claim-collected", (by) => set(by) + claim("data-db-1", "deletionTimestamp: '2026-01-10T10:00:00Z'")],
  ["claim-collected", (by) => set(by) + claim("data-db-1", "ownerReferences: [{ kind: Pod, name: db-1 }]")],
  ["claim-too-small", (by) => set(by) + claim("data-db-1")],
  ["claim-pending", (by) => set(by) + claim("data-db-1", "", "status: { phase: Pending }")],
  ["rollout-stuck", (by) => set(by, { rest: "status: { currentRevision: db-1, updateRevision: db-3 }" }) + pod],
  [
    "revision-behind",
    (by) => set(by, { spec: onDelete, rest: "status: { currentRevision: db-1, updateRevision: db-3 }" }) + pod,
  ],
];

function helpOf(rule: string, next: string, old: string | undefined): string {
  const { findings } = lint([{ name: "new.yaml", text: next }], {
    ...(old === undefined ? { live: true } : { against: [{ name: "old.yaml", text: old }] }),
  });
  const told = findings.filter((finding) => finding.rule === rule);
  expect(told.length, `${rule} in ${findings.map((finding) => finding.rule).join()}`).toBeGreaterThan(0);
  return told.map(({ help }) => help).join("\n");
}

function never(): never {
  throw new Error("no such situation");
}

/** Commands stand between backticks, and begin with a program. */
const commandsOf = (help: string) =>
  [...help.matchAll(/`((?:kubectl|helm|flux|argocd) [^`]*)`/g)].map(([, command = ""]) => command);

describe.each(["helm", "kubectl", "flux", "argocd"] as const)("Deployed by %s", (by) => {
  test.each(situations.map((situation, index) => ({ rule: situation[0], index })))(
    "the way out of $rule names the namespace on every command ($index)",
    ({ index }) => {
      const [rule, next, old] = situations[index] ?? never();
      const commands = commandsOf(helpOf(rule, next(by), old?.(by)));
      expect(commands.length).toBeGreaterThan(0);
      for (const command of commands) {
        const words = shellWords(command);
        // A volume is in no namespace, an application in that of Argo CD.
        if (words[0] === "argocd" || words.some((word) => word.startsWith("pv/"))) continue;
        const at = words.findIndex((word) => word === "-n" || word === "--namespace");
        expect(words[at + 1], command).toBe(words[0] === "flux" ? "fleet" : "prod");
      }
    },
  );
});

test.each([
  ["helm", "helm upgrade shop store --namespace prod"],
  ["kubectl", "kubectl apply -n prod -f new.yaml"],
  ["flux", "flux reconcile helmrelease shop -n fleet --with-source"],
  ["argocd", "argocd app sync shop"],
] as const)("A partition is lowered through %s, which would put back what was changed beside it", (by, command) => {
  const help = helpOf("rollout-held", set(by, { image: "db:2", spec: held }), set(by, { spec: held }));
  expect(commandsOf(help)).toEqual([command]);
});

test("A restart is asked for so that whoever deploys does not make a second one", () => {
  const restart = (by: Deployer) =>
    commandsOf(helpOf("config-without-restart", set(by) + config("two"), set(by) + config("one")))[0];
  expect(restart("kubectl")).toBe("kubectl -n prod rollout restart statefulset/db");
  expect(restart("flux")).toBe("kubectl -n prod rollout restart statefulset/db --field-manager=flux-client-side-apply");
  expect(restart("argocd")).toBe(
    "argocd app actions run shop restart --kind StatefulSet --resource-name db --namespace prod",
  );
});

test("What a second upgrade mends is upgraded twice, what it does not is applied server-side", () => {
  const [first, second] = ["[{ name: t, containerPort: 53 }, { name: t2, containerPort: 53 }]", tcp];
  const mended = helpOf("helm3-merge-loss", set("helm", { ports: second }), set("helm", { ports: first }));
  expect(mended).toContain("a second time, which brings back what the first leaves out");
  const joined = helpOf("helm3-merge-loss", set("helm", { ports: both }), set("helm", { ports: tcp }));
  expect(commandsOf(joined)).toEqual(["helm upgrade shop store --namespace prod --server-side=true"]);
});

test("Names and sizes of an input stay words in a shell", () => {
  const hostile = "data-db-7 ; reboot -0";
  const help = helpOf("claim-orphaned", `${set("kubectl")}${claim(hostile)}${pod}`, undefined);
  expect(commandsOf(help).map(shellWords)).toEqual([["kubectl", "-n", "prod", "delete", `pvc/${hostile}`]]);
});

describe("A way out that differs between the versions of a range", () => {
  const withClass = (name: string) => `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: prod, ${notes.kubectl} }
spec:
  serviceName: db
  selector: { matchLabels: { app: db } }
  template:
    metadata: { labels: { app: db } }
    spec: { containers: [{ name: db, image: "example.com/db:1" }] }
  volumeClaimTemplates:
    - metadata: { name: data }
      spec: { accessModes: [ReadWriteOnce], volumeAttributesClassName: ${name}, resources: { requests: { storage: 1Gi } } }`;
  const helpUnder = (kubernetesVersion: string) => {
    const input = (text: string) => [{ name: "set.yaml", text }];
    const report = lint(input(withClass("gold")), { against: input(withClass("silver")), kubernetesVersion });
    return report.findings.find(({ rule }) => rule === "immutable-field-changed")?.help ?? "";
  };

  test("is told for each: before 1.34 a claim has no VolumeAttributesClass to patch", () => {
    const help = helpUnder("1.32..1.35");
    expect(help).toMatch(/or under 1\.32 to 1\.33 delete .*; under 1\.34 to 1\.35 delete .*patch pvc\/data-db-0/);
    expect(help.split("; under 1.34")[0]).not.toContain("patch pvc");
  });

  test("is told once where it is the same", () => {
    expect(helpUnder("1.34..1.37")).not.toContain("under 1.3");
    expect(helpUnder("1.34..1.37")).toBe(helpUnder("1.34"));
  });
});
