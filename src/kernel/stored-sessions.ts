/** The sessions of the store on disk without a kernel: for the command line, while kernels may be working on them. */
import { existsSync } from 'node:fs';
import type { Config } from '../base/config/index.ts';
import type { Environment } from '../base/env.ts';
import type { Json } from '../common/json.ts';
import { artifactFacts } from '../runtime/artifacts/info.ts';
import { deleteSession } from '../runtime/sessions/delete-session.ts';
import { sessionFacts } from '../runtime/sessions/info.ts';
import { keptSessions } from '../runtime/sessions/kept-sessions.ts';
import type { Session } from '../runtime/sessions/session.ts';
import { exactToJson } from '../runtime/state/exact-json.ts';
import { Stores } from '../runtime/store/stores.ts';

export type SessionFacts = ReturnType<typeof sessionFacts>;
export type ArtifactFacts = ReturnType<typeof artifactFacts>;

export interface ShownSession {
  readonly session: SessionFacts & { readonly custom_metadata: Json };
  readonly artifacts: readonly (ArtifactFacts & { readonly custom: Json })[];
}

export interface StoredSessions {
  /** The newest first. */
  list(): Promise<SessionFacts[]>;
  /** Rejects when there is none of that id. */
  show(id: string): Promise<ShownSession>;
  /** Rejects when there is none of that id. */
  delete(id: string): Promise<void>;
  close(): Promise<void>;
}

/** `warn` is told when the store cannot be read by this Node. */
export function openStoredSessions(environment: Environment, config: Config, warn: (message: string) => void): StoredSessions {
  // To look at a store makes none.
  const isThere = existsSync(new Stores({ environment, warn }).folderOf(config));
  const stores = new Stores({ environment, warn, inMemory: !isThere });
  const store = () => stores.open(config);
  const kept = keptSessions({ config, store, artifactFolder: stores.artifactFolderOf(config), warn });
  const { sessions, artifacts } = kept;
  const facts = (session: Session): SessionFacts => sessionFacts(session, config.session.timeoutSeconds);
  /** Nobody listens for events here. */
  const tell = (): void => undefined;
  return {
    list: async () => (await sessions.list({}, tell)).map(facts),
    async show(id) {
      const session = await sessions.get(id, tell);
      const held = await artifacts.list(id);
      return {
        session: { ...facts(session), custom_metadata: await shown(session.metadata) },
        artifacts: await Promise.all(held.map(async (artifact) => ({ ...artifactFacts(artifact), custom: await shown(artifact.custom) }))),
      };
    },
    delete: (id) => deleteSession(id, { kept, config, store }, tell),
    close: () => stores.close(),
  };
}

const shown = async (metadata: Uint8Array | undefined): Promise<Json> => (metadata === undefined ? {} : exactToJson(metadata));
