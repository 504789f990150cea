/**
 * Lua programs whose output is known from PUC Lua 5.3: `golden/<name>.txt` is what `lua5.3 <name>.lua` prints. Ours must print the same,
 * bare, with every tick watched, and with a stop point on every line. Where lua5.3 is installed, the golden files are checked too.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Engine, EngineHandlers, FunctionBody, LuaValue } from '../../src/script/engine/engine.ts';
import { define, newEngine } from '../../src/script/engine/testing.ts';

const folder = new URL('.', import.meta.url);
const programs = readdirSync(folder)
  .filter((name) => name.endsWith('.lua'))
  .map((name) => name.slice(0, -4));

/** Addresses differ. */
function comparable(text: string): string[] {
  return text
    .replace(/(table|function|userdata|thread|builtin): (0x)?\w+/g, '$1: ADDRESS')
    .split('\n');
}

function output(name: string, handlers: EngineHandlers): string {
  const written: Uint8Array[] = [];
  const engine = newEngine(handlers);
  const write = (args: readonly LuaValue[], separator: string, end: string): void => {
    for (const [index, arg] of args.entries()) {
      if (index > 0) written.push(Buffer.from(separator));
      const isWrite = separator === ''; // io.write prints 2.0 as 2, print does not
      const text = engine.type(arg) === 'string' ? engine.toBytes(arg) : undefined;
      written.push(text ?? Buffer.from(isWrite ? engine.toDisplay(arg).replace(/\.0$/, '') : engine.toDisplay(arg)));
    }
    written.push(Buffer.from(end));
  };
  define(engine, 'print', (args) => write(args, '\t', '\n'));
  const io = engine.table();
  engine.rawSet(io, engine.string('write'), engine.native('write', (args) => write(args, '', '')));
  engine.rawSet(engine.globals, engine.string('io'), io);
  active = engine;
  engine.call(engine.load(readFileSync(new URL(`${name}.lua`, folder)), `@${name}.lua`), []);
  return Buffer.concat(written).toString('latin1');
}
let active: Engine;

function everyLine(body: FunctionBody): void {
  for (const line of body.lines) active.setStopPoint(body, line, true);
  for (const child of body.children) everyLine(child);
}

const golden = (name: string): string => readFileSync(new URL(`golden/${name}.txt`, folder), 'latin1');

describe.each(programs)('%s.lua', (name) => {
  test('prints what PUC Lua 5.3 prints', () => {
    expect(comparable(output(name, {}))).toEqual(comparable(golden(name)));
  });

  test('prints the same with a stop point on every line', () => {
    let stops = 0;
    const debugged = output(name, { loaded: everyLine, stopped: () => void stops++ });
    expect(comparable(debugged)).toEqual(comparable(golden(name)));
    expect(stops).toBeGreaterThan(10);
  });

  test('prints the same when every line is stepped into', () => {
    let stops = 0;
    const debugged = output(name, {
      loaded: (main) => active.setStopPoint(main, main.entryLine, true),
      stopped(stop) {
        if (stop.kind !== 'line' && stop.kind !== 'step') return;
        if (++stops < 20_000) active.armStep('in');
      },
    });
    expect(comparable(debugged)).toEqual(comparable(golden(name)));
    expect(stops).toBeGreaterThan(10);
  });

  const installed = spawnSync('lua5.3', ['-v']).status === 0;
  test.runIf(installed)('the golden file is what lua5.3 prints', () => {
    const real = spawnSync('lua5.3', [`${name}.lua`], { cwd: folder.pathname, encoding: 'latin1', maxBuffer: 1 << 26 });
    expect(comparable(real.stdout)).toEqual(comparable(golden(name)));
  });
});
