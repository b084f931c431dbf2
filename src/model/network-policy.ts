import type { Manifest } from "../read/document.ts";
import type { Path } from "../read/path.ts";
import { has, integer, isMapping, list, mapping, texts } from "./fields.ts";
import { together } from "./namespace.ts";
import { entries, optional } from "./pod.ts";
import { labelSelector, matches, type Selector } from "./selector.ts";
import { SelectorIndex } from "./selector-index.ts";
import type { StatefulSetView } from "./statefulset.ts";
import type { Surroundings } from "./workload.ts";

/** A port that a rule opens: a number, a range up to `end`, or a container port's name. */
export interface OpenPort {
  readonly port: number | string | undefined;
  readonly end?: number;
  readonly protocol: string;
}

/** One side of a rule: pods of the policy's namespace, of other namespaces, or addresses. */
export interface PolicyPeer {
  readonly pods?: Selector;
  /** Absent where only the policy's own namespace is meant; labels of namespaces are not in any input. */
  readonly hasNamespaces: boolean;
  readonly hasAddresses: boolean;
}

/** An entry of ingress or egress: empty `ports` are all ports, empty `peers` everybody. */
export interface PolicyRule {
  readonly ports: readonly OpenPort[];
  readonly peers: readonly PolicyPeer[];
}

/** A NetworkPolicy. A direction that it isolates has the rules that open it again, perhaps none. */
export interface NetworkPolicy {
  readonly manifest: Manifest;
  readonly selector: Selector;
  readonly ingress?: readonly PolicyRule[];
  readonly egress?: readonly PolicyRule[];
}

/** Policies that select a set's pods. What all of them open together is open (networking/v1 NetworkPolicySpec). */
export function policiesOf(set: StatefulSetView): readonly NetworkPolicy[] {
  const policies = [...set.release.once(policiesBySelector).selecting(set)];
  set.release.tries.spend(policies.length);
  return policies.filter(({ manifest }) => together(manifest, set.manifest));
}

function policiesBySelector(release: Surroundings): SelectorIndex<NetworkPolicy> {
  const policies = release
    .ofKind("NetworkPolicy")
    .filter(({ value }) => isMapping(mapping(value.spec).podSelector))
    .map(readPolicy);
  return new SelectorIndex(policies, ({ selector }) => selector, release.tries);
}

function readPolicy(manifest: Manifest): NetworkPolicy {
  const spec = mapping(manifest.value.spec);
  const written = texts(spec.policyTypes);
  // Without policyTypes ingress is isolated always, egress where it has rules (SetDefaults_NetworkPolicy).
  const types = written.length > 0 ? written : list(spec.egress).length > 0 ? ["Ingress", "Egress"] : ["Ingress"];
  return {
    manifest,
    selector: labelSelector(spec.podSelector),
    ...optional("ingress", types.includes("Ingress") ? readRules(spec.ingress, "from", "ingress") : undefined),
    ...optional("egress", types.includes("Egress") ? readRules(spec.egress, "to", "egress") : undefined),
  };
}

function readRules(value: unknown, side: "from" | "to", key: string): readonly PolicyRule[] {
  const path: Path = ["spec", key];
  return entries(value, path).map(({ fields }) => ({
    ports: entries(fields.ports, path).map(({ fields: port }) => ({
      port: typeof port.port === "number" || typeof port.port === "string" ? port.port : undefined,
      ...optional("end", integer(port.endPort)),
      protocol: typeof port.protocol === "string" ? port.protocol : "TCP",
    })),
    peers: entries(fields[side], path).map(({ fields: peer }) => ({
      ...optional("pods", has(peer, "podSelector") ? labelSelector(peer.podSelector) : undefined),
      hasNamespaces: has(peer, "namespaceSelector"),
      hasAddresses: has(peer, "ipBlock"),
    })),
  }));
}

/** Whether rules open a port, given by its number and the names it has, to some of the peers that `fits` accepts. */
export function opens(
  rules: readonly PolicyRule[],
  port: { readonly number?: number; readonly names: readonly string[] },
  fits: (peer: PolicyPeer) => boolean,
): boolean {
  return rules.some(
    ({ ports, peers }) =>
      (peers.length === 0 || peers.some(fits)) && (ports.length === 0 || ports.some((open) => isSame(open, port))),
  );
}

function isSame(
  { port, end }: OpenPort,
  { number, names }: { readonly number?: number; readonly names: readonly string[] },
) {
  if (port === undefined) return true;
  if (typeof port === "string") return names.includes(port) || port === String(number);
  return number !== undefined && number >= port && number <= (end ?? port);
}

/** Whether a rule's side may be the set's own pods. Addresses may be anybody's, and so may namespaces that nobody knows. */
export function mayBeOwn(set: StatefulSetView): (peer: PolicyPeer) => boolean {
  return ({ pods, hasAddresses }) => hasAddresses || pods === undefined || matches(pods, set.pod.labels);
}

/** Whether a rule's side may be the cluster's DNS, whose pods stand in another namespace. */
export function mayBeDns({ hasNamespaces, hasAddresses }: PolicyPeer): boolean {
  return hasNamespaces || hasAddresses;
}
