import { indented } from "../../growth/families/family.ts";
import type { Choices } from "../choices.ts";
import { odd } from "../odd.ts";
import { expression } from "./expressions.ts";

/** What is no template any more, or never ends. */
const broken: readonly string[] = [
  "{{ if }}",
  "{{ end }}",
  "{{ .Values. }}",
  "{{",
  "}}",
  "{{ else }}",
  "{{/* never closed",
  "{{- /* a */ -}}",
  '{{ template "none" . }}',
  "{{ break }}",
  "{{ $y }}",
  "{{ range until 100000 }}{{ range until 100000 }}.{{ end }}{{ end }}",
  '{{ include "c.self" . }}',
  '{{ range $i := until 20 }}{{ include "c.twice" (dict "n" 20) }}{{ end }}',
  '{{ fail "no" }}',
  '{{ define "c.name" }}other{{ end }}',
  '{{ block "c.block" . }}b: {{ . }}{{ end }}',
  "{{ with $x := .Values.list }}{{ $x }}{{ else with .Values.env }}{{ . }}{{ end }}",
  "{{- $x := 1 }}{{ $x = `a` -}}",
  "{{ (.Values.list).a.b }}",
  "{{ index .Values.list 99 }}",
  '{{ tpl "{{ tpl .Values.tpl . }}" . }}',
  "{{ .Values.text | repeat 100000 | repeat 100000 }}",
  "{{\n.Values.name\n}}",
  "{{.Values.name}}{{.Values.name}}",
  "\r",
  "---",
  "...",
];

/** A part of a template of the depth that its lines are indented by, with a line's end. */
function part(choices: Choices, depth: number): string {
  const inner = () => (depth > 3 ? `k: {{ ${expression(choices)} }}\n` : part(choices, depth + 1));
  const trim = choices.of(["{{-", "{{"]);
  switch (choices.below(12)) {
    case 0:
      return `k${choices.below(4)}: {{ ${expression(choices)} }}\n`;
    case 1:
      return `k${choices.below(4)}: ${choices.odd(1) ? choices.of(odd) : "a"}\n`;
    case 2:
      return `${trim} if ${expression(choices)} }}\n${inner()}${trim} else }}\n${inner()}${trim} end }}\n`;
    case 3:
      return `${trim} with ${expression(choices)} }}\n${inner()}${trim} end }}\n`;
    case 4:
      return `${trim} range $key, $x := ${expression(choices)} }}\n{{ $key }}: {{ ${expression(choices)} }}\n${trim} end }}\n`;
    case 5:
      return `${trim} range ${expression(choices)} }}\n- ${choices.of(["{{ . }}", "a: {{ .name }}", "{{ toYaml . | nindent 2 }}"])}\n${trim} end }}\n`;
    case 6:
      return `m:\n  {{- toYaml ${choices.of([".Values.resources", ".Values.env", ".Values.list", "."])} | nindent ${choices.of(["2", "0", "4", "-1", "100000"])} }}\n`;
    case 7:
      return `${trim} $x := ${expression(choices)} }}\n${inner()}`;
    case 8:
      return choices.odd(1) ? `${choices.of(broken)}\n` : "# a comment\n";
    case 9:
      return `# {{ ${expression(choices)} }}\n`;
    case 10:
      return `text: |\n  {{ ${expression(choices)} }}\n`;
    default:
      return `{{ tpl ${choices.of([".Values.tpl", '"a: {{ .Values.name }}"', expression(choices)])} ${choices.of(["$", ".", ".Values"])} }}\n`;
  }
}

/** Any template at all. */
export const anyTemplate = (choices: Choices): string => choices.several(8, () => part(choices, 0)).join("");

/** A part at a place of the set, behind what is there; mostly nothing. */
const beside = (choices: Choices, by: number): string => (choices.odd(1) ? indented(part(choices, 2), by) : "");
const or = (choices: Choices, usual: string): string => (choices.odd(2) ? `{{ ${expression(choices)} }}` : usual);

/** A StatefulSet and its Service as charts write them, here and there with something else in their place. */
export function setTemplate(choices: Choices): string {
  const name = or(
    choices,
    choices.of(['{{ include "c.name" . }}', "{{ .Release.Name }}-db", "{{ .Values.name }}", "db"]),
  );
  const labels = choices.of([
    '{{- include "c.labels" . | nindent 4 }}',
    "app: db",
    "{{ toYaml .Values.labels | nindent 4 }}",
    "app: {{ .Values.name | quote }}",
  ]);
  const claims = choices.of([
    "{{ if .Values.persistence.enabled }}",
    "{{ with .Values.persistence }}",
    "{{ if true }}",
  ]);
  const size = claims.startsWith("{{ with") ? "{{ .size }}" : "{{ .Values.persistence.size }}";
  return `apiVersion: v1
kind: Service
metadata:
  name: ${or(choices, choices.of([name, "{{ .Values.service.name }}", "other"]))}
spec:
  ${choices.of(["clusterIP: None", "type: {{ .Values.service.type }}", "clusterIP: {{ .Values.service.clusterIP | quote }}"])}
  selector:
    ${labels}
  ports:
    - port: ${or(choices, "{{ .Values.service.port }}")}
---
apiVersion: apps/v1
kind: ${choices.odd(10) ? "{{ .Values.kind }}" : "StatefulSet"}
metadata:
  name: ${name}
${beside(choices, 2)}spec:
  serviceName: ${or(choices, choices.of([name, "{{ .Values.service.name }}", "{{ .Values.service.name | quote }}"]))}
  replicas: ${or(choices, "{{ .Values.replicas }}")}
${beside(choices, 2)}  selector:
    matchLabels:
      ${labels.replace("nindent 4", "nindent 6")}
  template:
    metadata:
      labels:
        ${labels.replace("nindent 4", "nindent 8")}
${beside(choices, 6)}    spec:
${beside(choices, 6)}      {{- with .Values.nodeSelector }}
      nodeSelector:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      terminationGracePeriodSeconds: ${choices.of(["{{ .Values.grace }}", "{{ .Values.grace | default 30 }}", "0"])}
      containers:
        - name: main
          image: ${or(choices, choices.of(['"{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"', "{{ .Values.image }}", "postgres:16"]))}
          livenessProbe: ${choices.of(["{{ toYaml .Values.probe | nindent 12 }}", "{tcpSocket: {port: 1}, periodSeconds: {{ .Values.probe.periodSeconds }}}", "{tcpSocket: {port: main}}"])}
          env:
            {{- range $key, $value := .Values.env }}
            - name: {{ $key }}
              value: {{ $value | quote }}
            {{- end }}
          resources: ${or(choices, "{{- toYaml .Values.resources | nindent 12 }}")}
          volumeMounts:
            - name: data
              mountPath: ${or(choices, choices.of(["/data", "{{ .Values.persistence.path }}"]))}
${beside(choices, 10)}  ${claims}
  volumeClaimTemplates:
    - metadata:
        name: data
      spec:
        accessModes: [ReadWriteOnce]
        resources:
          requests:
            storage: ${or(choices, size)}
  {{ end }}
`;
}

export function helpers(choices: Choices): string {
  const name = choices.of([
    "{{ .Release.Name }}-{{ .Chart.Name }}",
    "{{ .Values.name | default .Chart.Name | trunc 63 }}",
    "db",
  ]);
  return `{{- define "c.name" -}}
${or(choices, name)}
{{- end }}
{{- define "c.labels" -}}
app: ${or(choices, '{{ include "c.name" . }}')}
{{- if .Values.flag }}
release: {{ .Release.Name }}
{{- end }}
${beside(choices, 0)}{{- end }}
{{- define "c.self" }}{{ include "c.self" . }}{{ end }}
{{- define "c.twice" }}{{ if gt (int .n) 0 }}{{ $n := dict "n" (sub .n 1) }}{{ include "c.twice" $n }}{{ include "c.twice" $n }}{{ end }}{{ end }}
`;
}
