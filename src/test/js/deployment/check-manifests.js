// Checks Kubernetes manifests, given as YAML on the standard input: Kubernetes must know every field
// and its type, every reference must resolve, and the pods must meet the "restricted" Pod Security
// Standard. Prints the errors and ends with 1.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import ts from "typescript";
import { parseAllDocuments } from "yaml";

const manifests = parseAllDocuments(readFileSync(0, "utf8")).map((document) => document.toJS());
const ofKind = (kind) => manifests.filter((manifest) => manifest.kind === kind);
const [deployment] = ofKind("Deployment");
const pod = deployment.spec.template;
const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
const portNames = pod.spec.containers.flatMap(({ ports }) => ports.map(({ name }) => name));
const volumes = pod.spec.volumes.map(({ name }) => name);
const labels = pod.metadata.labels;

// A literal with a field that its type lacks does not compile.
function typeErrors() {
  const file = "manifests.ts";
  const literal = (manifest, index) =>
    `import type { I${manifest.kind} as T${index} } from "kubernetes-models/${manifest.apiVersion}";\n` +
    `export const m${index}: T${index} = ${JSON.stringify(manifest, null, 2)};`;
  writeFileSync(file, manifests.map(literal).join("\n"));
  const program = ts.createProgram([file], { noEmit: true, skipLibCheck: true, strict: true });
  const errors = ts.getPreEmitDiagnostics(program);
  rmSync(file);
  return errors.map(({ file, start, messageText }) => {
    const at = file ? file.text.slice(start).split("\n", 1)[0] : "";
    return `${at}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

const selects = (selector) => isDeepStrictEqual(selector, labels);

function* wrongReferences() {
  if (!selects(deployment.spec.selector.matchLabels)) yield "Deployment: selects other pods";
  for (const { metadata, spec } of ofKind("Service")) {
    if (!selects(spec.selector)) yield `Service ${metadata.name}: selects no pod`;
    for (const { targetPort } of spec.ports)
      if (targetPort && !portNames.includes(targetPort)) yield `Service: no port ${targetPort}`;
  }
  for (const { spec } of ofKind("PodDisruptionBudget"))
    if (!selects(spec.selector.matchLabels)) yield "PodDisruptionBudget: selects no pod";
  for (const { spec } of ofKind("NetworkPolicy")) {
    if (!selects(spec.podSelector.matchLabels)) yield "NetworkPolicy: selects no pod";
    for (const { port } of spec.ingress.flatMap(({ ports }) => ports ?? []))
      if (!portNames.includes(port)) yield `NetworkPolicy: no port ${port}`;
  }
  for (const { spec } of ofKind("HorizontalPodAutoscaler"))
    if (spec.scaleTargetRef.name !== deployment.metadata.name) yield "Autoscaler: scales nothing";
  if (!ofKind("ServiceAccount").some(({ metadata }) => metadata.name === pod.spec.serviceAccountName))
    yield "Deployment: no such service account";
  for (const { name, volumeMounts, startupProbe, livenessProbe, readinessProbe } of containers) {
    for (const mount of volumeMounts)
      if (!volumes.includes(mount.name)) yield `${name}: no volume ${mount.name}`;
    for (const probe of [startupProbe, livenessProbe, readinessProbe])
      if (probe && !portNames.includes(probe.httpGet.port)) yield `${name}: probes no port`;
  }
}

function* wrongSecrets() {
  const [{ stringData }] = ofKind("Secret");
  for (const { name, env } of containers) {
    for (const { value } of env) {
      const [, key] = value?.match(/^\/run\/secrets\/rac\/(.+)$/) ?? [];
      if (key && !(key in stringData)) yield `${name}: no secret ${key}`;
    }
    const verifies = /[?&]sslmode=verify-/.test(stringData["database-url"]);
    if (verifies !== env.some(({ name }) => name === "RAC_DATABASE_CA"))
      yield `${name}: RAC_DATABASE_CA does not fit the sslmode of database-url`;
  }
}

function* insecure() {
  const { runAsNonRoot, runAsUser, seccompProfile } = pod.spec.securityContext ?? {};
  if (!runAsNonRoot || !runAsUser) yield "the pod may run as root";
  if (seccompProfile?.type !== "RuntimeDefault") yield "the pod has no seccomp profile";
  if (pod.spec.automountServiceAccountToken !== false) yield "the pod gets a token";
  if (pod.spec.enableServiceLinks !== false) yield "services become RAC_ variables";
  for (const { name, image, resources, securityContext: context } of containers) {
    if (context?.allowPrivilegeEscalation !== false) yield `${name}: may gain privileges`;
    if (!isDeepStrictEqual(context?.capabilities?.drop, ["ALL"])) yield `${name}: has capabilities`;
    if (!context?.readOnlyRootFilesystem) yield `${name}: may write to its image`;
    if (!resources?.limits?.memory) yield `${name}: its memory has no limit`;
    if (!/:[\w.-]+$/.test(image) || image.endsWith(":latest")) yield `${name}: image has no version`;
  }
}

const wrong = [...typeErrors(), ...wrongReferences(), ...wrongSecrets(), ...insecure()];
wrong.forEach((text) => console.error(text));
process.exitCode = wrong.length ? 1 : 0;
