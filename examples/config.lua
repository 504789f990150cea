-- What holds for a script: llmspell.toml in the folder it is run in, your own file, profiles, variables
-- and options, in layers. Press F5, change `default_model` in llmspell.toml, press F5 again. In the
-- terminal, try  llmspell run config.lua --drink tea   and   llmspell -p development run config.lua

-- 1. The provider that llmspell.toml names. Elsewhere it is not there, and this run makes one like it.
local house = Config.getProvider("house")
if not house then
  print("1. There is no llmspell.toml with a provider \"house\" here: this run has its own.")
  Config.setProvider("house", { provider_type = "demo", default_model = "barista" })
  house = Config.getProvider("house")
end
print(("1. %s is a provider of type %s; its model is %s."):format(house.name, house.provider_type, house.default_model))
print("   All providers: " .. table.concat(Config.listProviders(), ", "))

-- 2. So a script needs no model in it: who answers is decided where it runs.
local drink = ARGS.drink or "flat white" -- from  --drink NAME
local waiter = Agent.builder():name("waiter"):provider("house"):build()
local answer = waiter:execute({ prompt = "One " .. drink .. ", please" })
print("2. " .. answer.text:match("^.-%.") .. " …")

-- 3. Any key, spelled as in llmspell.toml, with the default where nothing is set. The variable
--    LLMSPELL_KERNEL_LIMITS_MAX_MEMORY_MB would come before the file.
for _, key in ipairs({ "kernel.limits.max_memory_mb", "state.backend", "session.session_timeout_hours" }) do
  print(("3. %s = %s"):format(key, Config.getSection(key)))
end

-- 4. What a script changes holds for itself and its later agents, and can be taken back.
local before = Config.snapshot()
Config.setProvider("house", { enabled = false })
local ok, refusal = pcall(function()
  return Agent.builder():name("late"):provider("house"):build()
end)
print("4. Turned off: " .. (ok and "but it answers" or refusal:match("provider.*")))
Config.restoreSnapshot(before)
print("   Taken back: " .. tostring(Config.getProvider("house").enabled))

-- 5. What guards you from a script is not for the script to change, and keys are never shown to it.
local may = Config.getPermissions()
for _, what in ipairs({ "modify_providers", "modify_security", "access_secrets" }) do
  print(("5. %s: %s"):format(what, may[what]))
end
