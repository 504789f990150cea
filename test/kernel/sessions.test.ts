/** Sessions and artifacts across processes: kernels that share a store, and kernels that are killed. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ContentFiles } from '../../src/runtime/artifacts/content-files.ts';
import { Contents, LARGEST_IN_STORE } from '../../src/runtime/artifacts/contents.ts';
import { artifactOfEntry } from '../../src/runtime/artifacts/records.ts';
import { FORGOTTEN_AFTER_MS, sweep } from '../../src/runtime/artifacts/sweep.ts';
import { lmdbStore } from '../../src/runtime/store/lmdb-store.ts';
import { Sandbox, type Ended } from '../support/processes.ts';

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.dispose());

const run = (name: string, code: string, ...args: string[]): Promise<Ended> => box.llmspell('run', box.file(name, code), ...args).ended;
const succeeded = ({ code, stdout, stderr }: Ended): string => {
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};
const artifactFolder = (): string => join(box.home, '.llmspell', 'state', 'artifacts');
const contentFiles = (): string[] => readdirSync(artifactFolder(), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name);

/** Bytes that no compression makes smaller, the same for the same seed; larger than what goes into the store itself. */
const NOISE = `local function noise(seed, length)
  local bytes, x = {}, seed * 2654435761 % 4294967296 + 1
  for i = 1, length // 2 do x = (x * 1664525 + 1013904223) % 4294967296 bytes[i] = string.pack("<I2", x >> 16) end
  return table.concat(bytes)
end
`;
const LENGTH = LARGEST_IN_STORE + 1000;

describe('sessions of one store', () => {
  it('outlive their run with everything in them, and are taken up by the next', async () => {
    const id = succeeded(
      await run(
        'make.lua',
        `${NOISE} local id = Session.create({ name = "work", tags = { "t" }, metadata = { raw = "\\0\\255", n = 3, f = 3.0 } })
         State.set("session:" .. id, "step", 2)
         Artifact.store(id, "note", "all.bin", noise(1, ${LENGTH}))
         Artifact.store(id, "note", "small.txt", "small")
         Session.suspend(id)
         io.write(id)`,
      ),
    );
    const again = succeeded(
      await run(
        'take-up.lua',
        `${NOISE} local id = arg[1]
         print(pcall(State.get, "session:" .. id, "step"))
         Session.load(id)
         Session.resume(id)
         local s = Session.get(id)
         print(s.name, s.status, s.tags[1], s.custom_metadata.raw == "\\0\\255", math.type(s.custom_metadata.n), math.type(s.custom_metadata.f))
         print(State.get("session:" .. id, "step"), Artifact.get(id, "all.bin").content == noise(1, ${LENGTH}), Artifact.get(id, "small.txt").content)`,
        id,
      ),
    );
    const [refused, ...rest] = again.trimEnd().split('\n');
    expect(refused).toMatch(/^false\t.*the scope "session:[-0-9a-f]+" is not reachable/);
    expect(rest).toEqual(['work\tactive\tt\ttrue\tinteger\tfloat', '2\ttrue\tsmall']);
  });

  it('are worked on by several kernels at once: nothing is lost, and what is equal is kept once', async () => {
    const id = succeeded(await run('make.lua', 'io.write(Session.create({ name = "shared" }))'));
    const script = box.file(
      'work.lua',
      `${NOISE} local id, worker = arg[1], arg[2]
       local shared = noise(7, ${LENGTH})
       for i = 1, 20 do
         Artifact.store(id, "note", "shared", shared)
         Artifact.store(id, "note", "own-" .. worker, worker .. ":" .. i)
         Session.create({ tags = { "by-" .. worker } })
       end`,
    );
    const workers = ['a', 'b', 'c'].map((worker) => box.llmspell('run', script, id, worker).ended);
    for (const ended of await Promise.all(workers)) succeeded(ended);
    const seen = succeeded(
      await run(
        'look.lua',
        `${NOISE} local id = arg[1]
         local numbers, versions = {}, {}
         for _, a in ipairs(Artifact.list(id)) do
           assert(not numbers[a.sequence]) numbers[a.sequence] = true
           versions[a.name] = versions[a.name] or {}
           assert(not versions[a.name][a.version]) versions[a.name][a.version] = true
         end
         print(#numbers, #versions["shared"], #versions["own-a"], #versions["own-b"], #versions["own-c"], Session.get(id).artifact_count)
         print(Artifact.get(id, "own-b").content, Artifact.get(id, "shared").content == noise(7, ${LENGTH}))
         print(#Session.list({ tags = { "by-a" } }), #Session.list({ tags = { "by-b" } }), #Session.list({ tags = { "by-c" } }))`,
        id,
      ),
    );
    expect(seen).toBe('120\t60\t20\t20\t20\t120\nb:20\ttrue\n20\t20\t20\n');
    expect(contentFiles()).toHaveLength(1);
    succeeded(await run('clean.lua', 'Session.delete(arg[1])', id));
    expect(contentFiles()).toEqual([]);
  });

  it('count together against the limit', async () => {
    box.file('llmspell.toml', '[session]\nmax_sessions = 25\n');
    const script = box.file('fill.lua', 'local made = 0 for i = 1, 20 do if pcall(Session.create) then made = made + 1 end end print(made)');
    const made = await Promise.all([box.llmspell('run', script).ended, box.llmspell('run', script).ended]);
    expect(made.map((ended) => Number(succeeded(ended))).reduce((sum, count) => sum + count)).toBe(25);
  });

  it('time out for all of them', async () => {
    const id = succeeded(await run('make.lua', 'local id = Session.create({ timeout_seconds = 0.05 }) io.write(id)'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const says = succeeded(await run('late.lua', 'print(pcall(Session.load, arg[1])) print(pcall(Artifact.store, arg[1], "note", "n", "x")) print(Session.get(arg[1]).status)', id));
    expect(says.split('\n')).toEqual([
      expect.stringMatching(/^false\t.* is failed \(timed out: not used for 0\.05 s\) and cannot be loaded/),
      expect.stringMatching(/^false\t.* is failed \(timed out: not used for 0\.05 s\) and cannot take artifacts/),
      'failed',
      '',
    ]);
  });
});

describe('a kernel that is killed while it stores', () => {
  it.each([1, 5, 11])('loses nothing that it has answered, and leaves nothing that is not cleaned up (killed after %d)', async (after) => {
    const id = succeeded(await run('make.lua', 'io.write(Session.create())'));
    const script = box.file(
      'store.lua',
      `${NOISE} for i = 1, 100000 do
         local stored = Artifact.store(arg[1], "note", "n" .. i % 3, noise(i, ${LENGTH}))
         if i % 4 == 0 then Artifact.delete(arg[1], stored) else print(i, stored.sequence) end
         io.flush()
       end`,
    );
    const victim = box.llmspell('run', script, id);
    await victim.saw(new RegExp(`^${after}\\t`, 'm'));
    victim.kill('SIGKILL');
    const { stdout } = await victim.ended;
    const acknowledged = [...stdout.matchAll(/^(\d+)\t(\d+)$/gm)].map(([, seed, sequence]) => `{ ${seed}, ${sequence} }`);
    expect(acknowledged.length).toBeGreaterThan(0);

    const checked = succeeded(
      await run(
        'check.lua',
        `${NOISE} local whole = 0
         for _, pair in ipairs({ ${acknowledged.join(', ')} }) do
           local found = Artifact.get(arg[1], { sequence = pair[2] })
           assert(found.content == noise(pair[1], ${LENGTH})) whole = whole + 1
         end
         for _, artifact in ipairs(Artifact.list(arg[1])) do Artifact.get(arg[1], artifact) end
         print(whole, Artifact.store(arg[1], "note", "n1", "goes on").session_id == arg[1])`,
        id,
      ),
    );
    expect(checked).toBe(`${acknowledged.length}\ttrue\n`);

    const store = await lmdbStore(join(box.home, '.llmspell', 'state'));
    try {
      const [folder] = readdirSync(artifactFolder());
      const files = new ContentFiles(join(artifactFolder(), folder!));
      await sweep(store, files, Date.now() + 2 * FORGOTTEN_AFTER_MS);
      const named = (await store.entries({ prefix: 'artifact/content/' })).flatMap(({ value }) => (JSON.parse(Buffer.from(value).toString()) as { file?: string }).file ?? []);
      const there: string[] = [];
      for await (const { name } of files.list()) there.push(name);
      expect(there.toSorted()).toEqual(named.toSorted());
      const contents = new Contents(store, files, 0);
      for (const artifact of (await store.entries({ prefix: `artifact/record/${id}/` })).map(artifactOfEntry)) expect(await contents.read(artifact.contentHash)).toBeDefined();
    } finally {
      await store.close();
    }
  });
});
