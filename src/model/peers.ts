import type { ConfigurationText } from "./configuration.ts";
import type { StatefulSetView } from "./statefulset.ts";

/** A mention of one of a StatefulSet's own pods by name, such as `db-2.db-headless.prod.svc:5432`. */
export interface PeerReference {
  readonly in: ConfigurationText;
  readonly text: string;
  readonly ordinal: number;
  /** The parts of the name after the pod's, `["db-headless", "prod", "svc"]`; empty for a bare pod name. */
  readonly domain: readonly string[];
  readonly port?: number;
}

/** More mentions than this in one set's configuration tell nothing new. */
const enough = 1_000;

/**
 * Finds a set's pod names in its configuration. A name counts where it stands alone: `other-db-0` and `db-0-backup` are
 * not pods of the set `db`.
 */
export function peerReferences(set: StatefulSetView): readonly PeerReference[] {
  if (set.name === "") return [];
  const references: PeerReference[] = [];
  const prefix = `${set.name}-`;
  for (const text of set.configuration) {
    let at = text.text.indexOf(prefix);
    while (at !== -1 && references.length < enough) {
      const reference = referenceAt(text, at, prefix.length);
      if (reference !== undefined) references.push(reference);
      at = text.text.indexOf(prefix, at + prefix.length);
    }
  }
  return references;
}

function referenceAt(text: ConfigurationText, start: number, length: number): PeerReference | undefined {
  if (start > 0 && /[A-Za-z0-9_-]/.test(text.text.charAt(start - 1))) return undefined;
  if (start > 1 && /\w\.$/.test(text.text.slice(start - 2, start))) return undefined;
  const rest = text.text.slice(start + length, start + length + 300);
  const match = /^(0|[1-9]\d{0,5})((?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)\.?(?::(\d{1,5}))?(?![A-Za-z0-9_-])/.exec(
    rest,
  );
  if (match === null) return undefined;
  const [whole, ordinal = "", domain = "", port] = match;
  return {
    in: text,
    text: text.text.slice(start, start + length + whole.length),
    ordinal: Number(ordinal),
    domain: domain === "" ? [] : domain.slice(1).split("."),
    ...(port === undefined ? {} : { port: Number(port) }),
  };
}
