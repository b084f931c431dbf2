import { defineRule } from "../../src/lint/contract/rule.ts";
import { together } from "../../src/model/namespace.ts";
import type { Container } from "../../src/model/pod.ts";
import { linkPrefix, linkReader } from "../../src/model/service-links.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

export const serviceLinkCollides = defineRule({
  id: "service-link-collides",
  category: "pod",
  subject: "StatefulSet",
  summary: "variables that Kubernetes makes for a Service are read by the program as its own settings",
  rationale: `For each Service of the namespace the kubelet puts variables such as \`NEO4J_PORT=tcp://10.0.0.7:7687\` into every container that starts after it.
A program that takes all variables of such a prefix for settings finds one that it does not know, or an address where it wants a number, and does
not start. On the first day it may work, because the Service came after the pod; the next restart fails.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `Only programs that are known to read variables so, and Services with a cluster IP. A variable that the container sets itself wins over
the Service's and is left alone.`,
  references: [
    "helm/charts#21130",
    "gpustack/gpustack#5908",
    "https://kubernetes.io/docs/tutorials/services/connect-applications-service/#accessing-the-service",
  ],
  messages: {
    collides: {
      text: "Service `{service}` puts environment variables such as `{prefix}PORT` and `{prefix}SERVICE_HOST` into container `{container}`, and {title} takes those for its own settings: it refuses to start as soon as the Service is older than the pod",
      help: "set `enableServiceLinks: false` in the pod template's spec: the Service stays reachable by its DNS name",
    },
  },
  *check(set) {
    if (set.pod.spec.enableServiceLinks === false) return;
    for (const container of set.runningContainers) {
      const reader = linkReader(container.image);
      if (reader === undefined) continue;
      const service = set.release.services.find(
        ({ name, headless, type, manifest }) =>
          !headless &&
          type !== "ExternalName" &&
          together(manifest, set.manifest) &&
          collides(linkPrefix(name), reader.prefix, reader.any) &&
          !isSet(container, linkPrefix(name), reader.any),
      );
      if (service === undefined) continue;
      yield {
        message: "collides",
        data: {
          service: service.name,
          prefix: linkPrefix(service.name),
          container: container.name,
          title: reader.title,
        },
        at: { manifest: set.manifest, path: linksPlace(set) },
        related: [
          { manifest: service.manifest, path: ["metadata", "name"], message: "gives the variables their names" },
        ],
      };
      return;
    }
  },
});

function collides(made: string, read: string, any: boolean): boolean {
  return any ? made.startsWith(read) : made === read;
}

/** Whether the container writes the one variable that such a program stumbles over, or its command takes it away before the program starts. */
function isSet({ environment, command, args }: Container, prefix: string, any: boolean): boolean {
  const takesAway = /(?:\bunset|\benv[ \t]+-u)[ \t]+([^\n;&|]{1,500})/g;
  const taken = [...command, ...args].flatMap((text) => [...text.slice(0, longestScript).matchAll(takesAway)]);
  if (taken.some(([, names = ""]) => names.includes(any ? prefix : `${prefix}PORT`))) return true;
  return !any && environment.some(({ name }) => name === `${prefix}PORT`);
}

const longestScript = 20_000;

/** Where `enableServiceLinks` is written, or the pod's spec in which it is missing. */
function linksPlace(set: StatefulSetView) {
  const path = ["spec", "template", "spec"];
  return Object.hasOwn(set.pod.spec, "enableServiceLinks") ? [...path, "enableServiceLinks"] : path;
}
