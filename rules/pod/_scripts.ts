import type { ConfigurationText } from "../../src/model/configuration.ts";
import { lackedShell } from "../../src/model/image-shells.ts";
import { mountedFiles } from "../../src/model/mounted-files.ts";
import type { Container } from "../../src/model/pod.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";

/** Where the shell of an image is looked for. */
const usual = /^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a)?sh$/;

/** Whether a program is a shell that the container's image surely has not, and nothing of the pod may put there. */
export function isLacked({ image, mounts, environment }: Container, program: string): boolean {
  if (!usual.test(program)) return false;
  const lacked = lackedShell(image);
  if (lacked === undefined || (lacked === "bash" && !program.endsWith("bash"))) return false;
  if (environment.some(({ name }) => name === "PATH")) return false;
  return !mounts.some(({ mountPath = "" }) => /^\/$|\/s?bin(?:\/|$)/.test(mountPath));
}

/** What is wrong with a script of the input that the runtime starts, or that a shell reads (`isRead`). */
export interface ScriptFault {
  readonly fault: "carriage" | "carriageRead" | "noInterpreter" | "lacked";
  readonly script: ConfigurationText;
  /** The program of its first line. */
  readonly program: string;
}

/** The fault of a script in a mounted ConfigMap or Secret; `isDirect`: the runtime starts it, and no shell does. */
export function scriptFault(
  set: StatefulSetView,
  container: Container,
  file: string,
  isRead: boolean,
  isDirect: boolean,
): ScriptFault | undefined {
  const script = mountedFiles(set, container).get(file);
  if (script === undefined || script.text.trim() === "" || script.text.startsWith("{{")) return undefined;
  const first = script.text.slice(0, 300).split("\n", 1)[0] ?? "";
  const [, path = "", argument = ""] = /^#![ \t]{0,8}(\S{1,100})(?:[ \t]{1,8}(\S{1,100}))?/.exec(first) ?? [];
  const program = /\/env$/.test(path) ? argument : path;
  if (first.endsWith("\r")) {
    if (isRead) return { fault: "carriageRead", script, program };
    return path === "" ? undefined : { fault: "carriage", script, program };
  }
  if (isRead) return undefined;
  // A shell that cannot start a file reads it itself; the runtime does not.
  if (path === "") return isDirect && !first.startsWith("#!") ? { fault: "noInterpreter", script, program } : undefined;
  return isLacked(container, program) ? { fault: "lacked", script, program } : undefined;
}
