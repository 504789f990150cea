---@meta
-- Sessions: generated from the description of the API; do not edit.

---Collects what is known of a new session.
---@class SessionBuilder
local SessionBuilder = {}

---What is known of a session.
---@class SessionInfo
---@field id string Its id.
---@field name? string Its name.
---@field description? string What it is about.
---@field tags string[] Its tags.
---@field status string `active`, `suspended`, `completed`, `failed` or `archived`.
---@field created_at string When it was made: RFC 3339, in UTC.
---@field updated_at string When it was last used or changed; the timeout counts from here.
---@field parent_session_id? string The session it is a part of.
---@field custom_metadata table What was given as `metadata`, exactly.
---@field timeout_seconds number Seconds without use after which it fails; 0: never.
---@field failure_reason? string Why it failed.
---@field artifact_count integer How many artifacts it holds.
local SessionInfo = {}

---Options.
---@class SessionCreateOptions
---@field name? string A name for people; it need not be unique.
---@field description? string What the work is about.
---@field tags? string[] Words that `Session.list` finds it by.
---@field timeout_seconds? number Seconds without use after which it fails; 0: never. Without it: `session_timeout_hours` in `[session]` of the configuration.
---@field metadata? table Anything you want to keep with it: strings of any bytes, numbers, booleans and tables of them. `Session.get` gives it back as `custom_metadata`.
---@field parent_session_id? string The session this one is a part of.
---@field id any Not read: the id is made here.

---Options.
---@class SessionListFilter
---@field status? "active"|"suspended"|"completed"|"failed"|"archived" Only those in this state.
---@field tags? string[] Only those with all of these tags.
---@field parent_session_id? string Only the parts of this session.
---@field limit? integer At most so many.

---Options.
---@class SessionUpdateChanges
---@field name? string A name for people; it need not be unique.
---@field description? string What the work is about.
---@field tags? string[] Words that `Session.list` finds it by.
---@field timeout_seconds? number Seconds without use after which it fails; 0: never. Without it: `session_timeout_hours` in `[session]` of the configuration.
---@field metadata? table Anything you want to keep with it: strings of any bytes, numbers, booleans and tables of them. `Session.get` gives it back as `custom_metadata`.

---Makes, finds and ends sessions.
Session = {}

---Makes a session, which is active and kept until it is deleted. Fails when as many are active or suspended as `max_sessions` in `[session]` allows. It does not become the current one: `Session.set_current` makes it so.
---
---```lua
---local id = Session.create({ name = "research", tags = { "rain" }, metadata = { user = "u-1" } })
---print(Session.get(id).status, Session.get(id).custom_metadata.user)
---```
---@param options? SessionCreateOptions What is known of it.
---@return string # Its id, a UUID.
function Session.create(options) end

---Starts the description of a new session. Set what is known of it, then call `:build()`.
---
---```lua
---local id = Session.builder():name("research"):tag("rain"):metadata("user", "u-1"):build()
---print(Session.get(id).tags[1])
---```
---@return SessionBuilder # A new builder.
function Session.builder() end

---Names the session.
---@param name string A name for people; it need not be unique.
---@return SessionBuilder # The builder itself, to go on with.
function SessionBuilder:name(name) end

---Says what the work is about.
---@param description string A sentence or more.
---@return SessionBuilder # The builder itself, to go on with.
function SessionBuilder:description(description) end

---Adds a tag.
---@param tag string A word that `Session.list` finds it by.
---@return SessionBuilder # The builder itself, to go on with.
function SessionBuilder:tag(tag) end

---Sets all tags, in place of those that were set before.
---@param tags string[] Words that `Session.list` finds it by.
---@return SessionBuilder # The builder itself, to go on with.
function SessionBuilder:tags(tags) end

---Sets its own timeout.
---@param seconds number Seconds without use after which it fails; 0: never.
---@return SessionBuilder # The builder itself, to go on with.
function SessionBuilder:timeout(seconds) end

---Makes it a part of another session.
---@param id string The id of the other one.
---@return SessionBuilder # The builder itself, to go on with.
function SessionBuilder:parent(id) end

---Adds something of your own that is kept with the session. `Session.get` gives it back in `custom_metadata`.
---@param key string Its name.
---@param value any A string, a number, a boolean, or a table of them.
---@return SessionBuilder # The builder itself, to go on with.
function SessionBuilder:metadata(key, value) end

---Makes the session, as `Session.create` does.
---@return string # Its id, a UUID.
function SessionBuilder:build() end

---Tells what is known of a session, in whatever state it is. Fails when there is none of that id.
---
---```lua
---local id = Session.create({ name = "research" })
---local session = Session.get(id)
---print(session.name, session.status, session.artifact_count)
---```
---@param id string The id that `Session.create` answered.
---@return SessionInfo # A table of facts; changes of it change nothing.
function Session.get(id) end

---Lists the sessions of the store, the newest first.
---
---```lua
---for _, session in ipairs(Session.list({ status = "active", limit = 10 })) do print(session.id, session.name) end
---```
---@param filter? SessionListFilter Which of them.
---@return SessionInfo[] # What `Session.get` answers, for each.
function Session.list(filter) end

---Changes what is known of a session that is active or suspended. What is not given stays; `metadata` takes the place of the whole table.
---
---```lua
---local id = Session.create()
---Session.update(id, { name = "renamed", tags = { "done" } })
---```
---@param id string The id that `Session.create` answered.
---@param changes SessionUpdateChanges What is new.
function Session.update(id, changes) end

---Marks a session as used, so that its timeout counts anew. Nothing else is needed: every change is kept at once. Fails for a session that has failed or is archived.
---@param id string The id that `Session.create` answered.
function Session.save(id) end

---Takes up a session that was made in another run: from here on this script reaches its state (`session:<id>`), and its timeout counts anew. Its own state stays as it was. Fails for a session that has failed or is archived: what these hold can be read without.
---
---```lua
---local id = Session.create({ name = "research" })
---assert(Session.load(id) == id)
---```
---@param id string The id that `Session.create` answered.
---@return string # The id.
function Session.load(id) end

---Puts an active session aside. It takes no artifacts, and its timeout does not run, until it is resumed.
---
---```lua
---local id = Session.create()
---Session.suspend(id)
---Session.resume(id)
---print(Session.get(id).status)
---```
---@param id string The id that `Session.create` answered.
function Session.suspend(id) end

---Makes a suspended session active again.
---@param id string The id that `Session.create` answered.
function Session.resume(id) end

---Ends an active or suspended session: the work is done. What it holds stays and can be read.
---
---```lua
---local id = Session.create()
---Session.complete(id)
---print(Session.get(id).status)
---```
---@param id string The id that `Session.create` answered.
function Session.complete(id) end

---Ends an active or suspended session: the work could not be done. A session that is not used for its timeout fails by itself.
---@param id string The id that `Session.create` answered.
---@param reason? string Why; `Session.get` tells it as `failure_reason`.
function Session.fail(id, reason) end

---Puts away for good a session that is suspended, completed or failed. What it holds stays and can be read.
---@param id string The id that `Session.create` answered.
function Session.archive(id) end

---Deletes a session with its state and its artifacts, whatever state it is in. Its parts stay.
---@param id string The id that `Session.create` answered.
function Session.delete(id) end

---Tells the current session of this script: the one that `Artifact` functions use when they are given `""`.
---@return string? # Its id; nil when none is current, or when it is not active any more.
function Session.get_current() end

---Makes an active session the current one of this script, or none. Other scripts have their own.
---
---```lua
---Session.set_current(Session.create({ name = "draft" }))
---Artifact.store("", "agent_output", "poem.txt", "Rain on the roof")
---print(#Artifact.list(""))
---```
---@param id? string The id; nil for none.
function Session.set_current(id) end
