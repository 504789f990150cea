/** `os.exit` ends a program from wherever it is called, with its code, and with what was written before. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sandbox } from '../support/processes.ts';

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.dispose());

describe('os.exit', () => {
  it.each([
    ['in a coroutine inside of pcall', 'pcall(coroutine.wrap(function() pcall(os.exit, 7) end))'],
    ['in a comparison of table.sort', 'table.sort({ 3, 2, 1 }, function() os.exit(7) end)'],
    ['in a metamethod', 'local t = setmetatable({}, { __index = function() os.exit(7) end }) local x = t.field'],
    ['in a replacement of gsub', '("x"):gsub("x", function() os.exit(7) end)'],
    ['in a message handler', 'xpcall(error, function() os.exit(7) end)'],
    ['in a hook', 'debug.sethook(function() os.exit(7) end, "l") local x = 1\nx = 2'],
    ['in an iterator and in a reader of load', 'for _ in function() load(function() os.exit(7) end) end do end'],
    ['in __tostring while printing', 'print(setmetatable({}, { __tostring = function() os.exit(7) end }))'],
    ['in a module', 'package.preload.m = function() os.exit(7) end require("m")'],
  ])('%s', async (_name, code) => {
    const { code: status, stdout, stderr } = await box.llmspell('run', box.file('main.lua', `io.write("before");\n${code}\nprint("after")`)).ended;
    expect({ status, stdout, stderr }).toEqual({ status: 7, stdout: 'before', stderr: '' });
  });
});
