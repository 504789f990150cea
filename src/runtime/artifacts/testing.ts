/** For the tests of this folder. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionSettings } from '../sessions/session.ts';
import { sessionScene } from '../sessions/testing.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import type { NewArtifact } from './artifact.ts';
import { openArtifactStore, type ArtifactStore } from './artifact-store.ts';
import { Artifacts } from './artifacts.ts';

export const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const folders: string[] = [];
export const removeFolders = (): void => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true }));

export interface ArtifactSceneOptions {
  readonly settings?: Partial<SessionSettings>;
  readonly store?: Store;
  /** null: a store that forgets. */
  readonly folder?: string | null;
  readonly now?: number;
}

/** Sessions and artifacts on a store in memory; files, where there are any, in a folder that `removeFolders` takes away. */
export async function scene({ settings = {}, store = memoryStore(), folder: given, now = Date.now() }: ArtifactSceneOptions = {}) {
  const base = sessionScene(settings, store);
  const folder = given ?? mkdtempSync(join(tmpdir(), 'llmspell-artifacts-'));
  folders.push(folder);
  const problems: unknown[] = [];
  const opened: ArtifactStore = await openArtifactStore({
    store,
    folder: given === null ? undefined : folder,
    compressionThreshold: base.sessions.settings.compressionThreshold,
    now,
    onSweepFailed: (error) => problems.push(error),
  });
  await opened.swept;
  const artifacts = new Artifacts(async () => opened, base.sessions);
  const put = (sessionId: string, wanted: Partial<NewArtifact> = {}) =>
    artifacts.store(sessionId, { type: 'tool_result', name: 'result', content: bytes('content'), createdBy: '/a.lua', ...wanted }, base.tell);
  const files = (): string[] => (existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)) : []);
  const contents = async () => (await store.keys({ prefix: 'artifact/content/' })).length;
  return { ...base, artifacts, put, files, contents, folder, problems, opened };
}
