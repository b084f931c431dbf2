import { isMapping } from "../model/fields.ts";
import type { Document } from "../read/document.ts";
import type { Path } from "../read/path.ts";

/**
 * A configuration with what YAML 1.1 made of words that were meant as such: `off` is the boolean false and `1.30` the
 * number 1.3 to Kubernetes' reader. Where only one meaning is possible it is read as that.
 */
export function asMeant(value: unknown, document: Document | undefined, base: Path): unknown {
  if (!isMapping(value)) return value;
  const meant: Record<string, unknown> = { ...value };
  if (isMapping(value.rules)) meant.rules = rulesAsMeant(value.rules);
  if (Array.isArray(value.overrides)) {
    meant.overrides = value.overrides.map((override: unknown) =>
      isMapping(override) && isMapping(override.rules)
        ? { ...override, rules: rulesAsMeant(override.rules) }
        : override,
    );
  }
  const version = value.kubernetesVersion;
  if (typeof version === "number")
    meant.kubernetesVersion = written(document, [...base, "kubernetesVersion"]) ?? version;
  if (Array.isArray(version)) {
    meant.kubernetesVersion = version.map((one: unknown, index) =>
      typeof one === "number" ? (written(document, [...base, "kubernetesVersion", index]) ?? one) : one,
    );
  }
  return meant;
}

function rulesAsMeant(rules: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(rules).map(([id, setting]) => {
      if (setting === false) return [id, "off"];
      if (Array.isArray(setting) && setting[0] === false) return [id, ["off", ...setting.slice(1)]];
      return [id, setting];
    }),
  );
}

/** The characters of a number as they stand in the file. */
function written(document: Document | undefined, path: Path): string | undefined {
  const place = document?.locate(path, "value");
  if (place === undefined || place.line !== place.endLine) return undefined;
  return document?.lineText(place.line)?.slice(place.column - 1, place.endColumn - 1);
}
