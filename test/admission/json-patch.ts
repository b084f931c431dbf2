/** One step of a JSON Patch in short, as the tables of what is stored have it. */
export type PatchStep = readonly [op: string, path: string, value?: unknown];

type Node = Record<string, unknown> | unknown[];

/** A copy of a value with the steps applied. */
export function patched(base: unknown, steps: readonly PatchStep[]): unknown {
  const holder = { root: structuredClone(base) };
  for (const [op, path, value] of steps) {
    const keys = ["root", ...path.split("/").slice(1)].map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = keys.pop() ?? "";
    let node: Node = holder;
    for (const key of keys) node = (Array.isArray(node) ? node[Number(key)] : node[key]) as Node;
    if (!Array.isArray(node)) {
      if (op === "remove") delete node[last];
      else node[last] = structuredClone(value);
    } else if (op === "remove") node.splice(Number(last), 1);
    else if (op === "add") node.splice(last === "-" ? node.length : Number(last), 0, structuredClone(value));
    else node[Number(last)] = structuredClone(value);
  }
  return holder.root;
}

/** A value as one text, equal for equal values: keys sorted, and without what the server picks and empty times. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const map = value as Record<string, unknown>;
  const isPicked = (item: unknown): boolean =>
    item === "(allocated)" || (Array.isArray(item) && item.length > 0 && item.every((one) => one === "(allocated)"));
  return `{${Object.keys(map)
    .filter((key) => map[key] !== undefined && !isPicked(map[key]))
    .filter((key) => key !== "creationTimestamp" || map[key] !== null)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(map[key])}`)
    .join(",")}}`;
}

/** A whole object as one text, without its own status and what the server sets in its metadata. */
export function canonicalObject(object: object): string {
  const { status: _status, metadata, ...rest } = object as { status?: unknown; metadata?: Record<string, unknown> };
  const setByServer = ["uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"];
  const own = Object.entries(metadata ?? {}).filter(([key]) => !setByServer.includes(key));
  return canonical({ ...rest, metadata: Object.fromEntries(own) });
}

/** Sets what the table says of the live object, so that one wrong answer does not spoil the next. */
export function corrected(object: unknown, live: Record<string, unknown> = {}): object {
  const steps: PatchStep[] = [];
  for (const [path, value] of Object.entries(live)) {
    if (/^\/metadata\/(?:managedFields|uid|resourceVersion)/.test(path)) continue;
    const parent = path.slice(0, path.lastIndexOf("/"));
    const holder = parent
      .split("/")
      .slice(1)
      .reduce<unknown>(
        (node, key) => (node as Record<string, unknown> | undefined)?.[key.replaceAll("~1", "/")],
        object,
      );
    if (typeof holder !== "object" || holder === null) continue;
    const isElement = Array.isArray(holder);
    if (value === null) {
      if (!isElement) steps.push(["remove", path]);
    } else steps.push([isElement ? "replace" : "add", path, value]);
  }
  return patched(object, steps) as object;
}
