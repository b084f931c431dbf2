import { firstContent, isStray } from "./document-text.ts";
import { parseJson } from "./json.ts";
import type { ProblemKind } from "./problem.ts";
import type { SpecialSlice } from "./slice.ts";
import { describeText } from "./unlike-manifests.ts";
import type { Blocks } from "./yaml/blocks.ts";
import { YamlError } from "./yaml/error.ts";
import type { ParsedPlaces } from "./yaml/parse.ts";

/** Why nothing of a text can be read, and where in it. */
interface Fault {
  readonly kind: ProblemKind;
  readonly message: string;
  readonly offset: number;
}

/** What a document's text says. */
interface Content {
  readonly value: unknown;
  readonly hasDuplicates: boolean;
  readonly hasAliases: boolean;
  readonly fault: Fault | undefined;
  /** Where text begins that Kubernetes' reader drops, and nobody has told of; -1 where there is none. */
  readonly ignoredFrom: number;
  /** Where they were noted on the way. */
  readonly places?: ParsedPlaces;
}

/** The text as Kubernetes' reader hands it on: with a line feed at its end. */
export function readable(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

/** Parses a document's text as YAML, or as the JSON that it was read as, and says what is wrong with one that cannot be. */
export function readContent(
  text: string,
  special: SpecialSlice | undefined,
  blocks: Blocks,
  withPlaces: boolean,
): Content {
  const { refused, json, notJson, ignored } = special ?? {};
  if (json !== undefined) {
    const { value = parseJson(text, false).value, hasDuplicates } = json;
    return { value, hasDuplicates, hasAliases: false, fault: undefined, ignoredFrom: -1 };
  }
  if (refused !== undefined) return nothing(unreadable(text, refused.message, refused.offset));
  try {
    const { value, hasDuplicates, hasAliases, ignoredFrom, places } = blocks.parse(readable(text), withPlaces);
    const stray = isStray(value) ? unlikeManifests(text) : undefined;
    if (stray !== undefined) return nothing(stray);
    return {
      value,
      hasDuplicates,
      hasAliases,
      fault: undefined,
      ignoredFrom: ignored === undefined ? ignoredFrom : -1,
      ...(places === undefined ? {} : { places }),
    };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    if (notJson !== undefined && /^\s*\{\s*["}]/.test(text))
      return nothing(unreadable(text, `as JSON: ${notJson.message}`, notJson.offset));
    return nothing(unreadable(text, error.message, error.offset));
  }
}

function nothing(fault: Fault): Content {
  return { value: null, hasDuplicates: false, hasAliases: false, fault, ignoredFrom: -1 };
}

/** Text that is something else than manifests, said as what it is. */
function unlikeManifests(text: string): Fault | undefined {
  const message = describeText(text);
  return message === undefined ? undefined : { kind: "unreadable", message, offset: firstContent(text) };
}

function unreadable(text: string, message: string, offset: number): Fault {
  const unlike = unlikeManifests(text);
  if (unlike !== undefined) return unlike;
  const template = text.indexOf("{{");
  if (template >= 0) {
    const advice = `this is a template that helm has not rendered (${message}); pass the output of \`helm template CHART\``;
    return { kind: "not-rendered", message: advice, offset: template };
  }
  const said = `Kubernetes cannot read this document: ${message}; nothing of it was checked: mend the text here or just before`;
  return { kind: "unreadable", message: said, offset };
}
