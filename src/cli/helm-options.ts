import type { CommandOption } from "./commands/command.ts";
import { namespaceName, repeated } from "./option-values.ts";

const list = (flags: string, about: string, takes?: "file"): CommandOption => ({
  flags,
  about,
  join: repeated,
  ...(takes === undefined ? {} : { takes }),
});

/** Where a chart keeps the values that its maker tries it with. */
export const usualMatrix = "ci/*-values.yaml";

/** helm's own flags under their own names, as far as they change what a chart renders to or where it comes from. */
export const helmOptions: readonly CommandOption[] = [
  list("-f, --values <FILE>", "helm: values from a file; repeatable, later ones win", "file"),
  list("--set <A=B>", "helm: a value; repeatable"),
  list("--set-string <A=B>", "helm: a value that is text; repeatable"),
  list("--set-json <A=JSON>", "helm: a value as JSON; repeatable"),
  list("--set-file <A=FILE>", "helm: a value from a file; repeatable"),
  list("--set-literal <A=B>", "helm: a value that is taken as it is; repeatable"),
  {
    flags: "-n, --namespace <NAME>",
    about: "helm: the release's namespace, and where commands act on what names none",
    // helm takes an empty one for none, as a script writes it whose variable is not set.
    parse: (text) => (text === "" ? text : namespaceName(text)),
  },
  { flags: "--kube-version <V>", about: "helm: the Kubernetes version that .Capabilities tells" },
  list("-a, --api-versions <V>", "helm: an API version that .Capabilities tells; repeatable"),
  list("-s, --show-only <TEMPLATE>", "helm: only these templates; repeatable"),
  { flags: "--include-crds", about: "helm: custom resource definitions, too" },
  { flags: "--no-hooks", about: "helm: without hooks" },
  { flags: "--skip-tests", about: "helm: without tests" },
  { flags: "--is-upgrade", about: "helm: .Release.IsUpgrade is true" },
  { flags: "--skip-schema-validation", about: "helm: values.schema.json is not asked" },
  { flags: "--version <V>", about: "helm: the version of a chart that is fetched" },
  { flags: "--repo <URL>", about: "helm: where the chart is fetched from" },
  { flags: "--devel", about: "helm: development versions, too" },
  { flags: "--plain-http", about: "helm: the chart is fetched without TLS" },
  {
    flags: "--insecure-skip-tls-verify",
    about: "helm: the certificate of the server it is fetched from is not checked",
  },
  { flags: "--ca-file <FILE>", about: "helm: the certificates that server's is checked by", takes: "file" },
  { flags: "--cert-file <FILE>", about: "helm: the client's certificate for it", takes: "file" },
  { flags: "--key-file <FILE>", about: "helm: the client's key for it", takes: "file" },
  { flags: "--username <NAME>", about: "helm: the user for it" },
  {
    flags: "--password <TEXT>",
    about: "helm: the user's password for it; `helm registry login` keeps it out of the process list",
  },
  { flags: "--pass-credentials", about: "helm: user and password go to other hosts that it names, too" },
  { flags: "--registry-config <FILE>", about: "helm: where logins to registries are kept", takes: "file" },
  { flags: "--repository-config <FILE>", about: "helm: where repositories are named", takes: "file" },
  { flags: "--repository-cache <DIR>", about: "helm: where their indexes are kept", takes: "folder" },
  { flags: "--verify", about: "helm: the chart's provenance is checked when it is fetched" },
  { flags: "--keyring <FILE>", about: "helm: the keys for that", takes: "file" },
  { flags: "--kube-context <NAME>", about: "helm: the cluster that --against helm:RELEASE asks" },
  { flags: "--kubeconfig <FILE>", about: "helm: where that cluster is described", takes: "file" },
];

const valueFlags = [
  "--values",
  "--set",
  "--set-string",
  "--set-json",
  "--set-file",
  "--set-literal",
  "--namespace",
  "--kube-version",
  "--api-versions",
  "--is-upgrade",
];

/** Those that `--chart` takes beside a piped input: what the values and the objects of the templates were. */
export function chartValueOptions(): readonly CommandOption[] {
  return helmOptions.filter(({ flags }) => flags.split(" ").some((word) => valueFlags.includes(word)));
}

/** The flag of an option, and the name under which commander keeps it. */
function namesOf({ flags }: CommandOption): { readonly flag: string; readonly key: string } {
  const [flag = ""] = /--[a-z][a-z-]*/.exec(flags) ?? [];
  const name = flag.replace(/^--(no-)?/, "");
  return { flag, key: name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()) };
}

/** Flags that say where a chart is fetched from: they go to `helm pull`, the others to `helm template`. */
const ofPull: ReadonlySet<string> = new Set([
  "--version",
  "--repo",
  "--devel",
  "--plain-http",
  "--insecure-skip-tls-verify",
  "--ca-file",
  "--cert-file",
  "--key-file",
  "--username",
  "--password",
  "--pass-credentials",
  "--registry-config",
  "--repository-config",
  "--repository-cache",
  "--verify",
  "--keyring",
]);

/** Of the flags of `helm pull` those that say from where and how, whichever version is asked for. */
export function withoutVersion(pull: readonly string[]): readonly string[] {
  return pull.filter((flag) => flag !== "--devel" && !flag.startsWith("--version="));
}

/** Of helm's arguments those that say which cluster, and where in it. */
export function clusterArguments(template: readonly string[]): readonly string[] {
  return template.filter((arg) => /^--(namespace|kube-context|kubeconfig)=/.test(arg));
}

/** helm's arguments, to pull a chart and to render it. */
export interface HelmArguments {
  readonly pull: readonly string[];
  readonly template: readonly string[];
}

/** helm's arguments from what was given. */
export function helmArguments(options: Readonly<Record<string, unknown>>): HelmArguments {
  const pull: string[] = [];
  const template: string[] = [];
  for (const option of helmOptions) {
    const { flag, key } = namesOf(option);
    const value = options[key];
    const to = ofPull.has(flag) ? pull : template;
    // `--no-hooks` is commander's `hooks: false`.
    if (flag.startsWith("--no-")) {
      if (value === false) to.push(flag);
    } else if (Array.isArray(value)) for (const one of value) to.push(`${flag}=${String(one)}`);
    else if (value === true) to.push(flag);
    else if (typeof value === "string") to.push(`${flag}=${value}`);
  }
  return { pull, template };
}

/** Whether an argument gives values on stdin, as helm's `-f -` does. */
export function readsStdin(arg: string): boolean {
  return arg.startsWith("--values=") && arg.slice("--values=".length).split(",").includes("-");
}

/** The arguments with these values files in place of all values that they give; none: the chart's own values. */
export function withOtherValues(args: readonly string[], files: string): readonly string[] {
  const others = args.filter((arg) => !/^--(values|set|set-string|set-json|set-file|set-literal)=/.test(arg));
  return files === "" ? others : [...others, `--values=${files}`];
}
