import { type ApplyConflict, applyConflicts } from "../../src/admission/apply-conflicts.ts";
import { fieldManagers } from "../../src/admission/managed-fields.ts";
import type { RuleContext } from "../../src/lint/contract/context.ts";
import type { Deployment } from "../../src/model/deployer.ts";
import { mapping } from "../../src/model/fields.ts";
import type { Manifest } from "../../src/read/document.ts";

/** What an apply meets that the live object's managedFields tell of. */
export interface Conflicts {
  readonly conflicts: readonly ApplyConflict[];
  /** Flux and Argo CD always take fields over by force; the others are refused. */
  readonly isForced: boolean;
}

/** Under which name a deployer applies. */
function managerOf({ by, kind }: Deployment): string {
  if (by === "flux") return kind === "kustomization" ? "kustomize-controller" : "helm-controller";
  return by === "argocd" ? "argocd-controller" : by;
}

/**
 * The conflicts of an update that is applied server-side, because it was asked so or because the live object shows that
 * its deployer does; none under client-side apply, and none where nothing is told of managers.
 */
export function conflictsOf(
  after: Manifest,
  before: Manifest,
  deployment: Deployment,
  context: RuleContext,
): Conflicts {
  const manager = managerOf(deployment);
  const isForced = deployment.by === "flux" || deployment.by === "argocd";
  const managers = fieldManagers(before.value);
  const isServer =
    context.apply === "server" || managers.some(({ name, operation }) => name === manager && operation === "Apply");
  if (!isServer || managers.length === 0) return { conflicts: [], isForced };
  return { conflicts: applyConflicts(after.value, withoutOwn(before, deployment), manager), isForced };
}

/** What Helm 4 and kubectl wrote client-side they move to their own name before the first apply (csaupgrade). */
function withoutOwn({ value }: Manifest, { by }: Deployment): object {
  const own = by === "kubectl" ? "kubectl-client-side-apply" : by;
  const metadata = mapping(value.metadata);
  const entries = Array.isArray(metadata.managedFields) ? metadata.managedFields : [];
  const managedFields = entries.filter(
    (entry: unknown) => !(mapping(entry).manager === own && mapping(entry).operation === "Update"),
  );
  return { ...value, metadata: { ...metadata, managedFields } };
}
