import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { shared } from "../../test/shared.ts";
import { setText } from "../growth/families/family.ts";
import { manifests } from "../growth/families/manifests.ts";

const examples = fileURLToPath(new URL("../../examples", import.meta.url));

function textsIn(folder: string | undefined, fits: RegExp): string[] {
  if (folder === undefined) return [];
  return readdirSync(folder)
    .filter((name) => fits.test(name))
    .sort()
    .map((name) => readFileSync(`${folder}/${name}`, "utf8"));
}

/** Texts that mutations start from: the example, small inputs of all growing families, and the shared cases where they are at hand. */
export const seeds: readonly string[] = [
  setText(),
  ...textsIn(examples, /\.ya?ml$/),
  ...manifests.flatMap(({ text }) => (text === undefined ? [] : [text(3)])),
  ...textsIn(shared("cases"), /\.ya?ml$/),
  ...textsIn(shared("hostile"), /\.ya?ml$/).filter((text) => text.length < 20_000),
];
