-- A piece of work that takes more than one run: a session holds its state and its results, the
-- artifacts. Each run writes the next draft of a poem, the third one ends the work, and the run after
-- that begins anew. Stop in `write_draft` and look at `kept`, then at what `Artifact.get` makes of it.

local DRAFTS = 3

-- 1. Take up what was begun, else begin. `Session.load` lets this run reach the state of the session.
local function open_session()
  local begun = Session.list({ status = "active", tags = { "example-poem" }, limit = 1 })[1]
  if begun then
    return Session.load(begun.id), "taken up again"
  end
  return Session.builder():name("A poem"):tag("example-poem"):metadata("mood", "calm"):build(), "new"
end

local id, origin = open_session()
Session.set_current(id) -- from here on "" means this session to Artifact, and "session" to State
local session = Session.get(id)
print(("1. %s (%s), the mood is %s."):format(session.name, origin, session.custom_metadata.mood))

-- 2. A state of its own: it goes with the session, and scripts that have not loaded it cannot reach it.
local draft = State.update("session", "drafts", function(count)
  return (count or 0) + 1
end)
print(("2. This is draft %d of %d."):format(draft, DRAFTS))

-- 3. What an agent answers becomes an artifact. The same name again makes its next version.
local poet = Agent.builder():name("poet"):model("demo/poet"):system_prompt("You write short poems."):build()

local function write_draft(number)
  local answer = poet:execute({ prompt = ("Rain on the roof, draft %d"):format(number) })
  local about = { tags = { "draft" }, round = number } -- `round` is a field of our own
  local kept = Artifact.store("", "agent_output", "poem.txt", answer.text, about)
  return Artifact.get("", kept)
end

local written = write_draft(draft)
local info = written.metadata
print(("3. %s, version %d: %d bytes of %s"):format(info.name, info.version, info.size, info.mime_type))
print("   " .. written.content:sub(1, 60) .. "…")

-- 4. Found again by what is known of them; one of them by its number.
for _, found in ipairs(Artifact.query({ session_id = "", name_pattern = "poem*", tags = { "draft" } })) do
  local time = found.created_at:sub(12, 19)
  print(("4. Version %d is of round %d, stored at %s UTC."):format(found.version, found.custom.round, time))
end
local first = Artifact.get("", { name = "poem.txt", version = 1 }).content
print("   The first draft and this one are " .. (first == written.content and "the same." or "different."))

-- 5. The end. What has ended can be read, but takes nothing new.
if draft < DRAFTS then
  print(("5. Run me again for draft %d."):format(draft + 1))
else
  Session.complete(id)
  local ok, refusal = pcall(Artifact.store, id, "note", "late.txt", "one more thing")
  print("5. One more artifact: " .. (ok and "stored" or refusal))
  local completed = Session.list({ status = "completed", tags = { "example-poem" } })
  print("   Poems completed so far: " .. #completed)
end
