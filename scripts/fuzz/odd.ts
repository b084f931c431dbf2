import { readManifests } from "../../src/index.ts";

/** Values that somebody writes by mistake, or to break what reads them; each as YAML. */
export const odd: readonly string[] = [
  "",
  "null",
  "~",
  "[]",
  "{}",
  "0",
  "-1",
  "1e300",
  "0x1F",
  "0o17",
  "1_000",
  "9007199254740993",
  ".nan",
  "1:30",
  "yes",
  "'5'",
  '"\\u0000"',
  '"\\e[31m"',
  '"::error ::x"',
  '"##vso[task]x"',
  "50%",
  "1Gi",
  "1Ki0",
  "|",
  ">-",
  "&a x",
  "*a",
  "!!int x",
  "<<",
  "__proto__",
  "constructor",
  "汉字👩‍👩‍👧",
  "a".repeat(300),
  "{{ .Values.x }}",
  "$(POD_NAME)",
  "=cmd()",
  "[click](http://x)",
  "<script>",
  "2027-01-31",
];

/** Those that leave a file readable. */
export const oddReadable: readonly string[] = odd.filter((value) => {
  const { documents } = readManifests([{ name: "a", text: `a: ${value}\nb: 1\n` }]);
  return documents.every(({ problem }) => problem === undefined);
});
