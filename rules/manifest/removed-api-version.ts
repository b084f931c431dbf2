import { servedVersions } from "../../src/admission/served-versions.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { admittedManifests } from "./_admitted-kinds.ts";

/** What every Kubernetes that is known here serves of a kind, the one to write first. */
const current: Readonly<Record<string, readonly [string, ...string[]]>> = {
  StatefulSet: ["apps/v1"],
  Service: ["v1"],
  PersistentVolumeClaim: ["v1"],
  PodDisruptionBudget: ["policy/v1"],
  HorizontalPodAutoscaler: ["autoscaling/v2", "autoscaling/v1"],
};

/** Groups that belong to Kubernetes itself; in another group the kind is somebody else's. */
const ownGroups: ReadonlySet<string> = new Set(["", "apps", "autoscaling", "batch", "extensions", "policy"]);

export const removedApiVersion = defineRule({
  id: "removed-api-version",
  category: "manifest",
  subject: "Release",
  summary: "the apiVersion is one that the target Kubernetes does not serve",
  rationale: `The API server knows each kind under few versions. A manifest with another is refused before anything in it is looked at:
\`no matches for kind "StatefulSet" in version "apps/v1beta1"\`. Helm stops the whole release there, upgrades of an installed one included.`,
  severity: "error",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Kinds of the same name in another group, such as \`apps.kruise.io\`, are somebody else's and left alone. A chart that asks
\`.Capabilities\` may render an old version only because \`helm template\` was given an old \`--kube-version\`.`,
  references: ["https://kubernetes.io/docs/reference/using-api/deprecation-guide/"],
  messages: {
    removed: {
      text: "Kubernetes serves no {kind} as `{apiVersion}` since 1.{minor}: the API server refuses it, and with it the release",
      help: "write `apiVersion: {current}`, and check the fields that changed between the two",
    },
    never: {
      text: "no Kubernetes from 1.30 to 1.37 serves {kind} as `{apiVersion}`: the API server refuses it, and with it the release",
      help: "write `apiVersion: {current}`",
    },
    unset: {
      text: "the {kind} has no apiVersion: no tool can apply it",
      help: "write `apiVersion: {current}`",
    },
  },
  *check(release) {
    for (const manifest of admittedManifests(release)) {
      const { kind, apiVersion } = manifest;
      const known = Object.hasOwn(current, kind) ? current[kind] : undefined;
      if (known === undefined || known.includes(apiVersion) || !isOwnGroup(apiVersion)) continue;
      const until = servedVersions(apiVersion, kind)?.until;
      yield {
        message: apiVersion === "" ? "unset" : until === undefined ? "never" : "removed",
        data: { kind, apiVersion, current: known[0], minor: (until ?? 0) + 1 },
        at: { manifest, path: [apiVersion === "" ? "kind" : "apiVersion"] },
      };
    }
  },
});

function isOwnGroup(apiVersion: string): boolean {
  return ownGroups.has(apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "");
}
