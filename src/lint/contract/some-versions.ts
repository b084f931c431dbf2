import type { RuleContext } from "./context.ts";

/** The versions of a violation: named only where they are not all that were asked for. */
export function someVersions(
  versions: readonly string[],
  { kubernetesVersions }: Pick<RuleContext, "kubernetesVersions">,
): { readonly versions?: readonly string[] } {
  return versions.length < kubernetesVersions.length ? { versions } : {};
}
