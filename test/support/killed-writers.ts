/**
 * Kernels that write state until they are killed: several at once on one store, each killed in the middle. What they had been told was kept must be
 * there for the next one, whole; and nobody who is alive may be held up by one that died.
 */
import type { Running, Sandbox } from './processes.ts';

/** Writes, and says so only afterwards: what its output names is kept. `size` makes some values large, so that commits take their time. */
const WRITER = `
local name, round = ...
local i = 0
print("ready")
while true do
  i = i + 1
  local body = string.rep(name .. i .. ";", i % 7 == 0 and 4000 or 10)
  State.set("killed", name .. "." .. round .. "." .. i, { number = i, body = body })
  State.update("killed", "count", function(n) return (n or 0) + 1 end)
  print("kept " .. i)
end
`;

const READER = `
local whole, damaged = 0, 0
for _, key in ipairs(State.list_keys("killed")) do
  local name, i = key:match("^(.-)%.%d+%.(%d+)$")
  if name then
    i = math.tointeger(tonumber(i))
    local value = State.get("killed", key)
    local body = string.rep(name .. i .. ";", i % 7 == 0 and 4000 or 10)
    if value and value.number == i and value.body == body then print(key) whole = whole + 1 else damaged = damaged + 1 end
  end
end
print("whole", whole, "damaged", damaged, "count", State.get("killed", "count") or 0)
`;

export interface KilledWriters {
  /** Keys that were said to be kept and are not there. */
  readonly lost: readonly string[];
  readonly damaged: number;
  /** Writes that were said to be kept, of all rounds. */
  readonly acknowledged: number;
  /** How often the shared counter was counted up. */
  readonly counted: number;
}

export async function killWriters(box: Sandbox, rounds: number, writers: number): Promise<KilledWriters> {
  const script = box.file('writer.lua', WRITER);
  const acknowledged: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    const running = Array.from({ length: writers }, (_, i) => box.llmspell('run', script, '--', `w${i}`, String(round)));
    await Promise.all(running.map((writer) => writer.saw(/ready/)));
    for (const [i, writer] of running.entries()) {
      // Each lives a little longer than the one before: the others go on while one dies.
      await writer.saw(new RegExp(`kept ${3 + ((round * 7 + i * 5) % 11)}\\n`));
      writer.kill('SIGKILL');
    }
    for (const [i, writer] of running.entries()) acknowledged.push(...(await keptBy(writer)).map((number) => `w${i}.${round}.${number}`));
  }
  const { stdout, stderr } = await box.llmspell('run', box.file('reader.lua', READER)).ended;
  const summary = /^whole\t(\d+)\tdamaged\t(\d+)\tcount\t(\d+)$/m.exec(stdout);
  if (summary === null) throw new Error(`the reader failed: ${stderr}`);
  const there = new Set(stdout.split('\n'));
  return { lost: acknowledged.filter((key) => !there.has(key)), damaged: Number(summary[2]), acknowledged: acknowledged.length, counted: Number(summary[3]) };
}

async function keptBy(writer: Running): Promise<number[]> {
  const { stdout } = await writer.ended;
  return [...stdout.matchAll(/^kept (\d+)$/gm)].map(([, number]) => Number(number));
}

/** Sets many keys to one letter and backs up, then to the other; then brings one and the other back until it is killed. */
const RESTORER = `
local ids = {}
for _, letter in ipairs({ "a", "b" }) do
  for i = 1, 300 do State.set("restored", tostring(i), letter:rep(500)) end
  ids[#ids + 1] = State.create_backup().id
end
print("ready")
while true do
  for _, id in ipairs(ids) do State.restore_backup(id) print("restored " .. id) end
end
`;

const RESTORED = `
local seen = {}
local keys = State.list_keys("restored")
for _, key in ipairs(keys) do seen[State.get("restored", key)] = true end
local values = 0
for _ in pairs(seen) do values = values + 1 end
print(#keys, values)
`;

/** Answers what there is after each kill: the number of keys, and of different values among them. */
export async function killRestores(box: Sandbox, rounds: number): Promise<string[]> {
  const seen: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    const restorer = box.llmspell('run', box.file('restorer.lua', RESTORER));
    await restorer.saw(/ready/);
    await restorer.saw(new RegExp(`(restored \\S+\\n){${round % 3}}`));
    restorer.kill('SIGKILL');
    await restorer.ended;
    const { stdout } = await box.llmspell('run', box.file('restored.lua', RESTORED)).ended;
    seen.push(stdout.trim());
  }
  return seen;
}
