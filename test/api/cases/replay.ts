import type { ApiCase, ApiCases } from '../case.ts';

const CONFIG = 'local config = Replay.create_config()';
const MODIFICATION = 'local m = Replay.create_modification("a.b", 5)';
const noSelf = (maker: string, owner: string, method: string): ApiCase => ({ wrong: `${maker}.${method}()`, says: `bad self for '${owner}:${method}' (${owner} expected, got no value): call it with a colon` });
const configGetter = (method: string, lua: string, gives: string): readonly ApiCase[] => [{ lua: `${CONFIG} return ${lua}`, gives }, noSelf('Replay.create_config()', 'ReplayConfig', method)];

export const cases: ApiCases = {
  'ReplayMode:name': [
    { lua: 'return Replay.modes.exact:name(), Replay.modes.modified:name(), Replay.modes.simulate:name(), Replay.modes.debug:name(), tostring(Replay.modes.exact)', gives: 'exact\tmodified\tsimulate\tdebug\tReplayMode: exact' },
    noSelf('Replay.modes.exact', 'ReplayMode', 'name'),
  ],
  'Replay.create_config': [
    { lua: 'return tostring(Replay.create_config()), Replay.create_config(Replay.modes.debug).mode, Replay.create_config("simulate"):get_mode() == Replay.modes.simulate', gives: 'ReplayConfig: exact\tdebug\ttrue' },
    { wrong: 'Replay.create_config("fast")', says: `bad argument #1 'mode' to 'Replay.create_config' (one of exact, modified, simulate, debug expected, got "fast")` },
    { wrong: 'Replay.create_config(5)', says: "bad argument #1 'mode' to 'Replay.create_config' (ReplayMode or string expected, got number)" },
  ],
  'ReplayConfig:get_mode': configGetter('get_mode', 'config:get_mode() == Replay.modes.exact', 'true'),
  'ReplayConfig:should_compare_results': configGetter('should_compare_results', 'config:should_compare_results()', 'true'),
  'ReplayConfig:get_timeout_seconds': configGetter('get_timeout_seconds', 'config:get_timeout_seconds()', '300'),
  'ReplayConfig:should_stop_on_error': configGetter('should_stop_on_error', 'config:should_stop_on_error()', 'false'),
  'ReplayConfig:get_modifications': configGetter('get_modifications', '#config:get_modifications()', '0'),
  'ReplayConfig:add_modification': [
    { lua: `${CONFIG} local value = {} config:add_modification("a", value) config:add_modification("b", nil, false) local all = config:get_modifications() return #all, all[1].path, all[1]:get_value() == value, all[2]:get_value(), all[2].enabled`, gives: '2\ta\ttrue\tnil\tfalse' },
    { wrong: `${CONFIG} config:add_modification("a")`, says: "bad argument #2 'value' to 'ReplayConfig:add_modification' (value expected, got no value)" },
  ],
  'Replay.create_modification': [
    { lua: `${MODIFICATION} return tostring(m), m.path, m.enabled`, gives: 'ReplayModification: a.b\ta.b\ttrue' },
    { wrong: 'Replay.create_modification("a", 1, "yes")', says: "bad argument #3 'enabled' to 'Replay.create_modification' (boolean expected, got string)" },
  ],
  'ReplayModification:get_path': [{ lua: `${MODIFICATION} return m:get_path()`, gives: 'a.b' }, noSelf('Replay.create_modification("a", 1)', 'ReplayModification', 'get_path')],
  'ReplayModification:get_value': [{ lua: `${MODIFICATION} return m:get_value()`, gives: '5' }, noSelf('Replay.create_modification("a", 1)', 'ReplayModification', 'get_value')],
  'ReplayModification:is_enabled': [{ lua: `${MODIFICATION} return m:is_enabled()`, gives: 'true' }, noSelf('Replay.create_modification("a", 1)', 'ReplayModification', 'is_enabled')],
  'ReplayModification:set_enabled': [
    { lua: `${MODIFICATION} m:set_enabled(false) return m:is_enabled(), m.enabled`, gives: 'false\tfalse' },
    { wrong: `${MODIFICATION} m:set_enabled()`, says: "bad argument #1 'enabled' to 'ReplayModification:set_enabled' (boolean expected, got no value)" },
  ],
  'Replay.schedules.once': [
    { lua: 'return tostring(Replay.schedules.once(5)), Replay.schedules.once(0).type', gives: 'ReplaySchedule: once, after 5 s\tonce' },
    { wrong: 'Replay.schedules.once(-1)', says: "bad argument #1 'delay_seconds' to 'Replay.schedules.once' (number from 0 expected, got -1)" },
  ],
  'Replay.schedules.interval': [
    { lua: 'return tostring(Replay.schedules.interval(0, 60, 3)), tostring(Replay.schedules.interval(1, 2))', gives: 'ReplaySchedule: every 60 s, first after 0 s, 3 times at most\tReplaySchedule: every 2 s, first after 1 s' },
    { wrong: 'Replay.schedules.interval(1, 0)', says: "bad argument #2 'interval_seconds' to 'Replay.schedules.interval' (number from 0.001 expected, got 0)" },
  ],
  'Replay.schedules.cron': [
    { lua: 'return tostring(Replay.schedules.cron("*/5 9-17 * jan,feb mon-fri")), Replay.schedules.cron("0 0 1 1 7").type', gives: 'ReplaySchedule: cron */5 9-17 * jan,feb mon-fri\tcron' },
    { wrong: 'Replay.schedules.cron("61 * * * *")', says: `bad argument #1 'expression' to 'Replay.schedules.cron' (minute, hour, day, month and day of the week expected, as in "0 9 * * 1-5", got "61 * * * *")` },
  ],
  'ReplaySchedule:type_name': [
    { lua: 'return Replay.schedules.once(1):type_name(), Replay.schedules.interval(1, 1):type_name(), Replay.schedules.cron("* * * * *"):type_name()', gives: 'once\tinterval\tcron' },
    noSelf('Replay.schedules.once(1)', 'ReplaySchedule', 'type_name'),
  ],
  'Replay.create_comparator': [{ lua: 'return tostring(Replay.create_comparator())', gives: 'ReplayComparator: comparator' }],
  'ReplayComparator:compare_json': [
    {
      lua: 'local c = Replay.create_comparator():compare_json({ a = 1, list = { 1, 2 }, old = true }, { a = 1, list = { 1, 3, 4 } }) local texts = {} for _, d in ipairs(c.differences) do texts[#texts + 1] = d.path .. ": " .. d.description end table.sort(texts) return c.identical, c.similarity_score, c.summary, table.concat(texts, "; ")',
      gives: 'false\t0.4\t3 differences, 2 of 5 values are the same\t$.list[2]: was 2, is 3; $.list[3]: was not there, is 4; $.old: was true, is gone',
    },
    { lua: 'local c = Replay.create_comparator():compare_json({ 1, {}, "x" }, { 1.0, {}, "x" }) return c.identical, c.similarity_score, c.summary, c.differences', gives: 'true\t1.0\tthe same\tnil' },
    { lua: 'return Replay.create_comparator():compare_json(math.maxinteger, math.maxinteger - 1).differences[1].description', gives: 'was 9223372036854775807, is 9223372036854775806' },
    { wrong: 'Replay.create_comparator():compare_json({ print }, {})', says: "a function cannot be compared: argument 'original' of 'ReplayComparator:compare_json'[1]" },
  ],
};
