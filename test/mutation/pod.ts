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
      const [first] = hashes;
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
      set.set([...claimMount.path, "livenessProbe"], probe);
      return { object: set, path: [...claimMount.path, "livenessProbe"], aim: "key" };
    },
  },
  {
    rule: "readiness-probe-missing",
    plants: "no probe at all",
    plant({ set, containers, replicas, governingService }) {
      const [container] = containers;
      if (container === undefined || containers.length > 1 || replicas < 2 || governingService === undefined)
        return undefined;
      if (items(container.value, "ports").length === 0) return undefined;
      for (const probe of probes) if (get(container.value, probe) !== undefined) set.remove([...container.path, probe]);
      set.touched = true;
      return { object: set, path: [...container.path, "name"] };
    },
  },
];
