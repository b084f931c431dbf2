import { type Fields, mapping } from "../../src/model/fields.ts";
import type { Container } from "../../src/model/pod.ts";
import type { Workload } from "../../src/model/workload.ts";
import type { Path } from "../../src/read/path.ts";

/** A field of a container's securityContext, the pod's where the container has none, and where it is written. */
export function securityField(
  set: Workload,
  container: Container,
  key: string,
): { readonly value: unknown; readonly path: Path } | undefined {
  const own: Fields = mapping(container.value.securityContext);
  if (own[key] !== undefined && own[key] !== null) {
    return { value: own[key], path: [...container.path, "securityContext", key] };
  }
  const pod: Fields = mapping(set.pod.spec.securityContext);
  if (pod[key] === undefined || pod[key] === null) return undefined;
  return { value: pod[key], path: [...set.pod.path, "spec", "securityContext", key] };
}
