-- What scripts remember. `State` keeps values between runs, and all your scripts share it: run this
-- twice, and the second run knows the first. Set a breakpoint in `sell` and look at `stock` there:
-- what comes out of the store is an ordinary table.

local CAFE = "cafe" -- a scope of our own, beside "global", "session", "agent:<id>" and others

-- 1. A value stays until it is removed. The function is given what is kept: nil at the first run.
local day = State.update(CAFE, "day", function(last)
  return (last or 0) + 1
end)
print(("1. Day %d of the café%s."):format(day, day == 1 and "; run me again for the next" or ""))

-- 2. Tables come back as they went in: integers stay integers, floats stay floats, strings any bytes.
State.set(CAFE, "stock", { beans = 500, milk = 2.5, cakes = { "cheese", "carrot" } })
print("2. In stock: " .. Debug.dumpCompact(State.get(CAFE, "stock")))

-- 3. Two scripts, one key: with the version that was read, a write fails when somebody was faster.
local function sell(drink, grams)
  local stock, version = State.get_versioned(CAFE, "stock")
  stock.beans = stock.beans - grams
  State.set(CAFE, "stock", stock, { version = version })
  return stock.beans, version
end

local beans, version = sell("espresso", 9)
print(("3. One espresso sold, %d g of beans left."):format(beans))
local ok, conflict = pcall(State.set, CAFE, "stock", {}, { version = version })
print("   With the version from before: " .. (ok and "written" or conflict))

-- 4. One of many: compare and swap tells who was first. nil means: nothing may be there.
State.delete(CAFE, "barista")
for _, name in ipairs({ "Ada", "Grace" }) do
  local won, barista = State.compare_and_swap(CAFE, "barista", nil, name)
  print(("4. %s wants to be the barista: %s, it is %s."):format(name, won and "yes" or "no", barista))
end

-- 5. What may be forgotten: after some time, or (`ephemeral`) with this kernel.
State.set(CAFE, "special", "flat white", { ttl_seconds = 0.2, ephemeral = true })
print("5. Today's special: " .. tostring(State.get(CAFE, "special")))
Utils.sleep(0.3)
print("   A moment later: " .. tostring(State.get(CAFE, "special")))

-- 6. The first scope that has an answer gives it: what is meant for all, and exceptions from it.
State.set("global", "cafe.greeting", "Good morning")
State.set("agent:waiter", "cafe.greeting", "Ciao")
for _, agent in ipairs({ "waiter", "cook" }) do
  local greeting, from = State.get_with_fallback("agent:" .. agent, "cafe.greeting", { "global" })
  print(("6. The %s says %s (from %s)."):format(agent, greeting, from))
end

-- 7. A backup holds everything in the store, whosever it is; restoring it puts all of it back.
local backup = State.create_backup()
State.delete(CAFE, "stock")
print("7. The stock is lost: " .. tostring(State.get(CAFE, "stock")))
assert(State.validate_backup(backup.id).valid)
State.restore_backup(backup.id)
print(("   It is back, with %d g of beans."):format(State.get(CAFE, "stock").beans))
State.cleanup_backups() -- removes those that are too many or too old; llmspell.toml says what is too many

print("Kept for the next run: " .. table.concat(State.list_keys(CAFE), ", "))
