import { settingNames } from "../../src/chart/index.ts";
import type { FixedSettingFact } from "../../src/lint/contract/fixed-setting.ts";
import { defineRule } from "../../src/lint/contract/rule.ts";
import { chartFixIn, unfixedText } from "../_shared/new-values.ts";
import { type Parameter, replacementText } from "../_shared/parameters.ts";

export const settingNotParameterized = defineRule({
  id: "setting-not-parameterized",
  category: "rollout",
  subject: "StatefulSet",
  needs: "chart",
  summary: "no value of the chart can tune how many pods there are, how they roll or what their claims ask for",
  rationale: `How many replicas, how much storage of which class and how long a shutdown takes depend on the cluster and on the data,
which the chart's author does not know. Storage, its class and \`podManagementPolicy\` cannot even be changed once the set is there:
whoever needs another one has to fork the chart before the first install.`,
  severity: "info",
  confidence: "certain",
  preset: "strict",
  since: "0.1.0",
  falseAlarms: `Only what no value reaches in any branch of the templates counts: a value that is printed in it, that switches it on
or off, or that is handed on whole to a mapping around it keeps the rule silent, and so does a template that cannot be followed to the
end or that this program does not render to the same bytes. Partition is left out where the whole \`updateStrategy\` is fixed, and
claims' retention where there are no claim templates, replicas where an autoscaler sets them. Software that runs as one pod only has its replicas fixed for good reason: the
option \`settings\` names what is asked for.`,
  fix: `Print each setting from a value that has today's text as its default; the finding's help has the lines for both files.
\`sts-lint chart DIR --fix --unsafe-fixes\` writes both, and renders the chart to prove that nothing changes.`,
  references: ["https://helm.sh/docs/chart_best_practices/values/"],
  options: {
    type: "object",
    additionalProperties: false,
    properties: {
      settings: {
        description: "What a user of the chart must be able to set.",
        type: "array",
        items: { enum: [...settingNames] },
        default: [...settingNames],
      },
    },
  },
  messages: {
    fixed: {
      text: "no value of the chart sets {settings}{more}: whoever needs another one has to fork the chart",
      help: "{replacement}{unfixed}",
    },
  },
  *check(set, context) {
    const asked = context.options.settings as readonly string[];
    // Where an autoscaler sets the replicas, a value would fight it.
    const isScaled = set.autoscalers.length > 0;
    const found = context
      .fixedSettings(set.manifest)
      .filter(({ setting }) => asked.includes(setting) && !(isScaled && setting === "replicas"));
    const [first] = found;
    if (first === undefined) return;
    const names = found.map(({ setting, claim }) => (claim === undefined ? setting : `${setting} of \`${claim}\``));
    const listed = (some: readonly string[]) => some.join(", ");
    const parameters = found.flatMap((fact) => parameterOf(fact) ?? []);
    const printed = found.find(({ isAbsent }) => !isAbsent);
    const made = context.newValues(set.manifest, { settings: found });
    yield {
      message: "fixed",
      data: {
        settings: listed(names.slice(0, mostInOne)),
        more: names.length > mostInOne ? `, ${listed(names.slice(mostInOne))}` : "",
        replacement:
          parameters.length === 0
            ? "print each of them from a value, with what holds today as its default"
            : replacementText(set.manifest, parameters),
        unfixed: unfixedText(made),
      },
      at: { manifest: set.manifest, path: printed?.path ?? ["spec"], aim: "key" },
      ...(printed?.template === undefined ? {} : { template: printed.template }),
      ...chartFixIn(made),
    };
  },
});

/** As many names fit into what a message shows of one word. */
const mostInOne = 4;

/** What Kubernetes takes where the field is not there, as YAML; nothing where the cluster decides. */
const assumed: Readonly<Record<string, string>> = {
  replicas: "1",
  podManagementPolicy: "OrderedReady",
  updateStrategy: "type: RollingUpdate",
  storageClassName: "",
  persistentVolumeClaimRetentionPolicy: "whenDeleted: Retain\nwhenScaled: Retain",
  terminationGracePeriodSeconds: "30",
};

function parameterOf({ setting, path, isAbsent, value, template }: FixedSettingFact): Parameter | undefined {
  if (value === undefined || (isAbsent && assumed[setting] === undefined)) return undefined;
  return {
    path,
    value,
    ...(template === undefined ? {} : { template }),
    ...(isAbsent ? { assumed: assumed[setting] ?? "" } : {}),
  };
}
