import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled } from "../../src/model/fields.ts";
import { found } from "../../src/model/lookup.ts";
import { isGenerated } from "../../src/model/object-keys.ts";
import { madeSecrets } from "../../src/model/secret-makers.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { writtenNamespaces } from "../../src/model/written-namespaces.ts";
import type { Manifest } from "../../src/read/document.ts";
import type { Path } from "../../src/read/path.ts";

export const configInOtherNamespace = defineRule({
  id: "config-in-other-namespace",
  category: "pod",
  subject: "StatefulSet",
  summary: "what the pods read is fixed to a namespace, and the set is not",
  rationale: `Pods read ConfigMaps, Secrets, claims and service accounts of their own namespace only. A set without \`metadata.namespace\` goes where the
release is installed; an object with one always goes there. Installed anywhere else the pods wait for a ConfigMap that is in another
namespace and never start, while everything is fine where it was tried out.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.2.0",
  falseAlarms: `A template that writes \`{{ .Release.Namespace }}\` on some objects only does no harm, and its render looks alike. So it is said of
\`default\`, which people write by hand, and of a namespace that fewer objects have than another; where other objects of the chart, or names like
\`db.NAMESPACE.svc\`, show that it is the release's, it is left alone, and so are service accounts in \`default\`.`,
  references: ["https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/"],
  messages: {
    fixed: {
      text: "{kind} `{name}` is fixed to the namespace `{namespace}`, and the StatefulSet, which needs it, goes to the release's: installed in any other namespace its pods never start",
      help: "leave `namespace` out of the {kind} `{name}`, or write `{open} .Release.Namespace {close}` on both",
    },
    elsewhere: {
      text: "the pods need {kind} `{name}` and are in the namespace `{own}`, and the release makes it in `{namespace}`: pods read what is in their own namespace only, and unless somebody makes one there they never start",
      help: "give the {kind} `{name}` the set's namespace; with Helm leave `namespace` out, or write `{open} .Release.Namespace {close}` on both",
    },
  },
  *check(set) {
    if (set.manifest.namespace !== undefined) {
      yield* elsewhere(set, set.manifest.namespace);
      return;
    }
    for (const { kind, name, path } of named(set)) {
      const manifest = found(set.release.named(kind, name, set.manifest));
      if (manifest?.namespace === undefined || mayBeReleases(set, kind, manifest.namespace)) continue;
      // A controller may make one of that name where the pods are.
      if (madeSecrets(set.release, { kind, name }, set.manifest).length > 0) continue;
      yield {
        message: "fixed",
        data: { kind, name, namespace: manifest.namespace, open: "{{", close: "}}" },
        at: { manifest: set.manifest, path },
        related: [{ manifest, path: ["metadata", "namespace"], message: `this ${kind}'s namespace` }],
      };
      return;
    }
  },
});

/** A set that has a namespace itself: what it names is in another, and in no other than that. */
function* elsewhere(set: StatefulSetView, own: string) {
  for (const { kind, name, path } of named(set)) {
    if (set.release.named(kind, name, set.manifest).state !== "not-in-input") continue;
    const [manifest, ...others] = set.release.once(manifestsByName).get(`${kind}/${name}`) ?? [];
    const { namespace } = manifest ?? {};
    if (manifest === undefined || namespace === undefined || others.length > 0 || isGenerated(manifest)) continue;
    if (madeSecrets(set.release, { kind, name }, set.manifest).length > 0) continue;
    yield {
      message: "elsewhere" as const,
      assumesWhole: true,
      data: { kind, name, namespace, own, open: "{{", close: "}}" },
      at: { manifest: set.manifest, path },
      related: [{ manifest, path: ["metadata", "namespace"], message: `this ${kind}'s namespace` }],
    };
    return;
  }
}

/** What pods name, in whatever namespace it is. */
function manifestsByName(release: StatefulSetView["release"]): ReadonlyMap<string, readonly Manifest[]> {
  const byName = new Map<string, Manifest[]>();
  for (const kind of ["ConfigMap", "Secret", "PersistentVolumeClaim", "ServiceAccount"]) {
    for (const manifest of release.ofKind(kind)) {
      const id = `${kind}/${manifest.name}`;
      const others = byName.get(id);
      if (others === undefined) byName.set(id, [manifest]);
      else others.push(manifest);
    }
  }
  return byName;
}

function named(set: StatefulSetView): readonly { readonly kind: string; readonly name: string; readonly path: Path }[] {
  const inPod: Path = ["spec", "template", "spec"];
  const account = filled(set.pod.spec.serviceAccountName);
  return [
    ...set.references.filter(({ optional }) => !optional),
    ...set.namedClaims.map(({ claimName, volume }) => ({
      kind: "PersistentVolumeClaim",
      name: claimName,
      path: [...volume.path, "persistentVolumeClaim", "claimName"],
    })),
    // The account `default` every namespace has by itself.
    ...(account === undefined || account === "default"
      ? []
      : [{ kind: "ServiceAccount", name: account, path: [...inPod, "serviceAccountName"] }]),
  ];
}

/**
 * Whether a namespace may be the release's own, written by a template. One that is in the minority is not. `default` is
 * what people write by hand, though Helm renders to it as well where no namespace is asked for: service accounts, which
 * charts give the release's namespace for the sake of role bindings, prove nothing then.
 */
function mayBeReleases(set: StatefulSetView, kind: string, namespace: string): boolean {
  const { counts, most, serving } = set.release.once(writtenNamespaces);
  if ((counts.get(namespace) ?? 0) < most) return false;
  if (serving.has(namespace) || kind === "ServiceAccount" || namespace !== "default") return true;
  return set.configuration.some(({ text }) => text.includes(`.${namespace}.svc`) || text === namespace);
}
