/*
 * When the server takes two values to be the same.
 * Source: apimachinery pkg/api/equality/semantic.go and third_party/forked/golang/reflect/deep_equal.go: absent and
 * empty lists and maps are the same; quantities are compared by amount.
 */
import { Quantity } from "../model/quantity.ts";

/** Plain fields, where Go cannot tell absent from empty or zero, are the rule; pointers, where it can, the exception. */
const pointers: ReadonlySet<string> = new Set([
  "storageClassName",
  "volumeMode",
  "volumeAttributesClassName",
  "apiGroup",
  "ipFamilyPolicy",
  "internalTrafficPolicy",
  "loadBalancerClass",
  "allocateLoadBalancerNodePorts",
  "trafficDistribution",
  "timeoutSeconds",
  "revisionHistoryLimit",
  "minAvailable",
  "maxUnavailable",
  "selector",
  "dataSource",
  "dataSourceRef",
  "labelSelector",
]);

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  if (value instanceof Quantity) return false;
  if (typeof value === "object") return Object.values(value).every(isNothing);
  return false;
}

/** Maps whose keys are the user's: a key with an empty value is not the same as no key. */
const maps: ReadonlySet<string> = new Set([
  "matchLabels",
  "labels",
  "annotations",
  "limits",
  "requests",
  "allocatedResources",
]);

/** Semantic.DeepEqual for decoded values; `name` is the field's, for whether it is a pointer. */
export function isEqual(a: unknown, b: unknown, name = ""): boolean {
  if (a === b) return true;
  if (a instanceof Quantity && b instanceof Quantity) return a.compare(b) === 0;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, i) => isEqual(item, b[i], name));
  if (isObject(a) && isObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    const isMap = maps.has(name);
    for (const key of keys) {
      if (isMap && Object.hasOwn(a, key) !== Object.hasOwn(b, key)) return false;
      if (!isEqual(a[key], b[key], isMap ? "" : key)) return false;
    }
    return true;
  }
  if (pointers.has(name.slice(name.lastIndexOf(".") + 1))) return false;
  if (maps.has(name)) return isEmpty(a) && isEmpty(b);
  return isNothing(a) && isNothing(b);
}

function isEmpty(map: unknown): boolean {
  return map === undefined || (isObject(map) && Object.keys(map).length === 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Quantity);
}
