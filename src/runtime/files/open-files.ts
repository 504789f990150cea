/** The files that scripts hold open, by VM session. What a session leaves open is closed when it ends. */
import type { FileHandle } from 'node:fs/promises';
import { RuntimeError } from '../errors.ts';

export interface OpenFile {
  readonly handle: FileHandle;
  /** As the script wrote it. */
  readonly path: string;
  /** Not a folder or a device. */
  readonly isFile: boolean;
  /** Appends: every write goes to the end. */
  readonly append: boolean;
}

/** Lua closes forgotten files when it collects garbage; here they stay open until the session ends, so there is a bound. */
export const MAX_OPEN_FILES = 500;

export class OpenFiles {
  private readonly sessions = new Map<string, Map<number, OpenFile>>();
  private last = 0;

  /** Whether the session may open another one. */
  hasRoom(sessionId: string): boolean {
    return (this.sessions.get(sessionId)?.size ?? 0) < MAX_OPEN_FILES;
  }

  add(sessionId: string, file: OpenFile): number {
    let session = this.sessions.get(sessionId);
    if (session === undefined) this.sessions.set(sessionId, (session = new Map<number, OpenFile>()));
    session.set((this.last += 1), file);
    return this.last;
  }

  get(sessionId: string, id: unknown): OpenFile {
    const file = this.sessions.get(sessionId)?.get(Number(id));
    if (file === undefined) throw new RuntimeError('bad_handle', 'attempt to use a closed file');
    return file;
  }

  async closeFile(sessionId: string, id: unknown): Promise<void> {
    const file = this.get(sessionId, id);
    this.sessions.get(sessionId)?.delete(Number(id));
    await file.handle.close();
  }

  async endSession(sessionId: string): Promise<void> {
    const files = [...(this.sessions.get(sessionId)?.values() ?? [])];
    this.sessions.delete(sessionId);
    await Promise.allSettled(files.map((file) => file.handle.close()));
  }

  async close(): Promise<void> {
    await Promise.all([...this.sessions.keys()].map((sessionId) => this.endSession(sessionId)));
  }
}
