/** What scripts see of the worker beside the libraries: output, agents, and what of the engine's own is gone. */
import { describe, expect, it } from 'vitest';
import type { HostValue } from '../../common/values.ts';
import { HostCallError } from '../services.ts';
import type { ScriptObject } from './script-objects.ts';
import { script } from './testing.ts';

const AGENT: HostValue = { $object: 'AgentInstance', id: 's/1', fields: { name: 'poet', provider: 'demo', model: 'echo' } };

describe('print', () => {
  it('writes through tostring, byte for byte', () => {
    const s = script();
    s.run(String.raw`print(1, 2.0, nil, true, "\xff\0", setmetatable({}, { __tostring = function() return "T" end })) print()`);
    expect(s.stdout()).toBe('1\t2.0\tnil\ttrue\t\xff\0\tT\n\n');
  });
  it('honours __tostring of any type', () => {
    const s = script();
    s.run(String.raw`debug.setmetatable(1, { __tostring = function(n) return "number " .. string.format("%d", n) end })
      getmetatable("").__tostring = function() return "S" end
      print(1, "x", true, print == print)`);
    expect(s.stdout()).toBe('number 1\tS\ttrue\ttrue\n');
  });
  it('uses the tostring of the script', () => {
    const s = script();
    s.run('function tostring(v) return "<" .. type(v) .. ">" end print(1, {})');
    expect(s.stdout()).toBe('<number>\t<table>\n');
    expect(s.fails('function tostring() return 1 end print(1)')).toBe("/scripts/main.lua:1: 'tostring' must return a string to 'print'");
  });
});

describe('agents', () => {
  it('are described by a builder and made by the kernel', () => {
    const s = script({ host: { 'AgentBuilder:build': () => AGENT } });
    expect(
      s.run(`local b = Agent.builder():name("poet"):description("d"):type("llm"):model("demo/echo"):provider("demo"):system_prompt("p"):temperature(0.5)
        :max_tokens(9):max_conversation_length(4):max_execution_time(1.5):base_url("http://x"):api_key("k"):custom_config({ system_prompt = "q" })
      local agent = b:build() return tostring(b), tostring(agent), agent.name, agent.nothing, type(agent.execute)`),
    ).toEqual(['AgentBuilder: poet', 'AgentInstance: poet (demo/echo)', 'poet', 'nil', 'function']);
    expect(s.calls).toEqual([
      {
        name: 'AgentBuilder:build',
        args: [
          {
            name: 'poet', description: 'd', type: 'llm', model: 'demo/echo', provider: 'demo', system_prompt: 'q', temperature: 0.5, max_tokens: 9, max_conversation_length: 4, max_execution_time: 1.5,
            base_url: 'http://x', api_key: 'k',
          },
        ],
      },
    ]);
  });

  it('hide their key from the debugger', () => {
    const { engine } = script();
    const [builder] = engine.call(engine.load(new TextEncoder().encode('return Agent.builder():model("demo/echo"):api_key("planted")'), '=test'), []);
    expect((engine.userdataOf(builder!) as ScriptObject).fields).toEqual({ model: 'demo/echo', api_key: '…' });
  });

  it('call back into the script while they answer', () => {
    const s = script({
      host: {
        'Agent.get': () => AGENT,
        'AgentInstance:invokeStream': ([self, input, fn], callbacks) => {
          expect([self, input]).toEqual([{ $object: 'AgentInstance', id: 's/1' }, { prompt: 'hi' }]);
          const callback = callbacks.get((fn as { $function: number }).$function)!;
          return { results: [callback(['one']), callback(['two'])].flat().length };
        },
      },
    });
    expect(s.run('local seen = {} local r = Agent.get("poet"):invokeStream({ prompt = "hi" }, function(chunk) seen[#seen + 1] = chunk return #seen end) return table.concat(seen, "+"), r.results')).toEqual(['one+two', '0']);
  });

  it("pass on a callback's own error with its value", () => {
    const s = script({ host: { 'Agent.get': () => AGENT, 'AgentInstance:invokeStream': ([, , fn], callbacks) => callbacks.get((fn as { $function: number }).$function)!([])[0] } });
    expect(s.run('local agent = Agent.get("poet") local ok, e = pcall(agent.invokeStream, agent, { prompt = "hi" }, function() error({ code = 5 }) end) return ok, e.code')).toEqual(['false', '5']);
  });

  it('fail at the line that asked, with the message of the kernel', () => {
    const s = script({
      host: {
        'Agent.get': () => {
          throw new HostCallError({ code: 'x', message: 'nobody of that name' });
        },
      },
    });
    expect(s.fails('\n\nAgent.get("poet")')).toBe('/scripts/main.lua:3: nobody of that name');
    expect(s.run('return pcall(Agent.get, "poet")')).toEqual(['false', 'nobody of that name']);
  });

  it('and tools cannot be given what cannot be sent', () => {
    const s = script({ host: { 'Tool.execute': () => null } });
    expect(s.fails('Tool.execute("calculator", { input = { print } })')).toContain("a function cannot be sent: argument 'params' of 'Tool.execute'.input[1]");
    expect(s.calls).toEqual([]);
  });
});

describe('the process', () => {
  it('is out of reach', () => {
    expect(script().run('return debug.debug, js, package.loaded.js, io.stdout ~= nil')).toEqual(['nil', 'nil', 'nil', 'true']);
  });
});
