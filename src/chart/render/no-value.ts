import { Text } from "./text.ts";

const noValue = "<no value>";

/** A text without what Go prints for a missing value: helm removes it from finished files and from what tpl returns. The value stays named there. */
export function withoutNoValue(text: Text): Text {
  const { value } = text;
  let found = value.indexOf(noValue);
  if (found < 0) return text;
  const parts: Text[] = [];
  let from = 0;
  for (; found >= 0; found = value.indexOf(noValue, from)) {
    parts.push(text.slice(from, found), Text.from("", text.originAt(found)));
    from = found + noValue.length;
  }
  parts.push(text.slice(from));
  return Text.join(parts);
}
