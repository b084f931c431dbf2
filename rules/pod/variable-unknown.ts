import { defineRule } from "../../src/lint/contract/rule.ts";
import { filled, has, list, mapping } from "../../src/model/fields.ts";
import type { Container } from "../../src/model/pod.ts";
import { shell } from "../../src/model/shell-script.ts";
import type { StatefulSetView } from "../../src/model/statefulset.ts";
import { isInjected } from "../_shared/injected.ts";
import { type ContainerNames, containerNames, isServiceLink } from "./_container-names.ts";
import type { HeldObjects } from "./_held.ts";
import { interpreter, takesOperators } from "./_programs.ts";
import { variableReferences } from "./_variable-references.ts";

/** Other programs for which `$(…)` is their own. */
const ownSyntax =
  /^(?:\S*\/)?(?:[gm]?awk|g?make|sed|expect|tclsh|pwsh|powershell(?:\.exe)?|cmd(?:\.exe)?|busybox|eval)$/;
/** Scripts of an image, which may do anything with their arguments. */
const script = /\.(?:sh|bash)$|entrypoint/;
const scriptName = /(?:^|\/)(?:run|start|launch|init)[^/]*$/;

export const variableUnknown = defineRule({
  id: "variable-unknown",
  category: "pod",
  subject: "StatefulSet",
  summary: "`$(NAME)` names a variable that the container does not have there",
  rationale: `Kubernetes replaces \`$(NAME)\` in \`command\`, \`args\`, \`subPathExpr\` and the values of \`env\` by the variables of the container's own \`env\` and
\`envFrom\`, in \`env\` by those further up alone. It knows none that the image or the runtime sets, \`HOSTNAME\` among them, and runs no command. What it
does not know stays as it is written, so that a program gets the text \`$(HOSTNAME)\`; a \`subPathExpr\` is refused.`,
  severity: "error",
  confidence: "certain",
  preset: "recommended",
  since: "0.2.0",
  foretells: "stuck",
  falseAlarms: `Left alone: containers whose \`envFrom\` may bring more than the input shows, the variables of Services (\`DB_SERVICE_HOST\`, \`DB_PORT\`),
words that a shell or another interpreter reads, names in \`env\` that stand nowhere, which the program may replace itself, and sets without a
selector, which are patches. Of arguments of an image's own entry point, and of a script, only names in capitals count.`,
  references: [
    "https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/",
    "https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/kubelet/container/helpers.go",
  ],
  messages: {
    subPath: {
      text: "the subPathExpr `{written}` names the variable `{name}`, which container `{container}` does not have: the kubelet refuses to make the container (CreateContainerConfigError), and no pod starts",
      help: "define `{name}` in the container's `env`, a pod's own name by `valueFrom: { fieldRef: { fieldPath: metadata.name } }`",
    },
    later: {
      text: "the variable `{variable}` of container `{container}` names `$({name})`, which stands below it in `env`: Kubernetes knows only what stands above, and leaves the text `$({name})` as it is",
      help: "put `{name}` above `{variable}`, or write `$$({name})` where that text is meant",
    },
    word: {
      text: "the {list} of container `{container}` name `$({name})`, a variable that is defined nowhere in its `env` and `envFrom`: the program gets the text `$({name})` as it is, and no shell runs it",
      help: "define `{name}` in the container's `env`, a pod's own name by `valueFrom: { fieldRef: { fieldPath: metadata.name } }`; or write `$$({name})` where that text is meant",
    },
  },
  *check(set) {
    // A patch: who knows what it is put upon.
    if (!has(set.spec, "selector")) return;
    const known: HeldObjects = new Map();
    for (const container of set.containers) {
      if (!mayRefer(container)) continue;
      const names = containerNames(set, container, known);
      if (names === undefined) continue;
      yield* inSubPaths(set, container, names);
      yield* inVariables(set, container, names);
      yield* inWords(set, container, names);
    }
  },
});

/** Most containers refer to nothing, and what they take from elsewhere need not be looked up. */
function mayRefer({ value, command, args, environment }: Container): boolean {
  const says = (text: string | undefined) => text?.includes("$(") === true;
  return (
    command.some(says) ||
    args.some(says) ||
    list(value.volumeMounts).some((mount) => says(filled(mapping(mount).subPathExpr))) ||
    environment.some((variable) => says(variable.value))
  );
}

function isKnown(name: string, { own, taken }: ContainerNames): boolean {
  return own.has(name) || taken.has(name) || isServiceLink(name);
}

function* inSubPaths(set: StatefulSetView, container: Container, names: ContainerNames) {
  for (const [index, mount] of list(container.value.volumeMounts).entries()) {
    const written = filled(mapping(mount).subPathExpr) ?? "";
    const name = variableReferences(written).find((one) => !isKnown(one, names));
    if (name === undefined) continue;
    yield {
      message: "subPath" as const,
      data: { written, name, container: container.name },
      at: { manifest: set.manifest, path: [...container.path, "volumeMounts", index, "subPathExpr"] },
    };
  }
}

function* inVariables(set: StatefulSetView, container: Container, { own, taken }: ContainerNames) {
  for (const [index, variable] of container.environment.entries()) {
    const name = variableReferences(variable.value ?? "").find(
      (one) => (own.get(one) ?? 0) > index && !taken.has(one) && !isServiceLink(one),
    );
    const later = name === undefined ? undefined : container.environment[own.get(name) ?? 0];
    if (name === undefined || later === undefined) continue;
    yield {
      message: "later" as const,
      severity: "warning" as const,
      data: { variable: variable.name, name, container: container.name },
      at: { manifest: set.manifest, path: [...variable.path, "value"] },
      related: [{ manifest: set.manifest, path: [...later.path, "name"], message: "stands below it" }],
    };
  }
}

function* inWords(set: StatefulSetView, container: Container, names: ContainerNames) {
  const { command, args } = container;
  const words = [...command, ...args];
  if (words.some(readsItself) || isInjected(set)) return;
  const [program] = command;
  const anyCase = program !== undefined && !scriptName.test(program) && !words.some((word) => script.test(word));
  const told = new Set<string>();
  for (const [index, word] of words.entries()) {
    // Several lines are a script of some kind.
    if (!word.includes("$(") || word.includes("\n")) continue;
    for (const name of variableReferences(word)) {
      if (!(anyCase ? anyName : upperCase).test(name) || told.has(name) || isKnown(name, names) || byWebhook.test(name))
        continue;
      told.add(name);
      const isCommand = index < command.length;
      const list = isCommand ? "command" : "args";
      yield {
        message: "word" as const,
        severity: "warning" as const,
        data: { list: isCommand ? "words of `command`" : "`args`", name, container: container.name },
        at: {
          manifest: set.manifest,
          path: [...container.path, list, isCommand ? index : index - command.length],
        },
      };
    }
  }
}

/** What webhooks of clouds put into containers by the service account, which no manifest shows. */
const byWebhook = /^(?:AWS|AZURE|GOOGLE)_/;

const anyName = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const upperCase = /^[A-Z_][A-Z0-9_]*$/;

/** A shell or another interpreter among the words, by itself or as the beginning of a command line. */
function readsItself(word: string): boolean {
  const program = word.trimStart().split(/\s/, 1)[0] ?? "";
  return [shell, interpreter, takesOperators, ownSyntax].some((one) => one.test(program));
}
