import { list, mapping, text } from "../../src/model/fields.ts";
import type { Container } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { type HeldObjects, heldOnce } from "./_held.ts";

/** Which variables a container has, as far as Kubernetes gives them: what its image sets, `$(NAME)` never sees. */
export interface ContainerNames {
  /** The index in `env` of the first entry of each name. */
  readonly own: ReadonlyMap<string, number>;
  /** Of whole ConfigMaps and Secrets (`envFrom`). */
  readonly taken: ReadonlySet<string>;
}

/** The names of a container's variables; undefined where `envFrom` may bring some that nobody knows. */
export function containerNames(
  set: StatefulSetView,
  { environment, environmentFrom, value }: Container,
  known: HeldObjects,
): ContainerNames | undefined {
  const taken = new Set<string>();
  const written = list(value.envFrom);
  for (const { kind, name, reference, path } of environmentFrom) {
    const held = reference.optional === true ? undefined : heldOnce({ kind, name }, set, known);
    if (held?.isWhole !== true) return undefined;
    const prefix = text(mapping(written[Number(path[path.length - 2])]).prefix) ?? "";
    for (const key of held.keys) taken.add(prefix + key);
  }
  const own = new Map<string, number>();
  environment.forEach(({ name }, index) => {
    if (!own.has(name)) own.set(name, index);
  });
  return { own, taken };
}

/** What the kubelet adds for the Services of the namespace, this cluster's own among them; which those are nobody knows. */
export function isServiceLink(name: string): boolean {
  return /^KUBERNETES_|_SERVICE_(?:HOST|PORT)|_PORT(?:_|$)/.test(name);
}
