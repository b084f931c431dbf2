import type { Operator } from "./site.ts";
import { get, number, string } from "./tree.ts";

const pod = ["spec", "template", "spec"];

export const manifestOperators: readonly Operator[] = [
  {
    rule: "misplaced-field",
    plants: "a Deployment's strategy",
    plant({ set }) {
      if (get(set.value, "spec", "updateStrategy") === undefined) return undefined;
      return set.rename(["spec", "updateStrategy"], "strategy");
    },
  },
  {
    rule: "misplaced-field",
    plants: "the claim templates below the pod's spec",
    plant({ set, claimTemplates }) {
      if (claimTemplates.length === 0) return undefined;
      set.remove(["spec", "volumeClaimTemplates"]);
      return { ...set.set([...pod, "volumeClaimTemplates"], claimTemplates), aim: "key" };
    },
  },
  {
    rule: "misplaced-field",
    plants: "serviceName misspelt",
    plant: ({ set, serviceName, governingService }) =>
      serviceName === undefined || governingService === undefined
        ? undefined
        : set.rename(["spec", "serviceName"], "serviceNmae"),
  },
  {
    rule: "misplaced-field",
    plants: "a container's field misspelt",
    plant({ set, containers }) {
      const container = containers.find(({ value }) => get(value, "imagePullPolicy") !== undefined);
      return container && set.rename([...container.path, "imagePullPolicy"], "imagePullPolcy");
    },
  },
  {
    rule: "unknown-field",
    plants: "a probe's number misspelt",
    plant({ set, containers }) {
      const container = containers.find(({ value }) => number(value, "livenessProbe", "periodSeconds") !== undefined);
      return container === undefined
        ? undefined
        : set.rename([...container.path, "livenessProbe", "periodSeconds"], "periodSecond");
    },
  },
  {
    rule: "misplaced-field",
    plants: "the grace period misspelt",
    plant: ({ set }) =>
      get(set.value, ...pod, "terminationGracePeriodSeconds") === undefined
        ? undefined
        : set.rename([...pod, "terminationGracePeriodSeconds"], "terminationGracePeriodSecond"),
  },
  {
    rule: "removed-api-version",
    plants: "apps/v1beta2",
    plant: ({ set }) => set.set(["apiVersion"], "apps/v1beta2"),
  },
  {
    rule: "duplicate-key",
    plants: "replicas a second time",
    plant: ({ set, replicas }) =>
      // With one replica a second one would bring faults of its own.
      replicas < 2 ? undefined : set.repeat(["spec", "replicas"], replicas + 2),
  },
  {
    rule: "api-refused",
    plants: "a podManagementPolicy that is none",
    plant: ({ set }) => set.set(["spec", "podManagementPolicy"], "Ordered"),
  },
  {
    rule: "api-refused",
    plants: "a probe with two handlers",
    plant({ set, containers }) {
      const container = containers.find(({ value }) => get(value, "livenessProbe", "httpGet") !== undefined);
      if (container === undefined) return undefined;
      return {
        ...set.set([...container.path, "livenessProbe", "tcpSocket"], { port: 80 }),
        aim: "key",
      };
    },
  },
  {
    rule: "api-refused",
    plants: "a container without an image",
    plant({ set, containers: [container] }) {
      if (container === undefined || string(container.value, "image") === undefined) return undefined;
      return set.set([...container.path, "image"], "");
    },
  },
  {
    rule: "api-refused",
    plants: "a selector that misses the template's labels",
    plant({ set, matchLabels, podLabels }) {
      const [key] = Object.keys(matchLabels).filter((one) => podLabels.has(one));
      return key === undefined ? undefined : set.set(["spec", "selector", "matchLabels", key], "planted");
    },
  },
  {
    rule: "api-refused",
    plants: "no selector",
    plant({ set, matchLabels }) {
      if (Object.keys(matchLabels).length === 0) return undefined;
      set.remove(["spec", "selector"]);
      return { object: set, path: ["spec"], aim: "key" };
    },
  },
  {
    rule: "api-refused",
    plants: "a restart policy that a set may not have",
    plant: ({ set }) => set.set([...pod, "restartPolicy"], "OnFailure"),
  },
  {
    rule: "api-refused",
    plants: "a negative number of replicas",
    plant: ({ set }) => set.set(["spec", "replicas"], -1),
  },
  {
    rule: "api-refused",
    plants: "a container's name a second time",
    plant({ set, containers: [container] }) {
      const name = string(container?.value, "name");
      if (name === undefined) return undefined;
      const added = set.append([...pod, "containers"], { name, image: "planted:1" });
      return { ...added, path: [...added.path, "name"] };
    },
  },
  {
    rule: "api-refused",
    plants: "a liveness probe that must succeed twice",
    plant({ set, containers }) {
      const container = containers.find(({ value }) => get(value, "livenessProbe") !== undefined);
      return container && set.set([...container.path, "livenessProbe", "successThreshold"], 2);
    },
  },
  {
    rule: "api-refused",
    plants: "a request above its limit",
    plant({ set, containers: [container] }) {
      if (container === undefined) return undefined;
      const path = [...container.path, "resources"];
      set.set(path, { requests: { memory: "2Gi" }, limits: { memory: "1Gi" } });
      return { object: set, path: [...path, "requests", "memory"] };
    },
  },
  {
    rule: "pods-refused",
    plants: "an imagePullPolicy that is none, for 1.33",
    kubernetesVersion: "1.33",
    plant: ({ set, containers: [container] }) =>
      container && set.set([...container.path, "imagePullPolicy"], "Sometimes"),
  },
];
