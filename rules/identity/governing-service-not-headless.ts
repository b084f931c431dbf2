import type { RuleContext } from "../../src/lint/contract/context.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { found } from "../../src/model/lookup.ts";
import { membersBeside } from "../../src/model/members.ts";
import { mayName } from "../../src/model/namers.ts";
import { together } from "../../src/model/namespace.ts";
import { hostMentions } from "../../src/model/peers.ts";
import { Service } from "../../src/model/service.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Manifest } from "../../src/read/document.ts";

export const governingServiceNotHeadless = defineRule({
  id: "governing-service-not-headless",
  category: "identity",
  subject: "StatefulSet",
  summary: "serviceName names a Service that has a cluster IP",
  rationale: `A StatefulSet's governing Service must be headless: that is how Kubernetes documents it, and what gives each pod
a DNS name of its own. A Service with a cluster IP answers its name with one virtual address instead of the pods', so a
client or peer that looks for the members finds a load balancer. CoreDNS still answers \`POD.SERVICE\`; kube-dns and others do not.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `With a single replica that nothing scales, the virtual address leads to the one pod there is: an info only, a warning where another
workload dials that pod by its name,
and nothing where each member of a cluster is a set of its own with a Service of its own, or where the software has no members
(PostgreSQL, MySQL, MariaDB, InfluxDB) and the configuration names neither its pods nor the Service: a second replica would look for nobody. A
Service that the input does not hold is never judged. With \`--against\`, one that runs headless stays so whatever the new manifests
say: then it is a warning at most, of what happens where they are installed anew.`,
  fix: `Add a second Service with \`clusterIP: None\`, the same selector and the ports the peers use, and name it in serviceName.
serviceName cannot be changed on a StatefulSet that runs: delete the set with \`--cascade=orphan\`, which leaves its pods and
claims alone, and apply the new one.`,
  references: [
    "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id",
    "kubernetes/kubernetes#60964",
    "kubernetes/website#16376",
  ],
  messages: {
    notHeadless: {
      text: "serviceName `{service}` names a {type} Service, not a headless one: the name gives one virtual IP instead of the pods, and pods get no DNS names of their own that every resolver knows",
      help: "add a Service with `clusterIP: None` and name it in serviceName",
    },
    dialled: {
      text: "{dialler} dials `{pod}`, but serviceName `{service}` names a {type} Service, not a headless one: pods get no DNS names of their own that every resolver knows",
      help: "add a Service with `clusterIP: None` and name it in serviceName, which cannot be changed later; where nothing else uses Service `{service}`, `clusterIP: None` on it is the smaller change",
    },
    oneReplica: {
      text: "serviceName `{service}` names a {type} Service, not a headless one: with one replica its virtual IP leads to the only pod, but from the second on peers get it instead of each other",
      help: "add a Service with `clusterIP: None` and name it in serviceName before scaling up; it cannot be changed later",
    },
    external: {
      text: "serviceName `{service}` names an ExternalName Service: the name is an alias of something outside the set, and pods get no DNS names of their own",
      help: "add a Service with `clusterIP: None` and name it in serviceName, which cannot be changed later",
    },
    stays: {
      text: "serviceName `{service}` names a {type} Service, not a headless one: the one that runs stays headless through this upgrade, but where these manifests are installed anew the name gives one virtual IP instead of the pods",
      help: "keep `clusterIP: None` on Service `{service}`; what needs an address of its own gets a second Service under another name",
    },
  },
  *check(set, context) {
    const service = found(set.governingService);
    if (service === undefined || service.headless) return;
    const several = set.maxReplicas > 1;
    if (!several && membersBeside(set).length > 1 && set.release.setsSelectedBy(service).length === 1) return;
    const autoscaler = set.replicas > 1 ? undefined : set.autoscalers.find(({ maxReplicas }) => (maxReplicas ?? 0) > 1);
    const pod = `${set.podName(0)}.${service.name}`;
    const dialler = several ? undefined : diallerOf(pod, set);
    if (!several && dialler === undefined && standsAlone(set, service.name)) return;
    const running = runningHeadless(service, context);
    const message = several ? "notHeadless" : dialler !== undefined ? "dialled" : "oneReplica";
    yield {
      message: service.type === "ExternalName" ? "external" : running === undefined ? message : "stays",
      ...(several && running === undefined ? {} : { severity: several || dialler !== undefined ? "warning" : "info" }),
      data: {
        service: service.name,
        type: service.type,
        pod,
        dialler: dialler === undefined ? "" : `${dialler.kind} \`${dialler.name}\``,
      },
      at: { manifest: set.manifest, path: ["spec", "serviceName"] },
      related: [
        {
          manifest: service.manifest,
          path: ["spec", service.spec.type === undefined ? "clusterIP" : "type"],
          message: `Service/${service.name} has ${service.type === "ExternalName" ? "no pods of its own" : "a cluster IP"}`,
        },
        ...(running === undefined
          ? []
          : [{ manifest: running, path: ["spec", "clusterIP"], message: "as it runs now: headless" }]),
        ...(dialler === undefined
          ? []
          : [{ manifest: dialler.text.manifest, path: dialler.text.path, message: `dials ${pod}` }]),
        ...(several && autoscaler !== undefined
          ? [
              {
                manifest: autoscaler.manifest,
                path: ["spec", autoscaler.manifest.kind === "ScaledObject" ? "maxReplicaCount" : "maxReplicas"],
                message: `up to ${autoscaler.maxReplicas} replicas`,
              },
            ]
          : []),
      ],
    };
  },
});

/** The Service as it runs now, where that is headless and stays so: the API server never gives a cluster IP in its place. */
function runningHeadless({ manifest, type }: Service, context: RuleContext): Manifest | undefined {
  const running = type === "ExternalName" ? undefined : context.running(manifest);
  return running !== undefined && new Service(running).headless ? running : undefined;
}

/** Whether nobody in the set would ever look for another of its pods: its software has no members, and none is named. */
function standsAlone(set: StatefulSetView, service: string): boolean {
  return set.known?.standsAlone === true && set.peers.length === 0 && hostMentions(set, service).length === 0;
}

/** Another workload whose configuration names the pod. */
function diallerOf(pod: string, set: StatefulSetView) {
  const namers = mayName(pod, set);
  set.release.tries.spend(namers.length);
  for (const workload of namers) {
    if (workload.manifest === set.manifest || !together(workload.manifest, set.manifest)) continue;
    const text = workload.configuration.find(({ text }) => {
      const at = text.indexOf(pod);
      return at !== -1 && !/[\w.-]/.test(text.charAt(at - 1)) && !/[\w-]/.test(text.charAt(at + pod.length));
    });
    if (text !== undefined) return { kind: workload.kind, name: workload.name, text };
  }
  return undefined;
}
