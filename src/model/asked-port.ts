/*
 * At which port the client in an exec probe asks, beside where the server's own arguments put it.
 */
import { knownContainer } from "./known-workload.ts";
import { type Client, clients } from "./known-workloads/_clients.ts";
import type { Container } from "./pod.ts";
import { shell } from "./shell-script.ts";

export interface AskedPort {
  readonly program: string;
  readonly asked: number;
  /** Where the server listens, and what says so. */
  readonly port: number;
  readonly setting: string;
  /** The port is right, but the server speaks TLS there: the client's option for it. */
  readonly tls?: string;
}

/** What a client asks for in vain; undefined where it finds the server, and where either cannot be read. */
export function askedInVain(container: Container, words: readonly string[]): AskedPort | undefined {
  const name = words[0]?.slice(words[0].lastIndexOf("/") + 1) ?? "";
  const client = clients.find(({ programs }) => programs.includes(name));
  if (client === undefined || !client.workloads.includes(knownContainer(container)?.id ?? "")) return undefined;
  const own = [...container.command, ...container.args];
  if (own.some((word) => shell.test(word) || /\s/.test(word)) || words.some((word) => word.includes("$")))
    return undefined;
  const server = serverPort(client, own);
  const asked = clientPort(client, container, words);
  if (server === undefined || asked === undefined) return undefined;
  const tls = client.tls !== undefined && server.isTls && !words.includes(client.tls[1]) ? client.tls[1] : undefined;
  if (asked === server.port && tls === undefined) return undefined;
  if (asked !== server.port) return { program: name, asked, port: server.port, setting: server.setting };
  return { program: name, asked, port: server.port, setting: server.setting, ...(tls === undefined ? {} : { tls }) };
}

/** The one port that the server's arguments name; undefined where they name none, several or what cannot be read. */
function serverPort({ serverOptions, tls }: Client, words: readonly string[]) {
  const named = valuesOf(serverOptions, words);
  const secured = tls === undefined ? [] : valuesOf([tls[0]], words);
  if (named.length !== 1 || secured.length > 1) return undefined;
  const [plain] = named;
  const only = secured.length === 0 ? plain : plain?.value === "0" ? secured[0] : undefined;
  const port = numberOf(only?.value);
  return only === undefined || port === undefined || port === 0
    ? undefined
    : { port, setting: `${only.option} ${only.value}`, isTls: only !== plain };
}

function clientPort(
  { clientOptions, variable, elsewhere, host, usual }: Client,
  { environment, environmentFrom }: Container,
  words: readonly string[],
): number | undefined {
  if (valuesOf(elsewhere, words).length > 0 || words.some((word) => /:\/\/|^[\w.-]{1,100}:\d{1,5}/.test(word)))
    return undefined;
  if (valuesOf(host, words).some(({ value }) => !/^(?:localhost|127\.0\.0\.1|::1|\/\S{0,100})$/.test(value)))
    return undefined;
  const named = valuesOf(clientOptions, words);
  if (named.length > 1) return undefined;
  if (named.length === 1) return numberOf(named[0]?.value);
  if (variable === undefined) return usual;
  if (environmentFrom.length > 0) return undefined;
  const told = environment.findLast(({ name }) => name === variable);
  return told === undefined ? usual : numberOf(told.value);
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}

/** `--option value` and `--option=value`; of one letter also `-p5433`. */
function valuesOf(options: readonly string[], words: readonly string[]) {
  return words.flatMap((word, index) => {
    for (const option of options) {
      if (word === option && option.startsWith("-")) return [{ option, value: words[index + 1] ?? "" }];
      if (word.startsWith(`${option}=`)) return [{ option, value: word.slice(option.length + 1) }];
      if (option.length === 2 && word.startsWith(option) && /^\d+$/.test(word.slice(2)))
        return [{ option, value: word.slice(2) }];
    }
    return [];
  });
}
