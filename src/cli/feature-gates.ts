import { formatMinor, newestMinor, oldestMinor } from "../model/kubernetes-version.ts";
import type { EffectiveSettings } from "./effective-settings.ts";
import type { Host } from "./host.ts";
import { tellLine } from "./tell-line.ts";

/**
 * Says on stderr which feature gates Kubernetes does not have: people pass the cluster's whole list, so a gate that no
 * rule uses is fine, but one that does not exist was misspelt and changes nothing.
 */
export async function warnOfGates({ options, configuration }: EffectiveSettings, host: Host): Promise<void> {
  const names = Object.keys(options.featureGates ?? {});
  if (names.length === 0) return;
  // The list of all gates stands beside the program.
  const { isKnownGate, nearestGate } = await import("../model/known-gates.ts");
  for (const name of names) {
    const written = configuration?.settings.featureGates;
    const where =
      configuration !== undefined && written !== undefined && Object.hasOwn(written, name)
        ? `${configuration.name}:${configuration.line(["featureGates", name])}`
        : "--feature-gates";
    const isOn = options.featureGates?.[name] === true;
    // Which gates are alpha or beta in which version is not known here; AllAlpha=false is what every version has.
    if (name === "AllBeta" || (name === "AllAlpha" && isOn))
      tellLine(
        host,
        `warning: ${where}: \`${name}\` changes nothing here: name the gates that it turns ${isOn ? "on" : "off"}`,
      );
    if (isKnownGate(name)) continue;
    const meant = nearestGate(name);
    const hint = meant === undefined ? "" : `; did you mean \`${meant}\`?`;
    const range = `${formatMinor(oldestMinor)} to ${formatMinor(newestMinor)}`;
    tellLine(host, `warning: ${where}: Kubernetes ${range} has no feature gate \`${name}\`${hint}`);
  }
}
