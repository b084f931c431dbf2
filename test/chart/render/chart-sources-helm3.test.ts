import { describe, test } from "vitest";
import { shared } from "../../shared.ts";
import { compareAll } from "./chart-sources.ts";

const folder = shared("chart-sources");

// A file for each helm, so that both run at once.
describe("the public charts' sources", () => {
  test.skipIf(folder === undefined)("render to the bytes of Helm 3", { timeout: 600_000 }, () => {
    compareAll(folder ?? "", "3");
  });
});
