import { type ConfigurationText, settingName } from "./configuration.ts";
import { onceOf } from "./configuration-index.ts";
import { variablesOf } from "./container-variables.ts";
import type { Container } from "./pod.ts";
import type { Workload } from "./workload.ts";

/** What a node of Elasticsearch or OpenSearch is there for; undefined where what is written does not tell. */
export interface SearchRoles {
  readonly master: boolean | undefined;
  readonly data: boolean | undefined;
}

type Role = "roles" | "master" | "data";

/** Stands for a value that the input does not tell. */
const unknown = "?";

const roleVariables = ["node.roles", "NODE_ROLES", "ELASTICSEARCH_NODE_ROLES", "OPENSEARCH_NODE_ROLES"];

/** By `node.roles`, or before 7.9 by `node.master` and `node.data`: in variables, in arguments (`-Enode.data=false`), then in the node's file. */
export function searchRoles(set: Workload, container: Container): SearchRoles {
  const before = known.get(container);
  if (before !== undefined) return before;
  const roles = readRoles(set, container);
  known.set(container, roles);
  return roles;
}

/** Each member of a release is asked for by every other. */
const known = new WeakMap<Container, SearchRoles>();

function readRoles(set: Workload, container: Container): SearchRoles {
  const variables = new Map([...variablesOf(set, container)].map(({ name, value }) => [name, value]));
  const inFile = onceOf(set.configuration, writtenInFiles);
  const setting = (role: Role, names: readonly string[]): string | undefined => {
    for (const name of names) {
      if (variables.has(name)) return variables.get(name);
      if (container.environment.some((one) => one.name === name)) return unknown;
    }
    const written = argument(container, `-Enode.${role}=`) ?? inFile.get(role);
    return written === undefined ? undefined : filledIn(written, variables);
  };
  const roles = setting("roles", roleVariables);
  if (roles !== undefined) {
    if (roles.includes(unknown)) return { master: undefined, data: undefined };
    return { master: /master|cluster_manager/.test(roles), data: roles.includes("data") };
  }
  return {
    master: flag(setting("master", ["node.master", "NODE_MASTER"])),
    data: flag(setting("data", ["node.data", "NODE_DATA"])),
  };
}

/** Both are true unless something else is written. */
function flag(value: string | undefined): boolean | undefined {
  const word = value?.trim().replace(/^["']|["']$/g, "");
  if (word === undefined || word === "true") return true;
  return word === "false" ? false : undefined;
}

function argument({ command, args }: Container, start: string): string | undefined {
  return [...command, ...args].find((word) => word.startsWith(start))?.slice(start.length);
}

/** `${ROLES}` and `${ROLES:data}` as the container's variables tell. */
function filledIn(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replace(
    /\$\{(\w{1,80})(?::([^{}]{0,80}))?\}/g,
    (_, name: string, standard?: string) => variables.get(name) ?? standard ?? unknown,
  );
}

/** Lines that are looked at; no node's file has more. */
const mostLines = 2000;

function writtenInFiles(configuration: readonly ConfigurationText[]): ReadonlyMap<Role, string> {
  const written = new Map<Role, string>();
  for (const text of configuration) {
    if (!/(?:elasticsearch|opensearch)\.ya?ml$/.test(settingName(text) ?? "")) continue;
    readFile(text.text.split("\n", mostLines), written);
  }
  return written;
}

const setting =
  /^([ ]{0,40})["']?(node\.roles|node\.master|node\.data|node|roles|master|data)["']?[ \t]{0,20}:(?=\s|$)(.{0,400})/;

function readFile(lines: readonly string[], written: Map<Role, string>): void {
  /** How deep `node:` stands whose keys are being read. */
  let node: number | undefined;
  lines.forEach((line, at) => {
    const [, indent = "", name = "", rest = ""] = setting.exec(line) ?? [];
    if (node !== undefined && /^\s*[^\s#]/.test(line) && line.length - line.trimStart().length <= node)
      node = undefined;
    if (name === "") return;
    const value = withoutComment(rest);
    if (name === "node" && node === undefined) {
      if (value === "") node = indent.length;
      else for (const role of ["roles", "master", "data"] as const) written.set(role, unknown);
    } else if (name.startsWith("node.") || node !== undefined) {
      const role = name.replace("node.", "") as Role;
      written.set(role, value === "" || isOpen(value) ? value + following(lines, at + 1) : value);
    }
  });
}

function withoutComment(text: string): string {
  return text.replace(/(?:^|\s)#.*$/s, "").trim();
}

function isOpen(value: string): boolean {
  return value.startsWith("[") && !value.includes("]");
}

/** The lines of a list below its key, or up to its bracket. */
function following(lines: readonly string[], from: number): string {
  const found: string[] = [];
  for (const line of lines.slice(from, from + 40)) {
    const text = withoutComment(line);
    if (/^["']?[\w.-]{1,80}["']?\s{0,20}:/.test(text)) break;
    found.push(text);
    if (text.includes("]")) break;
  }
  return found.join(" ");
}
