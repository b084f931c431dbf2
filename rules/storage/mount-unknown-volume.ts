import { defineRule } from "../../src/lint/contract/rule.ts";
import { nearestWord } from "../../src/model/nearest.ts";
import { misplacedVolumeNames } from "../_shared/misplaced.ts";
import { whereRefused } from "../_shared/refusal-at.ts";

/** Beyond this many names and mounts a pod is no longer one that somebody mistyped a letter in. */
const mostComparisons = 50;

export const mountUnknownVolume = defineRule({
  id: "mount-unknown-volume",
  category: "storage",
  subject: "StatefulSet",
  summary: "a container mounts a volume that neither volumes nor volumeClaimTemplates define",
  rationale: `A mount names a volume of the pod: one from \`volumes\`, or the one that a claim template of that name makes. A pod with any
other name in a mount is refused. Kubernetes 1.34 and later refuse the StatefulSet itself; earlier versions accept it, and its controller
then fails to create every pod (FailedCreate).`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Before 1.34, a mutating webhook that adds the volume to each pod makes it work; from 1.34 on nothing does. Mounts that name
a claim template which stands in the wrong place are left to \`misplaced-field\`.`,
  references: ["VictoriaMetrics/operator#1303", "kubernetes/kubernetes#131790"],
  messages: {
    unknown: {
      text: "container `{container}` mounts `{name}`, which is neither a volume nor a claim template: {outcome}",
      help: "define `{name}` in volumes or in volumeClaimTemplates, or remove the mount",
    },
    near: {
      text: "container `{container}` mounts `{name}`, which is neither a volume nor a claim template: {outcome}",
      help: "did you mean `{near}`? Mounts go by the exact name of a volume or a claim template",
    },
  },
  *check(set, context) {
    const provided = [...set.volumes, ...set.claimTemplates].map(({ name }) => name).filter((name) => name !== "");
    const known = new Set(provided);
    let misplaced: ReadonlySet<string> | undefined;
    let compared = 0;
    for (const container of set.containers) {
      for (const { name, path } of container.mounts) {
        if (name === "" || known.has(name)) continue;
        misplaced ??= new Set(misplacedVolumeNames(set.manifest.value));
        if (misplaced.has(name)) continue;
        const near = compared++ < mostComparisons ? nearestWord(name, provided.slice(0, mostComparisons)) : undefined;
        const at = { manifest: set.manifest, path: [...path, "name"] };
        yield* whereRefused(
          context,
          {
            message: near === undefined ? "unknown" : "near",
            data: { container: container.name, name, near: near ?? "" },
            at,
            ...(near === undefined
              ? {}
              : {
                  fix: {
                    safe: false,
                    description: `mount \`${near}\``,
                    changes: [{ do: "replace", place: at, text: near }],
                  },
                }),
          },
          "cannot create its pods",
        );
      }
    }
  },
});
