import type { ConfigurationText } from "./configuration.ts";
import { filled, list, mapping } from "./fields.ts";
import type { Container } from "./pod.ts";
import { shell } from "./shell-script.ts";
import type { Workload } from "./workload.ts";

/** Longer ones are no health check. */
const longest = 50_000;

/**
 * The file of a ConfigMap of the input that a command runs: `/scripts/live.sh`, or `bash -e /scripts/live.sh`. Undefined for any
 * other command, and where the container mounts no such file.
 */
export function mountedScript(
  set: Workload,
  container: Container,
  command: readonly string[],
): ConfigurationText | undefined {
  const words = command.filter((word, index) => !(index === 0 && shell.test(word)) && !word.startsWith("-"));
  const [file = "", ...further] = words.filter((word) => word !== "pipefail");
  if (!file.startsWith("/") || /[\s;&|]/.test(file) || (further.length > 0 && !shell.test(command[0] ?? ""))) {
    return undefined;
  }
  return set.configuration.find(
    ({ origin, path, text, manifest }) =>
      origin === "ConfigMap" &&
      text.length <= longest &&
      filesOf(set, container, manifest.name, String(path[path.length - 1])).includes(file),
  );
}

/** Where a container finds a key of a ConfigMap. */
function filesOf(set: Workload, container: Container, map: string | undefined, key: string): readonly string[] {
  return container.mounts.flatMap(({ name, mountPath = "", path }) => {
    const source = mapping(set.volumes.find((volume) => volume.name === name)?.value.configMap);
    if (map === undefined || filled(source.name) !== map) return [];
    const items = list(source.items).map(mapping);
    const file = items.length === 0 ? key : filled(items.find((item) => item.key === key)?.path);
    const subPath = filled(mapping(list(container.value.volumeMounts)[Number(path[path.length - 1])]).subPath);
    if (file === undefined || (subPath !== undefined && subPath !== file)) return [];
    return [subPath === undefined ? `${mountPath.replace(/(?<!\/)\/+$/, "")}/${file}` : mountPath];
  });
}
