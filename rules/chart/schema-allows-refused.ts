import { admit } from "../../src/admission/admit.ts";
import type { SchemaChoiceFact } from "../../src/lint/contract/chart-traces.ts";
import type { RuleContext } from "../../src/lint/contract/context.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { asText, isMapping } from "../../src/model/fields.ts";
import { formatPath, type Path } from "../../src/read/path.ts";

/** A chart is rendered so many times at most: who lists more that is refused has heard enough. */
const mostRenders = 12;

export const schemaAllowsRefused = defineRule({
  id: "schema-allows-refused",
  category: "chart",
  subject: "Release",
  needs: "chart",
  summary: "values.schema.json names a value with which the API server refuses the StatefulSet",
  rationale: `What a chart's schema names, in a list of choices or as the least and the greatest number, is what people trust: helm accepts
the value, the template prints it, and the API server refuses the StatefulSet. At an upgrade the release then fails half-way, with other resources changed already.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Each choice and each bound is tried: the chart is rendered with it, and only where the StatefulSet is still there and the API server's
own answer to it holds a refusal that it does not give now is there a finding. What stands behind \`anyOf\`, \`oneOf\` or \`if\` is
left alone, and so is what no keyword names: an integer without \`minimum\` does not say that -1 is meant.`,
  references: ["https://helm.sh/docs/topics/charts/#schema-files"],
  messages: {
    refused: {
      text: "values.schema.json offers `{choice}` for `{value}`, with which the API server refuses StatefulSet `{set}`: {detail}",
      help: "take `{choice}` out of the list in values.schema.json, or have the template print what Kubernetes knows for it",
    },
    bound: {
      text: "values.schema.json lets `{value}` be `{choice}` by its `{keyword}`, with which the API server refuses StatefulSet `{set}`: {detail}",
      help: "write a narrower `{keyword}` for `{value}` in values.schema.json, or have the template print what Kubernetes knows for `{choice}`",
    },
  },
  *check(release, context) {
    const said = new Set<string>();
    let renders = 0;
    for (const { manifest, name } of release.statefulSets) {
      for (const fact of context.schemaChoices(manifest)) {
        const before = refusalsOf(manifest.value, context);
        for (const choice of fact.others) {
          const id = JSON.stringify([fact.path, choice]);
          if (said.has(id) || newRefusal(withChoice(manifest.value, fact.nodes, choice), before, context) === undefined)
            continue;
          if (++renders > mostRenders) return;
          const rendered = named(fact, choice, name);
          const detail = rendered === undefined ? undefined : newRefusal(rendered, before, context);
          if (detail === undefined) continue;
          said.add(id);
          const data = { choice: asText(choice), value: formatPath(fact.path), set: name, detail };
          const at = { manifest, path: fact.nodes[0] ?? [], location: fact.location };
          yield fact.by === "list"
            ? { message: "refused", data, at }
            : { message: "bound", data: { ...data, keyword: fact.by }, at };
        }
      }
    }
  },
});

function named(fact: SchemaChoiceFact, choice: SchemaChoiceFact["others"][number], name: string): object | undefined {
  return fact.renderedWith(choice)?.find((set) => set.name === name)?.value;
}

/** All that any of the API servers asked for refuses, as far as it is one refusal whatever the value is. */
function refusalsOf(set: object, context: RuleContext): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const kubernetesVersion of context.kubernetesVersions) {
    const featureGates = context.gatesOn(kubernetesVersion);
    const { decode, errors = [] } = admit(set, { kubernetesVersion, featureGates });
    if (decode !== undefined) found.set("decode", decode);
    for (const [type, field, detail] of errors) found.set(`${type} ${field}`, `${field}: ${detail}`);
  }
  return found;
}

function newRefusal(set: object, before: ReadonlyMap<string, string>, context: RuleContext): string | undefined {
  for (const [name, detail] of refusalsOf(set, context)) if (!before.has(name)) return detail;
  return undefined;
}

function withChoice(value: object, nodes: readonly Path[], choice: unknown): object {
  const wanted = new Set(nodes.map((path) => JSON.stringify(path)));
  const changed = (node: unknown, path: Path): unknown => {
    if (wanted.has(JSON.stringify(path))) return choice;
    if (Array.isArray(node)) return node.map((item, index) => changed(item, [...path, index]));
    if (!isMapping(node)) return node;
    return Object.assign(
      Object.create(null),
      Object.fromEntries(Object.entries(node).map(([key, child]) => [key, changed(child, [...path, key])])),
    );
  };
  return changed(value, []) as object;
}
