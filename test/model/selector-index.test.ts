import { expect, test, vi } from "vitest";
import { together } from "../../src/model/namespace.ts";
import { Release } from "../../src/model/release.ts";
import { readInput } from "../../src/read/read-input.ts";
import fc from "../properties.ts";

const podName = "statefulset.kubernetes.io/pod-name";
const key = fc.constantFrom("app", "tier", podName, "apps.kubernetes.io/pod-index", "controller-revision-hash");
const value = fc.constantFrom("a", "b", "a-0", "a-b-1", "b-9", "0");
const labels = fc.dictionary(key, value, { maxKeys: 3 });
const name = fc.constantFrom("a", "b", "a-b", "c");
const expression = fc.record({
  key,
  operator: fc.constantFrom("In", "In", "NotIn", "Exists", "DoesNotExist"),
  values: fc.array(value, { minLength: 1, maxLength: 2 }),
});
const pod = (own: object) => ({ metadata: { labels: own }, spec: { containers: [{ name: "c", image: "c:1" }] } });
const object = (kind: string, named: string, spec: object) => ({
  apiVersion: kind === "Service" ? "v1" : kind === "PodDisruptionBudget" ? "policy/v1" : "apps/v1",
  kind,
  metadata: { name: named },
  spec,
});

const workload = fc
  .tuple(fc.constantFrom("StatefulSet", "StatefulSet", "Deployment", "DaemonSet"), name, labels, fc.nat(2))
  .map(([kind, named, own, replicas]) => object(kind, named, { replicas, template: pod(own) }));
const service = fc.tuple(name, labels).map(([named, selector]) => object("Service", named, { selector }));
const budget = fc
  .tuple(name, labels, fc.array(expression, { maxLength: 2 }))
  .map(([named, matchLabels, matchExpressions]) =>
    object("PodDisruptionBudget", named, { selector: { matchLabels, matchExpressions } }),
  );

const releaseOf = (objects: readonly object[]) =>
  new Release([
    ...readInput({ name: "a.yaml", text: objects.map((one) => `---\n${JSON.stringify(one)}\n`).join("") }, () => {}),
  ]);

test("who selects whom is found as if each selector were tried on all pods, in the same order", () => {
  fc.assert(
    fc.property(
      fc.array(workload, { maxLength: 8 }),
      fc.array(service, { maxLength: 8 }),
      fc.array(budget, { maxLength: 4 }),
      (workloads, services, budgets) => {
        const release = releaseOf([...workloads, ...services, ...budgets]);
        for (const one of release.workloads) {
          const isOwner = ({ selector }: { readonly selector?: Parameters<typeof one.isSelectedBy>[0] | undefined }) =>
            selector !== undefined && one.isSelectedBy(selector);
          expect(one.services).toEqual(release.services.filter(isOwner));
          expect(one.budgets).toEqual(release.budgets.filter(isOwner));
        }
        for (const { selector, manifest } of [...release.services, ...release.budgets])
          expect(release.workloadsSelectedBy(selector, manifest)).toEqual(
            release.workloads.filter(
              (one) => selector !== undefined && together(one.manifest, manifest) && one.isSelectedBy(selector),
            ),
          );
      },
    ),
  );
});

test.each([10, 64, 65, 300])(
  "of %i Services that select every second set each set knows all, in their order",
  (count) => {
    const sets = ["even", "odd"].map((kind) => object("StatefulSet", kind, { template: pod({ kind }) }));
    const name = (at: number): string => `s${String(at).padStart(3, "0")}`;
    const services = Array.from({ length: count * 2 }, (_, at) =>
      object("Service", name(at), { selector: { kind: at % 2 === 0 ? "even" : "odd" } }),
    );
    const release = releaseOf([...services, ...sets]);
    for (const [half, set] of release.statefulSets.entries()) {
      const wanted = Array.from({ length: count }, (_, at) => name(2 * at + half));
      expect(set.services.map((one) => one.name)).toEqual(wanted);
      expect(set.services.map((one) => one.name)).toEqual(wanted);
    }
  },
);

test("selectors of other pods are not tried", () => {
  const sets = Array.from({ length: 100 }, (_, at) =>
    object("StatefulSet", `db${at}`, { template: pod({ tier: "db", app: `db${at}` }) }),
  );
  const services = (selector: (at: number) => object) =>
    sets.map((_, at) => object("Service", `s${at}`, { selector: selector(at) }));
  const triesOf = (selector: (at: number) => object) => {
    const release = releaseOf([...sets, ...services(selector)]);
    const spend = vi.spyOn(release.tries, "spend");
    for (const set of release.statefulSets) expect(release.servicesSelecting(set).items()).toHaveLength(1);
    return spend.mock.calls.reduce((sum, [count]) => sum + count, 0);
  };
  expect(triesOf((at) => ({ tier: "db", app: `db${at}` }))).toBe(200);
  expect(triesOf((at) => ({ [podName]: `db${at}-0` }))).toBe(100);
});
