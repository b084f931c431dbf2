/*
 * Warnings about a pod template.
 * Source: pkg/api/pod/warnings.go (warningsForPodSpecAndMeta), pkg/api/node/util.go.
 */

import { labelValueComplaints } from "../model/label-syntax.ts";
import { append } from "./append.ts";
import { claimSpecWarnings, fractionWarnings } from "./claim-warnings.ts";
import { containerWarnings, portWarnings } from "./container-warnings.ts";
import { type FieldReview, quoted } from "./field-review.ts";
import { addressWarnings } from "./ip-warnings.ts";
import type { NodeSelectorTerm, PodAffinity, PodSpec, PodTemplateSpec } from "./kubernetes.generated.ts";
import { overlapWarnings } from "./volume-warnings.ts";

const oldNodeLabels: Readonly<Record<string, string>> = {
  "beta.kubernetes.io/arch": 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  "beta.kubernetes.io/os": 'deprecated since v1.14; use "kubernetes.io/os" instead',
  "failure-domain.beta.kubernetes.io/region": 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  "failure-domain.beta.kubernetes.io/zone": 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  "beta.kubernetes.io/instance-type": 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
};

/** Labels that are called old since 1.31. */
const olderNodeLabels: Readonly<Record<string, string>> = {
  "app.kubernetes.io/created-by": "deprecated since v1.9",
  "scheduler.alpha.kubernetes.io/preferAvoidPods": "deprecated since v1.22; use Taints and Tolerations instead",
  "node-role.kubernetes.io/master": 'use "node-role.kubernetes.io/control-plane" instead',
};

/** GetNodeLabelDeprecatedMessage. */
function oldLabel(key: string, review: FieldReview): string | undefined {
  if (Object.hasOwn(oldNodeLabels, key)) return oldNodeLabels[key];
  return review.minor >= 31 && Object.hasOwn(olderNodeLabels, key) ? olderNodeLabels[key] : undefined;
}

const oldAnnotations: readonly (readonly [key: string, message: string])[] = [
  ["scheduler.alpha.kubernetes.io/critical-pod", 'non-functional in v1.16+; use the "priorityClassName" field instead'],
  ["security.alpha.kubernetes.io/sysctls", 'non-functional in v1.11+; use the "sysctls" field instead'],
  ["security.alpha.kubernetes.io/unsafe-sysctls", 'non-functional in v1.11+; use the "sysctls" field instead'],
];

const seccompPod = "seccomp.security.alpha.kubernetes.io/pod";

/** The warnings about the template at that field, in the server's order. */
export function podWarnings(at: string, template: PodTemplateSpec, review: FieldReview): string[] {
  const { spec = {} } = template;
  const annotations = template.metadata?.annotations ?? {};
  const warnings = schedulingWarnings(`${at}.spec`, spec, review);
  for (const [key, message] of oldAnnotations)
    if (Object.hasOwn(annotations, key)) warnings.push(`${at}.metadata.annotations[${key}]: ${message}`);
  append(warnings, volumeWarnings(`${at}.spec.volumes`, spec, review));
  if (review.minor >= 32) append(warnings, overlapWarnings(spec.volumes ?? [], review));
  append(
    warnings,
    duplicates(
      `${at}.spec.hostAliases`,
      (spec.hostAliases ?? []).map(({ ip = "" }) => ip),
      "ip",
    ),
  );
  const secrets = (spec.imagePullSecrets ?? []).map(({ name = "" }) => name);
  append(warnings, duplicates(`${at}.spec.imagePullSecrets`, secrets, "name"));
  secrets.forEach((name, i) => {
    if (name === "") warnings.push(`${at}.spec.imagePullSecrets[${i}].name: invalid empty name ""`);
  });
  for (const name of ["memory", "ephemeral-storage"])
    append(warnings, fractionWarnings(`${at}.spec.overhead[${name}]`, spec.overhead?.[name]));
  if (spec.securityContext?.seccompProfile === undefined && Object.hasOwn(annotations, seccompPod))
    warnings.push(
      `${at}.metadata.annotations[${seccompPod}]: non-functional in v1.27+; use the "seccompProfile" field instead`,
    );
  append(warnings, containerWarnings(at, spec, annotations, review));
  append(warnings, portWarnings(`${at}.spec`, spec, review));
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0)
    warnings.push(
      `${at}.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1`,
    );
  for (const side of ["podAffinity", "podAntiAffinity"] as const)
    append(warnings, affinityWarnings(`${at}.spec.affinity.${side}`, spec.affinity?.[side]));
  if (review.minor < 33) return warnings;
  spec.dnsConfig?.nameservers?.forEach((address, i) => {
    append(warnings, addressWarnings(`${at}.spec.dnsConfig.nameservers[${i}]`, address, review.minor));
  });
  spec.hostAliases?.forEach(({ ip = "" }, i) => {
    append(warnings, addressWarnings(`${at}.spec.hostAliases[${i}].ip`, ip, review.minor));
  });
  return warnings;
}

function schedulingWarnings(at: string, spec: PodSpec, review: FieldReview): string[] {
  const warnings: string[] = [];
  for (const key of Object.keys(spec.nodeSelector ?? {})) {
    const message = oldLabel(key, review);
    if (message !== undefined) warnings.push(`${at}.nodeSelector[${key}]: ${message}`);
  }
  const node = spec.affinity?.nodeAffinity;
  const required = `${at}.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`;
  node?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms?.forEach((term, i) => {
    append(warnings, termWarnings(`${required}[${i}]`, term, review, false));
  });
  const preferred = `${at}.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution`;
  node?.preferredDuringSchedulingIgnoredDuringExecution?.forEach(({ preference = {} }, i) => {
    append(warnings, termWarnings(`${preferred}[${i}].preference`, preference, review, review.minor >= 33));
  });
  spec.topologySpreadConstraints?.forEach(({ topologyKey = "", labelSelector }, i) => {
    const field = `${at}.topologySpreadConstraints[${i}]`;
    const message = oldLabel(topologyKey, review);
    if (message !== undefined) warnings.push(`${field}.topologyKey: ${topologyKey} is ${message}`);
    if (labelSelector === undefined)
      warnings.push(`${field}.labelSelector: a null labelSelector results in matching no pod`);
  });
  return warnings;
}

/** GetWarningsForNodeSelectorTerm. */
function termWarnings(at: string, term: NodeSelectorTerm, review: FieldReview, withValues: boolean): string[] {
  const warnings: string[] = [];
  term.matchExpressions?.forEach(({ key = "", values = [] }, i) => {
    const message = oldLabel(key, review);
    if (message !== undefined) warnings.push(`${at}.matchExpressions[${i}].key: ${key} is ${message}`);
    if (!withValues) return;
    values.forEach((value, j) => {
      for (const complaint of labelValueComplaints(value, review.minor))
        warnings.push(`${at}.matchExpressions[${i}].values[${j}]: ${value} is invalid, ${complaint}`);
    });
  });
  return warnings;
}

const oldVolumes = [
  ["photonPersistentDisk", "photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"],
  ["gitRepo", "gitRepo", "deprecated in v1.11"],
  ["scaleIO", "scaleIO", "deprecated in v1.16, non-functional in v1.22+"],
  ["flocker", "flocker", "deprecated in v1.22, non-functional in v1.25+"],
  ["storageos", "storageOS", "deprecated in v1.22, non-functional in v1.25+"],
  ["quobyte", "quobyte", "deprecated in v1.22, non-functional in v1.25+"],
  ["glusterfs", "glusterfs", "deprecated in v1.25, non-functional in v1.26+"],
  ["ephemeral", "", ""],
  ["cephfs", "cephfs", "deprecated in v1.28, non-functional in v1.31+"],
  ["rbd", "rbd", "deprecated in v1.28, non-functional in v1.31+"],
] as const;

function volumeWarnings(at: string, spec: PodSpec, review: FieldReview): string[] {
  const warnings: string[] = [];
  spec.volumes?.forEach((volume, i) => {
    for (const [kind, name, message] of oldVolumes) {
      if (volume[kind] === undefined) continue;
      if (kind === "ephemeral") {
        const claim = volume.ephemeral?.volumeClaimTemplate?.spec ?? {};
        append(warnings, claimSpecWarnings(`${at}[${i}].ephemeral.volumeClaimTemplate.spec`, claim));
        continue;
      }
      const isDisabled = kind === "gitRepo" && review.minor >= 33 && !review.isOn("GitRepoVolumeDriver");
      warnings.push(`${at}[${i}].${name}: ${message}${isDisabled ? ", and disabled by default in v1.33+" : ""}`);
    }
  });
  return warnings;
}

function duplicates(at: string, values: readonly string[], name: string): string[] {
  const seen = new Set<string>();
  const warnings: string[] = [];
  values.forEach((value, i) => {
    if (seen.has(value)) warnings.push(`${at}[${i}].${name}: duplicate ${name} ${quoted(value)}`);
    seen.add(value);
  });
  return warnings;
}

function affinityWarnings(at: string, affinity: PodAffinity | undefined): string[] {
  const warnings: string[] = [];
  const warn = (field: string): void => {
    warnings.push(`${at}.${field}.labelSelector: a null labelSelector results in matching no pod`);
  };
  affinity?.requiredDuringSchedulingIgnoredDuringExecution?.forEach((term, i) => {
    if (term.labelSelector === undefined) warn(`requiredDuringSchedulingIgnoredDuringExecution[${i}]`);
  });
  affinity?.preferredDuringSchedulingIgnoredDuringExecution?.forEach(({ podAffinityTerm: term = {} }, i) => {
    if (term.labelSelector === undefined) warn(`preferredDuringSchedulingIgnoredDuringExecution[${i}].podAffinityTerm`);
  });
  return warnings;
}
