import type { ConfigurationText } from "./configuration.ts";
import type { StatefulSetView } from "./statefulset.ts";

/** Longer texts are no commands of a client, and words that are looked at. */
const longestText = 200_000;
const mostWords = 20_000;

/** Whether a text names one of the set's pods or Services as a host. */
export function namesServer({ text }: ConfigurationText, set: StatefulSetView): boolean {
  if (text.length > longestText || (!text.includes(set.name) && !namesOf(set).some((name) => text.includes(name)))) {
    return false;
  }
  return text.split(/[\s,;"'`=()|&<>]+/, mostWords).some((word) => isServerOf(word, set));
}

/** Whether `http://db-0.db.prod.svc:5432/x`, or the first of a list of servers, is one of the set's pods or Services. */
export function isServerOf(server: string, set: StatefulSetView): boolean {
  const host = server
    .slice(0, 500)
    .replace(/^[a-z+]{1,30}:\/\/(?:[^@/]*@)?/i, "")
    .replace(/[,:/].*$/s, "");
  const [first = "", ...domain] = host.split(".");
  if (first === "") return false;
  if (namesOf(set).includes(first)) return isBeside(domain[0], set);
  if (!first.startsWith(`${set.name}-`) || !/^\d{1,6}$/.test(first.slice(set.name.length + 1))) return false;
  const [service, namespace] = domain;
  return service === undefined || (namesOf(set).includes(service) && isBeside(namespace, set));
}

function isBeside(namespace: string | undefined, { manifest }: StatefulSetView): boolean {
  if (namespace === undefined || manifest.namespace === undefined || /[$({]/.test(namespace)) return true;
  return namespace === manifest.namespace;
}

function namesOf({ services, serviceName, name }: StatefulSetView): readonly string[] {
  return [...services.map((service) => service.name), serviceName ?? name];
}

/** `$KAFKA`, `${KAFKA}` and `$(KAFKA)` as the container's variables tell. */
export function withVariables(text: string, { container }: ConfigurationText): string {
  return text.replace(
    /\$(?:\{(\w{1,80})\}|\((\w{1,80})\)|(\w{1,80}))/g,
    (whole, one?: string, other?: string, bare?: string) => {
      const name = one ?? other ?? bare;
      return container?.environment.find((variable) => variable.name === name)?.value ?? whole;
    },
  );
}
