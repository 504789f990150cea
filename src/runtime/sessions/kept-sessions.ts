/** The sessions and artifacts of one Host, as its configuration wants them. Nothing is opened before it is used. */
import type { Config } from '../../base/config/index.ts';
import { openArtifactStore, type ArtifactStore } from '../artifacts/artifact-store.ts';
import { Artifacts } from '../artifacts/artifacts.ts';
import type { Store } from '../store/store.ts';
import { ScriptSessions } from './script-sessions.ts';
import type { SessionSettings } from './session.ts';
import { Sessions } from './sessions.ts';

export interface KeptSessions {
  readonly sessions: Sessions;
  readonly artifacts: Artifacts;
  readonly scripts: ScriptSessions;
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
  let opening: Promise<ArtifactStore> | undefined;
  const openArtifacts = async (): Promise<ArtifactStore> => {
    const opened = await store();
    return openArtifactStore({
      store: opened,
      folder: opened.isDurable ? artifactFolder : undefined,
      compressionThreshold: settings.compressionThreshold,
      now: now(),
      onSweepFailed: (error) => warn(`forgotten files of artifacts could not be cleaned up: ${(error as Error).message}`),
    });
  };
  /** What failed is tried again the next time. */
  const artifactStore = (): Promise<ArtifactStore> => {
    opening ??= openArtifacts().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
  return { sessions, artifacts: new Artifacts(artifactStore, sessions), scripts: new ScriptSessions() };
}

const settingsOf = ({ file, session }: Config): SessionSettings => ({
  maxSessions: session.maxSessions,
  timeoutSeconds: session.timeoutSeconds,
  maxArtifactsPerSession: session.maxArtifactsPerSession,
  maxArtifactBytes: session.maxArtifactBytes,
  compressionThreshold: session.compressAboveBytes,
  configFile: file ?? 'llmspell.toml',
});
