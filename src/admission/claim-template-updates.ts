import { type Fields, isMapping, mapping } from "../model/fields.ts";
import { type FeatureGates, isGateOn, type Minor } from "../model/kubernetes-version.ts";
import { type ClaimTemplatePart, changeableParts } from "./claim-template-parts.ts";

/** The parts of a claim template that the API server of a version lets an update change. */
export function changeableInClaimTemplates(minor: Minor, gates: FeatureGates = {}): ReadonlySet<ClaimTemplatePart> {
  const parts = changeableParts.filter(
    ({ since, gate }) => minor >= since && (gate === undefined || isGateOn(gate, minor, gates)),
  );
  return new Set(parts.map(({ part }) => part));
}

/** A list of claim templates without what an update may change: two that are alike here do not get an update refused. */
export function fixedInClaimTemplates(templates: unknown, minor: Minor, gates: FeatureGates = {}): unknown {
  const parts = changeableInClaimTemplates(minor, gates);
  if (parts.size === 0 || !Array.isArray(templates)) return templates;
  return templates.map((claim: unknown) => (isMapping(claim) ? fixedIn(claim, parts) : claim));
}

function fixedIn(claim: Fields, parts: ReadonlySet<ClaimTemplatePart>): Fields {
  const metadata = { ...mapping(claim.metadata) };
  const spec = { ...mapping(claim.spec) };
  if (parts.has("labels")) delete metadata.labels;
  if (parts.has("annotations")) delete metadata.annotations;
  if (parts.has("volumeAttributesClassName")) delete spec.volumeAttributesClassName;
  if (parts.has("storage")) {
    const resources = mapping(spec.resources);
    const { storage: _storage, ...requests } = mapping(resources.requests);
    spec.resources = { ...resources, requests };
  }
  return { ...claim, metadata, spec };
}
