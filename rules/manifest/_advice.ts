import type { Refusal } from "../../src/lint/contract/context.ts";

/** What to write where the detail of a refusal has these words; the first that fits. */
const byDetail: readonly (readonly [words: string, advice: string])[] = [
  ["`selector` does not match template `labels`", "give the pod template every label that the selector asks for"],
  ["must be 'RollingUpdate' or 'OnDelete'", "write RollingUpdate or OnDelete: Recreate is a Deployment's"],
  ["must be 'OrderedReady' or 'Parallel'", "write OrderedReady or Parallel, in exactly this spelling"],
  ["quantities must match", "write a quantity such as `10Gi`, `500m` or `2`, and no empty text"],
  [
    "illegal base64",
    "encode it (`b64enc` in a template), or write plain text under a Secret's `stringData` or a ConfigMap's `data`",
  ],
  ["of type []uint8", "write base64, in quotes"],
  [
    "of type string",
    "put the value in quotes, in a template with `| quote`, whatever values.yaml has: YAML reads it as a number, a boolean or a mapping",
  ],
  ["of type bool", "write true or false without quotes, in a template without `| quote`"],
  ["of type int", "write a whole number without quotes, in a template without `| quote`"],
  ["cannot unmarshal", "write a value of the type that the server names"],
  [
    "a valid config key must",
    "write letters, digits, dashes, underscores and dots only; a file of another name or folder is given by `items` of the volume",
  ],
  ["duplicate key in both", "leave one of the two"],
  ["JSON", "write the JSON object that the type asks for; in a template `toJson`, and `b64enc` under `data`"],
  ["may not be more than 1048576 bytes", "put it into an image or a volume, or into several objects"],
  ["must be unique", "give each entry of the list another value"],
  ["must be greater than or equal to 0", "write zero or more"],
  ["must be greater than", "write a larger number"],
  ["must be less than or equal to", "write a smaller number, or raise the limit it is compared with"],
  ["must be between", "write a number inside the range that the server names"],
  ["must be no more than", "shorten it"],
  ["RFC 1123 label", "use lower-case letters, digits and dashes only, with a letter or digit at both ends"],
  ["DNS-1035 label", "use lower-case letters, digits and dashes only, beginning with a letter"],
  ["RFC 1123 subdomain", "use lower-case letters, digits, dashes and dots only, with a letter or digit at both ends"],
  [
    "a valid label must be",
    "use at most 63 letters, digits, dashes, underscores and dots, with a letter or digit at both ends",
  ],
  ["must specify a handler type", "give the probe one of exec, httpGet, tcpSocket or grpc"],
  ["more than 1 handler type", "leave one handler in the probe"],
  ["may not be set when", "remove one of the two fields"],
  ["must be 1", "write 1, or leave the field out"],
  ["immutable", "keep the value that the object has"],
];

const byType: Readonly<Record<string, string>> = {
  FieldValueRequired: "add `{field}`",
  FieldValueNotSupported: "write one of the values that the server lists, in exactly its spelling",
  FieldValueForbidden: "remove `{field}`",
  FieldValueDuplicate: "give each entry a value of its own",
  FieldValueNotFound: "name something that exists in this manifest",
  FieldValueTooLong: "shorten it",
  FieldValueTooMany: "remove entries",
};

/** As envsubst and Flux' `postBuild` replace them; no name, label or quantity may hold a `$`. */
const variable = /\$(?:\{[A-Za-z_]|[A-Z_])/;

/** What to write instead of a value, as one clause. */
export function adviceOn({ type, field, detail }: Refusal, value?: unknown): string {
  if (typeof value === "string" && value.includes("{{"))
    return "pass what `helm template` prints: nothing has rendered this template; where that prints it, the chart has to give the value to `tpl`";
  if (typeof value === "string" && variable.test(value))
    return "lint what comes of it once the variable is replaced: the output of `envsubst`, or of `flux build kustomization`; where nothing replaces it, write the value itself";
  const known = byDetail.find(([words]) => detail.includes(words))?.[1];
  const advice =
    known ?? (Object.hasOwn(byType, type) ? byType[type] : undefined) ?? "correct `{field}` as the server says";
  return advice.replace("{field}", field === "" ? "it" : field);
}
