/** The `Artifact` functions of the Lua API. */
import { Attributes } from '../../common/attributes.ts';
import type { ArtifactEventData } from '../../common/event-data.ts';
import { EventTypes, type EventType } from '../../common/events.ts';
import type { HostValue } from '../../common/values.ts';
import type { HostFunctions } from '../functions.ts';
import type { HostCall } from '../host.ts';
import type { Runtime } from '../runtime.ts';
import { tableIn, textIn } from '../sessions/arguments.ts';
import { noCurrentSession } from '../sessions/errors.ts';
import { tellEvents } from '../sessions/events.ts';
import { artifactNameIn, metadataIn, nameIn, queryIn, words } from './arguments.ts';
import type { Artifact, NewArtifact } from './artifact.ts';
import { artifactNotFound, otherSession } from './errors.ts';
import { artifactInfo, idInfo } from './info.ts';
import { readScriptFile } from './script-file.ts';

type ArtifactFunctionName = Extract<keyof HostFunctions, `Artifact${string}`>;

/** `` is the current session of the script. */
function sessionIn(value: HostValue, call: HostCall, runtime: Runtime): string {
  const id = value === '' ? runtime.scriptSessions.currentOf(call.context.sessionId) : textIn(value);
  if (id === undefined) throw noCurrentSession();
  return id;
}

async function store(wanted: Omit<NewArtifact, 'createdBy'>, call: HostCall, runtime: Runtime): Promise<readonly HostValue[]> {
  const { scriptPath, origin } = call.context;
  const { artifacts } = await runtime.kept();
  const stored = await artifacts.store(sessionIn(call.args[0], call, runtime), { ...wanted, createdBy: scriptPath ?? origin }, tellEvents(call, runtime));
  emit(EventTypes.ArtifactStored, stored, call, runtime);
  return [idInfo(stored)];
}

/** The artifact that the second argument names in the session of the first. */
async function find(call: HostCall, runtime: Runtime): Promise<Artifact> {
  const { sessions, artifacts } = await runtime.kept();
  const { id: sessionId } = await sessions.get(sessionIn(call.args[0], call, runtime), tellEvents(call, runtime));
  const asked = nameIn(call.args[1]);
  if (asked.sessionId !== undefined && asked.sessionId !== sessionId) throw otherSession(sessionId, asked.sessionId);
  const found = await (asked.kind === 'number' ? artifacts.find({ sessionId, sequence: asked.sequence, contentHash: asked.contentHash }) : artifacts.findByName(sessionId, asked.name, asked.version));
  if (found === undefined) throw artifactNotFound(words(asked), sessionId);
  return found;
}

function emit(type: EventType, { sessionId, name, type: artifactType, size, version, sequence, contentHash }: Artifact, call: HostCall, runtime: Runtime): void {
  const events = runtime.eventsOf(call);
  const data: ArtifactEventData = { sequence, version, size, content_hash: contentHash, artifact_type: artifactType, name: events.content(name) };
  events.emit(type, { causationId: call.causationId, attributes: { [Attributes.SessionId]: sessionId }, data });
}

/** A part of a larger buffer would take all of that along to the worker. */
const inOwnMemory = (bytes: Uint8Array): Uint8Array => (bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes));

export const artifactFunctions: Pick<HostFunctions, ArtifactFunctionName> = {
  'Artifact.store': (call, runtime) => {
    const [, type, name, content, metadata] = call.args;
    return store({ type: type as string, name: artifactNameIn(name), content: content as Uint8Array, ...metadataIn(metadata) }, call, runtime);
  },
  'Artifact.store_file': async (call, runtime) => {
    const [, path, type, metadata] = call.args;
    const { name, content } = await readScriptFile(path as string, call, runtime);
    return store({ type: type as string, name, content, ...metadataIn(metadata) }, call, runtime);
  },
  'Artifact.get': async (call, runtime) => {
    const artifact = await find(call, runtime);
    const { artifacts } = await runtime.kept();
    const content = await artifacts.content(artifact);
    if (content === undefined) throw artifactNotFound(words(nameIn(call.args[1])), artifact.sessionId);
    return [{ metadata: artifactInfo(artifact), content: inOwnMemory(content) }];
  },
  'Artifact.list': async (call, runtime) => {
    const { sessions, artifacts } = await runtime.kept();
    const { id } = await sessions.get(sessionIn(call.args[0], call, runtime), tellEvents(call, runtime));
    return [(await artifacts.list(id)).map(artifactInfo)];
  },
  'Artifact.query': async (call, runtime) => {
    const { sessions, artifacts } = await runtime.kept();
    const session = tableIn(call.args[0])['session_id'];
    const isInOne = session !== undefined && session !== null;
    const sessionId = isInOne ? (await sessions.get(sessionIn(session, call, runtime), tellEvents(call, runtime))).id : undefined;
    return [(await artifacts.query({ sessionId, ...queryIn(call.args[0]) })).map(artifactInfo)];
  },
  'Artifact.delete': async (call, runtime) => {
    const artifact = await find(call, runtime);
    const { artifacts } = await runtime.kept();
    if (!(await artifacts.delete(artifact))) throw artifactNotFound(words(nameIn(call.args[1])), artifact.sessionId);
    emit(EventTypes.ArtifactDeleted, artifact, call, runtime);
    return [];
  },
};
