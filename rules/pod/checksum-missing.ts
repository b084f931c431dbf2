import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, has, isMapping, mapping } from "../../src/model/fields.ts";
import { found } from "../../src/model/lookup.ts";
import type { Workload } from "../../src/model/workload.ts";
import type { Manifest } from "../../src/read/document.ts";
import { type Path, valueAt } from "../../src/read/path.ts";
import { hashAnnotations, hasReloader, ownAnnotations } from "./_hash-annotations.ts";

/** A ConfigMap or Secret that a pod reads once, at start. */
interface ReadOnce {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly path: Path;
  readonly how: "env" | "envFrom" | "a subPath mount";
}

/** Further objects that are named beside the first. */
const mostNamed = 5;

export const checksumMissing = defineRule({
  id: "checksum-missing",
  category: "pod",
  subject: "Workload",
  summary: "a ConfigMap or Secret is read at start only, and no hash of it restarts the pods",
  rationale: `Environment variables and subPath mounts are read once, when a container starts. A \`helm upgrade\` that changes only the
ConfigMap or Secret changes nothing in the pod template, so no pod is replaced: the release reports success, and the pods run with
the old values until something else restarts them, one by one and at different times.`,
  severity: "info",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Any hash in the pod template's annotations is taken to cover everything, and a reloader's annotation too. What the release does
not render, what is \`immutable\`, Secrets that hold only the credentials of a data store, which takes them once, and files that are mounted as a whole, which the kubelet updates, are left alone.`,
  references: [
    "https://helm.sh/docs/howto/charts_tips_and_tricks/#automatically-roll-deployments",
    "rmyndharis/OpenWA#1237",
  ],
  messages: {
    missing: {
      text: "the pods read {kind} `{name}` by {how}{more} when they start, and the pod template holds no hash of it: an upgrade that changes only the {kind} leaves them on the old values",
      help: 'add an annotation to the pod template: `checksum/config: {open} include (print $.Template.BasePath "/FILE.yaml") . | sha256sum {close}`',
    },
  },
  *check(set) {
    if (hasReloader(set) || hashAnnotations(set.pod.annotations).length > 0) return;
    if (hashAnnotations(ownAnnotations(set)).length > 0 || hashAnnotations(set.pod.labels).length > 0) return;
    if (
      set.containers.some(({ environment }) => environment.some(({ name }) => /checksum|_hash$|_sha256$/i.test(name)))
    )
      return;
    const sources: { source: ReadOnce; manifest: Manifest }[] = [];
    for (const source of readOnce(set)) {
      const manifest = found(set.release.named(source.kind, source.name, set.manifest));
      if (manifest === undefined || !canChange(manifest) || isLasting(set, manifest)) continue;
      if (sources.every((one) => one.manifest !== manifest)) sources.push({ source, manifest });
    }
    // What configures the program is changed far more often than what it logs in with.
    sources.sort((one, other) => Number(isSecret(one.source)) - Number(isSecret(other.source)));
    const [first, ...others] = sources;
    if (first === undefined) return;
    const { kind, name, how } = first.source;
    yield {
      message: "missing",
      data: {
        kind,
        name,
        how,
        more: others
          .slice(0, mostNamed)
          .map(({ source }) => `, ${source.kind} \`${source.name}\``)
          .join(""),
        open: "{{",
        close: "}}",
      },
      at: { manifest: set.manifest, path: annotationsPlace(set) },
      related: [first, ...others.slice(0, mostNamed)].flatMap(({ source, manifest }) => [
        { manifest: set.manifest, path: source.path, message: "read once, at start" },
        { manifest, path: ["metadata", "name"], message: `this ${source.kind}` },
      ]),
    };
  },
});

function isSecret({ kind }: ReadOnce): boolean {
  return kind === "Secret";
}

/** Keys of credentials that a store takes when it makes its data, and never again. */
const credential = /pass|pwd|user|token|cookie|auth|cred|secret|key$|root|admin/i;

/** Whether a Secret holds nothing but credentials of a store: with other ones a restart would change nothing, or lock the users out. */
function isLasting({ known }: Workload, { kind, value }: Manifest): boolean {
  if (kind !== "Secret" || known === undefined || known.dataDirectories.length === 0) return false;
  const keys = [...Object.keys(mapping(value.data)), ...Object.keys(mapping(value.stringData))];
  return keys.every((key) => credential.test(key));
}

function canChange(manifest: Manifest): boolean {
  return manifest.value.immutable !== true;
}

/** The pod template's annotations, or the nearest key above them that is written. */
function annotationsPlace(set: Workload): Path {
  const metadata = mapping(mapping(set.spec.template).metadata);
  if (isMapping(metadata.annotations)) return [...set.pod.path, "metadata", "annotations"];
  return has(valueAt(set.manifest.value, set.pod.path), "metadata") ? [...set.pod.path, "metadata"] : set.pod.path;
}

/** What the pods read at start only, in the order of the manifest. */
function* readOnce(set: Workload): Generator<ReadOnce> {
  for (const container of set.containers) {
    for (const { path, from } of container.environment) {
      const map = filled(mapping(from?.configMapKeyRef).name);
      const secret = filled(mapping(from?.secretKeyRef).name);
      if (map !== undefined)
        yield { kind: "ConfigMap", name: map, path: [...path, "valueFrom", "configMapKeyRef", "name"], how: "env" };
      if (secret !== undefined)
        yield { kind: "Secret", name: secret, path: [...path, "valueFrom", "secretKeyRef", "name"], how: "env" };
    }
    for (const { kind, name, path } of container.environmentFrom) {
      yield { kind, name, path: [...path, "name"], how: "envFrom" };
    }
    for (const mount of container.mounts) {
      if (mount.subPath === undefined) continue;
      const volume = set.volumeNamed(mount.name);
      const map = filled(mapping(volume?.value.configMap).name);
      const secret = filled(mapping(volume?.value.secret).secretName);
      const path = [...mount.path, "name"];
      if (map !== undefined) yield { kind: "ConfigMap", name: map, path, how: "a subPath mount" };
      if (secret !== undefined) yield { kind: "Secret", name: secret, path, how: "a subPath mount" };
    }
  }
}
