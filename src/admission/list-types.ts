/*
 * How lists are joined, from the generated table. A text there is `PROPERTY:TYPE[~STRATEGY[/KEY]];…`: TYPE is `m(KEYS)`
 * for a list that is a map by these keys, `s` for a set and nothing for an atomic one; STRATEGY and KEY are those of
 * strategic merge patches. Read only by server-side apply, Helm 3's patches and the comparison of templates.
 */
import { joins } from "./list-types.generated.ts";

/** How one property is joined. */
export interface Join {
  /** What an element of a list that is a map is known by, sorted. */
  readonly keys?: readonly string[];
  readonly isSet?: boolean;
  /** Of strategic merge patches: `merge`, `replace`, `retainKeys`. */
  readonly strategies: readonly string[];
  readonly mergeKey: string;
}

const atomic: Join = { strategies: [], mergeKey: "" };
const known = new Map<string, ReadonlyMap<string, Join>>();

/** How a definition's property is joined. */
export function joinOf(definition: string, property: string): Join {
  return joinsOf(definition).get(property) ?? atomic;
}

function joinsOf(definition: string): ReadonlyMap<string, Join> {
  const decoded = known.get(definition);
  if (decoded !== undefined) return decoded;
  const text = Object.hasOwn(joins, definition) ? (joins[definition] ?? "") : "";
  const parts = text === "" ? [] : text.split(";");
  const result = new Map(parts.map((part): [string, Join] => [part.slice(0, part.indexOf(":")), decodeJoin(part)]));
  known.set(definition, result);
  return result;
}

function decodeJoin(part: string): Join {
  const [type = "", patch = ""] = part.slice(part.indexOf(":") + 1).split("~");
  const [strategies = "", mergeKey = ""] = patch.split("/");
  return {
    ...(type.startsWith("m") ? { keys: type.slice(2, -1).split(",").sort() } : {}),
    ...(type === "s" ? { isSet: true } : {}),
    strategies: strategies === "" ? [] : strategies.split(","),
    mergeKey,
  };
}
