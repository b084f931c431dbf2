import type { Operator, Site } from "./site.ts";
import { entriesOf, get, items, string } from "./tree.ts";

/** Adds a variable to the first container, and gives the place of its value. */
function variable(site: Site, value: string) {
  const [container] = site.containers;
  if (container === undefined) return undefined;
  const added = site.set.append([...container.path, "env"], { name: "PLANTED_PEERS", value });
  return { ...added, path: [...added.path, "value"] };
}

function isHeadless(site: Site): boolean {
  return string(site.governingService?.value, "spec", "clusterIP") === "None";
}

/** A name under which nothing of the chart stands. */
const isPlain = (name: string) => /^[a-z][a-z0-9-]*[a-z]$/.test(name);

export const identityOperators: readonly Operator[] = [
  {
    rule: "governing-service-not-headless",
    plants: "a NodePort as governing Service",
    plant(site) {
      const { governingService: service, set, replicas } = site;
      if (service === undefined || replicas < 2 || !isHeadless(site)) return undefined;
      if (get(service.value, "spec", "publishNotReadyAddresses") !== undefined) {
        service.remove(["spec", "publishNotReadyAddresses"]);
      }
      service.remove(["spec", "clusterIP"]);
      service.set(["spec", "type"], "NodePort");
      set.touched = true;
      return { object: set, path: ["spec", "serviceName"] };
    },
  },
  {
    rule: "governing-service-not-headless",
    plants: "a LoadBalancer as governing Service, seen at the Service",
    plant(site) {
      const { governingService: service, replicas } = site;
      if (service === undefined || replicas < 2 || !isHeadless(site)) return undefined;
      service.remove(["spec", "clusterIP"]);
      return service.set(["spec", "type"], "LoadBalancer");
    },
  },
  {
    rule: "governing-service-missing",
    plants: "a serviceName that names nothing",
    plant({ set, serviceName, governingService }) {
      if (serviceName === undefined || governingService === undefined) return undefined;
      return set.set(["spec", "serviceName"], `${serviceName.slice(0, 50)}-planted`);
    },
  },
  {
    rule: "governing-service-selector",
    plants: "a governing Service that selects another value",
    plant(site) {
      const { governingService: service, podLabels } = site;
      const key = entriesOf(service?.value, "spec", "selector").find(([name]) => podLabels.has(name))?.[0];
      return key === undefined ? undefined : service?.set(["spec", "selector", key], "planted");
    },
  },
  {
    rule: "governing-service-selector",
    plants: "a governing Service that selects a label the pods lack",
    plant(site) {
      const { governingService: service } = site;
      if (entriesOf(service?.value, "spec", "selector").length === 0) return undefined;
      return service?.set(["spec", "selector", "planted"], "yes");
    },
  },
  {
    rule: "service-name-unset",
    plants: "no serviceName beside its headless Service",
    plant(site) {
      if (!isHeadless(site) || entriesOf(site.governingService?.value, "spec", "selector").length === 0)
        return undefined;
      site.set.remove(["spec", "serviceName"]);
      return { object: site.set, path: ["spec"], aim: "key" };
    },
  },
  {
    rule: "overlapping-selectors",
    plants: "a Deployment with the set's own selector",
    plant(site) {
      const { matchLabels, podLabels } = site;
      if (Object.keys(matchLabels).length === 0 || site.sharing(matchLabels)) return undefined;
      const other = site.add("apps/v1", "Deployment", "planted", {
        spec: {
          selector: { matchLabels },
          template: {
            metadata: { labels: Object.fromEntries(podLabels) },
            spec: { containers: [{ name: "planted", image: "planted:1" }] },
          },
        },
      });
      return { object: other, path: ["spec", "selector"], aim: "key" };
    },
  },
  {
    rule: "service-selects-foreign-pods",
    plants: "a Deployment whose pods the set's Service selects too",
    plant(site) {
      const selector = Object.fromEntries(entriesOf(site.governingService?.value, "spec", "selector"));
      if (Object.keys(selector).length === 0 || site.sharing(selector)) return undefined;
      if (!Object.entries(selector).every(([key, value]) => site.podLabels.get(key) === value)) return undefined;
      const extra = { planted: "yes" };
      const service = site.governingService;
      site.add("apps/v1", "Deployment", "planted", {
        spec: {
          selector: { matchLabels: extra },
          template: {
            metadata: { labels: { ...selector, ...extra } },
            spec: { containers: [{ name: "planted", image: "planted:1" }] },
          },
        },
      });
      if (service === undefined) return undefined;
      service.touched = true;
      return { object: service, path: ["spec", "selector"], aim: "key" };
    },
  },
  {
    rule: "peer-ordinal-unknown",
    plants: "a member that does not exist",
    plant(site) {
      const { name, replicas, serviceName } = site;
      if (replicas < 1 || serviceName === undefined || !isHeadless(site) || !isPlain(name)) return undefined;
      if (site.has("HorizontalPodAutoscaler") || get(site.set.value, "spec", "ordinals") !== undefined)
        return undefined;
      const members = [0, replicas].map((ordinal) => `${name}-${ordinal}.${serviceName}`);
      return variable(site, members.join(","));
    },
  },
  {
    rule: "peer-host-unpublished",
    plants: "a member under a Service that is not the set's",
    plant(site) {
      const { name, serviceName, replicas } = site;
      if (serviceName === undefined || replicas < 1 || !isHeadless(site) || !isPlain(name)) return undefined;
      return variable(site, `${name}-0.${serviceName}-planted.${site.set.namespace ?? "default"}.svc.cluster.local`);
    },
  },
  {
    rule: "peer-host-unpublished",
    plants: "a member in another namespace",
    plant(site) {
      const { name, serviceName, replicas, set } = site;
      if (serviceName === undefined || replicas < 1 || !isHeadless(site) || set.namespace === undefined)
        return undefined;
      return isPlain(name) ? variable(site, `${name}-0.${serviceName}.planted.svc.cluster.local`) : undefined;
    },
  },
  {
    rule: "peer-host-unpublished",
    plants: "the pod's own name under a Service that is not the set's",
    plant(site) {
      const { serviceName, replicas, set, containers } = site;
      const [container] = containers;
      const namespace = set.namespace ?? "default";
      if (serviceName === undefined || replicas < 1 || !isHeadless(site) || container === undefined) return undefined;
      set.append([...container.path, "env"], {
        name: "PLANTED_POD",
        valueFrom: { fieldRef: { fieldPath: "metadata.name" } },
      });
      return variable(site, `$(PLANTED_POD).${set.name}-planted.${namespace}.svc.cluster.local`);
    },
  },
  {
    rule: "peer-port-unknown",
    plants: "a member's port that nothing declares",
    plant(site) {
      const { name, serviceName, replicas } = site;
      // A lone member has nobody to reach.
      if (serviceName === undefined || replicas < 2 || !isHeadless(site) || !isPlain(name)) return undefined;
      const declares = site.containers.some(({ value }) => get(value, "ports", 0, "containerPort") !== undefined);
      return declares ? variable(site, `${name}-0.${serviceName}:59871`) : undefined;
    },
  },
  {
    rule: "service-target-port-unknown",
    plants: "a targetPort misspelt",
    plant(site) {
      // A headless Service forwards nothing: there the name of a port means little.
      const service = site.others("Service").find(({ value }) => {
        const selects = entriesOf(value, "spec", "selector");
        const target = string(value, "spec", "ports", 0, "targetPort");
        return (
          string(value, "spec", "clusterIP") !== "None" &&
          selects.length > 0 &&
          selects.every(([key, wanted]) => site.podLabels.get(key) === wanted) &&
          site.containers.some((container) =>
            items(container.value, "ports").some((port) => get(port, "name") === target),
          )
        );
      });
      const selector = Object.fromEntries(entriesOf(service?.value, "spec", "selector"));
      if (service === undefined || site.sharing(selector)) return undefined;
      return service.set(["spec", "ports", 0, "targetPort"], "planted");
    },
  },
];
