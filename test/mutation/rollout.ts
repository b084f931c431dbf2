import type { Operator } from "./site.ts";
import { get, string } from "./tree.ts";

const strategy = ["spec", "updateStrategy"];

export const rolloutOperators: readonly Operator[] = [
  {
    rule: "partition-nonzero",
    plants: "partition 1",
    plant({ set, replicas }) {
      if (replicas < 2) return undefined;
      set.set(strategy, { type: "RollingUpdate", rollingUpdate: { partition: 1 } });
      return { object: set, path: [...strategy, "rollingUpdate", "partition"] };
    },
  },
  {
    rule: "partition-hides-all",
    plants: "partition = replicas",
    plant({ set, replicas }) {
      if (replicas < 1) return undefined;
      set.set(strategy, { type: "RollingUpdate", rollingUpdate: { partition: replicas } });
      return { object: set, path: [...strategy, "rollingUpdate", "partition"] };
    },
  },
  {
    rule: "partition-with-start",
    plants: "a partition beside a first ordinal",
    plant({ set, replicas }) {
      if (replicas < 2 || get(set.value, "spec", "ordinals") !== undefined) return undefined;
      set.set(["spec", "ordinals", "start"], 5);
      set.set(strategy, { type: "RollingUpdate", rollingUpdate: { partition: 1 } });
      return { object: set, path: [...strategy, "rollingUpdate", "partition"] };
    },
  },
  {
    rule: "on-delete-strategy",
    plants: "OnDelete",
    plant({ set }) {
      set.set(strategy, { type: "OnDelete" });
      return { object: set, path: [...strategy, "type"] };
    },
  },
  {
    rule: "ondelete-with-rollingupdate",
    plants: "OnDelete with a rollingUpdate block",
    plant({ set }) {
      set.set(strategy, { type: "OnDelete", rollingUpdate: { partition: 0 } });
      return { object: set, path: [...strategy, "rollingUpdate"], aim: "key" };
    },
  },
  {
    rule: "max-unavailable-ignored",
    plants: "maxUnavailable for 1.36",
    kubernetesVersion: "1.36",
    plant({ set }) {
      set.set(strategy, { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 2 } });
      return { object: set, path: [...strategy, "rollingUpdate", "maxUnavailable"] };
    },
  },
  {
    rule: "revision-history-negative",
    plants: "a negative history",
    plant: ({ set }) => set.set(["spec", "revisionHistoryLimit"], -1),
  },
  {
    rule: "ordered-ready-deadlock",
    plants: "etcd members that wait for each other, one after the other",
    plant({ set, containers: [container], replicas, name, serviceName }) {
      if (container === undefined || replicas < 3 || serviceName === undefined) return undefined;
      if (get(set.value, "spec", "podManagementPolicy") === "OrderedReady") return undefined;
      const { path, value } = container;
      for (const key of ["command", "args", "startupProbe", "livenessProbe"]) {
        if (get(value, key) !== undefined) set.remove([...path, key]);
      }
      set.set([...path, "image"], "quay.io/coreos/etcd:v3.4.34");
      set.set([...path, "readinessProbe"], { exec: { command: ["etcdctl", "endpoint", "health"] } });
      const members = [0, 1, 2].map((index) => `${name}-${index}=http://${name}-${index}.${serviceName}:2380`);
      set.set([...path, "args"], [`--initial-cluster=${members.join(",")}`]);
      if (string(set.value, "spec", "podManagementPolicy") !== undefined) set.remove(["spec", "podManagementPolicy"]);
      return { object: set, path: [...path, "args", 0] };
    },
  },
];
