-- What a script may do, and what it is told when it may not. One set of rules holds for `io`, `os`,
-- `require` and every tool. A refusal names the rule and the key that would change it: not by the
-- script, but by you, in llmspell.toml. The one in this folder allows one program; run this from
-- elsewhere, and not even that is allowed. Tick "Before Tool Calls" in Breakpoints to stop in 3.

local rules = Config.getSecurity()
local function yes_or_no(allowed)
  return allowed and "yes" or "no"
end
print("Folders beside the script's own: " .. yes_or_no(rules.allow_file_access))
print("Requests of tools: " .. yes_or_no(rules.allow_network_access))
print("Programs: " .. yes_or_no(rules.allow_process_spawn))

-- Says what became of one try: the functions of Lua answer nil and the reason.
local function told(what, result, refusal)
  print(("%s\n   -> %s"):format(what, result and "allowed" or refusal))
  return result
end

-- 1. Files: the script's folder may be read, the temporary folder written. What counts is where a
--    file really lies, however its name is spelled.
local folder = arg[0]:match("^(.*)[/\\]") or "."
told("1. Read this script", io.open(arg[0])):close()
told("   Read a system file", io.open("/etc/passwd"))
told("   The same by a detour", io.open(folder .. "/../../../../../../../../etc/passwd"))
told("   Add to another one", io.open("/etc/hosts", "a"))

-- 2. Programs: each has to be allowed by its name, and runs without a shell.
local echo = told("2. Run echo", io.popen("echo hello from a program"))
if echo then
  print("   -> " .. echo:read("l"))
  echo:close()
end
told("   Run two programs in one line", io.popen("echo hello; whoami"))
told("   Run whoami", os.execute("whoami"))

-- 3. Hosts: what leads to this machine or a private network has to be named. The address counts, not
--    the name, and so does the address that a redirect leads to. Tools raise their refusals.
local function request(url)
  local ok, answer = pcall(Tool.execute, "web-fetch", { url = url })
  return ok and answer, answer
end
told("3. Ask this machine", request("http://localhost:8080/admin"))
told("   Ask a cloud for its credentials", request("http://169.254.169.254/latest/meta-data/"))
told("   Read a file by its URL", request("file:///etc/passwd"))
print("   A public host, not asked here: " .. yes_or_no(Config.isNetworkAccessAllowed("https://example.org")))

-- 4. The rules themselves. A script may say what it needs, and fails at once where it does not have it.
told("4. Open a folder for itself", pcall(Config.addAllowedPath, "/etc"))
