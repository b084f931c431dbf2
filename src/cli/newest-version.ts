import { OptionError } from "../lint/contract/options.ts";
import { formatMinor, KubernetesVersionError, parseMinors, severalVersions } from "../model/kubernetes-version.ts";

/**
 * Of the versions asked for the newest, for what speaks of one version only; a single one keeps its patch release, which
 * can matter. Throws {@link OptionError} for what is no version.
 */
export function newestVersion(asked: string | readonly string[]): { readonly version: string; readonly of?: string } {
  const text = typeof asked === "string" ? asked : asked.join(",");
  try {
    const newest = parseMinors(text).at(-1);
    return newest === undefined || !severalVersions(text)
      ? { version: text }
      : { version: formatMinor(newest), of: text };
  } catch (error) {
    if (error instanceof KubernetesVersionError) throw new OptionError(`--kubernetes-version: ${error.message}`);
    throw error;
  }
}
