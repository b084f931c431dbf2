import { type Family, linted, many, setText } from "./family.ts";

const whole = (name: string, text: (size: number) => string): Family => linted(`documents: ${name}`, text);

const configMap = (index: number) =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c${index}}\ndata: {a: b}\n`;
const sourced = (index: number) => `---\n# Source: c${index}/templates/a.yaml\n${configMap(index).slice(4)}`;
const json = (index: number) =>
  JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: `c${index}` }, data: { a: "b" } });
const item = (index: number) => `- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: c${index}}\n`;
const kinded = (kind: string, apiVersion: string, spec: string) => (index: number) =>
  `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: n${index}}\nspec: ${spec}\n`;

/** Kinds that meet the sets of their release: each of them beside as many sets. */
const meeting: Readonly<Record<string, (index: number) => string>> = {
  "Services of all sets": kinded("Service", "v1", "{selector: {tier: db}, ports: [{port: 1}]}"),
  "Services of one set": (index) => kinded("Service", "v1", `{selector: {app: db${index}}, ports: [{port: 1}]}`)(index),
  "budgets of all sets": kinded(
    "PodDisruptionBudget",
    "policy/v1",
    "{maxUnavailable: 0, selector: {matchLabels: {tier: db}}}",
  ),
  autoscalers: (index) =>
    kinded(
      "HorizontalPodAutoscaler",
      "autoscaling/v2",
      `{maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: db${index}}}`,
    )(index),
  NetworkPolicies: kinded("NetworkPolicy", "networking.k8s.io/v1", "{podSelector: {}, ingress: []}"),
  claims: (index) =>
    `---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data-db${index}-0}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n`,
  Deployments: kinded(
    "Deployment",
    "apps/v1",
    "{selector: {matchLabels: {tier: db}}, template: {metadata: {labels: {tier: db}}, spec: {containers: [{name: a, image: a:1}]}}}",
  ),
  Jobs: kinded(
    "Job",
    "batch/v1",
    "{template: {metadata: {labels: {tier: db}}, spec: {restartPolicy: Never, containers: [{name: a, image: a:1}]}}}",
  ),
  "Services of pods that no set has": (index) =>
    kinded("Service", "v1", `{selector: {statefulset.kubernetes.io/pod-name: n${index}-0}, ports: [{port: 1}]}`)(index),
  "Services of revisions": (index) =>
    kinded("Service", "v1", `{selector: {tier: db, controller-revision-hash: r${index}}, ports: [{port: 1}]}`)(index),
  "Services of an ordinal each": (index) =>
    kinded("Service", "v1", `{selector: {apps.kubernetes.io/pod-index: "${index}"}, ports: [{port: 1}]}`)(index),
  "Services of Jobs": (index) =>
    kinded("Service", "v1", `{selector: {job-name: n${index}}, ports: [{port: 1}]}`)(index),
  "Services of ordinals that no set has": kinded(
    "Service",
    "v1",
    '{selector: {tier: db, apps.kubernetes.io/pod-index: "9"}, ports: [{port: 1}]}',
  ),
  "Services of a port by name of all sets": kinded(
    "Service",
    "v1",
    "{selector: {tier: db}, ports: [{port: 1, targetPort: none}]}",
  ),
  "budgets that miss the sets by a label": kinded(
    "PodDisruptionBudget",
    "policy/v1",
    "{maxUnavailable: 1, selector: {matchLabels: {tier: db, zone: a}}}",
  ),
  "budgets by expressions": (index) =>
    kinded(
      "PodDisruptionBudget",
      "policy/v1",
      `{maxUnavailable: 1, selector: {matchExpressions: [{key: app, operator: NotIn, values: [db${index}]}]}}`,
    )(index),
  "autoscalers of another kind": (index) =>
    kinded(
      "HorizontalPodAutoscaler",
      "autoscaling/v2",
      `{maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: db${index}}}`,
    )(index),
  "NetworkPolicies by expressions": (index) =>
    kinded(
      "NetworkPolicy",
      "networking.k8s.io/v1",
      `{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [db${index}]}]}, ingress: []}`,
    )(index),
  "Deployments by expressions": (index) =>
    kinded(
      "Deployment",
      "apps/v1",
      `{selector: {matchExpressions: [{key: tier, operator: Exists}, {key: app, operator: NotIn, values: [db${index}]}]}, template: {metadata: {labels: {tier: db}}, spec: {containers: [{name: a, image: a:1}]}}}`,
    )(index),
  "NetworkPolicies of peers": kinded(
    "NetworkPolicy",
    "networking.k8s.io/v1",
    "{podSelector: {matchLabels: {tier: db}}, ingress: [{from: [{podSelector: {matchLabels: {tier: web}}}], ports: [{port: 1}]}]}",
  ),
  "node ports": (index) =>
    `---\napiVersion: v1\nkind: Service\nmetadata: {name: n${index}}\nspec: {type: NodePort, selector: {tier: db}, ports: [{port: 1, nodePort: ${30000 + (index % 2000)}}]}\n`,
  "Pods written out": (index) =>
    `---\napiVersion: v1\nkind: Pod\nmetadata: {name: n${index}, labels: {tier: db}}\nspec: {containers: [{name: a, image: "a:1"}], volumes: [{name: d, persistentVolumeClaim: {claimName: data-db${index}-0}}]}\n`,
  ServiceAccounts: (index) => `---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: n${index}}\n`,
  Secrets: (index) => `---\napiVersion: v1\nkind: Secret\nmetadata: {name: n${index}}\nstringData: {a: b}\n`,
};

const labelled = (index: number) =>
  setText({ name: `db${index}`, podMetadata: "annotations: {a: b}\n" }).replaceAll(
    `{app: db${index}}`,
    `{app: db${index}, tier: db}`,
  );

export const documents: readonly Family[] = [
  whole("ConfigMaps", (size) => many(size, configMap)),
  whole("ConfigMaps of a release each", (size) => many(size, sourced)),
  whole("sets", (size) => many(size, (index) => setText({ name: `db${index}` }))),
  whole("sets of one name", (size) => many(size, () => setText())),
  whole("sets of a release each", (size) =>
    many(size, (index) => setText().replaceAll("---\n", `---\n# Source: c${index}/templates/a.yaml\n`)),
  ),
  whole("a JSON array", (size) => `[${Array.from({ length: size }, (_, index) => json(index)).join(",")}]`),
  whole("JSON documents", (size) => many(size, (index) => `${json(index)}\n`)),
  whole("a List", (size) => `apiVersion: v1\nkind: List\nitems:\n${many(size, item)}`),
  whole("a long List", (size) => `apiVersion: v1\nkind: List\nitems:\n${many(size * 10, item)}`),
  whole(
    "a List whose items are suppressed",
    (size) =>
      `apiVersion: v1\nkind: List\nitems:\n${many(size, (i) => `# sts-lint-disable-next-line replicas-below-quorum -- why\n${item(i)}`)}`,
  ),
  whole("sets that are suppressed", (size) =>
    many(size, (index) =>
      setText({ name: `db${index}`, metadata: 'annotations: {sts-lint/ignore: "pdb-missing: why"}\n' }),
    ),
  ),
  whole(
    "documents of a directive",
    (size) => many(size, () => "---\n# sts-lint-disable-next-line a -- b\n") + setText(),
  ),
  whole("a typed list", (size) => `apiVersion: v1\nkind: ConfigMapList\nitems:\n${many(size, item)}`),
  whole("lists in lists", (size) => `apiVersion: v1\nkind: List\nitems: ${"[".repeat(size)}${"]".repeat(size)}\n`),
  whole("documents without content", (size) => many(size, () => "---\n")),
  whole("documents of a comment", (size) => many(size, () => "---\n# nothing\n")),
  whole("documents that end", (size) => many(size, () => "--- a\n...\n")),
  whole("documents without separator", (size) => many(size, (index) => configMap(index).slice(4))),
  whole("documents of no kind", (size) => many(size, () => "---\na: b\n")),
  whole("documents that cannot be read", (size) => many(size, () => "---\na: [\n")),
  whole("misspelt kinds", (size) =>
    many(size, (index) => `---\napiVersion: apps/v1\nkind: Statefulset\nmetadata: {name: n${index}}\n`),
  ),
  whole("notes behind releases", (size) => many(size, (index) => `${sourced(index)}NOTES:\nhello\n`)),
  whole("sets that name each other", (size) =>
    many(Math.ceil(size / 8), (index) =>
      setText({
        name: `db-${index}`,
        container: `env: [{name: PEERS, value: "db-${index + 1}-0.db-${index + 1}:5432"}]\n`,
      }),
    ),
  ),
  whole("sets on one claim", (size) =>
    many(Math.ceil(size / 8), (index) =>
      setText({ name: `db${index}`, pod: "volumes: [{name: v, persistentVolumeClaim: {claimName: one}}]\n" }),
    ),
  ),
  whole("sets of one ConfigMap", (size) => {
    const set = (index: number) =>
      setText({
        name: `db${index}`,
        pod: "volumes: [{name: v, configMap: {name: one}}]\n",
        container: "volumeMounts: [{name: v, mountPath: /conf}]\n",
      });
    const lines = many(size, (index) => `    server.${index}=db${index}-0.db${index}:2888\n`);
    return `${many(Math.ceil(size / 8), set)}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata:\n  a.conf: |\n${lines}`;
  }),
  whole("sets of namespaces each", (size) =>
    many(Math.ceil(size / 4), (index) => setText({ metadata: `namespace: n${index}\n` })),
  ),
  whole("releases by label", (size) =>
    many(size, (index) => setText({ metadata: `labels: {app.kubernetes.io/instance: r${index}}\n` })),
  ),
  whole(
    "Services that miss the sets by a label",
    (size) =>
      many(Math.ceil(size / 8), (index) =>
        setText({ name: `db${index}`, container: "ports: [{containerPort: 5432}]\n" }).replaceAll(
          `{app: db${index}}`,
          `{app: db${index}, release: db}`,
        ),
      ) +
      many(
        Math.ceil(size / 8),
        kinded("Service", "v1", "{selector: {release: db, component: a}, ports: [{port: 5432}]}"),
      ),
  ),
  ...Object.entries(meeting).map(([name, text]) =>
    whole(`${name} beside sets`, (size) => many(Math.ceil(size / 8), labelled) + many(Math.ceil(size / 8), text)),
  ),
  ...Object.entries(meeting).map(([name, text]) =>
    whole(`${name} beside one set`, (size) => labelled(0) + many(size, text)),
  ),
];
