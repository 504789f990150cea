/** `Streaming`: values one after the other, from a function that gives them. */
import type { ApiClass, ApiFunction, ApiModule } from './types.ts';

const functions = [
  {
    name: 'Streaming.create',
    thread: 'vm',
    doc: 'Makes a stream of what a function yields. The function runs as a coroutine, and only as far as the next value that is asked for; what it returns in the end, when that is not nil, is the last value.',
    parameters: [{ name: 'producer', type: 'fun()', doc: 'Gives its values by `Streaming.yield` or `coroutine.yield`.' }],
    results: [{ type: 'Stream', doc: 'The stream.' }],
    example: 'local numbers = Streaming.create(function()\n  for i = 1, 3 do Streaming.yield(i) end\nend)\nfor n in function() return numbers:next() end do print(n) end',
  },
  {
    name: 'Streaming.yield',
    thread: 'engine',
    doc: 'Gives the next value of the stream whose function is running: another name for `coroutine.yield`.',
    parameters: [{ name: '...', type: 'any?', doc: 'The value.' }],
    results: [],
  },
  {
    name: 'Stream:next',
    thread: 'vm',
    doc: 'Runs the function to its next value. An error of the function ends the stream, and is raised here.',
    parameters: [],
    results: [{ type: 'any?', doc: 'The value, or nil when there are no more.' }],
  },
  {
    name: 'Stream:isDone',
    thread: 'vm',
    doc: 'Tells whether the function has ended. Before the end is met it is false, although no value may follow.',
    parameters: [],
    results: [{ type: 'boolean', doc: 'Whether there are certainly no more values.' }],
  },
  {
    name: 'Stream:collect',
    thread: 'vm',
    doc: 'Takes all values that are left.',
    parameters: [],
    results: [{ type: 'table', doc: 'The values, from 1.' }],
  },
] as const satisfies readonly ApiFunction[];

const classes = [{ name: 'Stream', doc: 'Values that are made when they are asked for.', fields: [{ name: 'done', type: 'boolean', doc: 'As `:isDone()`.' }] }] as const satisfies readonly ApiClass[];

export const streamingApi = {
  id: 'streaming',
  title: 'Streaming',
  doc: 'Streams give values one after the other, each when it is asked for. The answers of agents are streamed by `agent:invokeStream`.',
  values: [{ name: 'Streaming', type: 'table', doc: 'Makes streams.' }],
  classes,
  functions,
} as const satisfies ApiModule;
