import { describe, expect, test } from "vitest";
import { parseMinor } from "../../src/model/kubernetes-version.ts";
import { plans } from "../../src/plan/plans.ts";
import { WayRun } from "../../src/plan/way-run.ts";
import { waysThrough } from "../../src/plan/ways-through.ts";
import { type SetOptions, statefulSet } from "./sets.ts";

type Claim = NonNullable<SetOptions["claims"]>[number];

/** The gentlest way when the claim template alone changes. */
function way(
  from: Omit<Claim, "name">,
  to: Omit<Claim, "name">,
  version = "1.37",
  gates: Record<string, boolean> = {},
) {
  const side = (claim: Omit<Claim, "name">) =>
    statefulSet({ namespace: "prod", replicas: 2, claims: [{ name: "data", ...claim }] });
  const [first] = waysThrough(side(from), side(to), { minor: parseMinor(version), featureGates: gates });
  if (first === undefined) throw new Error("there is no way through");
  expect(first.kind).toBe("recreate");
  expect(first.proved).toBe(true);
  expect(first.dropped).toBe(0);
  const patches = first.steps.flatMap(({ commands }) => commands).filter((command) => command.includes(" patch "));
  return { patches, steps: first.steps, warnings: first.warnings.join("\n") };
}

describe("Another VolumeAttributesClass in a claim template", () => {
  test.each(["1.34", "1.37"])("from %s on each claim is patched by name, and shows whether it took it", (version) => {
    const { patches, steps, warnings } = way({ attributes: "silver" }, { attributes: "gold" }, version);
    expect(patches).toEqual(
      ["data-db-0", "data-db-1"].map(
        (claim) => `kubectl -n prod patch pvc/${claim} --type=merge -p '{"spec":{"volumeAttributesClassName":"gold"}}'`,
      ),
    );
    expect(steps[0]?.expect).toContain("each ASKS for gold; HAS follows once the driver has changed the volume");
    expect(steps[0]?.ifSkipped).toContain("keep the class `silver`");
    expect(warnings).toBe("");
  });

  test.each(["1.30", "1.31", "1.33"])("under %s no claim is patched, and the way says why", (version) => {
    const { patches, warnings } = way({}, { attributes: "gold" }, version);
    expect(patches).toEqual([]);
    expect(warnings).toContain(`the API server drops \`volumeAttributesClassName\` from claims`);
    expect(warnings).toContain("new ones too, do not get the class `gold`");
  });

  test("the gate decides, where it is given", () => {
    expect(way({}, { attributes: "gold" }, "1.33", { VolumeAttributesClass: true }).patches).toHaveLength(2);
    expect(way({}, { attributes: "gold" }, "1.34", { VolumeAttributesClass: false }).patches).toEqual([]);
  });

  test("makes one plan for all versions that drop it, and one for those that patch", () => {
    const side = (attributes: string) => [
      { name: "set.yaml", text: JSON.stringify(statefulSet({ claims: [{ name: "data", attributes }] })) },
    ];
    const made = plans(side("gold"), { against: side("silver"), kubernetesVersion: "1.30..1.37" }).plans;
    expect(made.map(({ kubernetesVersions: all }) => [all[0], all.at(-1)])).toEqual([
      ["1.30", "1.33"],
      ["1.34", "1.37"],
    ]);
  });

  test("taken away stays on the claims, which is said and not tried", () => {
    for (const gone of [{}, { attributes: "" }]) {
      const { patches, warnings } = way({ attributes: "silver" }, gone);
      expect(patches).toEqual([]);
      expect(warnings).toContain("keep the class `silver`: the server takes none away");
    }
  });

  test("together with a larger size both are patched, the size first", () => {
    const { patches } = way({ attributes: "silver" }, { attributes: "gold", size: "5Gi" });
    expect(patches.map((patch) => /"(storage|volumeAttributesClassName)"/.exec(patch)?.[1])).toEqual([
      ...["storage", "storage", "volumeAttributesClassName", "volumeAttributesClassName"],
    ]);
  });

  test("that is no name gets no command", () => {
    expect(way({}, { attributes: "gold'; reboot" }, "1.33").patches).toEqual([]);
  });
});

describe("A larger size in a claim template", () => {
  test("can be taken back where the claims cannot grow, which old servers refuse", () => {
    const { warnings } = way({}, { size: "5Gi" });
    expect(warnings).toContain("takes a smaller size again");
    expect(warnings).toContain("servers before 1.32 refuse that");
  });

  test("is shown as the server writes it", () => {
    expect(way({}, { size: "2048Mi" }).steps[0]?.expect).toContain("each ASKS for 2Gi");
  });
});

test("A patch that the server refuses is no way: a smaller size, a class taken away while it is new", () => {
  const set = statefulSet({ claims: [{ name: "data", size: "2Gi", attributes: "gold" }] });
  const patched = (spec: object, kubernetesVersion: string, featureGates = {}) =>
    new WayRun(set, set, { kubernetesVersion, featureGates }).run(
      `kubectl patch pvc/data-db-0 --type=merge -p '${JSON.stringify({ spec })}'`,
    );
  const smaller = { resources: { requests: { storage: "1Gi" } } };
  expect(() => patched(smaller, "1.31")).toThrow("field can not be less than previous value");
  expect(() => patched(smaller, "1.37")).toThrow("field can not be less than status.capacity");
  const gate = { VolumeAttributesClass: true };
  expect(() => patched({ volumeAttributesClassName: "" }, "1.33", gate)).toThrow("to an empty string is forbidden");
  expect(() => patched({ volumeAttributesClassName: "" }, "1.34")).not.toThrow();
  expect(() => patched({ accessModes: ["ReadOnlyMany"] }, "1.37")).toThrow("spec is immutable after creation");
});
