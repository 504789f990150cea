/**
 * An artifact: a result that a session keeps, any bytes with a name and a type. It is one use of a content; contents are kept once, by the
 * SHA-256 of their bytes, however many artifacts use them.
 */

/** The types with a meaning of their own; any other text but the empty one is a type of the script's. */
export const ARTIFACT_TYPES = ['agent_output', 'tool_result', 'user_input', 'system_generated'] as const;

/** What finds an artifact again. */
export interface ArtifactId {
  /** 64 hexadecimal digits. */
  readonly contentHash: string;
  readonly sessionId: string;
  /** Counts from 1 within the session; never given twice. */
  readonly sequence: number;
}

export interface Artifact extends ArtifactId {
  readonly type: string;
  readonly name: string;
  /** Counts from 1 for each name within the session. */
  readonly version: number;
  /** The newest version of that name at the time it was stored. */
  readonly parent?: ArtifactId | undefined;
  readonly description?: string | undefined;
  readonly mimeType: string;
  readonly tags: readonly string[];
  /** The rest of the script's metadata, in the form that keeps Lua's values exactly. */
  readonly custom?: Uint8Array | undefined;
  /** Bytes of the content. */
  readonly size: number;
  /** Bytes it takes in the store. */
  readonly storedSize: number;
  readonly isCompressed: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** The script that stored it, or where the code came from. */
  readonly createdBy: string;
}

export interface NewArtifact {
  readonly type: string;
  readonly name: string;
  readonly content: Uint8Array;
  readonly description?: string | undefined;
  readonly mimeType?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly custom?: Uint8Array | undefined;
  readonly createdBy: string;
}
