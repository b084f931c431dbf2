import { defineRule } from "../../src/lint/contract/rule.ts";
import { type Fields, mapping } from "../../src/model/fields.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import type { Manifest } from "../../src/read/document.ts";
import type { Path } from "../../src/read/path.ts";

export const volumeModeMismatch = defineRule({
  id: "volume-mode-mismatch",
  category: "storage",
  subject: "StatefulSet",
  summary: "a raw device is mounted as a file system, or a file system is used as a device",
  rationale: `A claim with \`volumeMode: Block\` is a raw device, which containers list in \`volumeDevices\`; every other claim has a file system, which
they list in \`volumeMounts\`. The API server takes either list, and the kubelet then refuses the volume ("volume data has volumeMode Block, but is
specified in volumeMounts"): the pod stays in ContainerCreating.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `None known: only claims whose manifest is in the input are judged, claim templates among them.`,
  references: [
    "https://kubernetes.io/docs/concepts/storage/persistent-volumes/#raw-block-volume-support",
    "https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/kubelet/volumemanager/populator/desired_state_of_world_populator.go",
  ],
  messages: {
    mounted: {
      text: "container `{container}` lists `{volume}` in volumeMounts, and {claim} is a raw device (`volumeMode: Block`): the kubelet refuses to mount it, and no pod starts",
      help: "list it in `volumeDevices` with a `devicePath`, or remove `volumeMode: Block` from {claim}",
    },
    device: {
      text: "container `{container}` lists `{volume}` in volumeDevices, and {claim} has a file system, as `volumeMode` is not `Block`: the kubelet refuses to set it up, and no pod starts",
      help: "list it in `volumeMounts` with a `mountPath`, or write `volumeMode: Block` in {claim}",
    },
  },
  *check(set) {
    const claims = claimsOf(set);
    if (claims.size === 0) return;
    for (const container of set.containers) {
      for (const { name, device, path } of container.mounts) {
        const claim = claims.get(name);
        if (claim === undefined || claim.isBlock === device) continue;
        yield {
          message: device ? "device" : "mounted",
          data: { container: container.name, volume: name, claim: claim.text },
          at: { manifest: set.manifest, path: [...path, "name"] },
          related: [
            {
              manifest: claim.manifest,
              path: claim.path,
              message: claim.isBlock ? "a raw device" : "a claim with a file system",
            },
          ],
        };
      }
    }
  },
});

interface Claim {
  readonly text: string;
  readonly isBlock: boolean;
  readonly manifest: Manifest;
  /** Where the mode is written, or the claim without one. */
  readonly path: Path;
}

/** The claims behind a set's volumes whose mode is known, by the volume's name. */
function claimsOf(set: StatefulSetView): ReadonlyMap<string, Claim> {
  const claims = new Map<string, Claim>();
  const add = (volume: string, text: string, spec: Fields, manifest: Manifest, at: Path, otherwise: Path): void => {
    const mode = spec.volumeMode ?? "";
    // Anything else the API server refuses.
    if (mode !== "Block" && mode !== "Filesystem" && mode !== "") return;
    const path = mode === "" ? otherwise : [...at, "volumeMode"];
    claims.set(volume, { text, isBlock: mode === "Block", manifest, path });
  };
  for (const { volume, claimName, claim } of set.namedClaims) {
    if (claim.state !== "found") continue;
    const spec = mapping(claim.it.value.spec);
    add(volume.name, `PersistentVolumeClaim \`${claimName}\``, spec, claim.it, ["spec"], ["metadata", "name"]);
  }
  for (const { name, value, path } of set.volumes) {
    const template = mapping(mapping(value.ephemeral).volumeClaimTemplate);
    const at = [...path, "ephemeral", "volumeClaimTemplate", "spec"];
    if (template.spec !== undefined)
      add(name, "its ephemeral claim", mapping(template.spec), set.manifest, at, [...path, "name"]);
  }
  for (const { name, spec, path } of set.claimTemplates)
    add(name, `the claim template \`${name}\``, spec, set.manifest, [...path, "spec"], [...path, "metadata", "name"]);
  return claims;
}
