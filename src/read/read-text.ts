import { TextLines } from "./text-lines.ts";
import { YamlError } from "./yaml/error.ts";
import { parseDocument } from "./yaml/parse.ts";

/**
 * Reads one YAML or JSON text, such as a configuration file, by the same rules as manifests. Deeply frozen, mappings
 * without a prototype; null for an empty text.
 *
 * @throws {YamlError} with line and column, where it cannot be read.
 */
export function readText(text: string): unknown {
  try {
    return parseDocument(text).value;
  } catch (error) {
    if (error instanceof YamlError) {
      const { line, column } = new TextLines(text).position(error.offset);
      error.line = line + 1;
      error.column = column + 1;
    }
    throw error;
  }
}
