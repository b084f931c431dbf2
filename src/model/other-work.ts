import type { Container } from "./pod.ts";
import { shell, shellCommands } from "./shell-script.ts";

/**
 * Workers of Kafka Connect stand in images that are called after what they read or write: `cassandra`, `mongodb`
 * (lensesio/kafka-helm-charts). They have their settings from variables of such names (confluentinc/kafka-images).
 */
const ofConnectWorkers: ReadonlySet<string> = new Set(["CONNECT_BOOTSTRAP_SERVERS", "CONNECT_GROUP_ID"]);

/** What stands ahead of a program in a script. */
const ahead = /^(?:\w+=.*|exec|nohup|if|while|until|!|\{)$/s;

/** What may hide another program, or part a script otherwise than it looks: substitutions, here documents, escapes. */
const unsure = /[`\\]|\$[({']|<<|\bsystem\(/;

/**
 * Programs that wait, copy, or ask a server that runs elsewhere, and what begins or ends a loop. What starts the
 * program that it is given is not among them.
 */
const helpers = `
  sleep tail cat head true false : [ test echo printf date set wait read export cd exit break continue
  for case select done fi esac }
  ls grep sed cut tr sort wc touch mkdir rm mv cp ln chown chmod tar gzip zstd sync kill
  cron crond supercronic curl wget nc aws gsutil rclone restic s3cmd mc
  psql pg_dump pg_dumpall pg_restore pg_basebackup pg_receivewal pg_isready pgbench
  mysql mysqldump mysqladmin mysqlbinlog mysqlsh mariadb mariadb-dump mariadb-admin mydumper myloader
  mongo mongosh mongodump mongorestore mongoexport mongoimport redis-cli valkey-cli redis-benchmark
  cqlsh nodetool rabbitmqadmin etcdctl influx clickhouse-client cypher-shell zkcli.sh
  connect-distributed connect-standalone connect-mirror-maker kafka-mirror-maker kafka-topics kafka-configs
  kafka-console-consumer kafka-console-producer kafka-consumer-groups kafka-acls kafka-reassign-partitions
`;
let helperNames: ReadonlySet<string> | undefined;

/**
 * Whether a container surely does something other than its image is named for: a toolbox that sleeps, a loop that takes
 * backups, a worker that copies from one system to another. A program that is not known may start the image's own.
 */
export function doesOtherWork({ command, args, environment }: Container): boolean {
  if (environment.some(({ name }) => ofConnectWorkers.has(name))) return true;
  // An image's own entry point takes flags for its server, and runs the program that it is given instead.
  const [program, ...rest] = command.length > 0 ? [...command, ...args] : args;
  if (program === undefined || program.startsWith("-")) return false;
  if (!shell.test(program)) return isHelper(program);
  const script = scriptIn(rest);
  if (script === undefined || unsure.test(script)) return false;
  const programs = shellCommands(script).map(({ words }) => words.find((word) => !ahead.test(word)) ?? "");
  // A script of nothing but assignments says nothing of what the container does.
  return programs.some((program) => program !== "") && programs.every((program) => program === "" || isHelper(program));
}

/** The script of `sh -c`: the first word that is no option, where a `-c` stands ahead of it. A file is not read. */
function scriptIn(words: readonly string[]): string | undefined {
  let isGiven = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (!/^[-+]/.test(word)) return isGiven ? word : undefined;
    if (/^-\w+$/.test(word) && word.includes("c")) isGiven = true;
    if (/^[-+]\w*o$/.test(word)) at++;
  }
  return undefined;
}

function isHelper(program: string): boolean {
  helperNames ??= new Set(helpers.trim().split(/\s+/));
  const name = program.slice(program.lastIndexOf("/") + 1).toLowerCase();
  return helperNames.has(/^(?:kafka|connect)-/.test(name) ? name.replace(/\.sh$/, "") : name);
}
