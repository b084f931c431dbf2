import { expect, it } from "vitest";
import { randomFunctionNames } from "../../src/chart/random-functions.ts";
import { certificateFunctions } from "../../src/chart/render/functions/certificates.ts";
import { randomFunctions } from "../../src/chart/render/functions/random.ts";

/** They stand beside the random ones in sprig, and give the same text for the same arguments. */
const repeatable: readonly string[] = ["buildCustomCert", "decryptAES", "derivePassword"];

it("knows every function of sprig's that gives another text at each render", () => {
  const made = ["now", ...Object.keys(randomFunctions), ...Object.keys(certificateFunctions)];
  expect([...randomFunctionNames].sort()).toEqual(made.filter((name) => !repeatable.includes(name)).sort());
});
