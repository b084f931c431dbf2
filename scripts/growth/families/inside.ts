import { type Family, indented, linted, many, setText } from "./family.ts";

/** What meets in one set, and beside it. */
interface Parts {
  readonly containers?: string;
  readonly volumes?: string;
  readonly claims?: string;
  /** Further documents. */
  readonly beside?: string;
}

/** Two lists of one set that meet: each as long as the input. */
const inside = (name: string, parts: (size: number) => Parts): Family =>
  linted(`inside one set: ${name}`, (size) => {
    const { containers = '- {name: c, image: "a:1"}\n', volumes = "", claims = "", beside = "" } = parts(size);
    const set = setText({ pod: volumes === "" ? "" : `volumes:\n${volumes}`, ...(claims === "" ? {} : { claims }) });
    const [head = "", rest = ""] = set.split(/^ {8}- name: main\n {10}image: .*\n/m);
    return `${head}${indented(containers, 8)}${rest}${beside}`;
  });

const claim = (index: number) =>
  `- {metadata: {name: v${index}}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}\n`;
const container = (key: string, item: (index: number) => string) => (size: number) =>
  `- name: c\n  image: "a:1"\n  ${key}:\n${indented(many(size, item), 2)}`;
const service = (name: string, ports: string) =>
  `---\napiVersion: v1\nkind: Service\nmetadata: {name: ${name}}\nspec:\n  selector: {app: db}\n  ports:\n${indented(ports, 2)}`;
const configMap = (name: string, data: string) =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\ndata:\n${indented(data, 2)}`;
const policy = (rules: (side: string) => string) =>
  `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec:\n  podSelector: {}\n  policyTypes: [Ingress, Egress]\n  ingress:\n${indented(rules("from"), 2)}  egress:\n${indented(rules("to"), 2)}`;

/** Software about whose containers, claims and variables rules ask most. */
const software: Readonly<Record<string, (index: number) => string>> = {
  "PostgreSQL on claims": (i) =>
    `- {name: c${i}, image: "postgres:16", volumeMounts: [{name: v${i}, mountPath: /var/lib/postgresql}]}\n`,
  "MySQL in directories of their own": (i) =>
    `- {name: c${i}, image: "mysql:8", args: ["--datadir=/x${i}"], volumeMounts: [{name: v${i}, mountPath: /x${i}}]}\n`,
  "JVMs with a heap": (i) =>
    `- {name: c${i}, image: "elasticsearch:8.1.0", env: [{name: ES_JAVA_OPTS, value: "-Xmx8g"}], resources: {limits: {memory: 4Gi}}}\n`,
  "brokers with replicas": (i) =>
    `- {name: c${i}, image: "apache/kafka:3.7.0", env: [{name: KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR, value: "5"}]}\n`,
  "stops by a script": (i) =>
    `- {name: c${i}, image: "postgres:16", lifecycle: {preStop: {exec: {command: [/m/run.sh, "${i}"]}}}}\n`,
};

/** Families of lists that rules look up in one another within one StatefulSet. */
export const insides: readonly Family[] = [
  ...Object.entries(software).map(([name, text]) =>
    inside(`containers of ${name}`, (size) => ({ containers: many(size, text), claims: many(size, claim) })),
  ),
  inside("probes of ports that no container declares", (size) => ({
    containers: many(size, (i) => `- {name: c${i}, image: "a:1", readinessProbe: {httpGet: {port: q${i}}}}\n`),
  })),
  inside("probes of scripts in ConfigMaps", (size) => ({
    containers: many(
      size,
      (i) =>
        `- {name: c${i}, image: "a:1", readinessProbe: {exec: {command: [/m/${i}/run.sh]}}, volumeMounts: [{name: v${i}, mountPath: /m/${i}}]}\n`,
    ),
    volumes: many(size, (i) => `- {name: v${i}, configMap: {name: m${i}}}\n`),
    beside: many(size, (i) => configMap(`m${i}`, "run.sh: curl localhost\n")),
  })),
  inside("containers and init containers that prepare claims", (size) => ({
    containers: many(size, (i) => `- {name: c${i}, image: "a:1", volumeMounts: [{name: v${i}, mountPath: /d}]}\n`),
    claims: many(size, claim),
  })),
  inside("ports and a Service's ports by name", (size) => ({
    containers: container("ports", (i) => `- {name: u${i}, containerPort: ${i + 1}}\n`)(size),
    beside: service(
      "s",
      many(size, (i) => `- {name: p${i}, port: ${i + 1}, targetPort: t${i}}\n`),
    ),
  })),
  inside("ports and Services of a port each", (size) => ({
    containers: container("ports", (i) => `- {name: u${i}, containerPort: ${i + 1}}\n`)(size),
    beside: many(size, (i) => service(`s${i}`, `- {port: ${i + 1}, targetPort: t${i}}\n`)),
  })),
  inside("ports of a Service and endpoints of a monitor", (size) => ({
    beside: `${service(
      "s",
      many(size, (i) => `- {name: p${i}, port: ${i + 1}}\n`),
    )}---\napiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: m}\nspec:\n  selector: {matchLabels: {}}\n  endpoints:\n${indented(
      many(size, (i) => `- {port: q${i}}\n`),
      2,
    )}`,
  })),
  inside("members as arguments and rules of a policy", (size) => ({
    containers: container("args", (i) => `- db-${i % 3}.db:${i + 1}\n`)(size),
    beside: policy((side) =>
      many(size, (i) => `- {ports: [{port: ${i + 1}}], ${side}: [{podSelector: {matchLabels: {app: n${i}}}}]}\n`),
    ),
  })),
  inside("variables and keys of a ConfigMap", (size) => ({
    containers: container("env", (i) => `- {name: V${i}, valueFrom: {configMapKeyRef: {name: m, key: n${i}}}}\n`)(size),
    beside: configMap(
      "m",
      many(size, (i) => `k${i}: v\n`),
    ),
  })),
  inside("mounts of single files and keys of a ConfigMap", (size) => ({
    containers: container("volumeMounts", (i) => `- {name: v, mountPath: /m/${i}, subPath: n${i}}\n`)(size),
    volumes: "- {name: v, configMap: {name: m}}\n",
    beside: configMap(
      "m",
      many(size, (i) => `k${i}: v\n`),
    ),
  })),
  inside("programs in ConfigMaps", (size) => ({
    containers: many(
      size,
      (i) =>
        `- {name: c${i}, image: "postgres:16", command: [/m/${i}/run.sh, "$(V${i})"], volumeMounts: [{name: v${i}, mountPath: /m/${i}}]}\n`,
    ),
    volumes: many(size, (i) => `- {name: v${i}, configMap: {name: m}}\n`),
    beside: configMap("m", "k: v\n"),
  })),
  inside("PostgreSQL on claims elsewhere, and what prepares them", (size) => ({
    containers: many(
      size,
      (i) =>
        `- {name: c${i}, image: "postgres:16", volumeMounts: [{name: v${i}, mountPath: /x${i}}, {name: e${i}, mountPath: /e}]}\n`,
    ),
    volumes: many(size, (i) => `- {name: e${i}, configMap: {name: m}}\n`),
    claims: many(size, claim),
    beside: configMap("m", "k: v\n"),
  })),
  inside("claims of the release that all pods share", (size) => ({
    containers: container("volumeMounts", (i) => `- {name: v${i}, mountPath: /m${i}}\n`)(size),
    volumes: many(size, (i) => `- {name: v${i}, persistentVolumeClaim: {claimName: c${i}}}\n`),
  })),
  inside("monitors of one selector and the Services that they select", (size) => ({
    beside: many(
      size,
      (i) =>
        `---\napiVersion: v1\nkind: Service\nmetadata: {name: s${i}, labels: {a: b}}\nspec: {selector: {app: db}, ports: [{name: p${i}, port: 80}]}\n---\napiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: m${i}}\nspec: {selector: {matchLabels: {a: b}}, endpoints: [{port: zz}]}\n`,
    ),
  })),
  inside("variables of a broker", (size) => ({
    containers: `- name: c\n  image: "apache/kafka:3.7.0"\n  env:\n${indented(
      many(size, (i) => `- {name: KAFKA_E${i}, value: "db-${i % 5}.db:${9000 + i}"}\n`),
      2,
    )}`,
  })),
  inside("folders of the node and their mounts", (size) => ({
    containers: container("volumeMounts", (i) => `- {name: v${i}, mountPath: /m${i}}\n`)(size),
    volumes: many(size, (i) => `- {name: v${i}, hostPath: {path: /h${i}}}\n`),
  })),
];
