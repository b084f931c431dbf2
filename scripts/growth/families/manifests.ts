import { documents } from "./documents.ts";
import type { Family } from "./family.ts";
import { fields } from "./fields.ts";
import { insides } from "./inside.ts";
import { texts } from "./text.ts";

/** All families of manifests that are linted. */
export const manifests: readonly Family[] = [...documents, ...fields, ...insides, ...texts];
