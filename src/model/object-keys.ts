import type { Manifest } from "../read/document.ts";
import { filled, labels, mapping } from "./fields.ts";
import { hooks } from "./neighbours.ts";
import type { Pod } from "./pod.ts";
import type { Surroundings } from "./workload.ts";

/** Keys that the control plane fills into a token of a service account (core/v1 SecretTypeServiceAccountToken). */
const tokenType = "kubernetes.io/service-account-token";

/**
 * The keys of a ConfigMap or Secret as it will be once the release is installed. Undefined where somebody else fills it: an
 * object without any key, a service account's token, one whose annotations ask a controller for values, and one that a Job,
 * or an init container of `pod`, names in what it runs.
 */
export function keysOf(manifest: Manifest, release: Surroundings, pod: Pod): ReadonlySet<string> | undefined {
  const keys = new Set<string>();
  for (const field of ["data", "stringData", "binaryData"]) {
    for (const key of Object.keys(mapping(manifest.value[field]))) keys.add(key);
  }
  if (keys.size === 0 || manifest.value.type === tokenType || isGenerated(manifest)) return undefined;
  const makers = release.workloads.filter(({ kind }) => kind === "Job" || kind === "CronJob" || kind === "Pod");
  const scripts = [
    ...makers.flatMap((workload) => workload.pod.containers),
    ...pod.containers.filter(({ kind }) => kind === "init"),
  ].flatMap(({ command, args, environment }) => [...command, ...args, ...environment.map(({ value = "" }) => value)]);
  return scripts.some((text) => text.includes(manifest.name)) ? undefined : keys;
}

/** Annotations by which controllers in the cluster fill or copy Secrets and ConfigMaps. */
const generators =
  /secret-generator|replicator|reflector|kubed|autogenerate|vault|external-secrets|cert-manager|inject|sealedsecrets|linkerd|openshift\.io\//i;

function isGenerated(manifest: Manifest): boolean {
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

/** The name of the chart's folder that rendered a manifest, such as `shop/charts/db`; undefined where nothing says it. */
export function chartFolder({ source }: Manifest): string | undefined {
  const end = source?.lastIndexOf("/templates/") ?? -1;
  return end > 0 ? filled(source?.slice(0, end)) : undefined;
}
