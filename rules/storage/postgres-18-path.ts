import { defineRule } from "../../src/lint/contract/rule.ts";
import { type ImageData, imageData, normal } from "../../src/model/image-data.ts";
import { imageTagOf } from "../../src/model/image-reference.ts";
import { imageName } from "../../src/model/known-workload.ts";
import type { Container } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

const oldPath = "/var/lib/postgresql/data";

export const postgres18Path = defineRule({
  id: "postgres-18-path",
  category: "storage",
  subject: "StatefulSet",
  summary: "a volume is mounted at the old data directory of PostgreSQL 18 or later, which does not start with it",
  rationale: `From 18 on the official image keeps its data in a directory per major version below \`/var/lib/postgresql\`, and declares that as its volume. Its start
script looks for a mount at the old place, \`/var/lib/postgresql/data\`, and refuses to start with one, because the data would otherwise be written
beside it and be lost with the container.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Only the official image and those built on it, with the version in the tag (a warning for a tag that names none, which is 18 or later since September 2025), and only where neither PGDATA nor an argument names the data directory
and the image's own start script runs.`,
  references: ["docker-library/postgres#1259", "docker-library/postgres#1364"],
  messages: {
    old: {
      text: "`{mount}` is where the image of PostgreSQL kept its data up to 17: the image of {major} keeps it below /var/lib/postgresql, finds the volume `{volume}` at the old place, and refuses to start",
      help: "mount the volume at `/var/lib/postgresql`; data of an earlier major version has to be dumped and restored, or moved by pg_upgrade",
    },
    newest: {
      text: "`{mount}` is where the image of PostgreSQL kept its data up to 17, and `{image}` names no version: it is 18 or later wherever it is pulled anew, which finds the volume `{volume}` at the old place and refuses to start",
      help: "name the version (`postgres:17`) whose data the claim holds; with 18 or later mount the volume at `/var/lib/postgresql`",
    },
  },
  *check(set) {
    for (const container of set.runningContainers) {
      const mount = container.mounts.find(({ mountPath = "", device }) => !device && normal(mountPath) === oldPath);
      if (mount === undefined || container.command.length > 0) continue;
      const data = imageData(container, set.configuration);
      const newest = data === undefined ? newestOf(set, container) : undefined;
      if (newest !== undefined && newest.moved === undefined)
        yield {
          message: "newest",
          severity: "warning",
          data: { mount: oldPath, image: container.image, volume: mount.name },
          at: { manifest: set.manifest, path: [...mount.path, "mountPath"] },
        };
      if (data?.known.since !== 18 || data.moved !== undefined) continue;
      yield {
        message: "old",
        data: { mount: oldPath, major: data.major ?? 18, volume: mount.name },
        at: { manifest: set.manifest, path: [...mount.path, "mountPath"] },
      };
    }
  },
});

/** What 18 makes of a container whose tag is whichever version is the newest. */
function newestOf(set: StatefulSetView, container: Container): ImageData | undefined {
  const { image } = container;
  if (imageName(image) !== "postgres" || !/^(?:latest|alpine|bookworm|trixie)$/.test(imageTagOf(image)))
    return undefined;
  const name = image.replace(/:(?:latest|alpine|bookworm|trixie)$/, "");
  return image.includes("@") ? undefined : imageData(container, set.configuration, `${name}:18`);
}
