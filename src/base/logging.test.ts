import { describe, expect, it } from 'vitest';
import { chooseLogLevels, levelOf, parseLogLevels } from './log-levels.ts';
import { createLogger } from './logging.ts';
import { createRedactor } from './redact.ts';

describe('log levels', () => {
  it('takes the first source that is set', () => {
    const level = (vars: Record<string, string>, trace?: string, config?: string): string => chooseLogLevels({ vars, trace, config }).levels.default;
    expect(level({ LLMSPELL_LOG: 'error', RUST_LOG: 'info' }, 'debug', 'trace')).toBe('error');
    expect(level({ RUST_LOG: 'info' }, 'debug', 'trace')).toBe('info');
    expect(level({ LLMSPELL_LOG: '' }, 'debug', 'trace')).toBe('debug');
    expect(level({}, undefined, 'trace')).toBe('trace');
    expect(level({})).toBe('warn');
  });

  it('knows exceptions for targets and what lies below them', () => {
    const { levels, problems } = parseLogLevels('info,kernel.session=trace,dap=off');
    expect(problems).toEqual([]);
    expect(levelOf(levels, 'kernel')).toBe('info');
    expect(levelOf(levels, 'kernel.session.output')).toBe('trace');
    expect(levelOf(levels, 'kernel.sessions')).toBe('info');
    expect(levelOf(levels, 'dap')).toBe('off');
  });

  it("understands the original's module names", () => {
    const { levels } = parseLogLevels('llmspell=error,llmspell_kernel::session=debug');
    expect(levels.default).toBe('error');
    expect(levelOf(levels, 'kernel.session')).toBe('debug');
  });

  it('tells what it does not understand', () => {
    expect(parseLogLevels('wran').problems).toEqual(['unknown log level "wran" (did you mean "warn"?): use one of off, error, warn, info, debug, trace']);
  });
});

describe('logger', () => {
  const lines = (format: 'text' | 'json', levels = 'info'): { written: string[]; logger: ReturnType<typeof createLogger> } => {
    const written: string[] = [];
    const logger = createLogger({ levels: parseLogLevels(levels).levels, destination: { write: (line) => void written.push(line) }, redactor: createRedactor(['planted-secret']), format });
    return { written, logger };
  };

  it('writes lines for people, without secrets', () => {
    const { written, logger } = lines('text');
    logger.target('dap').warn({ port: 1 }, 'the planted-secret is out');
    expect(written).toHaveLength(1);
    expect(written[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} WARN {2}dap: the \[redacted\] is out \{"port":1\}\n$/);
  });

  it('writes JSON lines for files', () => {
    const { written, logger } = lines('json');
    logger.error({ err: new Error('broken') }, 'it failed');
    expect(JSON.parse(written[0]!)).toMatchObject({ level: 'error', target: 'kernel', msg: 'it failed', err: { message: 'broken' } });
  });

  it('writes a line whatever was logged', () => {
    const { written, logger } = lines('json');
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    logger.warn({ cycle }, 'around');
    logger.warn({ big: 1n, error: new Error('outer', { cause: new Error('inner') }) }, 'deep');
    expect(JSON.parse(written[0]!)).toMatchObject({ level: 'warn', msg: 'around' });
    expect(JSON.parse(written[1]!)).toMatchObject({ big: '1', error: { type: 'Error', message: 'outer', stack: expect.stringMatching(/outer[^]*caused by: Error: inner/) as string }, msg: 'deep' });
    const text = lines('text');
    text.logger.warn({ cycle, port: 1 }, 'around');
    expect(text.written[0]).toContain('kernel: around');
  });

  it('shows stacks only where details are wanted', () => {
    const { written, logger } = lines('text', 'debug');
    logger.error({ err: new Error('broken') }, 'without');
    logger.debug({ err: new Error('broken') }, 'with');
    expect(written[0]).not.toContain('at ');
    expect(written[1]).toContain('at ');
  });

  it('changes levels of targets that exist while running', () => {
    const { written, logger } = lines('text', 'off');
    const target = logger.target('kernel.session');
    target.error({}, 'unseen');
    logger.setLevels(parseLogLevels('off,kernel.session=debug').levels);
    target.debug({}, 'seen');
    logger.error({}, 'unseen');
    expect(written.map((line) => line.slice(13).trimEnd())).toEqual(['DEBUG kernel.session: seen']);
  });
});
