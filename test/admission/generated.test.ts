import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generateKubernetes } from "../../scripts/generate-kubernetes.ts";
import { shared } from "../shared.ts";

const folder = shared("kubernetes");

test.skipIf(folder === undefined)("what is generated from Kubernetes' OpenAPI definitions is not stale", () => {
  const files = readdirSync(folder ?? ".")
    .filter((name) => name.startsWith("openapi-"))
    .map((name) => `${folder}/${name}`);
  const generated = generateKubernetes(files);
  expect([...generated.keys()]).toHaveLength(4);
  for (const [path, text] of generated)
    expect(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8") === text, `${path} is stale`).toBe(true);
});
