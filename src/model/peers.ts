import { type ConfigurationText, settingName } from "./configuration.ts";

/** A mention of one of a StatefulSet's own pods by name, such as `db-2.db-headless.prod.svc:5432`. */
export interface PeerReference {
  readonly in: ConfigurationText;
  readonly text: string;
  /** Of a range such as `db-{0...3}.db-headless` (MinIO, shells) there is one reference for each end. */
  readonly ordinal: number;
  /** The parts of the name after the pod's, `["db-headless", "prod", "svc"]`; empty for a bare pod name. */
  readonly domain: readonly string[];
  readonly port?: number;
  /** A variable follows the name, such as the namespace in `db-0.db.$(NAMESPACE).svc`. */
  readonly open?: true;
}

/** Whose pods are looked for, and where: a StatefulSet's name, its configuration and the Services beside it. */
export interface Named {
  readonly name: string;
  readonly serviceName: string | undefined;
  readonly configuration: readonly ConfigurationText[];
  readonly release: { servicesOfName(name: string): readonly unknown[] };
}

/** More mentions than this in one set's configuration tell nothing new. */
const enough = 1_000;

/**
 * Finds a set's pod names in its configuration. A name counts where it stands alone: `other-db-0` and `db-0-backup` are
 * not pods of the set `db`. Lines that are comments are left out, and so are Services that are named like a pod.
 */
export function peerReferences(set: Named): readonly PeerReference[] {
  if (set.name === "") return [];
  const references: PeerReference[] = [];
  const prefix = `${set.name}-`;
  for (const text of set.configuration) {
    let at = text.text.indexOf(prefix);
    while (at !== -1 && references.length < enough) {
      references.push(...referencesAt(text, at, prefix.length));
      at = text.text.indexOf(prefix, at + prefix.length);
    }
  }
  return references.length === 0 ? references : references.filter((reference) => !isService(reference, set));
}

const name = String.raw`(?:0|[1-9]\d{0,5})`;
const rest = new RegExp(
  String.raw`^(?:(${name})|\{(${name})\.\.\.?(${name})\})((?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(?::(\d{1,5})(?!\.?[A-Za-z0-9_-])|\.?(?![A-Za-z0-9_-]|:\d))`,
);

function referencesAt(text: ConfigurationText, start: number, length: number): readonly PeerReference[] {
  if (!beginsName(text.text, start)) return [];
  const match = rest.exec(text.text.slice(start + length, start + length + 300));
  if (match === null || isCommentLine(text.text, start) || ofImage.test(settingName(text) ?? "")) return [];
  const [whole, ordinal, first, last, domain = "", port] = match;
  if (isOutside(domain)) return [];
  const end = start + length + whole.length;
  const apart = port === undefined && domain !== "" ? portBehind(text.text, start, end) : undefined;
  const reference = {
    in: text,
    text: text.text.slice(start, end + (apart?.length ?? 0)),
    domain: domain === "" ? [] : domain.slice(1).split("."),
    ...(port === undefined && apart === undefined ? {} : { port: Number(port ?? apart) }),
    ...(whole.endsWith(".") && /^(?:\$|\{\{|%)/.test(text.text.slice(end, end + 2)) ? { open: true as const } : {}),
  };
  return [ordinal, first, last].flatMap((end) => (end === undefined ? [] : [{ ...reference, ordinal: Number(end) }]));
}

/** Redis and its like write a port behind a blank: `sentinel monitor NAME HOST PORT`, `replicaof HOST PORT`. With the blank, or undefined. */
function portBehind(text: string, start: number, end: number): string | undefined {
  const port = /^[ \t]{1,8}\d{2,5}(?![\w.:-])/.exec(text.slice(end, end + 20))?.[0];
  if (port === undefined) return undefined;
  const line = text.lastIndexOf("\n", start) + 1;
  const words = text
    .slice(Math.max(line, start - longestPath), start)
    .trimEnd()
    .split(/[ \t]+/);
  const [first = "", second, third] = words.slice(-3);
  const isMonitored = third !== undefined && second === "monitor" && /^\W{0,2}sentinel$/i.test(first);
  return isMonitored || /^\W{0,3}(?:replicaof|slaveof)$/i.test(words[words.length - 1] ?? "") ? port : undefined;
}

/** Not within a longer name, a longer host name or a path. */
export function beginsName(text: string, start: number): boolean {
  if (start === 0) return true;
  const before = text.charAt(start - 1);
  if (/[A-Za-z0-9_-]/.test(before)) return false;
  const earlier = start > 1 ? text.charAt(start - 2) : "";
  if (before === ".") return !/\w/.test(earlier);
  if (before === "/")
    return earlier === "/" || !/[/.:][^\s,;"'=]*\/$/.test(text.slice(Math.max(0, start - longestPath), start));
  return before !== ":" || !/(?:^|[\s,;"'=])arn:[^\s,;"']*$/.test(text.slice(Math.max(0, start - longestPath), start));
}

/** Of a path, an image or a bucket that a name ends: `ghcr.io/acme/db-22`. A replica set may stand ahead of its members: `rs0/db-0`. */
const longestPath = 200;

/** What a variable is called that names an image. */
const ofImage = /(?:^|[_.-])image(?:[_.-]?(?:name|tag|ref))?$/i;

/** Whether a domain is no cluster's: there a Service and a namespace stand ahead of `svc`. */
function isOutside(domain: string): boolean {
  const [, , namespace, zone] = domain.split(".");
  return zone !== undefined && zone !== "svc" && namespace !== "svc";
}

export function isCommentLine(text: string, at: number): boolean {
  const line = text.lastIndexOf("\n", at) + 1;
  return /^[ \t]*(?:#|\/\/|;)/.test(text.slice(line, Math.min(at, line + 200)));
}

/** A Service for one pod carries the pod's name: `db-0`, `db-0.prod.svc`. */
function isService({ ordinal, domain }: PeerReference, set: Named): boolean {
  if (domain[1] === "svc") return domain[0] !== set.serviceName;
  if (domain[0] !== undefined && (domain[0] === set.serviceName || domain[2] === "svc")) return false;
  const pod = `${set.name}-${ordinal}`;
  return set.release.servicesOfName(pod).length > 0;
}

/**
 * The texts of a set's configuration that use a Service's name as a host: with a pod before it (`$(POD_NAME).db`), a
 * domain or a port after it (`db.prod.svc`, `db:2380`), or as the whole of a value that may be a host: not of a variable
 * that is there for a user, a database or a workload's own name, nor the program that is started. A plain word in a
 * sentence is none.
 */
export function hostMentions(set: Pick<Named, "configuration">, service: string): readonly ConfigurationText[] {
  if (service === "") return [];
  return set.configuration.filter((configuration) => {
    const { text } = configuration;
    if (text === service) return mayBeHost(configuration);
    for (let at = text.indexOf(service), seen = 0; at !== -1 && seen < enough; seen++) {
      if (isHost(text, at, service.length) && !isCommentLine(text, at)) return true;
      at = text.indexOf(service, at + service.length);
    }
    return false;
  });
}

function isHost(text: string, start: number, length: number): boolean {
  const before = text.charAt(start - 1);
  const after = text.slice(start + length, start + length + 100);
  if (/[A-Za-z0-9_-]/.test(before) || /^[A-Za-z0-9_-]/.test(after)) return false;
  if (before === "." && /[\w)}]\.$/.test(text.slice(Math.max(0, start - 2), start))) return true;
  return /^:\d/.test(after) || /^\.[^\s,;"'/]*\bsvc\b/.test(after);
}

/** What a variable is called whose value names somebody or something that no network knows. */
const otherName =
  /(?:user(?:_?name)?|login|owner|(?:^|_)(?:db|database|schema|realm|bucket)(?:_?name)?|(?:app|application|controller|statefulset|deployment|release|instance)_?name)$/i;

/** Whether a text that is a Service's name as a whole may be meant as a host. */
function mayBeHost(text: ConfigurationText): boolean {
  if (text.origin === "command") return text.path[text.path.length - 1] !== 0;
  const name = settingName(text) ?? "";
  // A key that is its own value stands in a table of names.
  return name !== text.text && !otherName.test(name);
}
