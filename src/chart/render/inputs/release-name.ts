import { InputError } from "./input-error.ts";

/** How many characters the name of a release may have. */
export const longestName = 53;
const validName = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

/** @throws {InputError} for what helm takes for no release's name (chartutil.ValidateReleaseName). */
export function checkName(name: string): void {
  if (name === "") throw new InputError("release name check failed: no name provided");
  const isValid = name.length <= longestName && name.split(".").every((part) => validName.test(part));
  if (!isValid) throw new InputError(`release name "${name}": invalid release name`);
}
