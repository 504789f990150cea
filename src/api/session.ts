/** `Session`: units of work that are kept between runs, with their state and their artifacts. */
import type { ApiClass, ApiFunction, ApiModule, ApiParameter } from './types.ts';

const STATUS = '"active"|"suspended"|"completed"|"failed"|"archived"?';

const id = { name: 'id', type: 'string', doc: 'The id that `Session.create` answered.' } as const satisfies ApiParameter;

const FACTS = [
  { name: 'name', type: 'string?', doc: 'A name for people; it need not be unique.' },
  { name: 'description', type: 'string?', doc: 'What the work is about.' },
  { name: 'tags', type: 'string[]?', doc: 'Words that `Session.list` finds it by.' },
  { name: 'timeout_seconds', type: 'number?', min: 0, doc: 'Seconds without use after which it fails; 0: never. Without it: `session_timeout_hours` in `[session]` of the configuration.' },
  { name: 'metadata', type: 'table?', exact: true, doc: 'Anything you want to keep with it: strings of any bytes, numbers, booleans and tables of them. `Session.get` gives it back as `custom_metadata`.' },
] as const satisfies readonly ApiParameter[];

const PARENT = { name: 'parent_session_id', type: 'string?', doc: 'The session this one is a part of.' } as const satisfies ApiParameter;

const setter = <Name extends string, Type extends string>(name: Name, parameter: string, type: Type, doc: string, parameterDoc: string, facts: { readonly min?: number } = {}) =>
  ({
    name: `SessionBuilder:${name}`,
    thread: 'vm',
    doc,
    parameters: [{ name: parameter, type, doc: parameterDoc, ...facts }],
    results: [{ type: 'SessionBuilder', doc: 'The builder itself, to go on with.' }],
  }) as const satisfies ApiFunction;

const change = <Name extends string>(name: Name, doc: string, example?: string) =>
  ({ name: `Session.${name}`, thread: 'host', doc, parameters: [id], results: [], ...(example !== undefined && { example }) }) as const satisfies ApiFunction;

const functions = [
  {
    name: 'Session.create',
    thread: 'host',
    doc: 'Makes a session, which is active and kept until it is deleted. Fails when as many are active or suspended as `max_sessions` in `[session]` allows. It does not become the current one: `Session.set_current` makes it so.',
    parameters: [{ name: 'options', type: 'table?', doc: 'What is known of it.', closed: true, fields: [...FACTS, PARENT, { name: 'id', type: 'any', doc: 'Not read: the id is made here.' }] }],
    results: [{ type: 'string', doc: 'Its id, a UUID.' }],
    example: 'local id = Session.create({ name = "research", tags = { "rain" }, metadata = { user = "u-1" } })\nprint(Session.get(id).status, Session.get(id).custom_metadata.user)',
  },
  {
    name: 'Session.builder',
    thread: 'vm',
    doc: 'Starts the description of a new session. Set what is known of it, then call `:build()`.',
    parameters: [],
    results: [{ type: 'SessionBuilder', doc: 'A new builder.' }],
    example: 'local id = Session.builder():name("research"):tag("rain"):metadata("user", "u-1"):build()\nprint(Session.get(id).tags[1])',
  },
  setter('name', 'name', 'string', 'Names the session.', 'A name for people; it need not be unique.'),
  setter('description', 'description', 'string', 'Says what the work is about.', 'A sentence or more.'),
  setter('tag', 'tag', 'string', 'Adds a tag.', 'A word that `Session.list` finds it by.'),
  setter('tags', 'tags', 'string[]', 'Sets all tags, in place of those that were set before.', 'Words that `Session.list` finds it by.'),
  setter('timeout', 'seconds', 'number', 'Sets its own timeout.', 'Seconds without use after which it fails; 0: never.', { min: 0 }),
  setter('parent', 'id', 'string', 'Makes it a part of another session.', 'The id of the other one.'),
  {
    name: 'SessionBuilder:metadata',
    thread: 'vm',
    doc: 'Adds something of your own that is kept with the session. `Session.get` gives it back in `custom_metadata`.',
    parameters: [
      { name: 'key', type: 'string', doc: 'Its name.' },
      { name: 'value', type: 'any', doc: 'A string, a number, a boolean, or a table of them.' },
    ],
    results: [{ type: 'SessionBuilder', doc: 'The builder itself, to go on with.' }],
  },
  {
    name: 'SessionBuilder:build',
    thread: 'host',
    doc: 'Makes the session, as `Session.create` does.',
    parameters: [],
    results: [{ type: 'string', doc: 'Its id, a UUID.' }],
  },
  {
    name: 'Session.get',
    thread: 'host',
    doc: 'Tells what is known of a session, in whatever state it is. Fails when there is none of that id.',
    parameters: [id],
    results: [{ type: 'SessionInfo', doc: 'A table of facts; changes of it change nothing.' }],
    example: 'local id = Session.create({ name = "research" })\nlocal session = Session.get(id)\nprint(session.name, session.status, session.artifact_count)',
  },
  {
    name: 'Session.list',
    thread: 'host',
    doc: 'Lists the sessions of the store, the newest first.',
    parameters: [
      {
        name: 'filter',
        type: 'table?',
        doc: 'Which of them.',
        closed: true,
        fields: [
          { name: 'status', type: STATUS, doc: 'Only those in this state.' },
          { name: 'tags', type: 'string[]?', doc: 'Only those with all of these tags.' },
          { name: 'parent_session_id', type: 'string?', doc: 'Only the parts of this session.' },
          { name: 'limit', type: 'integer?', min: 0, doc: 'At most so many.' },
        ],
      },
    ],
    results: [{ type: 'SessionInfo[]', doc: 'What `Session.get` answers, for each.' }],
    example: 'for _, session in ipairs(Session.list({ status = "active", limit = 10 })) do print(session.id, session.name) end',
  },
  {
    name: 'Session.update',
    thread: 'host',
    doc: 'Changes what is known of a session that is active or suspended. What is not given stays; `metadata` takes the place of the whole table.',
    parameters: [id, { name: 'changes', type: 'table', doc: 'What is new.', closed: true, fields: FACTS }],
    results: [],
    example: 'local id = Session.create()\nSession.update(id, { name = "renamed", tags = { "done" } })',
  },
  change('save', 'Marks a session as used, so that its timeout counts anew. Nothing else is needed: every change is kept at once. Fails for a session that has failed or is archived.'),
  {
    name: 'Session.load',
    thread: 'host',
    doc: 'Takes up a session that was made in another run: from here on this script reaches its state (`session:<id>`), and its timeout counts anew. Its own state stays as it was. Fails for a session that has failed or is archived: what these hold can be read without.',
    parameters: [id],
    results: [{ type: 'string', doc: 'The id.' }],
    example: 'local id = Session.create({ name = "research" })\nassert(Session.load(id) == id)',
  },
  change('suspend', 'Puts an active session aside. It takes no artifacts, and its timeout does not run, until it is resumed.', 'local id = Session.create()\nSession.suspend(id)\nSession.resume(id)\nprint(Session.get(id).status)'),
  change('resume', 'Makes a suspended session active again.'),
  change('complete', 'Ends an active or suspended session: the work is done. What it holds stays and can be read.', 'local id = Session.create()\nSession.complete(id)\nprint(Session.get(id).status)'),
  {
    name: 'Session.fail',
    thread: 'host',
    doc: 'Ends an active or suspended session: the work could not be done. A session that is not used for its timeout fails by itself.',
    parameters: [id, { name: 'reason', type: 'string?', doc: 'Why; `Session.get` tells it as `failure_reason`.' }],
    results: [],
  },
  change('archive', 'Puts away for good a session that is suspended, completed or failed. What it holds stays and can be read.'),
  change('delete', 'Deletes a session with its state and its artifacts, whatever state it is in. Its parts stay.'),
  {
    name: 'Session.get_current',
    thread: 'host',
    doc: 'Tells the current session of this script: the one that `Artifact` functions use when they are given `""`.',
    parameters: [],
    results: [{ type: 'string?', doc: 'Its id; nil when none is current, or when it is not active any more.' }],
  },
  {
    name: 'Session.set_current',
    thread: 'host',
    doc: 'Makes an active session the current one of this script, or none. Other scripts have their own.',
    parameters: [{ name: 'id', type: 'string?', doc: 'The id; nil for none.' }],
    results: [],
    example: 'Session.set_current(Session.create({ name = "draft" }))\nArtifact.store("", "agent_output", "poem.txt", "Rain on the roof")\nprint(#Artifact.list(""))',
  },
] as const satisfies readonly ApiFunction[];

const classes = [
  { name: 'SessionBuilder', doc: 'Collects what is known of a new session.', fields: [] },
  {
    name: 'SessionInfo',
    doc: 'What is known of a session.',
    fields: [
      { name: 'id', type: 'string', doc: 'Its id.' },
      { name: 'name', type: 'string?', doc: 'Its name.' },
      { name: 'description', type: 'string?', doc: 'What it is about.' },
      { name: 'tags', type: 'string[]', doc: 'Its tags.' },
      { name: 'status', type: 'string', doc: '`active`, `suspended`, `completed`, `failed` or `archived`.' },
      { name: 'created_at', type: 'string', doc: 'When it was made: RFC 3339, in UTC.' },
      { name: 'updated_at', type: 'string', doc: 'When it was last used or changed; the timeout counts from here.' },
      { name: 'parent_session_id', type: 'string?', doc: 'The session it is a part of.' },
      { name: 'custom_metadata', type: 'table', doc: 'What was given as `metadata`, exactly.' },
      { name: 'timeout_seconds', type: 'number', doc: 'Seconds without use after which it fails; 0: never.' },
      { name: 'failure_reason', type: 'string?', doc: 'Why it failed.' },
      { name: 'artifact_count', type: 'integer', doc: 'How many artifacts it holds.' },
    ],
  },
] as const satisfies readonly ApiClass[];

export const sessionApi = {
  id: 'session',
  title: 'Sessions',
  doc: `A session is a unit of work that outlives the script: it has a state of its own (\`State\`, scope \`session:<id>\`) and artifacts, and it is kept until it is deleted.

It is **active** at first. Put aside it is **suspended**, and can be resumed. It ends **completed** or **failed**; what has ended, or was put aside, can be **archived** for good. An active session that nothing uses for its timeout fails: a change, a save, a new artifact, and becoming the current session are uses. An ended session can be read; it takes nothing new.`,
  values: [{ name: 'Session', type: 'table', doc: 'Makes, finds and ends sessions.' }],
  classes,
  functions,
} as const satisfies ApiModule;
