import { defineRule } from "../../src/lint/contract/rule.ts";
import { formatPath } from "../../src/read/path.ts";

export const schemaUnlikeTemplates = defineRule({
  id: "schema-unlike-templates",
  category: "chart",
  subject: "Release",
  needs: "chart",
  summary: "values.schema.json refuses what a template reads, or asks for what none reads",
  rationale: `Helm holds all values against the chart's schema before it renders. A value that a template reads and the schema
does not allow can never be set: with \`additionalProperties: false\` helm refuses whoever tries, and the template only ever sees
it empty. A value that the schema lists or requires and that no template reads makes people set what changes nothing.`,
  severity: "info",
  confidence: "likely",
  preset: "strict",
  since: "0.1.0",
  falseAlarms: `Only what the schema says in any case counts: what stands behind \`anyOf\`, \`oneOf\`, \`not\` or \`if\` may hold or not.
Left alone: \`global\`, values of subcharts, \`enabled\` (which a chart around this one may ask), and values that templates themselves put
there. As for \`default-unread\`, all branches are followed, and where the templates cannot be followed to the end nothing is said.
An old name of a value that the schema refuses on purpose, to have it reported, is read in vain too.`,
  references: ["https://helm.sh/docs/topics/charts/#schema-files"],
  messages: {
    closed: {
      text: "a template reads `{value}`, but values.schema.json allows no such key: nobody can set it, helm refuses the values of whoever tries",
      help: "list it under `properties` in values.schema.json, or read the name that the schema has",
    },
    required: {
      text: "values.schema.json requires `{value}`, which no template of the chart reads: without it helm refuses the values, with it nothing changes",
      help: "take it out of `required` and `properties`, or read it in a template",
    },
    offered: {
      text: "values.schema.json lists `{value}`, which no template of the chart reads: whoever sets it changes nothing",
      help: "read it in a template, or take it out of the schema",
    },
  },
  *check(release, context) {
    for (const { manifest } of release.statefulSets) {
      const faults = context.schemaFaults(manifest);
      for (const { kind, path, location } of faults)
        yield { message: kind, data: { value: formatPath(path) }, at: { manifest, path: ["kind"], location } };
      if (faults.length > 0) return;
    }
  },
});
