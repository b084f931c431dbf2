import { defineRule } from "../../src/lint/contract/rule.ts";
import { isMapping, mapping } from "../../src/model/fields.ts";
import { found } from "../../src/model/lookup.ts";
import { dataOf } from "../../src/model/neighbours.ts";
import type { Upgrade } from "../../src/model/upgrade.ts";
import type { Manifest } from "../../src/read/document.ts";
import type { Path } from "../../src/read/path.ts";
import { looksRandom } from "./_random-values.ts";

const checksum = /checksum|hash|sha/i;

export const nondeterministicRender = defineRule({
  id: "nondeterministic-render",
  category: "upgrade",
  subject: "Upgrade",
  needs: "against",
  summary: "two renders of the same input differ: a password or certificate is made anew each time",
  rationale: `\`randAlphaNum\`, \`genCA\` and their like give another result with every render. Charts guard them with \`lookup\`, which finds
nothing under \`helm template\`, in Argo CD and in dry runs. The new password then no longer fits the data that the old one opened,
and a checksum over it restarts every pod with every upgrade.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `It speaks only where everything else in both inputs is the same, and where the values look random: of one length and
without words, or certificates. A password of the same length that you changed yourself looks like that too, unless the chart is known and makes nothing
random. Where the chart is known and any of its templates calls \`lookup\`, it is an info about tools that render without a cluster: on one, the value may be kept.`,
  fix: "Give the value in the chart's values, or name an existing Secret (`existingSecret` in most charts).",
  references: ["bitnami/charts#5977", "helm/helm#3053"],
  messages: {
    secret: {
      text: "{kind} `{name}` holds another random `{key}` than what runs now, though nothing else differs: unless somebody changed it, each render makes a new one, and data or peers that know the old one refuse it",
      help: "set the value yourself, or name an existing Secret in the chart's values",
    },
    restart: {
      text: "`{key}` in the pod template of StatefulSet `{set}` differs only because a random value is another one: where each render makes it anew, every upgrade restarts all of its pods",
      help: "set the random value of {kind} `{name}` yourself, or name an existing Secret in the chart's values",
    },
    secretOffline: {
      text: "{kind} `{name}` holds another random `{key}` than what runs now: the chart calls `lookup` for what a release has, and it finds nothing where no cluster is asked, as here and in Argo CD: there each sync makes a new one, which data or peers that know the old one refuse",
      help: "where no cluster is asked while rendering, set the value yourself, or name an existing Secret in the chart's values",
    },
    restartOffline: {
      text: "`{key}` in the pod template of StatefulSet `{set}` differs only because a random value was made anew, as happens wherever the chart's `lookup` finds nothing: in Argo CD each sync restarts all of its pods",
      help: "where no cluster is asked while rendering, set the random value of {kind} `{name}` yourself, or name an existing Secret in the chart's values",
    },
  },
  *check(upgrade, context) {
    const questions = context.templateQuestions;
    if (questions?.isWhole === true && !questions.makesRandom) return;
    const isKept = questions?.looksUp === true;
    const changed = randomChanges(upgrade);
    const [first] = changed;
    if (first === undefined || !isSameOtherwise(upgrade)) return;
    for (const { manifest, before, path, key } of changed) {
      yield {
        message: isKept ? "secretOffline" : "secret",
        ...(isKept ? { severity: "info", confidence: "likely" } : {}),
        data: { kind: manifest.kind, name: manifest.name, key },
        at: { manifest, path },
        related: [{ manifest: before, path, message: "what runs now" }],
      };
    }
    for (const { before, after } of upgrade.pairs) {
      for (const [key, value] of after.pod.annotations) {
        if (!checksum.test(key) || before.pod.annotations.get(key) === value) continue;
        yield {
          message: isKept ? "restartOffline" : "restart",
          ...(isKept ? { severity: "info", confidence: "likely" } : {}),
          data: { key, set: after.name, kind: first.manifest.kind, name: first.manifest.name },
          at: { manifest: after.manifest, path: ["spec", "template", "metadata", "annotations", key] },
          related: [{ manifest: first.manifest, path: first.path, message: "made anew with every render" }],
        };
      }
    }
  },
});

interface RandomChange {
  readonly manifest: Manifest;
  readonly before: Manifest;
  readonly path: Path;
  readonly key: string;
}

/** Values of Secrets and ConfigMaps that differ and look as if each render made its own. */
function randomChanges(upgrade: Upgrade): readonly RandomChange[] {
  return ["Secret", "ConfigMap"].flatMap((kind) =>
    upgrade.after.ofKind(kind).flatMap((manifest) => {
      const before = found(upgrade.before.named(kind, manifest.name, manifest));
      if (before === undefined) return [];
      const old = new Map(dataOf(before).map(({ key, text }) => [key, text]));
      return dataOf(manifest).flatMap(({ key, path, text }) => {
        const was = old.get(key);
        return was !== undefined && was !== text && looksRandom(key, was, text)
          ? [{ manifest, before, path, key }]
          : [];
      });
    }),
  );
}

/** Whether both sides hold the same resources, alike but for the texts of Secrets and ConfigMaps and for checksums. */
function isSameOtherwise({ before, after }: Upgrade): boolean {
  return (
    before.manifests.length === after.manifests.length &&
    after.manifests.every((manifest) => {
      const old = found(before.named(manifest.kind, manifest.name, manifest));
      return old !== undefined && essence(old) === essence(manifest);
    })
  );
}

function essence(manifest: Manifest): string {
  const isData = manifest.kind === "Secret" || manifest.kind === "ConfigMap";
  return JSON.stringify(manifest.value, (key: string, value: unknown) => {
    if (isData && (key === "data" || key === "stringData")) return Object.keys(mapping(value)).sort();
    if (key !== "annotations" || !isMapping(value)) return value;
    return Object.entries(value).filter(([name]) => !checksum.test(name));
  });
}
