import type { Path } from "../read/path.ts";
import type { Container } from "./pod.ts";

/** Where a finding about a whole container points: at its name, because an item of a list has no key of its own. */
export function placeOf({ path, name }: Container): Path {
  return name === "" ? path : [...path, "name"];
}
