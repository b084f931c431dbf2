import type { ConfigurationText } from "./configuration.ts";
import { mountedFiles } from "./mounted-files.ts";
import type { Container } from "./pod.ts";
import { shell } from "./shell-script.ts";
import type { Workload } from "./workload.ts";

/** Longer ones are no health check. */
const longest = 50_000;

/**
 * The file of a ConfigMap or Secret of the input that a command runs: `/scripts/live.sh 5`, or `bash -e /scripts/live.sh`. Undefined for any
 * other command, and where the container mounts no such file.
 */
export function mountedScript(
  set: Workload,
  container: Container,
  command: readonly string[],
): ConfigurationText | undefined {
  const words = command.filter((word, index) => !(index === 0 && shell.test(word)) && !word.startsWith("-"));
  const [file = ""] = words.filter((word) => word !== "pipefail");
  if (!file.startsWith("/") || /[\s;&|]/.test(file)) return undefined;
  const text = mountedFiles(set, container).get(file);
  return text === undefined || text.text.length > longest ? undefined : text;
}
