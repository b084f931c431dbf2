import { servedVersions } from "../../src/admission/served-versions.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { kindNamed } from "../../src/model/kinds.ts";

export const removedApiVersion = defineRule({
  id: "removed-api-version",
  category: "manifest",
  subject: "Release",
  summary: "the apiVersion is one that the target Kubernetes does not serve",
  rationale: `The API server knows each kind under few versions. A manifest with another is refused before anything in it is looked at:
\`no matches for kind "StatefulSet" in version "apps/v1beta1"\`. Helm stops the whole release there, upgrades of an installed one included.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  foretells: "refused",
  falseAlarms: `Kinds of the same name in another group, such as \`apps.kruise.io\`, are somebody else's and left alone. Where the chart is known and
the template or a helper of it asks \`.Capabilities.APIVersions\`, an old version is a warning: without a cluster helm answers that question from
a list of its own, and on the cluster the template may print another. A chart that asks \`.Capabilities.KubeVersion\` may render an old
version only because \`helm template\` was given an old \`--kube-version\`.`,
  references: ["https://kubernetes.io/docs/reference/using-api/deprecation-guide/"],
  messages: {
    removed: {
      text: "Kubernetes serves no {kind} as `{apiVersion}` since 1.{minor}: the API server refuses it, and with it the release",
      help: "write `apiVersion: {current}`, and check the fields that changed between the two; a template that asks `.Capabilities.APIVersions` renders the old one only offline: then render with `--api-versions {current}`",
    },
    offline: {
      text: "Kubernetes serves no {kind} as `{apiVersion}` since 1.{minor} and refuses it; but its template asks `.Capabilities.APIVersions`, which is answered without a cluster here: on the cluster it may print another version",
      help: "render with `--api-versions {current}/{kind}` as the cluster would: what is still old then is refused",
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
  *check(release, context) {
    for (const manifest of release.admitted) {
      const { kind, apiVersion } = manifest;
      const known = kindNamed(kind)?.current;
      if (known === undefined || known.includes(apiVersion)) continue;
      const until = servedVersions(apiVersion, kind)?.until;
      const { source } = manifest;
      const isOffline =
        until !== undefined && source !== undefined && context.templateQuestions?.asksApiVersions(source) === true;
      yield {
        message: apiVersion === "" ? "unset" : until === undefined ? "never" : isOffline ? "offline" : "removed",
        ...(isOffline ? { severity: "warning", confidence: "likely" } : {}),
        data: { kind, apiVersion, current: known[0], minor: (until ?? 0) + 1 },
        at: { manifest, path: [apiVersion === "" ? "kind" : "apiVersion"] },
      };
    }
  },
});
