import type { ProbeFact } from "../../src/lint/contract/probe-fact.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import type { Manifest } from "../../src/read/document.ts";
import { formatPath } from "../../src/read/path.ts";
import { chartFixIn, unfixedText } from "../_shared/new-values.ts";
import { replacementText } from "../_shared/parameters.ts";

export const probeNotParameterized = defineRule({
  id: "probe-not-parameterized",
  category: "probes",
  subject: "Workload",
  needs: "chart",
  summary: "no value of the chart can tune a probe",
  rationale: `How long a database recovers depends on its data and its disks, which the chart's author does not know. A probe whose numbers
no value reaches kills pods that are still recovering, and whoever runs the release can only fork the chart.`,
  severity: "warning",
  confidence: "likely",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `A probe counts by the most that any branch of the templates lets a user set: \`whole\` (handler and timings), \`timings\`,
\`enabled-only\`, \`literal\`. \`timings\` is enough unless the option \`least\` asks for more. Where the templates cannot be followed to the
end the level is unknown, and unknown is no finding.`,
  fix: `Put the probe into values.yaml and print it whole, \`livenessProbe: {{- toYaml .Values.livenessProbe | nindent 12 }}\`, or keep the
handler in the template and print the rest: \`{{- toYaml (omit .Values.livenessProbe "enabled") | nindent 12 }}\`. \`sts-lint chart DIR --fix
--unsafe-fixes\` gives each number that is written out a value of its own, with today's number as the default.`,
  references: ["https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/"],
  options: {
    type: "object",
    additionalProperties: false,
    properties: {
      least: {
        description: "What a user of the chart must be able to set.",
        enum: ["enabled-only", "timings", "whole"],
        default: "timings",
      },
    },
  },
  messages: {
    literal: {
      text: "{probe} of container `{container}` is `literal` in the chart: no value sets its handler or its timings, so where recovery takes longer only a fork of the chart helps",
      help: "{how}{unfixed}",
    },
    enabledOnly: {
      text: "{probe} of container `{container}` is `enabled-only` in the chart: {values} turns it on or off, and no value sets its timings, so where recovery takes longer it can only be switched off",
      help: "{how}{unfixed}",
    },
    timings: {
      text: "{probe} of container `{container}` has `timings` that values set ({values}), but its handler is the chart's: another path, port or command needs a fork",
      help: "let a value take its place whole, as `{open}- with .Values.custom{Probe} {close}` does in many charts",
    },
  },
  *check(set, context) {
    const levels: readonly unknown[] = ["literal", "enabled-only", "timings", "whole"];
    const least = levels.indexOf(context.options.least);
    for (const found of context.probeLevels(set.manifest)) {
      const { container, probe, level, path, values, switches, template } = found;
      if (level === "unknown" || level === "whole" || levels.indexOf(level) >= least) continue;
      const named = level === "enabled-only" ? switches : values;
      // With values for its numbers alone a probe would still be too little for who asks for more.
      const made =
        level === "timings" || least > levels.indexOf("timings")
          ? undefined
          : context.newValues(set.manifest, { probe, path, container, switches });
      yield {
        message: level === "enabled-only" ? "enabledOnly" : level,
        ...(level === "timings" ? { severity: "info" } : {}),
        data: {
          probe,
          Probe: `${probe.charAt(0).toUpperCase()}${probe.slice(1)}`,
          container,
          how: howTo(set.manifest, found),
          unfixed: unfixedText(made),
          values: named.map((value) => `\`${formatPath(value)}\``).join(", ") || "a value",
          open: "{{",
          close: "}}",
        },
        at: { manifest: set.manifest, path, aim: "key" },
        ...(template === undefined ? {} : { template }),
        values: [...values, ...switches],
        ...chartFixIn(made),
      };
    }
  },
});

/** How to print a probe from a value. A handler that the template puts together would be text in values.yaml. */
function howTo(manifest: Manifest, { probe, path, level, template, value }: ProbeFact): string {
  const beside = level === "enabled-only" ? ", beside the switch" : " that has today's text as its default";
  if (value !== undefined && template !== undefined)
    return `print it from a value${beside}:\n${replacementText(manifest, [{ path, value, template }])}`;
  return template === undefined
    ? `print it from a value${beside}: \`${probe}: {{- toYaml .Values.${probe} | nindent N }}\`, where N is its own indentation and 2`
    : `leave the handler to the template, which puts it together, and print the timings below it from a value: \`{{- toYaml .Values.${probe} | nindent N }}\`, where N is the handler's own indentation`;
}
