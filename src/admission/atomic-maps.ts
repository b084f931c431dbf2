/*
 * Maps that have one owner as a whole under server-side apply (x-kubernetes-map-type: atomic), of the kinds admitted here.
 */
const definitions: ReadonlySet<string> = new Set([
  "ConfigMapKeySelector",
  "CrossVersionObjectReference",
  "EvictionResponder",
  "FileKeySelector",
  "LabelSelector",
  "LocalObjectReference",
  "NodeSelector",
  "NodeSelectorTerm",
  "ObjectFieldSelector",
  "ObjectReference",
  "OwnerReference",
  "ResourceFieldSelector",
  "RoleRef",
  "SecretKeySelector",
  "ServiceBackendPort",
  "Subject",
  "TopologySelectorTerm",
  "TypedLocalObjectReference",
]);

const properties: ReadonlySet<string> = new Set(["PodSpec.nodeSelector", "ServiceSpec.selector"]);

/** Whether a property of a definition holds such a map; `shape` is the name of its own definition, if it has one. */
export function isAtomicMap(definition: string, property: string, shape: string | undefined): boolean {
  return properties.has(`${definition}.${property}`) || (shape !== undefined && definitions.has(shape));
}
