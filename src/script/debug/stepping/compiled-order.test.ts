/** Text and code name the same calls, functions and statements in the same order: what step targets and jumps count on. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { programs } from '../../../../test/support/lua-programs.ts';
import { callsOnLine, compiledStatements, functionStarts, parse } from '../../../lua/index.ts';
import type { FunctionBody } from '../../engine/engine.ts';
import { bodyOf } from '../../engine/fengari/code/bodies.ts';
import { fengari, type LClosure, type Proto } from '../../engine/fengari/vm.ts';
import { bytes, newEngine } from '../../engine/testing.ts';
import { cellOf } from '../../engine/fengari/values.ts';
import { allBodies } from '../sources/line-table.ts';

const { OpCodesI: Op } = fengari.lopcodes;

function mainOf(text: string): Proto | undefined {
  try {
    return (cellOf(newEngine().load(bytes(text), '=text')).value as LClosure).p;
  } catch {
    return undefined; // no program
  }
}

/** `calls`: names by line of each function, from the text; and how many the code has. */
function expectAgreement(text: string): void {
  const main = mainOf(text);
  if (main === undefined) return;
  const parsed = parse(text, { chunk: 'string' });
  const starts = functionStarts(parsed);
  const protos = [...protosOf(main)];
  expect(protos.length, text).toBe(starts.length);
  expect(protos.map((proto) => bodyOf(proto)), text).toEqual([...allBodies(bodyOf(main) as FunctionBody)]);
  for (const [index, proto] of protos.entries()) {
    expect(compiledStatements(parsed, starts[index]!).length, text).toBe(proto.statements.length);
    const compiled = new Map<number, number>();
    proto.code.forEach(({ opcode }, pc) => {
      const line = proto.lineinfo[pc]!;
      if (opcode === Op.OP_CALL || opcode === Op.OP_TAILCALL) compiled.set(line, (compiled.get(line) ?? 0) + 1);
    });
    for (let line = 1; line <= parsed.lines.lineCount; line++) {
      const written = callsOnLine(parsed, line).filter((call) => call.functionStart === starts[index]);
      expect({ text, line, calls: written.length }).toEqual({ text, line, calls: compiled.get(line) ?? 0 });
    }
  }
}

function* protosOf(proto: Proto): Iterable<Proto> {
  yield proto;
  for (const child of proto.p) yield* protosOf(child);
}

describe('the compiled order', () => {
  test.each([
    'if a then break end',
    'while a do if b then break end end',
    'while a do if b then goto c elseif d then ; break else break end ::c:: end',
    'do ; ; ::l1:: ::l2:: ; local x = f() end return f()(g());',
    'local function a() return b(c(), d:e(f {}, "x"):g()) end function t.u:v() w() end',
    'for i = f(), g() do h() end for k in pairs(t) do x = function() return y() end end repeat f() until g()',
    'f\n(a)\n:b()\n.c\n{ d() }',
    'x = {\n  f(),\n  g = function()\n    h()\n  end,\n}',
  ])('%j', (text) => expectAgreement(text));

  test('of any program', () => {
    fc.assert(fc.property(programs, expectAgreement), { numRuns: 400 });
  });
});
