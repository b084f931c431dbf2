import { knownContainer } from "../../src/model/known-workload.ts";
import type { Container } from "../../src/model/pod.ts";
import { shell } from "../../src/model/shell-script.ts";

/** What says that a container's server speaks HTTPS alone at the port that a probe names; undefined where it may speak HTTP. */
export function isOnlyTls(container: Container, asked: number | string | undefined): string | undefined {
  const known = knownContainer(container)?.id;
  if (known !== "etcd") return undefined;
  const words = [...container.command, ...container.args];
  if (words.some((word) => shell.test(word) || /\s/.test(word))) return undefined;
  const port = typeof asked === "string" ? container.ports.find(({ name }) => name === asked)?.containerPort : asked;
  return port === undefined ? undefined : etcdUrl(container, words, port);
}

/** https://etcd.io/docs/v3.5/op-guide/security/: a listen URL's scheme is what is spoken there. */
function etcdUrl({ environment }: Container, words: readonly string[], port: number): string | undefined {
  if (
    words.some((word) => word.startsWith("--config-file")) ||
    environment.some(({ name }) => name.startsWith("ETCD_"))
  )
    return undefined;
  const urls = words.flatMap((word, index) => {
    const [, value] = /^--listen-(?:client|metrics|client-http)-urls(?:=(.{1,2000}))?$/.exec(word) ?? [];
    return word.startsWith("--listen-") && !word.includes("peer") ? (value ?? words[index + 1] ?? "").split(",") : [];
  });
  const here = urls.filter((url) => url.endsWith(`:${port}`));
  return here.length > 0 && here.every((url) => url.startsWith("https://")) ? here[0] : undefined;
}
