import { describe, expect, it } from 'vitest';
import { Attributes } from '../../common/attributes.ts';
import { EVENT_SCHEMA_VERSION, EventTypes, type EventType, type SpellEvent } from '../../common/events.ts';
import { Answers, shifted, type LineChange } from './answers.ts';

const FILE = '/spells/agents.lua';
let sequence = 0;
function event(event_type: EventType, fields: Partial<SpellEvent> = {}): SpellEvent {
  sequence++;
  const timestamp = new Date(Date.UTC(2026, 0, 1) + sequence).toISOString();
  return { id: `e${sequence}`, event_type, timestamp, sequence, kernel_id: 'k', execution_id: 'x1', attributes: {}, data: {}, schema_version: EVENT_SCHEMA_VERSION, ...fields };
}
const asked = (id: string, line = 5, execution_id = 'x1'): SpellEvent =>
  event(EventTypes.AgentStart, { id, execution_id, source: { file: FILE, line }, attributes: { [Attributes.AgentName]: 'poet', [Attributes.ProviderName]: 'demo', [Attributes.RequestModel]: 'poem' }, data: { prompt: 'the sea' } });
const delta = (causation_id: string, text: string): SpellEvent => event(EventTypes.AgentDelta, { causation_id, data: { index: 0, text } });
const answered = (causation_id: string, text: string): SpellEvent =>
  event(EventTypes.AgentEnd, { causation_id, data: { text }, attributes: { [Attributes.InputTokens]: 2, [Attributes.OutputTokens]: 7, [Attributes.ResponseModel]: 'poem-2' } });
const only = (answers: Answers, line = 5) => answers.inFile(FILE).get(line)?.answers.at(-1);

describe('answers of agents at their lines', () => {
  it('grow piece by piece and end with tokens', () => {
    const answers = new Answers();
    expect(answers.apply([asked('a'), delta('a', 'Salt ')])).toEqual(new Set([FILE]));
    expect(only(answers)).toMatchObject({ text: 'Salt ', status: 'streaming', agent: 'poet', model: 'demo/poem', prompt: 'the sea' });
    answers.apply([delta('a', 'and'), answered('a', 'Salt and stars')]);
    expect(only(answers)).toMatchObject({ text: 'Salt and stars', status: 'done', model: 'demo/poem-2', inputTokens: 2, outputTokens: 7 });
  });

  it('keep what had arrived when they fail', () => {
    const answers = new Answers();
    answers.apply([asked('a'), delta('a', 'Salt '), event(EventTypes.AgentError, { causation_id: 'a', data: { code: 'http', message: 'connection reset' } })]);
    expect(only(answers)).toMatchObject({ text: 'Salt ', status: 'failed', error: 'connection reset' });
  });

  it('are counted per line, also beyond those that are kept', () => {
    const answers = new Answers();
    for (let i = 0; i < 60; i++) answers.apply([asked(`a${i}`), answered(`a${i}`, `answer ${i}`)]);
    const line = answers.inFile(FILE).get(5)!;
    expect(line.count).toBe(60);
    expect(line.answers.length).toBe(50);
    expect(line.answers.at(-1)!.text).toBe('answer 59');
  });

  it('of ended runs go when the next run starts; those of a script that still runs stay', () => {
    const answers = new Answers();
    answers.apply([asked('a', 5, 'x1'), asked('b', 9, 'x2'), event(EventTypes.ExecutionEnd, { execution_id: 'x1' })]);
    expect(answers.apply([event(EventTypes.ExecutionStart, { execution_id: 'x3' })])).toEqual(new Set([FILE]));
    expect([...answers.inFile(FILE).keys()]).toEqual([9]);
  });

  it('that were streaming say so when the kernel ends, and go with the next run', () => {
    const answers = new Answers();
    answers.apply([asked('a'), delta('a', 'Salt'), event(EventTypes.KernelStop)]);
    expect(only(answers)).toMatchObject({ status: 'failed', error: expect.stringContaining('kernel ended') as string });
    answers.apply([event(EventTypes.ExecutionStart, { execution_id: 'x9' })]);
    expect(answers.inFile(FILE).size).toBe(0);
  });

  it('are found under another spelling of the path', () => {
    const answers = new Answers((file) => file.toLowerCase());
    answers.apply([asked('a')]);
    expect(answers.inFile(FILE.toUpperCase()).size).toBe(1);
  });

  it('move with the text and go with their line', () => {
    const answers = new Answers();
    answers.apply([asked('a', 5), asked('b', 8)]);
    expect(answers.edited(FILE, [insert(2, 3)])).toBe(true);
    expect([...answers.inFile(FILE).keys()]).toEqual([8, 11]);
    expect(answers.inFile(FILE).get(8)!.count).toBe(1);
    answers.edited(FILE, [{ startLine: 8, startColumn: 0, endLine: 9, endColumn: 0, insertedLines: 0 }]);
    expect([...answers.inFile(FILE).keys()]).toEqual([10]);
    expect(answers.edited(FILE, [insert(12, 1)])).toBe(false);
  });
});

/** Whole lines put in front of `line`. */
const insert = (line: number, insertedLines: number): LineChange => ({ startLine: line, startColumn: 0, endLine: line, endColumn: 0, insertedLines });

describe('where a line goes', () => {
  const at = (startLine: number, startColumn: number, endLine: number, endColumn: number, insertedLines: number): LineChange => ({ startLine, startColumn, endLine, endColumn, insertedLines });
  it.each([
    ['typing in the line', at(5, 3, 5, 3, 0), 5],
    ['Enter at its end', at(5, 20, 5, 20, 1), 5],
    ['Enter at its start', at(5, 0, 5, 0, 1), 6],
    ['lines added above', at(2, 4, 2, 4, 3), 8],
    ['lines added below', at(6, 0, 6, 0, 3), 5],
    ['lines above deleted', at(1, 0, 3, 0, 0), 3],
    ['the line above joined with it', at(4, 9, 5, 0, 0), 4],
    ['the line below joined to it', at(5, 9, 6, 0, 0), 5],
    ['the line deleted', at(5, 0, 6, 0, 0), undefined],
    ['a block around it deleted', at(3, 0, 8, 0, 0), undefined],
    ['a block that ends within it deleted', at(3, 2, 5, 4, 0), 3],
  ])('%s', (_, change, expected) => expect(shifted(5, change)).toBe(expected));
});
