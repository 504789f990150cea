/** Artifacts as scripts and the command line see them. */
import type { HostValue } from '../../common/values.ts';
import { timeText } from '../sessions/info.ts';
import type { Artifact, ArtifactId } from './artifact.ts';

export const idInfo = ({ contentHash, sessionId, sequence }: ArtifactId) => ({ content_hash: contentHash, session_id: sessionId, sequence });

/** What is plain data; the script's own metadata stands apart. */
export function artifactFacts(artifact: Artifact) {
  return {
    ...idInfo(artifact),
    name: artifact.name,
    description: artifact.description,
    artifact_type: artifact.type,
    mime_type: artifact.mimeType,
    size: artifact.size,
    original_size: artifact.size,
    stored_size: artifact.storedSize,
    is_compressed: artifact.isCompressed,
    tags: artifact.tags,
    version: artifact.version,
    parent_artifact: artifact.parent && idInfo(artifact.parent),
    created_at: timeText(artifact.createdAt),
    created_by: artifact.createdBy,
  };
}

export const artifactInfo = (artifact: Artifact): HostValue => ({ ...artifactFacts(artifact), custom: artifact.custom === undefined ? {} : { $exact: artifact.custom } });
