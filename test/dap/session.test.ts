import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { faceToFace, type Face, type FaceOptions } from './face-to-face.ts';

async function launched(options: FaceOptions = {}, args: object = {}): Promise<Face> {
  const face = faceToFace(options);
  await face.client.launch('/a/main.lua', { ...(options.token && { token: options.token }), ...args });
  return face;
}

describe('the token', () => {
  test('comes before anything else: without it nothing but initialize is answered', async () => {
    const { client } = faceToFace({ token: 'right' });
    await client.initialize();
    const silent = [client.post('threads'), client.post('evaluate', { expression: '1' }), client.post('setBreakpoints', {}), client.post('nonsense')];
    client.raw('no JSON');
    await expect(client.request('launch', { program: '/a.lua' })).rejects.toThrow('A token is needed');
    await expect(client.request('attach', { token: 'wrong' })).rejects.toThrow('The token is wrong');
    const answered = client.messages.filter(({ type }) => type === 'response').map((message) => message.request_seq);
    expect(answered.some((seq) => silent.includes(seq!))).toBe(false);
    await client.request('launch', { program: '/a.lua', token: 'right' });
    expect((await client.request('threads')).threads).toEqual([]);
  });

  test('guessed wrong five times closes the connection', async () => {
    const { client, served } = faceToFace({ token: 'right' });
    await client.initialize();
    for (let attempt = 0; attempt < 5; attempt++) await client.request('launch', { program: '/a.lua', token: 'guess' }).catch(() => undefined);
    await served;
    await client.closed();
  });

  test('is not asked for where none is needed', async () => {
    const { client, launches } = await launched();
    expect(launches).toHaveLength(1);
    expect(client.events('process')).toEqual([{ name: 'main.lua', isLocalProcess: true, startMethod: 'launch' }]);
  });

  test('a stranger may not send for ever', async () => {
    const { client, served } = faceToFace({ token: 'right' });
    client.raw(JSON.stringify({ type: 'request', seq: 1, command: 'x', arguments: 'x'.repeat(2 << 20) }));
    await served;
    await client.closed();
  });
});

describe('launch', () => {
  test('passes on what was asked for', async () => {
    const { launches, target } = await launched({}, { args: ['a'], cwd: '/w', env: { A: 'b', C: null }, config: '/c.toml', stopOnEntry: true, skipFiles: ['**/x/**'] });
    expect(launches).toEqual([{ program: '/a/main.lua', args: ['a'], cwd: '/w', env: { A: 'b', C: null }, config: '/c.toml', noDebug: false }]);
    await turn();
    expect(target.setup).toMatchObject({ stopOnEntry: true, skipFiles: ['**/x/**'] });
  });

  test('in a terminal needs a client that has one, and a console that we know', async () => {
    const { client, launches } = faceToFace();
    await client.initialize();
    await expect(client.request('launch', { program: '/a.lua', console: 'integratedTerminal' })).rejects.toThrow(/supportsRunInTerminalRequest.*internalConsole.*run --debug/);
    await expect(client.request('launch', { program: '/a.lua', console: 'elsewhere' })).rejects.toThrow('"console" must be "internalConsole" or "integratedTerminal", not "elsewhere"');
    expect(launches).toEqual([]);
  });

  test('fails with the reason of the kernel, for the user', async () => {
    const { client } = faceToFace({ refuse: new Error('script not found: {x}') });
    await client.initialize();
    const seq = client.post('launch', { program: '/a.lua' });
    const response = await client.response(seq);
    expect(response).toMatchObject({ success: false, message: 'script not found: {x}', body: { error: { showUser: true, format: 'script not found: (x)' } } });
    // A failed launch is no end of the session: the client may try another program.
    await expect(client.request('continue', { threadId: 1 })).rejects.toThrow('No program');
  });

  test('happens once in a session', async () => {
    const { client } = await launched();
    await expect(client.request('launch', { program: '/b.lua' })).rejects.toThrow('already has its program');
    const hasty = faceToFace();
    await hasty.client.initialize();
    const first = hasty.client.request('launch', { program: '/a.lua' });
    await expect(hasty.client.request('attach', {})).rejects.toThrow('already has its program');
    await first;
    await expect(client.request('configurationDone')).rejects.toThrow('already has its program');
  });

  test('counts lines and columns as the client does', async () => {
    const { client, target } = faceToFace();
    await client.initialize({ linesStartAt1: false, columnsStartAt1: false });
    await client.request('launch', { program: '/a.lua' });
    target.answers.setBreakpoints = [{ id: 1, verified: true, line: 8 }];
    const { breakpoints } = await client.request('setBreakpoints', { source: { path: '/a.lua' }, breakpoints: [{ line: 4 }] });
    expect(target.requests[0]!.params).toMatchObject({ breakpoints: [{ line: 5 }] });
    expect(breakpoints[0]!.line).toBe(7);
  });
});

describe('a program that ends', () => {
  test('because the user stopped it says so, and nothing of an exit code', async () => {
    const { client, target } = await launched();
    target.end({ exitCode: 1, reason: 'terminated' });
    expect(await client.exitCode()).toBe(1);
    expect(client.output('console')).toBe('main.lua was stopped\n');
  });

  test('is told by its error, exited and terminated, after all of its output', async () => {
    const { client, target } = await launched();
    await target.write({ category: 'stdout', data: Buffer.from([0xc3]) });
    target.end({ exitCode: 1, reason: 'error', error: 'boom\nstack traceback:\n' });
    expect(await client.exitCode()).toBe(1);
    expect(client.messages.slice(-5).map(({ event, body }) => [event, body])).toEqual([
      ['output', { category: 'stdout', output: '\uFFFD' }],
      ['output', { category: 'stderr', output: 'boom\nstack traceback:\n' }],
      ['output', { category: 'console', output: 'main.lua ended with exit code 1\n' }],
      ['exited', { exitCode: 1 }],
      ['terminated', {}],
    ]);
    await expect(client.request('evaluate', { expression: '1' })).rejects.toThrow('No program');
  });

  test('with exit code 0 leaves nothing of it in the console', async () => {
    const { client, target } = await launched();
    target.end({ exitCode: 0, reason: 'done' });
    await client.exitCode();
    expect(client.events('output')).toEqual([]);
  });

  test('because it was lost, says so and why', async () => {
    const { client, target } = await launched();
    target.lose('the script worker failed: out of memory');
    target.end({ exitCode: 1, reason: 'crashed', error: 'the script worker failed: out of memory' });
    expect(await client.exitCode()).toBe(1);
    expect(client.output('important')).toBe('The program was lost: the script worker failed: out of memory\n');
    expect(client.output('stderr')).toBe('');
  });

  test('that was attached to ends the session too', async () => {
    const { client, target } = faceToFace();
    await client.initialize();
    await client.request('attach', {});
    await client.request('configurationDone');
    await turn();
    expect(target.calls).toEqual(['attach']);
    target.gone({ exitCode: 3, reason: 'exit' });
    expect(await client.exitCode()).toBe(3);
  });
});

describe('a client that leaves', () => {
  const left = async (face: Face, how: 'lost' | object): Promise<string[]> => {
    if (how === 'lost') face.leave();
    else await face.client.request('disconnect', how);
    await face.served;
    return face.target.calls.slice(1);
  };
  const attached = async (terminateOnLoss: boolean): Promise<Face> => {
    const face = faceToFace({ terminateOnLoss });
    await face.client.initialize();
    await face.client.request('attach', {});
    await face.client.request('configurationDone');
    await turn();
    return face;
  };

  test.each<[string, boolean, 'lost' | object, string]>([
    ['launched, on its own channel', true, 'lost', 'terminate'],
    ['launched, on its own channel', true, {}, 'terminate'],
    ['launched, on its own channel', true, { terminateDebuggee: false }, 'detach'],
    ['launched over TCP', false, 'lost', 'detach'],
    ['launched over TCP', false, {}, 'detach'],
    ['launched over TCP', false, { terminateDebuggee: true }, 'terminate'],
  ])('of a program %s (%s, %j): %s', async (_, terminateOnLoss, how, expected) => {
    expect(await left(await launched({ terminateOnLoss }), how)).toEqual([expected]);
  });

  test.each<[boolean, 'lost' | object, string]>([
    [true, 'lost', 'detach'],
    [true, {}, 'detach'],
    [false, { terminateDebuggee: true }, 'terminate'],
  ])('of a program that was attached to (%s, %j): %s', async (terminateOnLoss, how, expected) => {
    expect(await left(await attached(terminateOnLoss), how)).toEqual([expected]);
  });

  test('before the program started ends what was prepared, over TCP too', async () => {
    const face = faceToFace({ terminateOnLoss: false });
    await face.client.initialize();
    await face.client.request('launch', { program: '/a.lua' });
    face.leave();
    await face.served;
    expect(face.target.calls).toEqual(['terminate']);
  });

  test('while its program is prepared leaves none behind', async () => {
    let prepared!: () => void;
    const until = new Promise<void>((resolve) => {
      prepared = resolve;
    });
    const face = faceToFace({ until: () => until });
    await face.client.initialize();
    face.client.post('launch', { program: '/a.lua' });
    await face.client.request('disconnect');
    await face.served;
    prepared();
    await turn();
    expect(face.target.calls).toEqual(['terminate']);
  });

  test('after the program has ended touches nothing', async () => {
    const face = await launched();
    face.target.end({ exitCode: 0, reason: 'done' });
    await face.client.exitCode();
    expect(await left(face, {})).toEqual([]);
  });

  test('by a broken connection is noticed', async () => {
    const face = await launched();
    face.stream.destroy(new Error('reset by peer'));
    await face.served;
    expect(face.target.calls).toEqual(['run', 'terminate']);
  });
});

describe('a restart', () => {
  /** A session whose second program is on its way until the test lets it come. */
  async function restarting(options: FaceOptions = {}): Promise<Face & { readonly arrive: () => void; readonly restart: Promise<unknown> }> {
    let arrive!: () => void;
    const arrival = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const face = await launched({ ...options, until: (launch) => (launch === 2 ? arrival : undefined) });
    const restart = face.client.request('restart').catch((error: Error) => error.message);
    while (face.launches.length < 2) await turn();
    return { ...face, arrive, restart };
  }
  const ends = ({ client }: Face): string[] => client.messages.flatMap(({ event }) => (event === 'exited' || event === 'terminated' ? [event] : []));
  const calls = ({ targets }: Face): string[][] => targets.map((target) => target.calls);

  test('waits for the one before it', async () => {
    const face = await restarting();
    const second = face.client.request('restart', { arguments: { args: ['second'] } });
    await turn();
    expect(face.launches).toHaveLength(2);
    face.arrive();
    await Promise.all([face.restart, second]);
    await turn();
    expect(calls(face)).toEqual([['run', 'terminate'], ['run', 'terminate'], ['run']]);
    expect(face.launches.at(-1)).toMatchObject({ args: ['second'] });
    expect(ends(face)).toEqual([]);
  });

  test.each(['terminate', 'disconnect'])('gives way to %s: the new program never starts, and one end is told', async (command) => {
    const face = await restarting();
    const ending = face.client.request(command);
    await turn();
    face.arrive();
    expect(await face.restart).toContain('was ended');
    await ending;
    expect(calls(face)).toEqual([['run', 'terminate'], ['terminate']]);
    expect(ends(face)).toEqual(['exited', 'terminated']);
    await expect(face.client.request('restart')).rejects.toThrow();
    expect(face.launches).toHaveLength(2);
  });

  test.each([true, false])('gives way to the loss of the client (terminateOnLoss %s)', async (terminateOnLoss) => {
    const face = await restarting({ terminateOnLoss });
    face.leave();
    await turn();
    face.arrive();
    await face.served;
    expect(calls(face)).toEqual([['run', 'terminate'], ['terminate']]);
  });

  test('sent together with an end does not happen', async () => {
    const face = await launched();
    await Promise.all([face.client.request('restart').catch(() => undefined), face.client.request('terminate')]);
    expect(calls(face)).toEqual([['run', 'terminate']]);
    expect(ends(face)).toEqual(['exited', 'terminated']);
  });
});

describe('an end that is asked for', () => {
  test('while the program is prepared refuses the launch', async () => {
    let prepared!: () => void;
    const until = new Promise<void>((resolve) => {
      prepared = resolve;
    });
    const face = faceToFace({ until: () => until });
    await face.client.initialize();
    const launch = face.client.request('launch', { program: '/a.lua' });
    await face.client.request('terminate');
    prepared();
    await expect(launch).rejects.toThrow('was ended');
    expect(face.target.calls).toEqual(['terminate']);
    expect(face.client.events('terminated')).toHaveLength(1);
  });

  test('before the start keeps it from starting, also when it is sent along with the start', async () => {
    const face = faceToFace();
    await face.client.initialize();
    await face.client.request('launch', { program: '/a.lua' });
    face.client.post('configurationDone');
    face.client.post('configurationDone');
    await face.client.request('terminate');
    await face.client.exitCode();
    expect(face.target.calls.filter((call) => call === 'run').length).toBeLessThanOrEqual(1);
    expect(face.target.calls).toContain('terminate');
    await face.client.request('terminate');
    expect(face.client.events('terminated')).toHaveLength(1);
  });

  test('over TCP, of a program that never started, lets none behind though the client wants it to go on', async () => {
    const face = faceToFace({ terminateOnLoss: false });
    await face.client.initialize();
    await face.client.request('launch', { program: '/a.lua' });
    await face.client.request('disconnect', { terminateDebuggee: false });
    await face.served;
    expect(face.target.calls).toEqual(['terminate']);
  });
});

test('output waits for a client that does not read', async () => {
  const { client, target, stream } = await launched();
  const piece = { category: 'stdout' as const, data: Buffer.alloc(200_000, 'x') };
  stream.cork();
  const credits: (Promise<void> | void)[] = [];
  for (let count = 0; count < 4; count++) credits.push(target.write(piece));
  expect(credits.at(-1)).toBeInstanceOf(Promise);
  stream.uncork();
  for (const credit of credits) await credit;
  await client.until('all of it', () => (client.output('stdout').length === 800_000 ? true : undefined));
});

test('events of the program become events of DAP', async () => {
  const { client, target } = await launched();
  target.emit({ type: 'thread', reason: 'started', thread: 2 });
  target.emit({ type: 'loadedSource', reason: 'new', source: { sourceReference: 7, name: 'chunk' } });
  target.emit({ type: 'breakpoint', status: { id: 3, verified: false, message: 'why' } });
  target.emit({ type: 'message', category: 'console', text: 'logged', site: { file: '/a/b.lua', line: 4 } });
  target.emit({ type: 'continued', thread: 1 });
  target.emit({ type: 'stopped', reason: 'exception', thread: 2, text: 'bad', description: 'Paused on an error' });
  await client.stopped('exception');
  expect(client.messages.filter(({ type }) => type === 'event').slice(-5).map(({ event, body }) => [event, body])).toEqual([
    ['thread', { reason: 'started', threadId: 2 }],
    ['loadedSource', { reason: 'new', source: { name: 'chunk', sourceReference: 7 } }],
    ['breakpoint', { reason: 'changed', breakpoint: { id: 3, verified: false, message: 'why', reason: 'failed' } }],
    ['output', { category: 'console', output: 'logged\n', source: { name: 'b.lua', path: '/a/b.lua' }, line: 4 }],
    ['stopped', { reason: 'exception', threadId: 2, allThreadsStopped: true, description: 'Paused on an error', text: 'bad' }],
  ]);
});
