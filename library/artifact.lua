---@meta
-- Artifacts: generated from the description of the API; do not edit.

---What finds an artifact again.
---@class ArtifactId
---@field content_hash string The SHA-256 of its content, in hexadecimal.
---@field session_id string Its session.
---@field sequence integer Its number in the session, from 1.
local ArtifactId = {}

---What is known of an artifact.
---@class ArtifactInfo
---@field content_hash string The SHA-256 of its content, in hexadecimal.
---@field session_id string Its session.
---@field sequence integer Its number in the session, from 1.
---@field name string Its name.
---@field description? string What it is.
---@field artifact_type string Its type.
---@field mime_type string Its kind of content.
---@field size integer Bytes of its content.
---@field original_size integer The same.
---@field stored_size integer Bytes its content takes in the store.
---@field is_compressed boolean Whether it is kept compressed.
---@field tags string[] Its tags.
---@field custom table The fields of your own in its metadata.
---@field version integer Counts from 1 for each name in a session.
---@field parent_artifact? ArtifactId The version before it.
---@field created_at string When it was stored: RFC 3339, in UTC.
---@field created_by string The script that stored it, or where the code came from.
local ArtifactInfo = {}

---An artifact, given back.
---@class ArtifactContent
---@field metadata ArtifactInfo What is known of it.
---@field content string Its bytes, as they were stored.
local ArtifactContent = {}

---Options.
---@class ArtifactStoreMetadata
---@field description? string What it is.
---@field tags? string[] Words that `Artifact.query` finds it by.
---@field mime_type? string Its kind of content. Without it: told from the name, else from the content.

---Options.
---@class ArtifactGetId
---@field content_hash? string The SHA-256 of its content.
---@field session_id? string Its session.
---@field sequence? integer Its number in the session.
---@field name? string Its name, when there is no number.
---@field version? integer Which version of the name; without it, the newest.

---Options.
---@class ArtifactQueryQuery
---@field session_id? string Only in this session; `""` is the current one.
---@field type? string Only of this type.
---@field name_pattern? string Only names like this: `*` stands for anything, `?` for one character. Without them: names that contain it.
---@field tags? string[] Only those with all of these tags.
---@field created_after? string|number Not before this time: `"2026-01-31T12:00:00Z"`, `"2026-01-31"`, or seconds as `os.time()` answers them.
---@field created_before? string|number Not after this time: `"2026-01-31T12:00:00Z"`, `"2026-01-31"`, or seconds as `os.time()` answers them.
---@field min_size? integer At least so many bytes.
---@field max_size? integer At most so many bytes.
---@field limit? integer At most so many artifacts.

---Keeps and finds results.
Artifact = {}

---Keeps a content in a session, with a name and a type. A name that is there already gets its next version. Equal contents are kept once, large ones compressed where that makes them smaller. Fails when the session is not active, has as many artifacts as `max_artifacts_per_session` allows, or the content is larger than `max_artifact_size`.
---
---```lua
---local session = Session.create()
---local id = Artifact.store(session, "agent_output", "poem.txt", "Rain on the roof", { tags = { "draft" }, mood = "calm" })
---print(Artifact.get(session, id).content, id.sequence)
---```
---@param session_id string The session; `""` is the current one.
---@param type string `agent_output`, `tool_result`, `user_input`, `system_generated`, or a word of your own.
---@param name string Its name: text in UTF-8.
---@param content string Any bytes.
---@param metadata? ArtifactStoreMetadata What is known of it. Fields of your own are kept exactly, and come back in `custom`.
---@return ArtifactId # What finds it again.
function Artifact.store(session_id, type, name, content, metadata) end

---Keeps a file's content in a session. Its name is the file's, without the folders. The file must lie where scripts may read.
---
---```lua
---local session = Session.create()
---local path = os.tmpname()
---local file = assert(io.open(path, "w"))
---file:write("measured: 42")
---file:close()
---local id = Artifact.store_file(session, path, "tool_result", { source = "sensor" })
---print(Artifact.get(session, id).content)
---os.remove(path)
---```
---@param session_id string The session; `""` is the current one.
---@param path string The file, relative to the working directory.
---@param type string `agent_output`, `tool_result`, `user_input`, `system_generated`, or a word of your own.
---@param metadata? ArtifactStoreMetadata What is known of it. Fields of your own are kept exactly, and come back in `custom`.
---@return ArtifactId # What finds it again.
function Artifact.store_file(session_id, path, type, metadata) end

---Gives an artifact back. Its content is proven by its hash: a damaged one is an error. Fails when there is none.
---
---```lua
---local session = Session.create()
---Artifact.store(session, "note", "a.txt", "first")
---Artifact.store(session, "note", "a.txt", "second")
---print(Artifact.get(session, "a.txt").content, Artifact.get(session, { name = "a.txt", version = 1 }).content)
---```
---@param session_id string The session; `""` is the current one.
---@param id ArtifactGetId|string What `Artifact.store` answered, an entry of a list, `{ name = …, version = … }`, or a name, for its newest version.
---@return ArtifactContent # Its `metadata` and its `content`.
function Artifact.get(session_id, id) end

---Lists the artifacts of a session in the order in which they were stored.
---
---```lua
---local session = Session.create()
---Artifact.store(session, "note", "a.txt", "first")
---for _, found in ipairs(Artifact.list(session)) do print(found.name, found.version, Artifact.get(session, found).content) end
---```
---@param session_id string The session; `""` is the current one.
---@return ArtifactInfo[] # What is known of each; every entry is also an id for `Artifact.get`.
function Artifact.list(session_id) end

---Finds artifacts by what is known of them, those of the newest session first, and in each the newest first. Every filter must fit.
---
---```lua
---for _, found in ipairs(Artifact.query({ name_pattern = "*.txt", limit = 5 })) do print(found.name, found.version, found.size) end
---```
---@param query? ArtifactQueryQuery The filters; without any, all artifacts.
---@return ArtifactInfo[] # What is known of each.
function Artifact.query(query) end

---Removes an artifact, whatever state its session is in. Its content goes with the last artifact that uses it; its number is not given again. Fails when there is none.
---
---```lua
---local session = Session.create()
---Artifact.store(session, "note", "a.txt", "first")
---Artifact.delete(session, "a.txt")
---print(#Artifact.list(session))
---```
---@param session_id string The session; `""` is the current one.
---@param id ArtifactGetId|string What `Artifact.store` answered, an entry of a list, `{ name = …, version = … }`, or a name, for its newest version.
function Artifact.delete(session_id, id) end
