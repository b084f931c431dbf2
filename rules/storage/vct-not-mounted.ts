import { defineRule } from "../../src/lint/contract/rule.ts";
import { nearestWord } from "../../src/model/nearest.ts";
import { isInjected } from "../_shared/injected.ts";

/** How many mounts and claim templates are compared by name: beyond, nobody mistyped a letter. */
const mostStrays = 50;

export const vctNotMounted = defineRule({
  id: "vct-not-mounted",
  category: "storage",
  subject: "StatefulSet",
  summary: "no container mounts the claim template's volume",
  rationale: `For each claim template every pod gets a volume of the same name. Where no container mounts it, the claim is made, paid for
and stays empty, and what the containers write goes into the container's own layer: it is gone with the first restart.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: `Raw block devices (volumeDevices) and init containers count as mounts. Where a sidecar is injected into the pods, it may be the
one that mounts the claim: then an info only. A claim that a volume of the pod names in full is taken for used.`,
  references: ["https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#volume-claim-templates"],
  messages: {
    unused: {
      text: "no container mounts the claim template `{template}`: each pod gets a volume that nothing writes to, and data meant for it is lost when a container restarts",
      help: "add a volumeMount with `name: {template}` and the data directory as mountPath, or remove the claim template",
    },
    near: {
      text: "no container mounts the claim template `{template}`, only `{near}`, which is neither a volume nor a claim template: the volume stays empty",
      help: "write `name: {template}` in the volumeMount, or give the claim template the name `{near}`",
    },
    injected: {
      text: "no container of the manifest mounts the claim template `{template}`: unless an injected sidecar does, the volume stays empty",
      help: "add a volumeMount with `name: {template}`, or remove the claim template",
    },
  },
  *check(set) {
    if (set.containers.length === 0) return;
    const mounts = set.containers.flatMap((container) => container.mounts);
    const mounted = new Set(mounts.map(({ name }) => name));
    const provided = new Set([...set.volumes, ...set.claimTemplates].map(({ name }) => name));
    const strays = mounts.filter(({ name }) => name !== "" && !provided.has(name)).slice(0, mostStrays);
    const named = new Set(set.namedClaims.map(({ claimName }) => withoutOrdinal(claimName)));
    let compared = 0;
    for (const { name, path } of set.claimTemplates) {
      if (name === "" || mounted.has(name)) continue;
      if (named.has(`${name}-${set.name}`)) continue;
      const words = compared++ < mostStrays ? strays.map((mount) => mount.name) : [];
      const near = nearestWord(name, words);
      const stray = strays.find((mount) => mount.name === near);
      const injected = isInjected(set);
      yield {
        message: injected ? "injected" : stray === undefined ? "unused" : "near",
        ...(injected ? { severity: "info" } : {}),
        data: { template: name, near: near ?? "" },
        at: { manifest: set.manifest, path: [...path, "metadata", "name"] },
        related:
          stray === undefined
            ? []
            : [{ manifest: set.manifest, path: [...stray.path, "name"], message: "the mount that names nothing" }],
      };
    }
  },
});

/** `data-db` for the claim `data-db-0`. */
function withoutOrdinal(claim: string): string {
  return /^\d{1,9}$/.test(claim.slice(claim.lastIndexOf("-") + 1)) ? claim.slice(0, claim.lastIndexOf("-")) : claim;
}
