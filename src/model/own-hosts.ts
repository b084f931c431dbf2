import { type ConfigurationText, settingName } from "./configuration.ts";
import { filled, mapping } from "./fields.ts";
import { beginsName, isCommentLine } from "./peers.ts";
import type { Container } from "./pod.ts";
import { expanded } from "./probe-scripts.ts";
import { shell } from "./shell-script.ts";
import type { Workload } from "./workload.ts";

/** A host made of the pod's own name, such as `$(POD_NAME).db-headless:5432` or `$(hostname).db-headless.prod.svc`. */
export interface OwnHost {
  readonly in: ConfigurationText;
  readonly text: string;
  /** As written: `$(POD_NAME)`. */
  readonly pod: string;
  /** The parts of the name after the pod's, those of the container's variables filled in. */
  readonly domain: readonly string[];
  readonly port?: number;
  /** A variable that is a namespace follows, as in `$(POD_NAME).db.$(NAMESPACE)`. */
  readonly open?: true;
  /** It stands where hosts do: a scheme or a node's name is ahead of it. */
  readonly isAddress: boolean;
}

/** More mentions than this in one set's configuration tell nothing new. */
const enough = 200;
/** No host's name is longer, variables in it included. */
const longestHost = 300;

/**
 * Where a set's configuration makes a host of its pod's own name: by a variable that is the pod's name in every container that has
 * it, and in what a shell reads by `$HOSTNAME` and `$(hostname)`.
 */
export function ownHosts(set: Workload): readonly OwnHost[] {
  const texts = set.configuration.filter(({ text }) => text.includes("$"));
  if (texts.length === 0) return [];
  const { spec } = set.pod;
  // There the host's name is the node's, or the long one.
  const isHostname =
    spec.hostNetwork !== true && spec.setHostnameAsFQDN !== true && filled(spec.hostnameOverride) === undefined;
  const names = ownNames(set.containers, isHostname);
  const hosts: OwnHost[] = [];
  for (const text of texts) {
    const isAssigned = assignments(text.text);
    for (let at = text.text.indexOf("$"); at !== -1 && hosts.length < enough; at = text.text.indexOf("$", at + 1)) {
      const host = hostAt(text, at, { names, isHostname, isAssigned });
      if (host !== undefined) hosts.push(host);
    }
  }
  return hosts;
}

/** The variables that are the pod's name wherever a container has them. */
function ownNames(containers: readonly Container[], isHostname: boolean): ReadonlySet<string> {
  const names = new Set<string>(isHostname ? ["HOSTNAME"] : []);
  const others = new Set<string>();
  for (const { environment } of containers)
    for (const { name, from } of environment)
      (mapping(from?.fieldRef).fieldPath === "metadata.name" ? names : others).add(name);
  for (const name of others) names.delete(name);
  return names;
}

const variable = /^\$(?:\((hostname(?: -s)?|[A-Za-z_]\w{0,60})\)|\{([A-Za-z_]\w{0,60})\}|([A-Za-z_]\w{0,60}))(?=\.)/;
const rest = /^((?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+)(?::(\d{1,5})(?!\d)|(\.)|(?![A-Za-z0-9_-]))/;
/** The namespace in a variable, or what is called as one, or stands ahead of `svc`. */
const namespaceVariable = /^(?:\$[({]?\w{0,60}(?:namespace|\bns\b|_ns)\w{0,60}[)}]?|\$[({]?\w{1,60}[)}]?\.svc\b)/i;

interface Names {
  readonly names: ReadonlySet<string>;
  readonly isHostname: boolean;
  /** Whether the text gives the variable another value. */
  readonly isAssigned: (name: string) => boolean;
}

function hostAt(text: ConfigurationText, at: number, { names, isHostname, isAssigned }: Names): OwnHost | undefined {
  const written = text.text.slice(at, at + longestHost);
  const [pod, round, braced, bare] = variable.exec(written) ?? [];
  if (pod === undefined || text.text.charAt(at - 1) === "$" || !beginsName(text.text, at)) return undefined;
  const isCommand = round?.startsWith("hostname") === true;
  const name = round ?? braced ?? bare ?? "";
  if (isCommand ? !isHostname : !names.has(name)) return undefined;
  // Kubernetes replaces `$(NAME)` outside of a shell, and nothing else.
  if ((isCommand || round === undefined) && !isReadByShell(text)) return undefined;
  if (isPrinted(text.text, at) || isCommentLine(text.text, at) || (!isCommand && isAssigned(name))) return undefined;
  const tail = written.slice(pod.length);
  const filledIn = text.container === undefined ? tail : expanded(tail, text.container);
  const [whole, domain = "", port, dot] = rest.exec(filledIn) ?? [];
  if (whole === undefined) return undefined;
  const isOpen = dot !== undefined && namespaceVariable.test(filledIn.slice(whole.length));
  if (dot !== undefined && !isOpen) return undefined;
  return {
    in: text,
    text: `${pod}${domain}${port === undefined ? "" : `:${port}`}`,
    pod,
    domain: domain.slice(1).split("."),
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(isOpen ? { open: true as const } : {}),
    isAddress: /(?:@|:\/\/)$/.test(text.text.slice(Math.max(0, at - 3), at)),
  };
}

function isReadByShell({ origin, container }: ConfigurationText): boolean {
  if (origin === "env") return false;
  if (container === undefined) return true;
  return [...container.command, ...container.args.slice(0, 3)].some((word) => shell.test(word));
}

/** Whether a script only tells it to whoever reads its log. */
function isPrinted(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, text.lastIndexOf("\n", at), at - longestHost), at);
  if (!/\b(?:echo|printf)\b/.test(before)) return false;
  const end = text.indexOf("\n", at);
  return !/[>|]/.test(text.slice(at, Math.min(end === -1 ? text.length : end, at + longestHost)));
}

/** Which variables a script gives a value: each is looked for once. */
function assignments(text: string): (name: string) => boolean {
  const known = new Map<string, boolean>();
  return (name) => {
    const is = known.get(name) ?? new RegExp(`(?:^|[\\s;&|("'\`])${name}=`).test(text);
    known.set(name, is);
    return is;
  };
}

/** Whether the text is one of a certificate's names, of which there is one for each form. */
export function isCertificateName({ in: text, text: host }: OwnHost): boolean {
  const at = text.text.indexOf(host);
  const line = text.text.slice(Math.max(0, text.text.lastIndexOf("\n", at)), at).slice(-longestHost);
  return /\bDNS\b|\bSAN\b|subject|cert|-ext\b|\bCN\b/i.test(`${line} ${settingName(text) ?? ""}`);
}
