/** `Debug`: timers, the profiler, memory, and the reports that are made of them. */
import type { ApiClass, ApiFunction } from '../types.ts';

export const measuringFunctions = [
  {
    name: 'Debug.timer',
    thread: 'vm',
    doc: 'Starts a timer.',
    parameters: [{ name: 'name', type: 'string', doc: 'What is timed.' }],
    results: [{ type: 'DebugTimer', doc: 'The running timer.' }],
    example: 'local timer = Debug.timer("work")\nfor i = 1, 1e6 do end\nprint(timer:stop() .. " ms")',
  },
  {
    name: 'DebugTimer:stop',
    thread: 'vm',
    doc: 'Stops the timer.',
    parameters: [],
    results: [{ type: 'number?', doc: 'Milliseconds since its start; nil when it was stopped before.' }],
  },
  {
    name: 'DebugTimer:lap',
    thread: 'vm',
    doc: 'Notes how long it took so far, under a name.',
    parameters: [{ name: 'name', type: 'string', doc: 'The name of the lap.' }],
    results: [{ type: 'boolean', doc: 'false when the timer was stopped.' }],
  },
  {
    name: 'DebugTimer:elapsed',
    thread: 'vm',
    doc: 'Tells the time so far without stopping.',
    parameters: [],
    results: [{ type: 'number?', doc: 'Milliseconds since its start; nil when it was stopped.' }],
  },
  {
    name: 'DebugTimer:laps',
    thread: 'vm',
    doc: 'Lists the laps noted so far.',
    parameters: [],
    results: [{ type: 'table[]', doc: 'Tables with `name` and `elapsed_ms`, in order.' }],
  },
  {
    name: 'Debug.recordEvent',
    thread: 'vm',
    doc: 'Notes that something happened while a timer runs; the reports show it with its time.',
    parameters: [
      { name: 'timer_id', type: 'string|DebugTimer', doc: 'The timer, or its `id`.' },
      { name: 'event_name', type: 'string', doc: 'What happened.' },
      { name: 'metadata', type: 'any?', doc: 'More about it: a value JSON can hold.' },
    ],
    results: [{ type: 'boolean', doc: 'false when there is no such timer, or it was stopped.' }],
    example: 'local timer = Debug.timer("load")\nDebug.recordEvent(timer.id, "cache_miss", { key = "user:1" })',
  },
  {
    name: 'Debug.startProfile',
    thread: 'vm',
    doc: 'Starts the profiler: from now on it looks at what the script is doing about every millisecond. Time in which the script waits for an agent, a tool or a file is counted for what it waits for; time at a breakpoint is left out. What an earlier run of it recorded is forgotten. It ends with the script.',
    parameters: [{ name: 'options', type: 'table?', doc: 'How to look.', closed: true, fields: [{ name: 'interval_ms', type: 'number?', min: 0.1, max: 1000, doc: 'Milliseconds between two looks. Default 1.' }] }],
    results: [],
    example: 'Debug.startProfile()\nfor i = 1, 1e6 do local _ = tostring(i) end\nDebug.stopProfile()\nprint(Debug.performanceReport())',
  },
  {
    name: 'Debug.stopProfile',
    thread: 'vm',
    doc: 'Stops the profiler. What it recorded is in the reports until it is started again.',
    parameters: [],
    results: [{ type: 'table?', doc: 'A table with `duration_ms`, `samples` and `interval_ms`; nil when it was not running.' }],
  },
  {
    name: 'Debug.isProfiling',
    thread: 'vm',
    doc: 'Tells whether the profiler is running.',
    parameters: [],
    results: [{ type: 'boolean', doc: 'Whether it is.' }],
  },
  {
    name: 'Debug.performanceReport',
    thread: 'vm',
    doc: 'Shows what timers and profiler have measured so far, and the memory, as text for people.',
    parameters: [],
    results: [{ type: 'string', doc: 'The report.' }],
    example: 'local timer = Debug.timer("work")\ntimer:stop()\nprint(Debug.performanceReport())',
  },
  {
    name: 'Debug.jsonReport',
    thread: 'vm',
    doc: 'Shows what timers and profiler have measured so far, and the memory, as JSON.',
    parameters: [],
    results: [{ type: 'string', doc: 'An object with `timestamp`, `timers`, `memory` and, when the profiler was started, `profile`.' }],
  },
  {
    name: 'Debug.flameGraph',
    thread: 'vm',
    doc: 'Gives folded stacks, the text that flame graph tools read: `outer (file:line);inner (file:line) microseconds`, one line for each stack that the profiler saw, then one for each timer and lap (`timer;lap microseconds`).',
    parameters: [],
    results: [{ type: 'string', doc: 'The lines, or an empty text when nothing was measured.' }],
    example: 'Debug.startProfile()\n-- what is to be measured\nDebug.stopProfile()\nlocal file = io.open("profile.folded", "w")\nif file then file:write(Debug.flameGraph()) file:close() end',
  },
  {
    name: 'Debug.memoryStats',
    thread: 'vm',
    doc: 'Tells how much memory the script uses.',
    parameters: [],
    results: [{ type: 'DebugMemoryStats', doc: 'Bytes and counts.' }],
    example: 'local stats = Debug.memoryStats()\nprint(stats.used_bytes // 1024 .. " KB used")',
  },
  {
    name: 'Debug.memorySnapshot',
    thread: 'vm',
    doc: 'Tells how much memory was taken while timers ran. Garbage that was not collected yet counts, so a difference may be larger than what was kept, or below zero after a collection.',
    parameters: [],
    results: [
      {
        type: 'table',
        doc: 'A table with `timestamp_secs`, `active_trackers` (running timers), `total_memory_delta_bytes`, and `tracker_memory_usage`: by name of the timer a table with `start_bytes`, `delta_bytes` and, once it was stopped, `end_bytes`.',
      },
    ],
  },
] as const satisfies readonly ApiFunction[];

export const measuringClasses = [
  {
    name: 'DebugTimer',
    doc: 'A stopwatch.',
    fields: [
      { name: 'name', type: 'string', doc: 'What is timed.' },
      { name: 'id', type: 'string', doc: 'What `Debug.recordEvent` knows it by.' },
      { name: 'running', type: 'boolean', doc: 'false once it was stopped.' },
    ],
  },
  {
    name: 'DebugMemoryStats',
    doc: 'Memory, in bytes.',
    fields: [
      { name: 'used_bytes', type: 'integer', doc: 'What the values of this script take now, garbage that was not collected yet included: heap and strings, without what was there before the script.' },
      { name: 'heap_bytes', type: 'integer', doc: 'Its part on the heap: tables, functions, numbers.' },
      { name: 'string_bytes', type: 'integer', doc: 'Its part outside of the heap: the bytes of strings.' },
      { name: 'allocated_bytes', type: 'integer', doc: 'What is reserved for them.' },
      { name: 'resident_bytes', type: 'integer', doc: 'What the whole process has in memory, with the kernel and all its other scripts.' },
      { name: 'limit_bytes', type: 'integer?', doc: 'What `used_bytes` may grow to, where there is a limit.' },
      { name: 'collections', type: 'integer', doc: 'Full garbage collections that this script has asked for, or its limit has. Those that the VM makes by itself are not known.' },
    ],
  },
] as const satisfies readonly ApiClass[];
