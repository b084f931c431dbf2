import { defineRule } from "../../src/lint/contract/rule.ts";
import { asText, type Fields, filled, isMapping, list, mapping } from "../../src/model/fields.ts";
import type { Container } from "../../src/model/pod.ts";
import type { Path } from "../../src/read/path.ts";

export const duplicateListKey = defineRule({
  id: "duplicate-list-key",
  replaces: ["duplicate-env"],
  category: "manifest",
  subject: "StatefulSet",
  summary: "two entries of one name in a list that upgrades merge by name",
  rationale: `Variables, ports, pull secrets and host aliases are lists that the API server and Helm take as maps, by name or number. Client-side
a doubled entry is accepted: the last variable wins. Server-side apply (Helm 4's new releases, Flux, Argo CD where asked) refuses
the whole object: \`duplicate entries for key\`. And an upgrade by Helm 3 that mends the double deletes both entries.`,
  severity: "warning",
  confidence: "certain",
  preset: "recommended",
  since: "0.1.0",
  falseAlarms: "None. An error with `--apply server`, a warning without.",
  references: ["kubernetes/kubernetes#58477", "helm/helm#12643"],
  messages: {
    twice: {
      text: "{what} `{name}` {where} is there twice: {now}, and an upgrade by Helm 3 that corrects it removes both",
      help: "keep one of the two; in a chart, let the user's extra entries replace the chart's own",
    },
    refused: {
      text: "{what} `{name}` {where} is there twice: server-side apply refuses the whole object (`duplicate entries for key {key}`)",
      help: "keep one of the two; in a chart, let the user's extra entries replace the chart's own",
    },
  },
  *check(set, context) {
    const isServer = context.apply === "server";
    for (const { what, name, key, where, first, again } of doubles(set.containers, set.pod.spec)) {
      yield {
        message: isServer ? "refused" : "twice",
        ...(isServer ? { severity: "error" } : {}),
        data: {
          what,
          name,
          where,
          key,
          now: what === "environment variable" ? "the last one wins now" : "the server takes it with a warning",
        },
        at: { manifest: set.manifest, path: again },
        related: [{ manifest: set.manifest, path: first, message: "set here first" }],
      };
    }
  },
});

interface Double {
  readonly what: string;
  readonly name: string;
  /** As the server writes it: `[name="A"]`. */
  readonly key: string;
  readonly where: string;
  readonly first: Path;
  readonly again: Path;
}

/** Lists whose doubles a plain create accepts: those of other lists it refuses itself (shared by all versions). */
function* doubles(containers: readonly Container[], spec: Readonly<Record<string, unknown>>): Generator<Double> {
  for (const container of containers) {
    const { environment, value } = container;
    yield* twice(
      environment,
      (one) => one.name,
      (one) => ({ key: `[name="${one.name}"]`, path: [...one.path, "name"] }),
      "environment variable",
      container,
    );
    yield* twice(
      list(value.ports),
      (port) => (isMapping(port) ? `${asText(port.containerPort)}/${protocolOf(port)}` : undefined),
      (port, index) => ({
        key: `[containerPort=${asText(mapping(port).containerPort)},protocol="${protocolOf(mapping(port))}"]`,
        path: [...container.path, "ports", index, "containerPort"],
      }),
      "port",
      container,
    );
  }
  for (const [field, key, what] of [
    ["imagePullSecrets", "name", "pull secret"],
    ["hostAliases", "ip", "host alias"],
  ] as const) {
    const nameOf = (item: unknown): string => filled(mapping(item)[key]) ?? "";
    yield* twice(
      list(spec[field]),
      (item) => (isMapping(item) ? nameOf(item) : undefined),
      (item, index) => {
        const name = nameOf(item);
        const path: Path = ["spec", "template", "spec", field, index];
        return { key: `[${key}="${name}"]`, path: name === "" ? path : [...path, key] };
      },
      what,
    );
  }
}

function protocolOf({ protocol }: Fields): string {
  return filled(protocol) ?? "TCP";
}

/** Of each item its name alone is held: a list may be as long as the input. What has none is admission's to refuse. */
function* twice<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string | undefined,
  placeOf: (item: Item, index: number) => Pick<Double, "key"> & { readonly path: Path },
  what: string,
  container?: Container,
): Generator<Double> {
  if (items.length < 2) return;
  const where = container === undefined ? "of the pods" : `of container \`${container.name}\``;
  const firsts = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const name = nameOf(item);
    if (name === undefined) continue;
    const at = firsts.get(name);
    const first = at === undefined ? undefined : items[at];
    if (at === undefined || first === undefined) {
      firsts.set(name, index);
      continue;
    }
    const { key, path } = placeOf(item, index);
    yield { what, name, key, where, first: placeOf(first, at).path, again: path };
  }
}
