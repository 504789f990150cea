-- Conway's game of life: no agents, just loops and tables, to try the debugger on.
-- Right-click left of a line number for these:
--
--   * Add Conditional Breakpoint  at `return alive` in `next_state`:  row == 2 and alive
--   * the same, as Hit Count      %10   (every tenth time)
--   * Add Logpoint                at `world = next_world(world)`:  generation {generation}: {population(world)} alive
--   * run with more generations (arguments in launch.json: "args": ["20000"]) and press Pause

local WIDTH, HEIGHT = 16, 8
local generations = tonumber((...)) or 6

local function new_world(is_alive)
  local world = {}
  for row = 1, HEIGHT do
    world[row] = {}
    for column = 1, WIDTH do
      world[row][column] = is_alive(row, column)
    end
  end
  return world
end

-- The world is a torus: what leaves at one edge comes back at the other.
local function cell(world, row, column)
  return world[(row - 1) % HEIGHT + 1][(column - 1) % WIDTH + 1]
end

local function neighbours(world, row, column)
  local count = 0
  for down = -1, 1 do
    for right = -1, 1 do
      local itself = down == 0 and right == 0
      if not itself and cell(world, row + down, column + right) then
        count = count + 1
      end
    end
  end
  return count
end

local function next_state(world, row, column)
  local count = neighbours(world, row, column)
  local alive = count == 3 or (count == 2 and cell(world, row, column))
  return alive
end

local function next_world(world)
  return new_world(function(row, column)
    return next_state(world, row, column)
  end)
end

-- Global, so that the logpoint above finds it.
function population(world)
  local alive = 0
  for _, row in ipairs(world) do
    for _, is_alive in ipairs(row) do
      if is_alive then
        alive = alive + 1
      end
    end
  end
  return alive
end

local function picture(world)
  local lines = {}
  for _, row in ipairs(world) do
    local cells = {}
    for column, is_alive in ipairs(row) do
      cells[column] = is_alive and "●" or "·"
    end
    lines[#lines + 1] = table.concat(cells, " ")
  end
  return table.concat(lines, "\n")
end

local glider = { ["1,2"] = true, ["2,3"] = true, ["3,1"] = true, ["3,2"] = true, ["3,3"] = true }
local world = new_world(function(row, column)
  return glider[row .. "," .. column] or false
end)

for generation = 1, generations do
  if generation <= 6 then
    print(("generation %d, %d alive\n%s\n"):format(generation, population(world), picture(world)))
  end
  world = next_world(world)
end
