import { defineRule } from "../../src/lint/contract/rule.ts";
import { imageData, normal } from "../../src/model/image-data.ts";

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
  falseAlarms: `Only the official image and those built on it, with the version in the tag, and only where neither PGDATA nor an argument names the data directory
and the image's own start script runs.`,
  references: ["docker-library/postgres#1259", "docker-library/postgres#1364"],
  messages: {
    old: {
      text: "`{mount}` is where the image of PostgreSQL kept its data up to 17: the image of {major} keeps it below /var/lib/postgresql, finds the volume `{volume}` at the old place, and refuses to start",
      help: "mount the volume at `/var/lib/postgresql`; data of an earlier major version has to be dumped and restored, or moved by pg_upgrade",
    },
  },
  *check(set) {
    for (const container of set.runningContainers) {
      const mount = container.mounts.find(({ mountPath = "", device }) => !device && normal(mountPath) === oldPath);
      if (mount === undefined || container.command.length > 0) continue;
      const data = imageData(container, set.configuration);
      if (data?.known.since !== 18 || data.moved !== undefined) continue;
      yield {
        message: "old",
        data: { mount: oldPath, major: data.major ?? 18, volume: mount.name },
        at: { manifest: set.manifest, path: [...mount.path, "mountPath"] },
      };
    }
  },
});
