import type { NumberLiteral } from "../parse/number.ts";
import { Text } from "../text.ts";
import type { Value } from "../value.ts";

/** A number where its own syntax decides the type (exec idealConstant); a string is an error's message. */
export function idealConstant(literal: NumberLiteral): Value | string {
  const { text, int, uint, float } = literal;
  const { complex } = literal;
  if (complex !== undefined) {
    // Nothing computes with them: that they print is all there is to them.
    return { kind: "object", goType: "complex128", field: () => undefined, string: () => new Text(complex) };
  }
  const isHex = text.length > 2 && /^0[xX]/.test(text) && !/[pP]/.test(text);
  const isFloat = float !== undefined && !isHex && !text.startsWith("'") && /[.eEpP]/.test(text);
  if (isFloat) return { kind: "float", value: float, goType: "float64" };
  if (int !== undefined) return { kind: "int", value: int, goType: "int" };
  return uint === undefined ? `illegal number syntax: ${text}` : `${text} overflows int`;
}
