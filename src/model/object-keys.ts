import type { Manifest } from "../read/document.ts";
import { filled, labels, mapping } from "./fields.ts";
import { hooks } from "./neighbours.ts";
import type { Container, Pod } from "./pod.ts";
import type { Surroundings } from "./workload.ts";

/** Keys that the control plane fills into a token of a service account (core/v1 SecretTypeServiceAccountToken). */
const tokenType = "kubernetes.io/service-account-token";

/**
 * The keys of a ConfigMap or Secret as it will be once the release is installed. Undefined where somebody else fills it: an
 * object without any key, a service account's token, one whose annotations ask a controller for values, and one that a Job, or an
 * init container of `pod`, writes: it names the object in what it runs, its mounted scripts included, or makes objects under
 * names that only it knows.
 */
export function keysOf(manifest: Manifest, release: Surroundings, pod: Pod): ReadonlySet<string> | undefined {
  // A hook may make it as well as the release.
  const namesakes = release.ofKind(manifest.kind).filter(({ name }) => name === manifest.name);
  const keys = new Set<string>();
  for (const { value } of namesakes) {
    for (const field of ["data", "stringData", "binaryData"]) {
      for (const key of Object.keys(mapping(value[field]))) keys.add(key);
    }
  }
  if (keys.size === 0 || manifest.value.type === tokenType || isGenerated(manifest)) return undefined;
  return isWritten(manifest, release, pod) ? undefined : keys;
}

/** Whether a Job, or an init container of `pod`, may write an object of that name. */
export function isWritten(object: { readonly name: string }, release: Surroundings, pod: Pod): boolean {
  const own = pod.containers.filter(({ kind }) => kind === "init").map(whatItRuns);
  return [...own, ...release.once(makersTexts)].some((text) => mayWrite(text, object));
}

/** What the Jobs and lone pods of a release run and read, hooks of Helm included. */
function makersTexts(release: Surroundings): readonly string[] {
  return release.workloads
    .filter(({ kind }) => kind === "Job" || kind === "CronJob" || kind === "Pod")
    .flatMap(({ pod, configuration }) => [
      ...pod.containers.map(whatItRuns),
      ...configuration.flatMap(({ origin, text }) => (origin === "ConfigMap" || origin === "Secret" ? [text] : [])),
    ]);
}

function whatItRuns({ command, args, environment }: Container): string {
  return [...command, ...args, ...environment.map(({ name, value = "" }) => `${name}=${value}`)].join("\n");
}

/** `kubectl create secret generic "$NAME-auth"`: whose name it is, only the script knows. */
const writesUnknown =
  /\b(?:kubectl|oc)\b[^\n]{0,200}\b(?:create|apply|patch|replace)\b[^\n]{0,200}\$|\/(?:secrets|configmaps)\b[^\n]{0,200}\$/;

/** A host may have the name of a Secret: only what speaks of such objects writes them. */
const speaksOfObjects = /secret|config-?map|kubectl|cert/i;

function mayWrite(text: string, { name }: { readonly name: string }): boolean {
  return (speaksOfObjects.test(text) && mentions(text, name)) || writesUnknown.test(text.slice(0, longestScript));
}

/** Longer scripts are searched for names alone. */
const longestScript = 20_000;

/** Whether a name stands in a text, and is not a part of a longer one. */
function mentions(text: string, name: string): boolean {
  if (name === "") return false;
  for (let at = text.indexOf(name), seen = 0; at !== -1 && seen < 200; at = text.indexOf(name, at + 1), seen++) {
    if (!/[\w-]/.test(text.charAt(at - 1)) && !/[\w-]/.test(text.charAt(at + name.length))) return true;
  }
  return false;
}

/** Annotations by which controllers in the cluster fill or copy Secrets and ConfigMaps. */
const generators =
  /secret-generator|replicator|reflector|kubed|autogenerate|vault|external-secrets|cert-manager|inject|sealedsecrets|linkerd|openshift\.io\//i;

/** Whether the annotations or labels ask a controller to fill an object or to copy it. */
export function isGenerated(manifest: Manifest): boolean {
  const metadata = mapping(manifest.value.metadata);
  return [...labels(metadata.annotations).keys(), ...labels(metadata.labels).keys()].some((key) =>
    generators.test(key),
  );
}

/** Whether a manifest is there only after Helm has installed everything else, and waited for it where asked to. */
export function isAfterInstall(manifest: Manifest): boolean {
  const all = hooks(manifest);
  return all.includes("post-install") && !all.includes("pre-install");
}

/** Whether Helm deletes what a hook made as soon as the hooks of its phase are through, and before the release itself is applied. */
export function isDeletedBeforeInstall(manifest: Manifest): boolean {
  const metadata = mapping(manifest.value.metadata);
  const policy = filled(mapping(metadata.annotations)["helm.sh/hook-delete-policy"]) ?? "";
  return hooks(manifest).includes("pre-install") && policy.split(",").some((one) => one.trim() === "hook-succeeded");
}

/** The name of the chart's folder that rendered a manifest, such as `shop/charts/db`; undefined where nothing says it. */
export function chartFolder({ source }: Manifest): string | undefined {
  const end = source?.lastIndexOf("/templates/") ?? -1;
  return end > 0 ? filled(source?.slice(0, end)) : undefined;
}
