import type { ConfigurationText } from "./configuration.ts";
import type { Container } from "./pod.ts";

/*
 * Look-ups in a workload's configuration, of which there may be as much as the input is long, for questions that are asked
 * again for each of its containers.
 */

/** The texts of the ConfigMaps and Secrets alone. */
export function textsOfFiles(configuration: readonly ConfigurationText[]): readonly ConfigurationText[] {
  return indexOf(configuration).files;
}

/** The words and variables of one container. */
export function textsOfContainer(
  configuration: readonly ConfigurationText[],
  container: Container,
): readonly ConfigurationText[] {
  return indexOf(configuration).byContainer.get(container) ?? [];
}

/** The texts of a ConfigMap or a Secret, by key. */
export function textsOfObject(
  configuration: readonly ConfigurationText[],
  origin: "ConfigMap" | "Secret",
  name: string,
): ReadonlyMap<string, ConfigurationText> {
  return indexOf(configuration).byObject.get(`${origin}/${name}`) ?? noTexts;
}

/** Answers a question about all of a configuration once; `question` is known by its identity. */
export function onceOf<Answer>(
  configuration: readonly ConfigurationText[],
  question: (configuration: readonly ConfigurationText[]) => Answer,
): Answer {
  const answers = knownAnswers.get(configuration) ?? new Map<unknown, unknown>();
  knownAnswers.set(configuration, answers);
  if (!answers.has(question)) answers.set(question, question(configuration));
  return answers.get(question) as Answer;
}

const knownAnswers = new WeakMap<readonly ConfigurationText[], Map<unknown, unknown>>();

interface Index {
  readonly files: readonly ConfigurationText[];
  readonly byContainer: ReadonlyMap<Container, readonly ConfigurationText[]>;
  readonly byObject: ReadonlyMap<string, ReadonlyMap<string, ConfigurationText>>;
}

const noTexts: ReadonlyMap<string, ConfigurationText> = new Map();

/** By the list itself: it is made once for a workload, and let go with what else is known of it. */
const known = new WeakMap<readonly ConfigurationText[], Index>();

function indexOf(configuration: readonly ConfigurationText[]): Index {
  const index = known.get(configuration) ?? readIndex(configuration);
  known.set(configuration, index);
  return index;
}

function readIndex(configuration: readonly ConfigurationText[]): Index {
  const files: ConfigurationText[] = [];
  const byContainer = new Map<Container, ConfigurationText[]>();
  const byObject = new Map<string, Map<string, ConfigurationText>>();
  for (const text of configuration) {
    const { origin, container, manifest, path } = text;
    if (container !== undefined) {
      const own = byContainer.get(container) ?? [];
      byContainer.set(container, own);
      own.push(text);
    }
    if (origin !== "ConfigMap" && origin !== "Secret") continue;
    files.push(text);
    const object = `${origin}/${manifest.name}`;
    const own = byObject.get(object) ?? new Map<string, ConfigurationText>();
    byObject.set(object, own);
    const key = String(path[path.length - 1]);
    if (!own.has(key)) own.set(key, text);
  }
  return { files, byContainer, byObject };
}
