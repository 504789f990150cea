import { beforeEach, describe, expect, it } from 'vitest';
import { script, type Script } from '../testing.ts';

let s: Script;
beforeEach(() => {
  s = script({ scriptPath: '/scripts/main.lua' });
});

describe('a script that steers its debugger', () => {
  it('names places by file, by function name, and by function', () => {
    expect(s.run('local function f() end Debug.breakpoint("lib/a.lua", 3) Debug.breakpoint("/x/b.lua", 4) Debug.breakpoint("M.f") Debug.breakpoint("Obj:m", 10) Debug.breakpoint(f) return select("#", Debug.breakpoint())')).toEqual(['0']);
    expect(s.steered).toEqual([
      { kind: 'line', path: '/scripts/lib/a.lua', line: 3 },
      { kind: 'line', path: '/x/b.lua', line: 4 },
      { kind: 'name', name: 'M.f', line: undefined },
      { kind: 'name', name: 'Obj:m', line: 10 },
      { kind: 'function', value: expect.anything() as unknown, line: undefined },
      'stopHere',
    ]);
  });

  it('steps and goes on', () => {
    s.run('Debug.step() Debug.stepOver() Debug.continue()');
    expect(s.steered).toEqual(['in', 'over', 'goOn']);
  });

  it('is told what is missing', () => {
    expect(s.fails('Debug.breakpoint("a.lua")')).toContain("bad argument #2 'line' to 'Debug.breakpoint' (the line of a.lua expected, got nothing)");
    expect(s.fails('Debug.breakpoint("a.lua", 0)')).toContain('counted from 1');
    expect(s.fails('Debug.breakpoint(nil, 3)')).toContain("'file_or_function'");
    expect(s.fails('Debug.breakpoint({}, 3)')).toContain('string or function expected, got table');
    expect(s.fails('Debug.breakpoint("a.lua", 1.5)')).toContain('integer');
    expect(s.steered).toEqual([]);
  });

  it('asks the kernel for its debug adapter', () => {
    const host = script({ host: { 'Debug.enableDAP': ([options]) => ({ port: (options as { port: number }).port, connection_file: '/k.json' }) } });
    expect(host.run('local dap = Debug.enableDAP({ port = 7, wait_for_debugger = true }) return dap.port, dap.connection_file')).toEqual(['7', '/k.json']);
    expect(host.calls).toMatchObject([{ name: 'Debug.enableDAP', args: [{ port: 7, wait_for_debugger: true }] }]);
    expect(host.fails('Debug.enableDAP({ port = "9556" })')).toContain('port');
  });
});
