import type { Manifest } from "../read/document.ts";
import type { Path } from "../read/path.ts";
import type { ConfigurationText } from "./configuration.ts";
import type { Workload } from "./workload.ts";

/** A setting by which a program empties what it holds when it is told to stop. */
export interface Drain {
  readonly title: string;
  /** What it does, after "asks NAME to". */
  readonly what: string;
  /** As written: `QUEUE_DRAIN=true`. */
  readonly setting: string;
  /** Seconds that its own charts give it. */
  readonly needed: number;
  readonly manifest: Manifest;
  readonly path: Path;
}

interface DrainSetting {
  readonly title: string;
  readonly what: string;
  readonly needed: number;
  /** An environment variable that is `true`. */
  readonly variable?: string;
  /** The setting in a configuration file or an argument; its first group is what is quoted. */
  readonly words?: RegExp;
  readonly sources: readonly string[];
}

function settings(): readonly DrainSetting[] {
  return [
    {
      title: "Logstash",
      what: "drain its queue",
      needed: 120,
      variable: "QUEUE_DRAIN",
      words: /^[ \t]*(queue\.drain:[ \t]*["']?true\b["']?)/m,
      sources: ["https://www.elastic.co/docs/reference/logstash/persistent-queues"],
    },
    {
      title: "the ingester",
      what: "compact all it holds into blocks and ship them, a drain of its memory,",
      needed: 300,
      words: /(?:^[ \t]*|-blocks-storage\.tsdb\.)(flush[_-]blocks[_-]on[_-]shutdown[:=][ \t]*["']?true\b["']?)/m,
      sources: ["https://grafana.com/docs/mimir/latest/configure/configuration-parameters/#blocks_storage"],
    },
    {
      title: "the ingester",
      what: "flush all it holds to the object store, a drain of its memory,",
      needed: 300,
      words: /(?:^[ \t]*|-ingester\.)(flush[_-]on[_-]shutdown(?:[_-]with[_-]wal[_-]enabled)?[:=][ \t]*true)\b/m,
      sources: [
        "https://grafana.com/docs/loki/latest/operations/storage/wal/",
        "https://grafana.com/docs/mimir/latest/configure/configuration-parameters/",
      ],
    },
  ];
}

/** The first drain that a set's configuration asks for; undefined where none does. */
export function drainAsked(set: Workload): Drain | undefined {
  const texts = set.configuration.filter(mayAsk);
  if (texts.length === 0) return undefined;
  const variables = namesByPath(set);
  for (const { title, what, needed, variable, words } of settings()) {
    for (const { manifest, path, text, origin } of texts) {
      const key = origin === "env" ? variables.get(path.slice(0, -1).join("/")) : path[path.length - 1];
      if (variable !== undefined && key === variable && text.trim().toLowerCase() === "true") {
        return { title, what, needed, setting: `${variable}=${text.trim()}`, manifest, path };
      }
      const match = words?.exec(text);
      if (match?.[1] !== undefined) return { title, what, needed, setting: match[1], manifest, path };
    }
  }
  return undefined;
}

/** A word that every text with such a command contains: few texts have it, so the expressions run on few. */
function mayAsk({ text }: ConfigurationText): boolean {
  return text.includes("drain") || text.includes("shutdown") || text.trim().toLowerCase() === "true";
}

/** The names of the containers' variables, by the place of each. */
function namesByPath({ containers }: Workload): ReadonlyMap<string, string | undefined> {
  return new Map(
    containers.flatMap(({ environment }) => environment.map(({ path, name }) => [path.join("/"), name] as const)),
  );
}
