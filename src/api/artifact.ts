/** `Artifact`: results that sessions keep, with versions. */
import type { ApiClass, ApiFunction, ApiModule, ApiParameter } from './types.ts';

const SESSION = { name: 'session_id', type: 'string', doc: 'The session; `""` is the current one.' } as const satisfies ApiParameter;
const TYPE = { name: 'type', type: 'string', doc: '`agent_output`, `tool_result`, `user_input`, `system_generated`, or a word of your own.' } as const satisfies ApiParameter;
const ID = {
  name: 'id',
  type: 'table|string',
  doc: 'What `Artifact.store` answered, an entry of a list, `{ name = …, version = … }`, or a name, for its newest version.',
  fields: [
    { name: 'content_hash', type: 'string?', doc: 'The SHA-256 of its content.' },
    { name: 'session_id', type: 'string?', doc: 'Its session.' },
    { name: 'sequence', type: 'integer?', doc: 'Its number in the session.' },
    { name: 'name', type: 'string?', doc: 'Its name, when there is no number.' },
    { name: 'version', type: 'integer?', doc: 'Which version of the name; without it, the newest.' },
  ],
} as const satisfies ApiParameter;
const METADATA = {
  name: 'metadata',
  type: 'table?',
  doc: 'What is known of it. Fields of your own are kept exactly, and come back in `custom`.',
  fields: [
    { name: 'description', type: 'string?', doc: 'What it is.' },
    { name: 'tags', type: 'string[]?', doc: 'Words that `Artifact.query` finds it by.' },
    { name: 'mime_type', type: 'string?', doc: 'Its kind of content. Without it: told from the name, else from the content.' },
  ],
  exactRest: 'custom',
} as const satisfies ApiParameter;
const STORED = { type: 'ArtifactId', doc: 'What finds it again.' } as const;
const time = (name: string, doc: string) => ({ name, type: 'string|number?', doc: `${doc}: \`"2026-01-31T12:00:00Z"\`, \`"2026-01-31"\`, or seconds as \`os.time()\` answers them.` }) as const satisfies ApiParameter;

const functions = [
  {
    name: 'Artifact.store',
    thread: 'host',
    doc: 'Keeps a content in a session, with a name and a type. A name that is there already gets its next version. Equal contents are kept once, large ones compressed where that makes them smaller. Fails when the session is not active, has as many artifacts as `max_artifacts_per_session` allows, or the content is larger than `max_artifact_size`.',
    parameters: [SESSION, TYPE, { name: 'name', type: 'string', bytes: true, doc: 'Its name: text in UTF-8.' }, { name: 'content', type: 'string', bytes: true, doc: 'Any bytes.' }, METADATA],
    results: [STORED],
    example: 'local session = Session.create()\nlocal id = Artifact.store(session, "agent_output", "poem.txt", "Rain on the roof", { tags = { "draft" }, mood = "calm" })\nprint(Artifact.get(session, id).content, id.sequence)',
  },
  {
    name: 'Artifact.store_file',
    thread: 'host',
    doc: "Keeps a file's content in a session. Its name is the file's, without the folders. The file must lie where scripts may read.",
    parameters: [SESSION, { name: 'path', type: 'string', doc: 'The file, relative to the working directory.' }, TYPE, METADATA],
    results: [STORED],
    example: 'local session = Session.create()\nlocal path = os.tmpname()\nlocal file = assert(io.open(path, "w"))\nfile:write("measured: 42")\nfile:close()\nlocal id = Artifact.store_file(session, path, "tool_result", { source = "sensor" })\nprint(Artifact.get(session, id).content)\nos.remove(path)',
  },
  {
    name: 'Artifact.get',
    thread: 'host',
    doc: 'Gives an artifact back. Its content is proven by its hash: a damaged one is an error. Fails when there is none.',
    parameters: [SESSION, ID],
    results: [{ type: 'ArtifactContent', doc: 'Its `metadata` and its `content`.' }],
    example: 'local session = Session.create()\nArtifact.store(session, "note", "a.txt", "first")\nArtifact.store(session, "note", "a.txt", "second")\nprint(Artifact.get(session, "a.txt").content, Artifact.get(session, { name = "a.txt", version = 1 }).content)',
  },
  {
    name: 'Artifact.list',
    thread: 'host',
    doc: 'Lists the artifacts of a session in the order in which they were stored.',
    parameters: [SESSION],
    results: [{ type: 'ArtifactInfo[]', doc: 'What is known of each; every entry is also an id for `Artifact.get`.' }],
    example: 'local session = Session.create()\nArtifact.store(session, "note", "a.txt", "first")\nfor _, found in ipairs(Artifact.list(session)) do print(found.name, found.version, Artifact.get(session, found).content) end',
  },
  {
    name: 'Artifact.query',
    thread: 'host',
    doc: 'Finds artifacts by what is known of them, those of the newest session first, and in each the newest first. Every filter must fit.',
    parameters: [
      {
        name: 'query',
        type: 'table?',
        doc: 'The filters; without any, all artifacts.',
        closed: true,
        fields: [
          { name: 'session_id', type: 'string?', doc: 'Only in this session; `""` is the current one.' },
          { name: 'type', type: 'string?', doc: 'Only of this type.' },
          { name: 'name_pattern', type: 'string?', doc: 'Only names like this: `*` stands for anything, `?` for one character. Without them: names that contain it.' },
          { name: 'tags', type: 'string[]?', doc: 'Only those with all of these tags.' },
          time('created_after', 'Not before this time'),
          time('created_before', 'Not after this time'),
          { name: 'min_size', type: 'integer?', min: 0, doc: 'At least so many bytes.' },
          { name: 'max_size', type: 'integer?', min: 0, doc: 'At most so many bytes.' },
          { name: 'limit', type: 'integer?', min: 0, doc: 'At most so many artifacts.' },
        ],
      },
    ],
    results: [{ type: 'ArtifactInfo[]', doc: 'What is known of each.' }],
    example: 'for _, found in ipairs(Artifact.query({ name_pattern = "*.txt", limit = 5 })) do print(found.name, found.version, found.size) end',
  },
  {
    name: 'Artifact.delete',
    thread: 'host',
    doc: 'Removes an artifact, whatever state its session is in. Its content goes with the last artifact that uses it; its number is not given again. Fails when there is none.',
    parameters: [SESSION, ID],
    results: [],
    example: 'local session = Session.create()\nArtifact.store(session, "note", "a.txt", "first")\nArtifact.delete(session, "a.txt")\nprint(#Artifact.list(session))',
  },
] as const satisfies readonly ApiFunction[];

const ID_FIELDS = [
  { name: 'content_hash', type: 'string', doc: 'The SHA-256 of its content, in hexadecimal.' },
  { name: 'session_id', type: 'string', doc: 'Its session.' },
  { name: 'sequence', type: 'integer', doc: 'Its number in the session, from 1.' },
] as const satisfies readonly ApiParameter[];

const classes = [
  { name: 'ArtifactId', doc: 'What finds an artifact again.', fields: ID_FIELDS },
  {
    name: 'ArtifactInfo',
    doc: 'What is known of an artifact.',
    fields: [
      ...ID_FIELDS,
      { name: 'name', type: 'string', doc: 'Its name.' },
      { name: 'description', type: 'string?', doc: 'What it is.' },
      { name: 'artifact_type', type: 'string', doc: 'Its type.' },
      { name: 'mime_type', type: 'string', doc: 'Its kind of content.' },
      { name: 'size', type: 'integer', doc: 'Bytes of its content.' },
      { name: 'original_size', type: 'integer', doc: 'The same.' },
      { name: 'stored_size', type: 'integer', doc: 'Bytes its content takes in the store.' },
      { name: 'is_compressed', type: 'boolean', doc: 'Whether it is kept compressed.' },
      { name: 'tags', type: 'string[]', doc: 'Its tags.' },
      { name: 'custom', type: 'table', doc: 'The fields of your own in its metadata.' },
      { name: 'version', type: 'integer', doc: 'Counts from 1 for each name in a session.' },
      { name: 'parent_artifact', type: 'ArtifactId?', doc: 'The version before it.' },
      { name: 'created_at', type: 'string', doc: 'When it was stored: RFC 3339, in UTC.' },
      { name: 'created_by', type: 'string', doc: 'The script that stored it, or where the code came from.' },
    ],
  },
  {
    name: 'ArtifactContent',
    doc: 'An artifact, given back.',
    fields: [
      { name: 'metadata', type: 'ArtifactInfo', doc: 'What is known of it.' },
      { name: 'content', type: 'string', doc: 'Its bytes, as they were stored.' },
    ],
  },
] as const satisfies readonly ApiClass[];

export const artifactApi = {
  id: 'artifact',
  title: 'Artifacts',
  doc: 'An artifact is a result that a session keeps: any bytes, with a name, a type and versions. Contents are found by their hash and kept once, however many artifacts have them.',
  values: [{ name: 'Artifact', type: 'table', doc: 'Keeps and finds results.' }],
  classes,
  functions,
} as const satisfies ApiModule;
