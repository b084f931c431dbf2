import { TextLines } from "../../../read/text-lines.ts";
import { YamlError } from "../../../read/yaml/error.ts";
import { parseInteger } from "../../../read/yaml/numbers.ts";
import { parseDocument, parsePlaces, placeAt } from "../../../read/yaml/parse.ts";
import { InputError } from "./input-error.ts";

/** One YAML text as sigs.k8s.io/yaml reads it: the first document, null for an empty one. */
export class YamlText {
  readonly text: string;
  readonly value: unknown;

  /** @throws {InputError} where it cannot be read; `what` names the file in the message. */
  constructor(text: string, what: string, file: string | undefined) {
    this.text = text;
    if (/[\ud800-\udfff]/.test(text) && /\p{Cs}/u.test(text))
      throw new InputError(`cannot load ${what}: yaml: invalid UTF-8`, file);
    try {
      this.value = parseDocument(text).value;
    } catch (error) {
      if (!(error instanceof YamlError)) throw error;
      const { line } = new TextLines(text).position(error.offset);
      throw new InputError(`cannot load ${what}: ${error.message}`, file, line + 1);
    }
  }

  /** Whether the number at a path is written as an integer: `1000000` and not `1e6`, which Go prints otherwise. */
  isInteger(path: readonly (string | number)[]): boolean {
    const place = placeAt(parsePlaces(this.text).root, path);
    return place !== undefined && parseInteger(this.text.slice(place.start, place.end)) !== undefined;
  }
}
