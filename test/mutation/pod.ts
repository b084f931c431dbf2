import type { Place } from "./chart.ts";
import type { Operator, Site } from "./site.ts";
import { entriesOf, get, items, string } from "./tree.ts";

const pod = ["spec", "template", "spec"];
const probes = ["livenessProbe", "readinessProbe", "startupProbe"];

/** Misspells the named port of the first probe that has one which its container declares. */
function misspeltPort({ set, containers }: Site): Place | undefined {
  for (const { value, path } of containers) {
    for (const probe of probes) {
      for (const handler of ["httpGet", "tcpSocket"]) {
        const port = string(value, probe, handler, "port");
        if (port === undefined || /^\d+$/.test(port)) continue;
        if (!items(value, "ports").some((one) => get(one, "name") === port)) continue;
        return set.set([...path, probe, handler, "port"], `${port.slice(0, 12)}-x`);
      }
    }
  }
  return undefined;
}

export const podOperators: readonly Operator[] = [
  { rule: "probe-port-unknown", plants: "a probe's port misspelt", plant: misspeltPort },
  {
    rule: "grace-zero",
    plants: "a grace period of 0",
    plant: ({ set, claimMount }) =>
      claimMount === undefined ? undefined : set.set([...pod, "terminationGracePeriodSeconds"], 0),
  },
  {
    rule: "grace-too-short",
    plants: "a preStop that waits longer than the grace period",
    plant({ set, claimMount }) {
      if (claimMount === undefined) return undefined;
      set.set([...claimMount.path, "lifecycle", "preStop"], { exec: { command: ["/bin/sh", "-c", "sleep 90"] } });
      return set.set([...pod, "terminationGracePeriodSeconds"], 40);
    },
  },
  {
    rule: "duplicate-list-key",
    plants: "a variable a second time",
    plant({ set, containers }) {
      const container = containers.find(({ value }) => items(value, "env").length > 0);
      const name = string(container?.value, "env", 0, "name");
      if (container === undefined || name === undefined) return undefined;
      const added = set.append([...container.path, "env"], { name, value: "planted" });
      return { ...added, path: [...added.path, "name"] };
    },
  },
  {
    rule: "checksum-misplaced",
    plants: "the configuration's hash on the set instead of its pods",
    plant({ set }) {
      const path = [...pod.slice(0, 2), "metadata", "annotations"];
      const hashes = entriesOf(set.value, ...path).filter(([key]) => /^checksum\//.test(key));
      // The hash of an empty file hides nothing.
      const first = hashes.find(([, hash]) => !/^(?:e3b0c442|01ba4719)/.test(String(hash)));
      if (first === undefined) return undefined;
      for (const [key] of hashes) set.remove([...path, key]);
      return set.set(["metadata", "annotations", first[0]], first[1]);
    },
  },
  {
    rule: "liveness-without-startup",
    plants: "PostgreSQL that is killed while it recovers",
    plant({ set, claimMount }) {
      if (claimMount === undefined) return undefined;
      const { value, path } = claimMount;
      for (const key of ["command", "args", "startupProbe"])
        if (get(value, key) !== undefined) set.remove([...path, key]);
      set.set([...path, "image"], "docker.io/library/postgres:16.4");
      set.set([...path, "livenessProbe"], {
        exec: { command: ["/bin/sh", "-c", "psql -U postgres -c 'SELECT 1'"] },
        initialDelaySeconds: 10,
        periodSeconds: 10,
        failureThreshold: 3,
      });
      return { object: set, path: [...path, "livenessProbe"], aim: "key" };
    },
  },
  {
    rule: "probes-identical",
    plants: "the readiness probe as liveness probe",
    plant({ set, claimMount }) {
      if (claimMount === undefined || get(claimMount.value, "readinessProbe", "httpGet") === undefined)
        return undefined;
      const probe = Object.fromEntries(entriesOf(claimMount.value, "readinessProbe"));
      const hasty = { ...probe, periodSeconds: 3, failureThreshold: 3 };
      set.set([...claimMount.path, "readinessProbe"], hasty);
      set.set([...claimMount.path, "livenessProbe"], hasty);
      return { object: set, path: [...claimMount.path, "livenessProbe"], aim: "key" };
    },
  },
  {
    rule: "readiness-probe-missing",
    plants: "no probe at all",
    plant({ set, containers, replicas, governingService, claimMount }) {
      const [container] = containers;
      if (container === undefined || containers.length > 1 || replicas < 2 || claimMount === undefined)
        return undefined;
      if (items(governingService?.value, "spec", "ports").length === 0) return undefined;
      if (items(container.value, "ports").length === 0) return undefined;
      for (const probe of probes) if (get(container.value, probe) !== undefined) set.remove([...container.path, probe]);
      set.touched = true;
      return { object: set, path: [...container.path, "name"] };
    },
  },
  {
    rule: "probe-never-fails",
    plants: "a liveness command that ends with || true",
    plant: ({ set, containers }) => command(set, containers[0], ["sh", "-c", "curl -sf localhost || true"], 2),
  },
  {
    rule: "probe-never-fails",
    plants: "a liveness command that goes through a pipe",
    plant: ({ set, containers }) => command(set, containers[0], ["sh", "-c", "curl -s localhost | tail -1"], 2),
  },
  {
    rule: "probe-stops-early",
    plants: "a check below exec",
    plant: ({ set, containers }) =>
      command(set, containers[0], ["sh", "-c", "exec curl -sf localhost\ntest -f /ready"], 2),
  },
  {
    rule: "probe-stops-early",
    plants: "a command in two arguments of sh -c",
    plant: ({ set, containers }) => command(set, containers[0], ["sh", "-c", "A=b", "curl -sf localhost"]),
  },
  {
    rule: "probe-timeout-short",
    plants: "nodetool in the default second",
    plant({ set, containers }) {
      const place = command(set, containers[0], ["nodetool", "status"]);
      return place === undefined ? undefined : { ...place, path: place.path.slice(0, -2), aim: "key" };
    },
  },
  {
    rule: "command-cannot-run",
    plants: "a command line in one word",
    plant: ({ set, containers }) => command(set, containers[0], ["curl -sf localhost"], 0),
  },
  {
    rule: "probe-never-succeeds",
    plants: "a client at another port than the server's",
    plant({ set, containers }) {
      const [container] = containers;
      if (container === undefined || containers.length > 1) return undefined;
      const probe = { exec: { command: ["redis-cli", "ping"] } };
      const ports = items(container.value, "ports");
      const planted = { name: "planted", image: "redis:7", args: ["--port", "6380"], ports, readinessProbe: probe };
      set.set([...pod, "containers"], [planted]);
      return { object: set, path: [...container.path, "readinessProbe", "exec", "command"], aim: "key" };
    },
  },
  {
    rule: "probe-asks-node",
    plants: "a probe of localhost",
    plant({ set, containers }) {
      const [container] = containers;
      if (container === undefined || get(set.value, ...pod, "hostNetwork") !== undefined) return undefined;
      for (const probe of probes) if (get(container.value, probe) !== undefined) set.remove([...container.path, probe]);
      const httpGet = { host: "localhost", path: "/planted", port: 8123 };
      set.set([...container.path, "readinessProbe"], { httpGet });
      return { object: set, path: [...container.path, "readinessProbe", "httpGet", "host"] };
    },
  },
  {
    rule: "probe-unserved",
    plants: "Prometheus at another port than its probe asks at",
    plant: ({ set, containers }) => prometheus(set, containers[0], "--web.listen-address=:9095"),
  },
  {
    rule: "probe-unserved",
    plants: "Prometheus below another path than its probe asks for",
    plant: ({ set, containers }) => prometheus(set, containers[0], "--web.route-prefix=/planted", "path"),
  },
  {
    rule: "write-refused",
    plants: "an init container that changes the owner of a ConfigMap's files",
    plant({ set, containers }) {
      if (containers.length === 0) return undefined;
      for (const key of ["initContainers", "volumes"])
        if (get(set.value, ...pod, key) !== undefined) set.remove([...pod, key]);
      set.set([...pod, "volumes"], [{ name: "planted", configMap: { name: "planted", optional: true } }]);
      const command = ["sh", "-c", "chown -R 1000 /planted"];
      const volumeMounts = [{ name: "planted", mountPath: "/planted" }];
      set.set([...pod, "initContainers"], [{ name: "planted", image: "busybox:1.36", command, volumeMounts }]);
      for (const { path, value } of containers) {
        if (get(value, "volumeMounts") !== undefined) set.remove([...path, "volumeMounts"]);
        if (get(value, "env") !== undefined) set.remove([...path, "env"]);
      }
      return { object: set, path: [...pod, "initContainers", 0, "command", 2] };
    },
  },
  {
    rule: "quantity-unit-wrong",
    plants: "a memory limit of half a byte",
    plant({ set, containers }) {
      const [container] = containers;
      if (container === undefined) return undefined;
      set.set([...container.path, "resources"], { limits: { memory: "512m" } });
      return { object: set, path: [...container.path, "resources", "limits", "memory"] };
    },
  },
  {
    rule: "root-refused",
    plants: "root under runAsNonRoot",
    plant({ set, containers }) {
      const [container] = containers;
      if (container === undefined) return undefined;
      set.set([...container.path, "securityContext"], { runAsNonRoot: true, runAsUser: 0 });
      return { object: set, path: [...container.path, "securityContext", "runAsUser"] };
    },
  },
  {
    rule: "variable-unknown",
    plants: "a variable ahead of the one that it names",
    plant({ set, containers }) {
      const [container] = containers;
      if (container === undefined) return undefined;
      const env = [
        { name: "PLANTED_URL", value: "http://$(PLANTED_HOST)" },
        { name: "PLANTED_HOST", value: "planted" },
      ];
      set.set([...container.path, "env"], env);
      return { object: set, path: [...container.path, "env", 0, "value"] };
    },
  },
  {
    rule: "heap-over-limit",
    plants: "a heap of twice the limit",
    plant({ set, containers }) {
      const [container] = containers;
      if (container === undefined) return undefined;
      set.set([...container.path, "resources"], { limits: { memory: "1Gi" } });
      set.set([...container.path, "env"], [{ name: "JAVA_OPTS", value: "-Xmx2g" }]);
      return { object: set, path: [...container.path, "env", 0, "value"] };
    },
  },
  {
    rule: "image-unparsable",
    plants: "an empty tag",
    plant: ({ set, containers: [container] }) =>
      container === undefined ? undefined : set.set([...container.path, "image"], "example.com/team/app:"),
  },
  {
    rule: "key-missing",
    plants: "a key that the Secret lacks",
    plant(site) {
      const [container] = site.containers;
      if (container === undefined) return undefined;
      site.add("v1", "Secret", "planted-secret", { stringData: { there: "x" } });
      const valueFrom = { secretKeyRef: { name: "planted-secret", key: "absent" } };
      site.set.set([...container.path, "env"], [{ name: "PLANTED", valueFrom }]);
      return { object: site.set, path: [...container.path, "env", 0, "valueFrom", "secretKeyRef", "key"] };
    },
  },
  {
    rule: "key-missing",
    plants: "a configuration file that the ConfigMap lacks",
    plant(site) {
      const [container] = site.containers;
      if (container === undefined || get(container.value, "command") !== undefined) return undefined;
      // One that makes objects may add the key.
      if (get(site.set.value, ...pod, "initContainers") !== undefined) return undefined;
      site.add("v1", "ConfigMap", "planted-config", { data: { "there.yaml": "x" } });
      site.set.append([...pod, "volumes"], { name: "planted-config", configMap: { name: "planted-config" } });
      site.set.append([...container.path, "volumeMounts"], { name: "planted-config", mountPath: "/planted" });
      site.set.set([...container.path, "args"], ["--config=/planted/absent.yaml"]);
      return { object: site.set, path: [...container.path, "args", 0] };
    },
  },
];

/** Makes a container's liveness probe run a command; `index` is the argument that the finding points at. */
function command(
  set: Site["set"],
  container: Site["containers"][number] | undefined,
  words: readonly string[],
  index?: number,
): Place | undefined {
  if (container === undefined) return undefined;
  const path = [...container.path, "livenessProbe"];
  set.set(path, { exec: { command: [...words] }, initialDelaySeconds: 200 });
  const place = [...path, "exec", "command"];
  return index === undefined ? { object: set, path: place, aim: "key" } : { object: set, path: [...place, index] };
}

/** Makes a container Prometheus with an argument that its readiness probe does not follow; gives what the finding points at. */
function prometheus(
  set: Site["set"],
  container: Site["containers"][number] | undefined,
  argument: string,
  key = "port",
): Place | undefined {
  if (container === undefined || get(set.value, ...pod, "hostNetwork") !== undefined) return undefined;
  for (const one of [...probes, "command"])
    if (get(container.value, one) !== undefined) set.remove([...container.path, one]);
  set.set([...container.path, "image"], "quay.io/prometheus/prometheus:v2.54.0");
  set.set([...container.path, "args"], ["--config.file=/planted.yml", argument]);
  const path = [...container.path, "readinessProbe"];
  set.set(path, { httpGet: { path: "/-/ready", port: 9090 } });
  return { object: set, path: [...path, "httpGet", key] };
}
