import type { Choices } from "../choices.ts";
import { odd, oddReadable } from "../odd.ts";

const sensible: Readonly<Record<string, readonly string[]>> = {
  name: ["db", '""', '"Db_1"', "a.b"],
  kind: ["StatefulSet", "Deployment", "statefulset"],
  replicas: ["3", "0", '"3"', "null", "1500"],
  grace: ["30", "0", "null"],
  flag: ["true", "false", '"false"'],
  image: ["{repository: postgres, tag: '16.1'}", "{repository: a, tag: }"],
  service: ["{name: db, port: 5432, type: ClusterIP, clusterIP: None}", "{name: other, port: http, type: NodePort}"],
  persistence: ["{enabled: true, size: 1Gi, path: /data}", "{enabled: false}", "{enabled: true, size: 1, path: data}"],
  resources: ["{}", "{limits: {cpu: 1, memory: 1Gi}}", "{limits: {cpu: 0.1}, requests: {cpu: 2}}", "[]"],
  probe: ["{tcpSocket: {port: 5432}, periodSeconds: 5}", "{}", "{exec: {command: [sh, -c, 'pg_isready && true']}}"],
  env: ["{A: b, C: 1}", "{}", "{A: $(C), C: $(A)}", "[{name: A}]"],
  list: ["[a, b]", "[]", "[[1], {a: 1}, null]", "{}"],
  labels: ["{app: db}", "{}", "{app: db, app: other}"],
  nodeSelector: ["{}", "{disk: ssd}"],
  text: ["a", "|\n  a\n  b", '"{{ .Values.name }}"', '"- a\\n- b"'],
  tpl: ['"{{ .Values.name }}"', '"{{ include \\"c.name\\" . }}"', '"{{ tpl .Values.tpl . }}"', '"{{ fail `x` }}"'],
  global: ["{name: g}", "{}", "{storageClass: ''}"],
};

const oddValue = (choices: Choices): string => choices.of(choices.odd(2) ? odd : oddReadable);

/** A values file: what the templates read, sensible at first; here and there a value of another kind, or none. */
export function valuesText(choices: Choices, oddOnce = 6): string {
  const lines = Object.entries(sensible).flatMap(([key, usual]) => {
    if (choices.odd(10)) return [];
    const comment = choices.once(6)
      ? `# -- ${choices.of(["what it is for", "@default", "@ignored", "{{ x }}"])}\n`
      : "";
    return [`${comment}${key}: ${choices.odd(oddOnce) ? oddValue(choices) : choices.of(usual)}\n`];
  });
  return lines.join("") + choices.several(2, () => `sub: {name: ${oddValue(choices)}, replicas: 1}\n`).join("");
}

/** Values laid over the chart's own. */
export const overText = (choices: Choices): string =>
  choices
    .several(4, () => {
      const [key, usual] = choices.of(Object.entries(sensible));
      return `${key}: ${choices.odd(1) ? oddValue(choices) : choices.of(usual)}\n`;
    })
    .join("");

const assignments: readonly string[] = [
  "replicas=4",
  "image.tag=17.0",
  "persistence.size=2Gi",
  "global.storageClass=fast",
  "env.A=b\\,c",
  "list={a,b}",
];

const oddAssignments: readonly string[] = [
  "name=null",
  "list[3]=x",
  "list[99999999]=x",
  "a.b.c.d=e",
  "global.x={a,b,{c}}",
  "__proto__.x=1",
  "a[0][0][0]=1",
  "list[",
  "=",
  "a=",
  "service.port=9223372036854775808",
  "sub.name=::error::x",
  'image={"a": [1',
  "constructor.prototype.x=1",
  "text=\u0000",
];

/** What is given with `--set` and its relatives. */
export const assignment = (choices: Choices): string => choices.of(choices.odd(1) ? oddAssignments : assignments);
