import { type Family, indented, linted, many, type SetParts, setText } from "./family.ts";

const inSet = (name: string, parts: (size: number) => SetParts): Family =>
  linted(`fields: ${name}`, (size) => setText(parts(size)));

const lines = (key: string, text: (index: number) => string) => (size: number) =>
  `${key}:\n${indented(many(size, text), 2)}`;
const inContainer = (name: string, key: string, text: (index: number) => string): Family =>
  inSet(name, (size) => ({ container: lines(key, text)(size) }));
const inPod = (name: string, key: string, text: (index: number) => string): Family =>
  inSet(name, (size) => ({ pod: lines(key, text)(size) }));

const script = (name: string, text: (size: number) => string): readonly Family[] =>
  (["livenessProbe", "readinessProbe"] as const).map((probe) =>
    inSet(`${probe} of ${name}`, (size) => ({
      container: `${probe}:\n  exec:\n    command: [sh, -c, ${JSON.stringify(text(size))}]\n`,
    })),
  );

const configured = (name: string, text: (size: number) => string): Family =>
  linted(`fields: configuration of ${name}`, (size) => {
    const map = `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata:\n  main.conf: ${JSON.stringify(text(size))}\n`;
    const set = setText({
      pod: "volumes: [{name: conf, configMap: {name: conf}}]\n",
      container: "volumeMounts: [{name: conf, mountPath: /conf}]\n",
    });
    return set + map;
  });

/** A set of such volumes and mounts, with a ConfigMap and a Secret that they may name. */
const mounting = (name: string, parts: (size: number) => { volumes: string; mounts: string }): Family =>
  linted(`fields: mounts of ${name}`, (size) => {
    const { volumes, mounts } = parts(size);
    const set = setText({ pod: `volumes:\n${volumes}`, container: `volumeMounts:\n${indented(mounts, 2)}` });
    return `${set}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata: {a: b}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: conf}\nstringData: {a: b}\n`;
  });

export const fields: readonly Family[] = [
  inContainer(
    "misspelt keys that stand twice",
    "ports",
    (i) => `- {containerPort: ${i + 1}, hostPrt: 1, hostPrt: 1}\n`,
  ),
  inContainer(
    "misspelt keys beside aliases",
    "ports",
    (i) => `- {containerPort: ${i + 1}, hostPrt: &a${i} 1, protocol: TCP, hostIP: *a${i}}\n`,
  ),
  inPod("init containers", "initContainers", (i) => `- {name: c${i}, image: "a:1"}\n`),
  inPod("volumes", "volumes", (i) => `- {name: v${i}, emptyDir: {}}\n`),
  inPod("equal volumes", "volumes", () => "- {name: v, emptyDir: {}}\n"),
  inPod("volumes of ConfigMaps", "volumes", (i) => `- {name: v${i}, configMap: {name: c${i}}}\n`),
  inPod("volumes of claims", "volumes", (i) => `- {name: v${i}, persistentVolumeClaim: {claimName: c${i}}}\n`),
  inPod("tolerations", "tolerations", (i) => `- {key: k${i}, operator: Exists}\n`),
  inPod("pull secrets", "imagePullSecrets", (i) => `- {name: s${i}}\n`),
  inPod("equal pull secrets", "imagePullSecrets", () => "- {name: s}\n"),
  inPod("host aliases", "hostAliases", (i) => `- {ip: 10.0.0.1, hostnames: [h${i}]}\n`),
  inPod(
    "spread constraints",
    "topologySpreadConstraints",
    (i) =>
      `- {maxSkew: 1, topologyKey: k${i}, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: db}}}\n`,
  ),
  inPod(
    "init containers that wait",
    "initContainers",
    (i) => `- {name: w${i}, image: "a:1", command: [sh, -c, "until nslookup db-0.db; do sleep 1; done"]}\n`,
  ),
  inContainer("ports", "ports", (i) => `- {name: p${i}, containerPort: ${(i % 60_000) + 1}}\n`),
  inContainer("equal ports", "ports", () => "- {name: p, containerPort: 1}\n"),
  inContainer("environment", "env", (i) => `- {name: N${i}, value: v}\n`),
  inContainer("equal environment", "env", () => "- {name: N, value: v}\n"),
  inContainer("environment that refers back", "env", (i) => `- {name: N${i}, value: $(N${i - 1})$(N0)}\n`),
  inContainer(
    "environment of Secrets",
    "env",
    (i) => `- {name: N${i}, valueFrom: {secretKeyRef: {name: s${i}, key: k}}}\n`,
  ),
  inContainer("environment of objects", "envFrom", (i) => `- {configMapRef: {name: c${i}}}\n`),
  inContainer("mounts", "volumeMounts", (i) => `- {name: data, mountPath: /a/${i}}\n`),
  inContainer(
    "mounts in each other",
    "volumeMounts",
    (i) => `- {name: data, mountPath: ${"/a".repeat(1 + (i % 50))}${i}}\n`,
  ),
  inContainer("equal mounts", "volumeMounts", () => "- {name: data, mountPath: /a}\n"),
  inContainer("arguments", "args", (i) => `- --flag${i}=value\n`),
  inContainer("peers as arguments", "args", (i) => `- --peer=db-${i}.db\n`),
  inContainer("a key again and again", "resources", () => "limits: {cpu: 1}\n"),
  inContainer("fields nobody knows", "securityContext", (i) => `unknown${i}: a\n`),
  inSet("misspelt fields", (size) => ({ container: many(size, (i) => `imagePulPolicy${i}: a\n`) })),
  inSet("claim templates", (size) => ({
    claims: many(
      size,
      (i) =>
        `- metadata: {name: c${i}}\n  spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n`,
    ),
  })),
  inSet("equal claim templates", (size) => ({
    claims: many(
      size,
      () => "- metadata: {name: c}\n  spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n",
    ),
  })),
  inSet("labels", (size) => ({ metadata: lines("labels", (i) => `k${i}: v\n`)(size) })),
  inSet("labels that stand twice", (size) => ({ metadata: `labels:\n${"  k: v\n".repeat(size * 10)}` })),
  inSet("labels of pods", (size) => ({ podMetadata: lines("annotations", (i) => `k${i}: v\n`)(size) })),
  inSet("annotations", (size) => ({ metadata: lines("annotations", (i) => `k${i}: v\n`)(size) })),
  inSet("an annotation that suppresses many", (size) => ({
    metadata: `annotations:\n  sts-lint/ignore: ${JSON.stringify(many(size, (i) => `rule-${i}, `))}\n`,
  })),
  inSet("an annotation of commas", (size) => ({
    metadata: `annotations:\n  sts-lint/ignore: ${JSON.stringify(",".repeat(size * 20))}\n`,
  })),
  inSet("affinity terms", (size) => ({
    pod: `affinity:\n  podAntiAffinity:\n    requiredDuringSchedulingIgnoredDuringExecution:\n${indented(
      many(size, (i) => `- {topologyKey: k${i}, labelSelector: {matchLabels: {app: db}}}\n`),
      6,
    )}`,
  })),
  inSet("labels that its selector wants", (size) => ({
    podMetadata: lines("finalizers", (i) => `- a/b${i}\n`)(size),
  })),
  inSet("a long name", (size) => ({ name: "a".repeat(size * 20) })),
  inSet("a name of dots", (size) => ({ name: ".".repeat(size * 20) })),
  inSet("a long image", (size) => ({ image: JSON.stringify("a/".repeat(size * 10)) })),
  inSet("an image of colons", (size) => ({ image: JSON.stringify(":a@".repeat(size * 10)) })),
  inSet("a long quantity", (size) => ({ container: `resources: {limits: {memory: "${"1".repeat(size * 20)}"}}\n` })),
  inSet("a quantity of a fraction", (size) => ({
    container: `resources: {limits: {memory: "0.${"0".repeat(size * 20)}1"}}\n`,
  })),
  inSet("a long path", (size) => ({
    container: `volumeMounts: [{name: data, mountPath: "${"/..".repeat(size * 10)}"}]\n`,
  })),
  mounting("a file, each of a volume of its own", (size) => ({
    volumes: many(size, (i) => `- {name: v${i}, configMap: {name: conf}}\n`),
    mounts: many(size, (i) => `- {name: v${i}, mountPath: /m${i}, subPath: a}\n`),
  })),
  mounting("a file, each of one projected volume", (size) => ({
    volumes: `- name: v\n  projected:\n    sources:\n${indented(
      many(size, (i) => `- secret: {name: conf, items: [{key: k${i}, path: p${i}}]}\n`),
      4,
    )}`,
    mounts: many(size, (i) => `- {name: v, mountPath: /m${i}, subPath: p${i}}\n`),
  })),
  inSet("projected sources", (size) => ({
    pod: `volumes:\n- name: p\n  projected:\n    sources:\n${indented(
      many(size, (i) => `- configMap: {name: c${i}}\n`),
      4,
    )}`,
  })),
  inSet("items of a volume", (size) => ({
    pod: `volumes:\n- name: p\n  configMap:\n    name: c\n    items:\n${indented(
      many(size, (i) => `- {key: k${i}, path: p${i}}\n`),
      4,
    )}`,
  })),
  ...script("lines", (size) => "echo hello\n".repeat(size)),
  ...script("pipes", (size) => "a | ".repeat(size)),
  ...script("loops", (size) => "until nc -z db 1; do sleep 1; done; ".repeat(size)),
  ...script("netcat", (size) => "nc ".repeat(size * 5)),
  ...script("hosts", (size) => `curl http://db-0.db:80/ && `.repeat(size)),
  ...script("quotes", (size) => "'\"".repeat(size * 10)),
  ...script("dollars", (size) => "${A:-".repeat(size * 4)),
  ...script("spaces", (size) => `a${" ".repeat(size * 20)}b`),
  ...script("newlines", (size) => `a${"\n".repeat(size * 20)}b`),
  ...script("ampersands", (size) => "a && set -x & ".repeat(size)),
  configured("peers", (size) => many(size, (i) => `server.${i}=db-${i}.db:2888:3888\n`)),
  configured("peers on one line", (size) => many(size, (i) => `db-${i}.db:1,`)),
  configured("properties", (size) => many(size, (i) => `a.b.c${i}=1\n`)),
  configured("YAML", (size) => many(size, (i) => `a${i}:\n  b: 1\n`)),
  configured("brackets", (size) => "[".repeat(size * 10)),
  configured("ini sections", (size) => many(size, (i) => `[s${i}]\nk = v\n`)),
  configured("comments", (size) => "# a comment\n".repeat(size)),
  configured("paths", (size) => many(size, (i) => `datadir = /var/lib/${i}\n`)),
  configured("spaces behind a setting", (size) => `datadir${" ".repeat(size * 20)}`),
  configured("replication factors", (size) => many(size, () => "replication_factor: 3\n")),
];
