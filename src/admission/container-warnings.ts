/*
 * Warnings about a pod's containers and their ports.
 * Source: pkg/api/pod/warnings.go.
 */
import { append } from "./append.ts";
import { fractionWarnings } from "./claim-warnings.ts";
import { type FieldReview, quoted } from "./field-review.ts";
import type { AppArmorProfile, Container, ContainerPort, EnvVar, PodSpec } from "./kubernetes.generated.ts";
import { visitContainers } from "./windows.ts";

const seccomp = "container.seccomp.security.alpha.kubernetes.io/";
const appArmor = "container.apparmor.security.beta.kubernetes.io/";

/** Annotations that fields replace, fractions of bytes, variables that hide each other. */
export function containerWarnings(
  at: string,
  spec: PodSpec,
  annotations: Readonly<Record<string, string>>,
  review: FieldReview,
): string[] {
  const warnings: string[] = [];
  visitContainers(spec, `${at}.spec`, (container, field) => {
    const { name = "", securityContext, resources } = container;
    const old = (key: string, message: string): void => {
      warnings.push(`${at}.metadata.annotations[${key}]: ${message} field instead`);
    };
    if (securityContext?.seccompProfile === undefined && Object.hasOwn(annotations, seccomp + name))
      old(seccomp + name, 'non-functional in v1.27+; use the "seccompProfile"');
    if (isAppArmorAnnotationOld(container, spec, annotations, review))
      old(appArmor + name, 'deprecated since v1.30; use the "appArmorProfile"');
    for (const resource of ["memory", "ephemeral-storage"])
      for (const list of ["limits", "requests"] as const)
        append(warnings, fractionWarnings(`${field}.resources.${list}[${resource}]`, resources?.[list]?.[resource]));
    append(warnings, hiddenVariables(`${field}.env`, container.env ?? []));
  });
  return warnings;
}

/** Up to 1.33 a profile of the pod was enough; from 1.34 on it must be the annotation's own. */
function isAppArmorAnnotationOld(
  { name = "", securityContext }: Container,
  spec: PodSpec,
  annotations: Readonly<Record<string, string>>,
  review: FieldReview,
): boolean {
  const key = appArmor + name;
  if (securityContext?.appArmorProfile !== undefined || !Object.hasOwn(annotations, key)) return false;
  const ofPod = spec.securityContext?.appArmorProfile;
  if (ofPod === undefined) return true;
  return review.minor >= 34 && !saysTheSame(ofPod, annotations[key] ?? "");
}

/** ApparmorFieldForAnnotation. */
function saysTheSame({ type = "", localhostProfile }: AppArmorProfile, annotation: string): boolean {
  if (annotation === "unconfined") return type === "Unconfined" && localhostProfile === undefined;
  if (annotation === "runtime/default") return type === "RuntimeDefault" && localhostProfile === undefined;
  return (
    annotation.startsWith("localhost/") &&
    type === "Localhost" &&
    localhostProfile === annotation.slice("localhost/".length)
  );
}

/** A variable of a name that is there already, unless it refers to the one before. */
function hiddenVariables(at: string, variables: readonly EnvVar[]): string[] {
  const seen = new Set<string>();
  const warnings: string[] = [];
  variables.forEach(({ name = "", value = "", valueFrom }, i) => {
    const reference = `$(${name})`;
    const isExtension = valueFrom === undefined && value !== reference && value.includes(reference);
    if (seen.has(name) && !isExtension)
      warnings.push(`${at}[${i}]: hides previous definition of ${quoted(name)}, which may be dropped when using apply`);
    seen.add(name);
  });
  return warnings;
}

interface PlacedPort {
  readonly field: string;
  readonly port: ContainerPort;
}

/** Ports that are defined twice, over all containers. */
export function portWarnings(at: string, spec: PodSpec, review: FieldReview): string[] {
  const warnings: string[] = [];
  const byNumber = new Map<string, PlacedPort[]>();
  const byName = new Map<string, string>();
  const named: string[] = [];
  visitContainers(spec, at, (container, owner) => {
    container.ports?.forEach((port, i) => {
      const field = `${owner}.ports[${i}]`;
      const { name = "", containerPort = 0, protocol = "", hostIP = "", hostPort = 0 } = port;
      if (hostIP !== "" && hostPort === 0)
        warnings.push(
          `${field}: hostIP set without hostPort: {Name:${name} HostPort:0 ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`,
        );
      const key = `${containerPort}/${protocol}`;
      const others = byNumber.get(key) ?? [];
      for (const other of others) {
        const clash = clashOf(port, other.port);
        if (clash !== undefined) warnings.push(`${field}: ${clash} port definition with ${other.field}`);
      }
      byNumber.set(key, [...others, { field, port }]);
      if (name === "") return;
      const first = byName.get(name);
      if (first === undefined) byName.set(name, field);
      else
        named.push(
          `${field}: duplicate port name ${quoted(name)} with ${first}, services and probes that select ports by name will use ${first}`,
        );
    });
  });
  return review.minor >= 33 ? [...warnings, ...named] : warnings;
}

function clashOf(port: ContainerPort, other: ContainerPort): string | undefined {
  const { hostIP = "", hostPort = 0 } = port;
  const { hostIP: otherIP = "", hostPort: otherPort = 0 } = other;
  if (hostIP === otherIP && hostPort === otherPort) return "duplicate";
  if (hostPort === 0 || otherPort === 0) return "overlapping";
  return hostPort === otherPort && (hostIP === "") !== (otherIP === "") ? "dangerously ambiguous" : undefined;
}
