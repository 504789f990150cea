/**
 * A session of the Lua API: a stored unit of work that scripts come back to, in this run or a later one. It is not a VM session, which is one
 * Lua VM and ends with it.
 */
import type { SessionStatus } from './life-cycle.ts';

export interface Session {
  /** A UUID whose order is the order of creation. */
  readonly id: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly tags: readonly string[];
  readonly status: SessionStatus;
  /** Milliseconds since 1970, as all times here. */
  readonly createdAt: number;
  /** The last use: a change, a save, an artifact stored, made current. The timeout counts from here. */
  readonly updatedAt: number;
  readonly parentId?: string | undefined;
  /** Its own timeout; undefined: the configured one. 0: none. */
  readonly timeoutSeconds?: number | undefined;
  /** Why it is `failed`. */
  readonly failureReason?: string | undefined;
  /** The script's own table, in the form that keeps Lua's values exactly. */
  readonly metadata?: Uint8Array | undefined;
  /** Artifacts it holds. */
  readonly artifacts: number;
  /** The number of the last artifact that was stored in it; never given twice. */
  readonly lastSequence: number;
}

/** What a script may say of a new session. */
export interface NewSession {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly parentId?: string | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly metadata?: Uint8Array | undefined;
}

/** What a script may change of a session later. */
export type SessionChanges = Pick<NewSession, 'name' | 'description' | 'tags' | 'timeoutSeconds' | 'metadata'>;

/** Limits and places, from the configuration. */
export interface SessionSettings {
  /** Sessions that are active or suspended at one time; 0 = no limit. */
  readonly maxSessions: number;
  /** 0 = sessions never time out. */
  readonly timeoutSeconds: number;
  /** 0 = no limit. */
  readonly maxArtifactsPerSession: number;
  /** Bytes of one artifact; 0 = no limit. */
  readonly maxArtifactBytes: number;
  /** Contents of more bytes than this are compressed, where that makes them smaller. */
  readonly compressionThreshold: number;
  /** The file that a limit is changed in, for messages. */
  readonly configFile: string;
}
