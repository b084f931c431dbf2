import { type ConfigurationText, settingName } from "./configuration.ts";
import { onceOf } from "./configuration-index.ts";
import { withoutFileComments } from "./file-comments.ts";
import { knownContainer } from "./known-workload.ts";
import type { KnownWorkload } from "./known-workloads/entry.ts";
import { optional } from "./pod.ts";
import type { Workload } from "./workload.ts";

/** Software whose members serve while a majority of them is up, as a set runs it. */
export interface Majority {
  readonly title: string;
  /** Without it nothing is served; else only what asks for a majority of its copies fails. */
  readonly isNeeded: boolean;
  /** How many are counted at least where members leave one after the other; all that ever joined where it is absent. */
  readonly leastCounted?: number;
}

/** What follows where too many members are away at once. */
export function withoutMajority({ isNeeded }: Majority): string {
  return isNeeded
    ? "the service stops until they are back"
    : "what asks for a majority of its copies fails until they are back";
}

/**
 * Whether a set's software needs a majority of its members. Undefined where it does not, where its configuration does not say that
 * it elects by majority, and where those that leave in order, as pods do that are ended, no longer count.
 */
export function majorityOf(set: Workload): Majority | undefined {
  const { configuration } = set;
  const known = electing(set);
  if (known?.quorum !== true || known.majorityOf === "present") return undefined;
  if (known.quorumOnlyWith !== undefined && !isConfigured(known.quorumOnlyWith, configuration)) return undefined;
  if (known.quorumUnless !== undefined && isConfigured(known.quorumUnless, configuration)) return undefined;
  return {
    title: known.title,
    isNeeded: known.majorityOf === "members",
    ...optional("leastCounted", shrinksTo(known, configuration)),
  };
}

function shrinksTo(known: KnownWorkload, texts: readonly ConfigurationText[]): number | undefined {
  if (known.shrinks === undefined) return undefined;
  const { least, unless } = known.shrinks;
  return isConfigured(unless, texts) ? undefined : least;
}

/** Whether Kafka elects by itself, its configuration file may say. */
function electing({ known, runningContainers, configuration }: Workload): KnownWorkload | undefined {
  if (known === undefined || known.quorum) return known;
  return runningContainers.map((container) => knownContainer(container, configuration)).find((one) => one?.quorum);
}

/** Longer texts are no configuration of one. */
const longest = 50_000;

/** Sets of one release share their texts. */
function isConfigured(words: RegExp, texts: readonly ConfigurationText[]): boolean {
  const answers = onceOf(texts, answersByWords);
  const before = answers.get(words);
  if (before !== undefined) return before;
  const answer = texts.some((one) => {
    if (one.text.length > longest || !words.test(written(one))) return false;
    const isFile = one.origin === "ConfigMap" || one.origin === "Secret";
    return !isFile || words.test(written({ ...one, text: withoutFileComments(one.text, "nats") }));
  });
  answers.set(words, answer);
  return answer;
}

/** With its name ahead, which says what a variable's value is of. */
function written(text: ConfigurationText): string {
  return `${settingName(text) ?? ""}=${text.text}`;
}

const answersByWords = () => new Map<RegExp, boolean>();
