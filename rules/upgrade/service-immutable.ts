import { admit } from "../../src/admission/admit.ts";
import { defineRule, type Violation } from "../../src/lint/contract/rule.ts";
import { type Fields, filled, isMapping, list, mapping } from "../../src/model/fields.ts";
import { found } from "../../src/model/lookup.ts";
import type { Release } from "../../src/model/release.ts";
import { isReplacedByForce } from "../../src/model/replaced.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Manifest } from "../../src/read/document.ts";

const becomesHeadless =
  "Service `{service}` has a cluster IP and becomes headless (`clusterIP: None`): the API server refuses it (`may not change once set`), and the upgrade stops there";
const getsAddress =
  "Service `{service}` is headless and gets {what}: the API server refuses it, since the cluster IP `None` stays for good";

export const serviceImmutable = defineRule({
  id: "service-immutable",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  summary: "an update makes a Service headless, or a headless one not, which the API server refuses",
  rationale: `A Service keeps the cluster IP that it was given, and a headless one keeps having none. An update that changes that is refused
(\`may not change once set\`), and the release stops half-way. Taking \`clusterIP: None\` out is accepted, and changes nothing: the
server keeps what it has. A \`nodePort\` that stays written under \`type: ClusterIP\` is refused from the second upgrade on.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  foretells: "refused",
  falseAlarms: "Services of type ExternalName have no cluster IP, and may become anything.",
  references: ["numerique-gouv/helm-charts#30", "helm/charts#5529"],
  messages: {
    headless: {
      text: becomesHeadless,
      help: "delete the Service before the upgrade, or leave it and add a second, headless one under another name; what dials it by its address must look up the name again",
    },
    governing: {
      text: becomesHeadless,
      help: "delete the Service before the upgrade, and it is made anew as a headless one; a second one under another name does not help, since StatefulSet `{set}` names this one in serviceName, which cannot change",
    },
    address: {
      text: getsAddress,
      help: "delete the Service before the upgrade, or add a second one with an address under another name",
    },
    governingAddress: {
      text: getsAddress,
      help: "keep `clusterIP: None`, since StatefulSet `{set}` names the Service in serviceName, and add a second one with an address under another name",
    },
    kept: {
      text: "`clusterIP: None` is gone from Service `{service}`: the API server accepts that and keeps None, so the Service stays headless",
      help: "write `clusterIP: None` again, or delete the Service before the upgrade if it is to get an address",
    },
    governingKept: {
      text: "`clusterIP: None` is gone from Service `{service}`: the API server accepts that and keeps None, so the Service stays headless until it is made anew",
      help: "write `clusterIP: None` again: StatefulSet `{set}` names the Service in serviceName; what needs an address gets a second one under another name",
    },
    nodePort: {
      text: "Service `{service}` becomes `type: ClusterIP` and still names `nodePort: {port}`: this upgrade is accepted, and every later one refused",
      help: "take `nodePort` out together with the type",
    },
  },
  *check(upgrade) {
    let governed: ReadonlyMap<Manifest, StatefulSetView> | undefined;
    for (const { manifest } of upgrade.after.services) {
      const before = found(upgrade.before.named("Service", manifest.name, manifest));
      if (before === undefined || isReplacedByForce(manifest)) continue;
      const violation = changeOf(mapping(before.value.spec), mapping(manifest.value.spec), manifest);
      if (violation === undefined) continue;
      governed ??= governedBySets(upgrade.after);
      const set = governed.get(manifest);
      yield {
        ...violation,
        ...(set === undefined || violation.message === "nodePort"
          ? {}
          : { message: ofGoverning[violation.message], data: { ...violation.data, set: set.name } }),
        ...(violation.severity === "info" ? {} : admissionOf(before, manifest)),
        related: [{ manifest: before, path: pathOf(before), message: "as it runs now" }],
      };
    }
  },
});

type Message = "headless" | "address" | "kept" | "nodePort";

/** What to do instead differs where a set names the Service in serviceName: it must be headless, and keep its name. */
const ofGoverning = { headless: "governing", address: "governingAddress", kept: "governingKept" } as const;

function governedBySets({ statefulSets }: Release): ReadonlyMap<Manifest, StatefulSetView> {
  const governed = new Map<Manifest, StatefulSetView>();
  for (const set of statefulSets) {
    const service = found(set.governingService);
    if (service !== undefined && !governed.has(service.manifest)) governed.set(service.manifest, set);
  }
  return governed;
}

function changeOf(old: Fields, next: Fields, manifest: Manifest): Violation<Message> | undefined {
  if (typeOf(old) === "ExternalName" || typeOf(next) === "ExternalName") return undefined;
  const data = { service: manifest.name };
  const at = { manifest, path: pathOf(manifest) };
  const [was, is] = [addressOf(old), addressOf(next)];
  if (was !== "None" && is === "None") return { message: "headless", data, at };
  if (was === "None" && is !== "None") {
    if (typeOf(next) !== "ClusterIP")
      return { message: "address", data: { ...data, what: `\`type: ${typeOf(next)}\`` }, at };
    if (is !== undefined) return { message: "address", data: { ...data, what: `the address \`${is}\`` }, at };
    return { message: "kept", severity: "info", data, at };
  }
  const ports = list(next.ports);
  const index = ports.findIndex((port) => isMapping(port) && typeof port.nodePort === "number" && port.nodePort > 0);
  if (typeOf(old) === "ClusterIP" || typeOf(next) !== "ClusterIP" || index < 0) return undefined;
  return {
    message: "nodePort",
    severity: "warning",
    data: { ...data, port: Number(mapping(ports[index]).nodePort) },
    at: { manifest, path: ["spec", "ports", index, "nodePort"] },
  };
}

function typeOf(spec: Fields): string {
  return filled(spec.type) ?? "ClusterIP";
}

function addressOf(spec: Fields): string | undefined {
  return filled(spec.clusterIP) ?? filled(list(spec.clusterIPs)[0]);
}

function pathOf({ value }: Manifest): readonly string[] {
  const spec = mapping(value.spec);
  if (filled(spec.clusterIP) !== undefined) return ["spec", "clusterIP"];
  return filled(spec.type) === undefined ? ["metadata", "name"] : ["spec", "type"];
}

/** The refusal itself: what has no address in the manifest was given one by the server. */
function admissionOf(before: Manifest, after: Manifest): Pick<Violation, "admission"> {
  const spec = mapping(before.value.spec);
  const given = addressOf(spec) ?? "10.96.0.10";
  const old = {
    ...before.value,
    metadata: { uid: "live", resourceVersion: "1", ...mapping(before.value.metadata) },
    spec: { ...spec, clusterIP: given, clusterIPs: [given] },
  };
  const metadata = { ...old.metadata, ...mapping(after.value.metadata) };
  const error = admit({ ...after.value, metadata }, { old }).errors?.find(([, field]) =>
    field.startsWith("spec.clusterIP"),
  );
  if (error === undefined) return {};
  const [type, field, detail] = error;
  return { admission: { type, field, detail } };
}
