/** The sessions and artifacts of one Host, as its configuration wants them. Nothing is opened before it is used. */
import type { Config } from '../../base/config/index.ts';
import { openArtifactStore, type ArtifactStore } from '../artifacts/artifact-store.ts';
import { Artifacts } from '../artifacts/artifacts.ts';
import { StoreError } from '../store/errors.ts';
import type { Store } from '../store/store.ts';
import type { SessionSettings } from './session.ts';
import { Sessions } from './sessions.ts';

export interface KeptSessions {
  readonly sessions: Sessions;
  readonly artifacts: Artifacts;
}

export interface KeptSessionsOptions {
  readonly config: Config;
  readonly store: () => Promise<Store>;
  /** Where large contents go, absolute; undefined: everything stays in the store. */
  readonly artifactFolder: string | undefined;
  /** Is told what could not be cleaned up. */
  readonly warn: (message: string) => void;
  readonly now?: () => number;
}

export function keptSessions({ config, store, artifactFolder, warn, now = Date.now }: KeptSessionsOptions): KeptSessions {
  const settings = settingsOf(config);
  const sessions = new Sessions({ store, settings, now });
  /** By store: one that was damaged and made anew is another one. */
  const opened = new WeakMap<Store, Promise<ArtifactStore>>();
  const openArtifacts = (kept: Store): Promise<ArtifactStore> =>
    openArtifactStore({
      store: kept,
      folder: kept.isDurable ? artifactFolder : undefined,
      compressionThreshold: settings.compressionThreshold,
      now: now(),
      onSweepFailed: (error) => {
        if (!isEnding(error)) warn(`forgotten files of artifacts could not be cleaned up: ${(error as Error).message}`);
      },
    });
  const artifactStore = async (): Promise<ArtifactStore> => {
    const kept = await store();
    let opening = opened.get(kept);
    if (opening === undefined) {
      opened.set(kept, (opening = openArtifacts(kept)));
      opening.catch(() => opened.delete(kept)); // What failed is tried again the next time.
    }
    return opening;
  };
  return { sessions, artifacts: new Artifacts(artifactStore, sessions) };
}

/** A kernel that ends goes on with nothing. */
const isEnding = (error: unknown): boolean => error instanceof StoreError && error.code === 'store_closed';

const settingsOf = ({ file, session }: Config): SessionSettings => ({
  maxSessions: session.maxSessions,
  timeoutSeconds: session.timeoutSeconds,
  maxArtifactsPerSession: session.maxArtifactsPerSession,
  maxArtifactBytes: session.maxArtifactBytes,
  compressionThreshold: session.compressAboveBytes,
  configFile: file ?? 'llmspell.toml',
});
