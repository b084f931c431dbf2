import type { Manifest } from "../read/document.ts";
import type { Path } from "../read/path.ts";
import type { AdmissionRefusal } from "./finding.ts";

/** A refusal by the API server, per version it holds for, and where in the manifest it points. */
export interface Refusal extends AdmissionRefusal {
  readonly path: Path;
  readonly versions: readonly string[];
}

/** What a rule may ask beyond its subject. */
export interface RuleContext {
  /** The Kubernetes minors asked for, ascending, such as `1.37`. */
  readonly kubernetesVersions: readonly string[];
  /** The minors asked for on which a feature gate is off: by default there, or as `--feature-gates` says. */
  versionsWithout(featureGate: string): readonly string[];
  /** The rule's options with their defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What the API server would refuse of this manifest on create; computed once a manifest. */
  refusals(manifest: Manifest): readonly Refusal[];
}
