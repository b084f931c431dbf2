import { found } from "./lookup.ts";
import type { Requirement } from "./selector.ts";
import type { Service } from "./service.ts";
import type { SetPair } from "./upgrade.ts";
import type { Surroundings } from "./workload.ts";

/** A Service that selects the pods that run, and after an update no longer does. */
export interface LostService {
  /** As it is to be. */
  readonly service: Service;
  /** What it will ask for, and the pods that run do not carry. */
  readonly requirement: Requirement;
}

/** The Services that lose a set's running pods: their selectors change at once, the pods' labels as each is replaced. */
export function* lostServices(
  { before, after }: SetPair,
  next: Pick<Surroundings, "serviceNamed">,
): Generator<LostService> {
  for (const old of before.services) {
    const service = found(next.serviceNamed(old.name, after.manifest));
    const requirement = service?.selector?.requirements.find((one) => before.unmet(one) !== undefined);
    if (service !== undefined && requirement !== undefined) yield { service, requirement };
  }
}
