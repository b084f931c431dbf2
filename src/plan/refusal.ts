import { admit } from "../admission/admit.ts";
import type { DefaultsOptions } from "../model/defaults.ts";
import { type Fields, mapping, text } from "../model/fields.ts";
import { formatMinor, newestMinor } from "../model/kubernetes-version.ts";

/** The server's message for an object that it does not find (apierrors.NewNotFound). */
export function notFound(resource: "pods" | "statefulsets.apps", name: string): string {
  return `${resource} ${JSON.stringify(name)} not found`;
}

/** What the API server objects to: its whole message, and each error as type, field and detail. */
export interface Refusal {
  readonly message: string;
  readonly errors: readonly (readonly [type: string, field: string, detail: string])[];
}

/**
 * How the API server answers `next` where `old` is stored (undefined: a create); undefined where it accepts. Unknown
 * fields are no refusal here: it drops them unless it was asked to be strict.
 */
export function refusalOf(
  next: Fields,
  old: Fields | undefined,
  options: DefaultsOptions,
  apply: "client" | "server" = "client",
): Refusal | undefined {
  const typed = { ...next, apiVersion: "apps/v1", kind: "StatefulSet" };
  const {
    decode,
    errors,
    typed: unread,
    more = false,
  } = admit(old === undefined ? typed : { ...typed, metadata: patched(old, next) }, {
    kubernetesVersion: formatMinor(options.minor ?? newestMinor),
    ...(options.featureGates === undefined ? {} : { featureGates: options.featureGates }),
    apply,
    ...(old === undefined ? {} : { old: { ...old, apiVersion: "apps/v1", kind: "StatefulSet" } }),
  });
  if (decode !== undefined)
    return {
      message: `StatefulSet in version "v1" cannot be handled as a StatefulSet: ${decode}`,
      errors: [],
    };
  if (apply === "server" && unread !== undefined && unread.length > 0) {
    const name = text(mapping(next.metadata).name) ?? "";
    return {
      message: `failed to create typed patch object (${name}; apps/v1, Kind=StatefulSet): ${unread.join("\n")}`,
      errors: [],
    };
  }
  return errors === undefined
    ? undefined
    : { message: invalid(text(mapping(next.metadata).name) ?? "", errors, more), errors };
}

/** kubectl and Helm patch: what the server set itself, and the namespace where the manifest leaves it out, stays. */
function patched(old: Fields, next: Fields): Fields {
  return { ...mapping(old.metadata), ...mapping(next.metadata) };
}

/** apierrors.NewInvalid: one error stands alone, several in brackets. */
function invalid(name: string, errors: Refusal["errors"], areMore: boolean): string {
  const texts = errors.map(([, field, detail]) => `${field}: ${detail}`);
  if (areMore) texts.push("and more");
  return `StatefulSet.apps ${JSON.stringify(name)} is invalid: ${texts.length === 1 ? texts[0] : `[${texts.join(", ")}]`}`;
}
