import { defineRule } from "../../src/lint/contract/rule.ts";
import { asText, filled, mapping } from "../../src/model/fields.ts";
import type { Container } from "../../src/model/pod.ts";
import { entries } from "../../src/model/pod.ts";
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
  for (const { name, environment, value, path } of containers) {
    const where = `of container \`${name}\``;
    yield* twice(
      environment.map((one) => ({ name: one.name, key: `[name="${one.name}"]`, path: [...one.path, "name"] })),
      "environment variable",
      where,
    );
    yield* twice(
      entries(value.ports, [...path, "ports"]).map(({ fields, path: own }) => {
        const protocol = filled(fields.protocol) ?? "TCP";
        return {
          name: `${asText(fields.containerPort)}/${protocol}`,
          key: `[containerPort=${asText(fields.containerPort)},protocol="${protocol}"]`,
          path: [...own, "containerPort"],
        };
      }),
      "port",
      where,
    );
  }
  for (const [field, key, what] of [
    ["imagePullSecrets", "name", "pull secret"],
    ["hostAliases", "ip", "host alias"],
  ] as const) {
    const items = entries(spec[field], ["spec", "template", "spec", field]).map(({ fields, path }) => {
      const name = filled(mapping(fields)[key]) ?? "";
      return { name, key: `[${key}="${name}"]`, path: name === "" ? path : [...path, key] };
    });
    yield* twice(items, what, "of the pods");
  }
}

function* twice(
  items: readonly { readonly name: string; readonly key: string; readonly path: Path }[],
  what: string,
  where: string,
): Generator<Double> {
  const first = new Map<string, Path>();
  for (const { name, key, path } of items) {
    const before = first.get(name);
    if (before === undefined) first.set(name, path);
    else yield { what, name, key, where, first: before, again: path };
  }
}
