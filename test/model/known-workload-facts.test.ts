import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { knownWorkloads } from "../../src/model/known-workload.ts";
import { lacking } from "./lacking-facts.ts";

const folder = new URL("../../src/model/known-workloads/", import.meta.url);

/** The facts that an entry does not give. What is false by default, such as `quorum`, may be a fact or a gap: nobody can tell. */
function lacks(known: ReturnType<typeof knownWorkloads>[number]): readonly string[] {
  return [
    ...(known.images.length === 0 ? ["images"] : []),
    ...(known.programs.length === 0 ? ["programs"] : []),
    ...(known.dataDirectories.length === 0 ? ["dataDirectories"] : []),
    ...(known.livenessDuringRecovery === "unknown" ? ["livenessDuringRecovery"] : []),
    ...(known.graceSeconds === undefined ? ["graceSeconds"] : []),
  ];
}

test("an entry is one file, named after its id, and every file is listed", () => {
  const files = readdirSync(folder)
    .filter((name) => !/^_|^entry\.ts$|\.generated\.ts$/.test(name))
    .map((name) => name.replace(/\.ts$/, ""));
  expect(
    knownWorkloads()
      .map(({ id }) => id)
      .sort(),
  ).toEqual(files.sort());
});

test("every entry has a source and something to know it by", () => {
  for (const { id, sources, images, programs } of knownWorkloads()) {
    expect({ id, sources: sources.length > 0, known: images.length + programs.length > 0 }).toEqual({
      id,
      sources: true,
      known: true,
    });
  }
});

test("the facts that entries still lack are these, and no others", () => {
  const found = Object.fromEntries(knownWorkloads().map((known) => [known.id, lacks(known)]));
  expect(found).toEqual(lacking);
});

test("who opens its port only after recovery fails liveness until then", () => {
  for (const { id, opensAfterRecovery, livenessDuringRecovery } of knownWorkloads()) {
    if (opensAfterRecovery.length > 0)
      expect({ id, livenessDuringRecovery }).toEqual({ id, livenessDuringRecovery: "fails" });
  }
});
