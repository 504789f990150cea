/**
 * From events to what stands after the lines of a script: the answers of agents, each at the line that asked for it.
 *
 * Pure: no editor, no clock. Lines are those of the document as it is now, so every edit is told (`edited`) and an answer moves
 * with its line; when the line is deleted the answer goes with it.
 */
import { Attributes, modelName } from '../../common/attributes.ts';
import { EventTypes, type SpellEvent } from '../../common/events.ts';

export interface Answer {
  /** The id of the `agent.start` event. */
  readonly id: string;
  readonly executionId: string | undefined;
  readonly file: string;
  /** Counts from 1. */
  line: number;
  readonly agent: string;
  readonly provider: string | undefined;
  model: string | undefined;
  readonly prompt: string | undefined;
  text: string;
  status: 'streaming' | 'done' | 'failed';
  error: string | undefined;
  inputTokens: number | undefined;
  outputTokens: number | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  endedAt: number | undefined;
  contentOmitted: boolean;
}

/** A change of a document: lines count from 1, `endLine` is where the replaced text ended. */
export interface LineChange {
  readonly startLine: number;
  /** Counts from 0; 0 = the change begins with the line. */
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly insertedLines: number;
}

/** Answers that one line keeps: a loop may ask a thousand times, and only the last ones can be read. */
const PER_LINE = 50;

export class Answers {
  readonly #byId = new Map<string, Answer>();
  readonly #byFile = new Map<string, Answer[]>();
  readonly #ended = new Set<string>();
  readonly #key: (file: string) => string;
  /** How often a line has been asked, also beyond PER_LINE. */
  readonly #asked = new Map<string, number>();

  /** `key` gives two spellings of one path the same key. */
  constructor(key: (file: string) => string = (file) => file) {
    this.#key = key;
  }

  /** Returns the keys of the files in which something has changed. */
  apply(events: readonly SpellEvent[]): Set<string> {
    const changed = new Set<string>();
    for (const event of events) this.#apply(event, changed);
    return changed;
  }

  #apply(event: SpellEvent, changed: Set<string>): void {
    switch (event.event_type) {
      case EventTypes.ExecutionStart:
        this.#clearEnded(changed);
        return;
      case EventTypes.ExecutionEnd:
        if (event.execution_id !== undefined) this.#ended.add(event.execution_id);
        return;
      case EventTypes.KernelStop:
        this.#abandon(changed);
        return;
      case EventTypes.AgentStart:
        this.#start(event, changed);
        return;
      default: {
        const answer = event.causation_id === undefined ? undefined : this.#byId.get(event.causation_id);
        if (answer !== undefined && grow(answer, event)) changed.add(this.#key(answer.file));
      }
    }
  }

  #start(event: SpellEvent, changed: Set<string>): void {
    if (event.source === undefined || this.#byId.has(event.id)) return;
    const { file, line } = event.source;
    const answer: Answer = {
      id: event.id,
      executionId: event.execution_id,
      file,
      line,
      agent: textOf(event.attributes[Attributes.AgentName]) ?? textOf(event.data['agent']) ?? 'agent',
      provider: textOf(event.attributes[Attributes.ProviderName]),
      model: modelName(event.attributes),
      prompt: textOf(event.data['prompt']),
      text: '',
      status: 'streaming',
      error: undefined,
      inputTokens: undefined,
      outputTokens: undefined,
      startedAt: Date.parse(event.timestamp),
      endedAt: undefined,
      contentOmitted: event.attributes[Attributes.Content] === 'omitted',
    };
    const key = this.#key(file);
    const inFile = this.#byFile.get(key) ?? [];
    this.#byFile.set(key, inFile);
    this.#byId.set(answer.id, answer);
    inFile.push(answer);
    this.#count(key, line, 1);
    const onLine = inFile.filter((other) => other.line === line);
    if (onLine.length > PER_LINE) this.#remove(onLine.find((other) => other.status !== 'streaming') ?? onLine[0]!);
    changed.add(key);
  }

  /** The answers of one file by line, in the order in which they were asked; `count` also counts those that are no longer kept. */
  inFile(file: string): Map<number, { readonly answers: readonly Answer[]; readonly count: number }> {
    const key = this.#key(file);
    const lines = new Map<number, { answers: Answer[]; count: number }>();
    for (const answer of this.#byFile.get(key) ?? []) {
      const entry = lines.get(answer.line) ?? { answers: [], count: this.#asked.get(`${key}:${answer.line}`) ?? 0 };
      entry.answers.push(answer);
      lines.set(answer.line, entry);
    }
    return lines;
  }

  /** Changes as the editor reports them: from the end of the document to its start, all in lines from before. */
  edited(file: string, changes: readonly LineChange[]): boolean {
    const key = this.#key(file);
    let moved = false;
    for (const change of changes) {
      for (const answer of [...(this.#byFile.get(key) ?? [])]) {
        const line = shifted(answer.line, change);
        if (line === answer.line) continue;
        moved = true;
        if (line === undefined) {
          this.#remove(answer);
        } else {
          this.#count(key, answer.line, -1);
          answer.line = line;
          this.#count(key, line, 1);
        }
      }
    }
    return moved;
  }

  clear(): Set<string> {
    const changed = new Set(this.#byFile.keys());
    this.#byId.clear();
    this.#byFile.clear();
    this.#ended.clear();
    this.#asked.clear();
    return changed;
  }

  /** A new run begins: what earlier runs left goes; another script that still runs keeps its answers. */
  #clearEnded(changed: Set<string>): void {
    for (const answer of [...this.#byId.values()]) {
      if (answer.executionId !== undefined && !this.#ended.has(answer.executionId)) continue;
      changed.add(this.#key(answer.file));
      this.#remove(answer);
    }
    this.#ended.clear();
  }

  /** The kernel is gone: what was streaming will not go on. */
  #abandon(changed: Set<string>): void {
    for (const answer of this.#byId.values()) {
      if (answer.executionId !== undefined) this.#ended.add(answer.executionId);
      if (answer.status !== 'streaming') continue;
      answer.status = 'failed';
      answer.error = 'the kernel ended before the answer was complete';
      changed.add(this.#key(answer.file));
    }
  }

  #remove(answer: Answer): void {
    const key = this.#key(answer.file);
    this.#byId.delete(answer.id);
    const rest = (this.#byFile.get(key) ?? []).filter((other) => other !== answer);
    if (rest.length > 0) this.#byFile.set(key, rest);
    else this.#byFile.delete(key);
    // The count of a line outlives single answers, but not the last one.
    if (!rest.some((other) => other.line === answer.line)) this.#asked.delete(`${key}:${answer.line}`);
  }

  #count(key: string, line: number, by: number): void {
    const name = `${key}:${line}`;
    this.#asked.set(name, Math.max(0, (this.#asked.get(name) ?? 0) + by));
  }
}

/** Whether the event changed anything that is shown. */
function grow(answer: Answer, event: SpellEvent): boolean {
  const text = textOf(event.data['text']);
  switch (event.event_type) {
    case EventTypes.AgentDelta:
      answer.text += text ?? '';
      return text !== undefined;
    case EventTypes.AgentEnd:
      answer.status = 'done';
      answer.text = text ?? answer.text;
      break;
    case EventTypes.AgentError:
      answer.status = 'failed';
      answer.error = textOf(event.data['message']) ?? 'failed';
      answer.text = text ?? answer.text;
      break;
    default:
      return false;
  }
  answer.endedAt = Date.parse(event.timestamp);
  answer.model = modelName({ ...(answer.provider && { [Attributes.ProviderName]: answer.provider }), ...event.attributes }) ?? answer.model;
  answer.inputTokens = numberOf(event.attributes[Attributes.InputTokens]);
  answer.outputTokens = numberOf(event.attributes[Attributes.OutputTokens]);
  return true;
}

/** Where a line is after the change; undefined when it is gone. */
export function shifted(line: number, change: LineChange): number | undefined {
  const { startLine, startColumn, endLine, endColumn, insertedLines } = change;
  const delta = insertedLines - (endLine - startLine);
  if (line < startLine) return line;
  // Text put in front of a whole line (Enter at its start, a pasted block) pushes the line down.
  if (line === startLine && startLine === endLine) return startColumn === 0 && endColumn === 0 ? line + insertedLines : line;
  if (line > endLine) return line + delta;
  if (line === endLine) return endColumn === 0 || startLine === endLine ? line + delta : startLine + insertedLines;
  if (line === startLine && startColumn > 0) return line;
  return undefined;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
