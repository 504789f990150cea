/** For the tests of sessions and artifacts: a store in memory, a clock that is set by hand, and what was told. */
import type { Store } from '../store/store.ts';
import { memoryStore } from '../store/memory-store.ts';
import { Sessions, type Tell } from './sessions.ts';
import type { Session, SessionSettings } from './session.ts';

export const testSettings: SessionSettings = {
  maxSessions: 0,
  timeoutSeconds: 3600,
  maxArtifactsPerSession: 0,
  maxArtifactBytes: 0,
  compressionThreshold: 1024,
  configFile: '/conf/llmspell.toml',
};

export interface SessionScene {
  readonly sessions: Sessions;
  readonly store: Store;
  /** `happening name`, in order. */
  readonly told: string[];
  readonly tell: Tell;
  /** Lets time pass. */
  pass(seconds: number): void;
  create(wanted?: Parameters<Sessions['create']>[0]): Promise<Session>;
}

export function sessionScene(settings: Partial<SessionSettings> = {}, store: Store = memoryStore()): SessionScene {
  const told: string[] = [];
  const tell: Tell = (happening, { name, id }) => void told.push(`${happening} ${name ?? id}`);
  let now = Date.UTC(2026, 0, 31, 12);
  const sessions = new Sessions({ store: async () => store, settings: { ...testSettings, ...settings }, now: () => now });
  return { sessions, store, told, tell, pass: (seconds) => void (now += seconds * 1000), create: (wanted = {}) => sessions.create(wanted, tell) };
}
