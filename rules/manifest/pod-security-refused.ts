import { type PodSecurityLevel, podSecurityFaults } from "../../src/admission/pod-security.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { labels, mapping } from "../../src/model/fields.ts";
import type { Manifest } from "../../src/read/document.ts";
import { isWindows } from "../_shared/windows.ts";

const prefix = "pod-security.kubernetes.io/enforce";

/** So many requirements are spelt out; a pod without any securityContext lacks four for each container. */
const mostTold = 5;

export const podSecurityRefused = defineRule({
  id: "pod-security-refused",
  category: "manifest",
  subject: "StatefulSet",
  summary: "the Namespace of the input enforces a Pod Security level that every pod of the set violates",
  rationale: `Pod Security admission looks at pods, not at what makes them: the API server takes the StatefulSet with a warning and then
refuses each pod (\`FailedCreate\`: violates PodSecurity "restricted:latest"), over and over. A pod must say that it is restricted: one
without any securityContext is refused, whatever its image does.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Only where the Namespace stands in the input and the set names it. A cluster whose admission configuration exempts the namespace or the
runtime class, or whose webhooks complete each pod, makes it work. A level that is enforced as of an older version than 1.25, and pods of
Windows, are left alone.`,
  references: [
    "https://kubernetes.io/docs/concepts/security/pod-security-admission/",
    "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
  ],
  messages: {
    refused: {
      text: "Namespace `{namespace}` enforces the Pod Security level `{level}`, and the API server refuses every pod of this set, so none is ever made. It wants: {wants}",
      help: "give the pod what the level wants, or have the Namespace enforce the level that these pods meet (`{prefix}`)",
    },
  },
  *check(set) {
    const { namespace } = set.manifest;
    if (namespace === undefined || isWindows(set)) return;
    const owner = set.release.ofKind("Namespace").find(({ name }) => name === namespace);
    const level = owner === undefined ? undefined : levelOf(owner);
    if (owner === undefined || level === undefined) return;
    const faults = podSecurityFaults(set.pod, level);
    const [first] = faults;
    if (first === undefined) return;
    const told = faults.slice(0, mostTold).map(({ text }) => text);
    const more = faults.length > mostTold ? ` and ${faults.length - mostTold} more` : "";
    yield {
      message: "refused",
      data: { namespace, level, wants: `${told.join(", ")}${more}`, prefix },
      at: { manifest: set.manifest, path: first.path },
      related: [{ manifest: owner, path: ["metadata", "labels", prefix], message: "enforces the level" }],
    };
  },
});

function levelOf({ value }: Manifest): PodSecurityLevel | undefined {
  const own = labels(mapping(value.metadata).labels);
  const level = own.get(prefix);
  if (level !== "baseline" && level !== "restricted") return undefined;
  const asOf = /^v1\.(\d{1,3})$/.exec(own.get(`${prefix}-version`) ?? "v1.99");
  return own.get(`${prefix}-version`) === "latest" || Number(asOf?.[1] ?? 0) >= 25 ? level : undefined;
}
