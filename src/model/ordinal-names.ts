/** What stands before the last dash of a name: the set's of a pod `db-0`, `data-db` of a claim `data-db-0`; empty without a dash. */
export function beforeOrdinal(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf("-")));
}
