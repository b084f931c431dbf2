/*
 * What the scripts of a pod may change, so that files and paths are not what the manifests alone tell.
 */
import { type ConfigurationText, settingName } from "./configuration.ts";
import { onceOf, textsOfFiles } from "./configuration-index.ts";
import { grouped } from "./grouped.ts";
import type { Workload } from "./workload.ts";

/** Programs that make a file of another, and a shell that writes into one. */
const writers =
  /(?:^|[\s;&|(/"'`])(?:sed|envsubst|cp|mv|tee|dd|install|rsync|[gm]?awk|perl|python[0-9.]{0,5}|ruby|yq|jq|gomplate|confd|consul-template|dockerize|j2|jinja2|crudini|patch)[\s"']|(?<![>-])>(?![=&>]|[ \t]{0,8}\/dev\/)|>>(?![ \t]{0,8}\/dev\/)/;
/** What has a path lead elsewhere. */
const links = /(?:^|[\s;&|(/"'`])(?:ln|mount)[\s"']/;

/** Whether a script of the pod may write the file at a path, or makes another of it. */
export function mayRewrite(set: Workload, path: string, itself: ConfigurationText): boolean {
  const slash = path.lastIndexOf("/");
  const [directory, name] = [path.slice(0, slash), path.slice(slash + 1)];
  return once(set, `file ${path}`, () =>
    scriptsOf(set).some(
      ({ text, from }) =>
        from !== itself &&
        (text.includes(name) || (directory.length > 1 && text.includes(directory))) &&
        writers.test(text),
    ),
  );
}

/** Whether a script of the pod names a directory, or makes links, one of which may lead to it. */
export function mayLead(set: Workload, directory: string): boolean {
  return once(set, `directory ${directory}`, () =>
    scriptsOf(set).some(({ text }) => links.test(text) || namesPath(text, directory)),
  );
}

/** Whether a text names a path, or one below it. */
export function namesPath(text: string, path: string): boolean {
  if (path.length < 2) return text.includes("/");
  for (let at = text.indexOf(path); at !== -1; at = text.indexOf(path, at + path.length)) {
    if (!/[\w.-]/.test(text.charAt(at - 1)) && !/[\w.-]/.test(text.charAt(at + path.length))) return true;
  }
  return false;
}

interface Script {
  readonly text: string;
  /** The file, where it is one. */
  readonly from?: ConfigurationText;
}

const scriptsOf = ({ configuration }: Workload): readonly Script[] => onceOf(configuration, readScripts);

/** What each container runs that is more than a program with its arguments, and the scripts among the files. */
function readScripts(configuration: readonly ConfigurationText[]): readonly Script[] {
  const words = grouped(
    configuration.flatMap(({ container, origin, text }) =>
      container !== undefined && (origin === "command" || origin === "args") ? [[container, text] as const] : [],
    ),
  );
  const scripts: Script[] = [...words.values()]
    .map((all) => ({ text: all.join(" "), isScript: all.some((word) => /\s/.test(word)) || runs.test(all[0] ?? "") }))
    .filter(({ isScript }) => isScript);
  for (const from of textsOfFiles(configuration))
    if (from.text.startsWith("#!") || scriptName.test(settingName(from) ?? "")) scripts.push({ text: from.text, from });
  return scripts;
}

/** Programs that need no script to change a file or to make one. */
const runs = /(?:^|\/)(?:sed|envsubst|cp|mv|tee|ln|mount|install|mkdir|chown|chmod)$/;
const scriptName = /(?:\.(?:sh|bash|py|pl|rb|awk)|^[\w-]{1,80})$/;

/** Each container asks, and many of one path. */
function once(set: Workload, question: string, ask: () => boolean): boolean {
  const answers = onceOf(set.configuration, noAnswers);
  const answer = answers.get(question) ?? ask();
  answers.set(question, answer);
  return answer;
}

const noAnswers = () => new Map<string, boolean>();
