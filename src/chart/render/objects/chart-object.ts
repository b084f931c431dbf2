import { bool, entry, list, map, strings } from "../functions/make.ts";
import { nilMap, nilSlice } from "../functions/nil-slices.ts";
import type { LoadedChart } from "../inputs/loaded-chart.ts";
import type { Dependency, Maintainer, Metadata } from "../inputs/metadata.ts";
import { Text } from "../text.ts";
import { type GoMap, type GoObject, nil, type Value } from "../value.ts";
import { plainValue } from "./plain-value.ts";
import { type StructField, struct } from "./struct.ts";

/** `.Chart`: in Helm 4 a map by the names of Go's fields (pkg/chart/common.go, structToMap), in Helm 3 the struct itself. */
export function chartObject(chart: LoadedChart, helm: "3" | "4"): Value {
  return helm === "4" ? chartMap(chart) : chartStruct(chart);
}

function chartMap(chart: LoadedChart): GoMap {
  const { metadata } = chart;
  const entries: [string, Value][] = metadataFields(metadata).map(({ name, value }) => [name, value]);
  const asMaps = (objects: readonly (GoObject | null)[]) =>
    list(
      objects.map((one) =>
        one === null ? nil : map((one.fields ?? []).map(({ name, value }) => entry(name, openList(value)))),
      ),
    );
  const made = map(entries.map(([name, value]) => entry(name, openList(value))));
  const put = (name: string, value: Value) => made.entries.set(name, entry(name, value));
  put("Maintainers", asMaps((metadata.maintainers ?? []).map(maintainerStruct)));
  put("Dependencies", asMaps((metadata.dependencies ?? []).map(dependencyStruct)));
  put("IsRoot", bool(chart.parent === undefined));
  return made;
}

/** Slices of any type become `[]interface {}`, nil ones empty. */
function openList(value: Value): Value {
  return value.kind === "list" ? list([...value.items]) : value;
}

function chartStruct(chart: LoadedChart): GoObject {
  const { metadata } = chart;
  const embedded = struct("chart.Metadata", metadataFields(metadata));
  return struct("struct { chart.Metadata; IsRoot bool }", [
    { name: "Metadata", value: embedded, isEmbedded: true },
    { name: "IsRoot", value: bool(chart.parent === undefined) },
  ]);
}

function metadataFields(metadata: Metadata): StructField[] {
  const { annotations, maintainers, dependencies } = metadata;
  return [
    text("Name", "name", metadata.name),
    text("Home", "home", metadata.home),
    texts("Sources", "sources", metadata.sources),
    text("Version", "version", metadata.version),
    text("Description", "description", metadata.description),
    texts("Keywords", "keywords", metadata.keywords),
    field("Maintainers", "maintainers", pointers(maintainers?.map(maintainerStruct), "[]*chart.Maintainer")),
    text("Icon", "icon", metadata.icon),
    text("APIVersion", "apiVersion", metadata.apiVersion),
    text("Condition", "condition", metadata.condition),
    text("Tags", "tags", metadata.tags),
    text("AppVersion", "appVersion", metadata.appVersion),
    field("Deprecated", "deprecated", bool(metadata.deprecated)),
    field(
      "Annotations",
      "annotations",
      annotations === undefined
        ? nilMap("map[string]string")
        : map(
            [...annotations].map(([key, value]) => entry(key, new Text(value))),
            "map[string]string",
          ),
    ),
    text("KubeVersion", "kubeVersion", metadata.kubeVersion),
    field("Dependencies", "dependencies", pointers(dependencies?.map(dependencyStruct), "[]*chart.Dependency")),
    text("Type", "type", metadata.type),
  ];
}

function maintainerStruct(maintainer: Maintainer | null): GoObject | null {
  if (maintainer === null) return null;
  return struct("*chart.Maintainer", [
    text("Name", "name", maintainer.name),
    text("Email", "email", maintainer.email),
    text("URL", "url", maintainer.url),
  ]);
}

function dependencyStruct(dependency: Dependency | null): GoObject | null {
  if (dependency === null) return null;
  const { importValues } = dependency;
  return struct("*chart.Dependency", [
    { ...text("Name", "name", dependency.name), omitEmpty: false },
    text("Version", "version", dependency.version),
    { ...text("Repository", "repository", dependency.repository), omitEmpty: false },
    text("Condition", "condition", dependency.condition),
    texts("Tags", "tags", dependency.tags),
    field("Enabled", "enabled", bool(dependency.enabled)),
    field(
      "ImportValues",
      "import-values",
      importValues === undefined ? nilSlice("[]interface {}") : list(importValues.map((one) => plainValue(one))),
    ),
    text("Alias", "alias", dependency.alias),
  ]);
}

function pointers(objects: readonly (GoObject | null)[] | undefined, goType: string): Value {
  return objects === undefined
    ? nilSlice(goType)
    : list(
        objects.map((one) => one ?? nil),
        goType,
      );
}

function field(name: string, jsonName: string, value: Value): StructField {
  return { name, jsonName, omitEmpty: true, value };
}

function text(name: string, jsonName: string, value: string): StructField {
  return field(name, jsonName, new Text(value));
}

function texts(name: string, jsonName: string, values: readonly string[] | undefined): StructField {
  return field(
    name,
    jsonName,
    values === undefined ? nilSlice("[]string") : strings(values.map((one) => new Text(one))),
  );
}
