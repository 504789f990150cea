/**
 * The artifacts of sessions: stored, found and removed. An artifact, its content's record, the versions of its name and the counts of its
 * session change in one transaction; content files come before it and go after it (content-files.ts).
 */
import type { Session } from '../sessions/session.ts';
import type { Sessions, Tell } from '../sessions/sessions.ts';
import { readSession, writeSession } from '../sessions/records.ts';
import type { EntryRange, StoreTransaction } from '../store/store.ts';
import type { Artifact, ArtifactId, NewArtifact } from './artifact.ts';
import type { ArtifactStore } from './artifact-store.ts';
import { GONE, type ContentRecord, type PreparedContent } from './contents.ts';
import { emptyName, emptyType, tooLarge, tooManyArtifacts } from './errors.ts';
import { mimeTypeOf } from './mime-type.ts';
import { artifactTest, type ArtifactQuery } from './query.ts';
import { artifactOfEntry, artifactsOf, decodeArtifact, newestArtifacts, newestVersion, recordKey, removeArtifact, sequenceOf, versionKey, writeArtifact } from './records.ts';

/** Artifacts read at once for a query. */
const PAGE = 200;

export class Artifacts {
  constructor(
    private readonly open: () => Promise<ArtifactStore>,
    private readonly sessions: Sessions,
  ) {}

  async store(sessionId: string, wanted: NewArtifact, tell: Tell): Promise<Artifact> {
    const { maxArtifactBytes, configFile } = this.sessions.settings;
    if (wanted.type === '') throw emptyType();
    if (wanted.name === '') throw emptyName();
    const { length } = wanted.content;
    if (maxArtifactBytes > 0 && length > maxArtifactBytes) throw tooLarge(wanted.name, length, maxArtifactBytes, configFile);
    // Looked at before the content is compressed and written: most refusals are known by then.
    this.withRoom(await this.sessions.get(sessionId, tell));
    const { store, contents } = await this.open();
    for (;;) {
      const prepared = await contents.prepare(wanted.content);
      // When the transaction fails, its file is left to the sweep: whether the record was written is not known.
      const stored = await store.transaction((tx) => {
        const record = contents.take(tx, prepared);
        return record === GONE ? GONE : { record, artifact: this.write(tx, sessionId, wanted, prepared, record) };
      });
      await contents.settle(prepared, stored === GONE ? undefined : stored.record);
      if (stored !== GONE) return stored.artifact;
    }
  }

  /** The oldest first. */
  async list(sessionId: string): Promise<Artifact[]> {
    const { store } = await this.open();
    return (await store.entries(artifactsOf(sessionId))).map(artifactOfEntry);
  }

  /** The newest first. */
  async query(query: ArtifactQuery): Promise<Artifact[]> {
    const { store } = await this.open();
    const { limit = Infinity } = query;
    const fits = artifactTest(query);
    const found: Artifact[] = [];
    let after: string | undefined;
    while (found.length < limit) {
      const range: EntryRange = newestArtifacts(query.sessionId, after, PAGE);
      const entries = await store.entries(range);
      found.push(...entries.map(artifactOfEntry).filter(fits));
      if (entries.length < PAGE) break;
      after = entries.at(-1)!.key;
    }
    return found.slice(0, limit);
  }

  /** By its number; a content hash that is given must be its own. */
  async find({ sessionId, sequence, contentHash }: Omit<ArtifactId, 'contentHash'> & Partial<ArtifactId>): Promise<Artifact | undefined> {
    const bytes = await (await this.open()).store.get(recordKey(sessionId, sequence));
    const artifact = bytes && decodeArtifact(bytes);
    return contentHash === undefined || artifact?.contentHash === contentHash ? artifact : undefined;
  }

  /** By its name: the newest version, or the one that is given. */
  async findByName(sessionId: string, name: string, version?: number): Promise<Artifact | undefined> {
    const { store } = await this.open();
    const sequence = version === undefined ? (await store.entries(newestVersion(sessionId, name)))[0]?.value : await store.get(versionKey(sessionId, name, version));
    return sequence && this.find({ sessionId, sequence: sequenceOf(sequence) });
  }

  /** undefined when it was deleted meanwhile. */
  async content({ contentHash }: Artifact): Promise<Uint8Array | undefined> {
    return (await this.open()).contents.read(contentHash);
  }

  /** Answers whether it was still there. */
  async delete({ sessionId, sequence, contentHash }: ArtifactId): Promise<boolean> {
    const { store, contents } = await this.open();
    const { found, file } = await store.transaction((tx) => {
      const bytes = tx.get(recordKey(sessionId, sequence));
      if (bytes === undefined) return { found: false };
      removeArtifact(tx, decodeArtifact(bytes));
      const session = readSession(tx, sessionId);
      writeSession(tx, { ...session, artifacts: session.artifacts - 1 });
      return { found: true, file: contents.release(tx, contentHash) };
    });
    await contents.removeFiles(file === undefined ? [] : [file]);
    return found;
  }

  /** The session with all it holds, and with what `alsoRemove` takes away in the same transaction. */
  async deleteSession(sessionId: string, alsoRemove: (tx: StoreTransaction) => void, tell: Tell): Promise<void> {
    const { contents } = await this.open();
    const files = await this.sessions.delete(
      sessionId,
      (tx) => {
        alsoRemove(tx);
        return tx.entries(artifactsOf(sessionId)).flatMap((entry) => {
          const artifact = artifactOfEntry(entry);
          removeArtifact(tx, artifact);
          return contents.release(tx, artifact.contentHash) ?? [];
        });
      },
      tell,
    );
    await contents.removeFiles(files);
  }

  /** Throws when the session takes no more. */
  private withRoom(session: Session): Session {
    const { maxArtifactsPerSession: limit, configFile } = this.sessions.settings;
    const used = this.sessions.use(session, 'take artifacts');
    if (limit > 0 && used.artifacts >= limit) throw tooManyArtifacts(used.id, limit, configFile);
    return used;
  }

  private write(tx: StoreTransaction, sessionId: string, wanted: NewArtifact, { hash, size }: PreparedContent, content: ContentRecord): Artifact {
    const session = this.withRoom(readSession(tx, sessionId));
    const [newest] = tx.entries(newestVersion(sessionId, wanted.name));
    const parent = newest && decodeArtifact(tx.get(recordKey(sessionId, sequenceOf(newest.value)))!);
    const artifact: Artifact = {
      contentHash: hash,
      sessionId,
      sequence: session.lastSequence + 1,
      type: wanted.type,
      name: wanted.name,
      version: (parent?.version ?? 0) + 1,
      ...(parent && { parent: { contentHash: parent.contentHash, sessionId, sequence: parent.sequence } }),
      description: wanted.description,
      mimeType: wanted.mimeType ?? mimeTypeOf(wanted.name, wanted.content),
      tags: [...new Set(wanted.tags)],
      custom: wanted.custom,
      size,
      storedSize: content.storedSize,
      isCompressed: content.encoding !== 'raw',
      createdAt: this.sessions.now(),
      createdBy: wanted.createdBy,
    };
    writeArtifact(tx, artifact);
    writeSession(tx, { ...session, artifacts: session.artifacts + 1, lastSequence: artifact.sequence });
    return artifact;
  }
}
