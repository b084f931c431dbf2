import { type ConfigurationText, settingName } from "./configuration.ts";
import { withoutFileComments } from "./file-comments.ts";
import type { StatefulSetView } from "./statefulset.ts";

/** A list of a cluster's members that must name every one of them, as it stands in a set's configuration. */
export interface MemberList {
  readonly in: ConfigurationText;
  /** What the list is called there, such as `ETCD_INITIAL_CLUSTER`. */
  readonly title: string;
  /** The ordinals of the set's own pods that it names, ascending. */
  readonly ordinals: readonly number[];
}

/**
 * Settings whose list is the membership itself, not a way in: who is missing is no member.
 * Sources: etcd clustering guide (initial-cluster), ZooKeeper administrator's guide (server.N), Kafka
 * `controller.quorum.voters`, ClickHouse Keeper `raft_configuration`, Alluxio `alluxio.master.embedded.journal.addresses`.
 */
const titles: readonly RegExp[] = [
  /\bETCD_INITIAL_CLUSTER\b/,
  /(?:^|[\s"'])--?initial-cluster\b(?!-)/,
  /\binitial-cluster\b(?=\s*:)/,
  /\bZOO_SERVERS\b/,
  /\bZOOKEEPER_SERVERS\b/,
  /\bKAFKA_(?:CFG_)?CONTROLLER_QUORUM_VOTERS\b/,
  /\bcontroller\.quorum\.voters\b/,
  /\balluxio\.master\.embedded\.journal\.addresses\b/,
];

/** ZooKeeper's file has a line for each: `server.1=zoo-0.zoo:2888:3888`. */
const serverLine = /^[ \t]*server\.\d{1,5}[ \t]*=/;

/** A longer list is none of members. */
const longestList = 20_000;

/** The complete lists in a set's configuration that name at least one of its own pods and hold nothing unknown. */
export function memberLists(set: StatefulSetView): readonly MemberList[] {
  if (set.peers.length === 0) return [];
  const texts = new Set(set.peers.map((peer) => peer.in));
  return [...texts].flatMap((text) => {
    const drives = set.known?.id === "minio" ? minioServers(text, set) : [];
    if (drives.length > 0) return [{ in: text, title: "minio server", ordinals: drives }];
    const list = listIn(text, set);
    if (list === undefined || /[`{$]/.test(withoutDomains(list.content))) return [];
    const ordinals = ownOrdinals(list.content, set.name);
    return ordinals.length === 0 ? [] : [{ in: text, title: list.title, ordinals }];
  });
}

function listIn(
  text: ConfigurationText,
  set: StatefulSetView,
): { readonly title: string; readonly content: string } | undefined {
  if (text.text.length > longestList) return undefined;
  const lines = withoutFileComments(text.text, "yaml").split("\n");
  const servers = lines.filter((line) => serverLine.test(line));
  if (servers.length > 0) return { title: "server.N", content: servers.join("\n") };
  const raft = raftConfiguration(withoutFileComments(text.text, "xml"));
  if (raft !== undefined) return { title: "raft_configuration", content: raft };
  const outer = nameOf(text, set);
  if (outer !== undefined && titles.some((title) => title.test(outer))) return { title: outer, content: text.text };
  for (const line of lines) {
    for (const title of titles) {
      const match = title.exec(line);
      if (match === null) continue;
      const rest = line.slice(match.index + match[0].length);
      const content = /^\s*[=:]?\s*["']?([^\s"']*)/.exec(rest)?.[1] ?? "";
      return { title: match[0].trim().replace(/^["']/, ""), content };
    }
  }
  return undefined;
}

/** ClickHouse Keeper's list of the quorum, in XML. */
function raftConfiguration(text: string): string | undefined {
  const start = text.indexOf("<raft_configuration>");
  const end = start === -1 ? -1 : text.indexOf("</raft_configuration>", start);
  return end === -1 ? undefined : text.slice(start, end);
}

/** The variable or key that the whole text is the value of, or the flag before an argument. */
function nameOf(text: ConfigurationText, set: StatefulSetView): string | undefined {
  const { path, origin, container, manifest } = text;
  if (origin === "ConfigMap" || origin === "Secret") return manifest === set.manifest ? undefined : settingName(text);
  if (origin === "env") return settingName(text);
  const index = path[path.length - 1];
  if (container === undefined || typeof index !== "number" || index === 0) return undefined;
  const before = (origin === "args" ? container.args : container.command)[index - 1];
  return before?.startsWith("-") === true && !before.includes("=") ? before : undefined;
}

/**
 * The pods that `minio server http://NAME-{0...3}.SVC/data-{0...1} …` names, each pool's: a server that is not among them finds no
 * drive of its own and ends (https://min.io/docs/minio/linux/reference/minio-server/minio-server.html). Empty where a variable may say more.
 */
function minioServers({ text }: ConfigurationText, { name }: StatefulSetView): readonly number[] {
  const prefix = `${name}-{`;
  if (text.length > longestList || !text.includes(prefix) || /\$/.test(withoutDomains(text))) return [];
  const found = new Set<number>();
  for (let at = text.indexOf(prefix), seen = 0; at !== -1 && seen < mostRanges; seen++) {
    const [, first, last] =
      /^(\d{1,4})\.\.\.(\d{1,4})\}/.exec(text.slice(at + prefix.length, at + prefix.length + 13)) ?? [];
    for (let ordinal = Number(first); ordinal <= Number(last); ordinal++) found.add(ordinal);
    at = text.indexOf(prefix, at + prefix.length);
  }
  return [...found].sort((one, other) => one - other);
}

/** More pools no server has. */
const mostRanges = 50;

/** Variables in the domain of a name, such as a namespace, leave the list known. */
function withoutDomains(content: string): string {
  return content.replace(/\.\$[({][A-Za-z_]{1,60}[)}]/g, "");
}

function ownOrdinals(content: string, set: string): readonly number[] {
  const found = new Set<number>();
  const prefix = `${set}-`;
  for (let at = content.indexOf(prefix), seen = 0; at !== -1 && seen < 500; seen++) {
    const digits = /^(?:0|[1-9]\d{0,5})(?![\w-])/.exec(content.slice(at + prefix.length, at + prefix.length + 8))?.[0];
    if (digits !== undefined && !/[\w.-]/.test(content.charAt(at - 1))) found.add(Number(digits));
    at = content.indexOf(prefix, at + prefix.length);
  }
  return [...found].sort((one, other) => one - other);
}
