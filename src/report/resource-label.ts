import type { ResourceName } from "../lint/contract/finding.ts";
import { printable } from "./printable.ts";

/** A resource as kubectl writes it, `StatefulSet/db`. */
export function resourceLabel(resource: ResourceName): string {
  return printable(`${resource.kind}/${resource.name}`);
}

/** The same with its namespace, where the manifest has one: `StatefulSet/db in prod`. */
export function fullResourceLabel(resource: ResourceName): string {
  const label = resourceLabel(resource);
  return resource.namespace === undefined ? label : `${label} in ${printable(resource.namespace)}`;
}
