/** Listens to what debug adapters and VS Code say to each other, session by session. */
import * as vscode from 'vscode';

export interface ProtocolMessage {
  readonly type: string;
  readonly event?: string;
  readonly command?: string;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: Record<string, unknown>;
}

const SAID_KEPT = 16;
const ADAPTER_GONE = 'its adapter was let go';
const END_TOLD = 'its end was told';

/** Everything one session's adapter has sent. Waiting begins after the last message that was waited for. */
export class Recording {
  readonly messages: ProtocolMessage[] = [];
  #seen = 0;
  /** The last of what was said in both directions, for the report of a failure. */
  readonly #said: string[] = [];
  /** How far VS Code has come with its end. */
  readonly #end: string[] = [];
  readonly #waiting = new Set<() => void>();
  #firstStop: number | undefined;

  constructor(readonly session: vscode.DebugSession) {}

  add(message: ProtocolMessage): void {
    this.messages.push(message);
    this.#say(`← ${message.event ?? `${message.command} ${message.success ? 'answered' : `refused (${message.message})`}`}`);
    if (message.event === 'stopped') this.#firstStop ??= performance.now();
    for (const look of [...this.#waiting]) look();
  }

  /** What VS Code asks. */
  asked({ command }: ProtocolMessage): void {
    this.#say(`→ ${command}`);
  }

  ends(step: string): void {
    this.#end.push(step);
  }

  /** VS Code has told its end. `activeDebugSession` is no measure of it: two changes in quick succession reach an extension in the wrong order. */
  get hasEnded(): boolean {
    return this.#end.includes(END_TOLD);
  }

  /** Of a session that could not start VS Code tells no end. */
  get isOver(): boolean {
    return this.#end.includes(ADAPTER_GONE);
  }

  toString(): string {
    const { id, name, type, configuration } = this.session;
    const focus = vscode.debug.activeDebugSession?.id === id ? ', has the focus' : '';
    return `"${name}" (${type}, ${configuration.request}, ${id}${focus}; ${this.#end.join(', ') || 'has not ended'}): ${this.#said.join(', ')}`;
  }

  #say(what: string): void {
    this.#said.push(what);
    if (this.#said.length > SAID_KEPT) this.#said.shift();
  }

  /** The next message, after the one returned last, for which it holds. */
  next(what: string, holds: (message: ProtocolMessage) => boolean, limitMs = 20_000): Promise<ProtocolMessage> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        const rest = this.messages.slice(this.#seen).map((message) => message.event ?? `${message.command} reply`);
        reject(new Error(`${what} did not come within ${limitMs} ms; after the last wait came: ${rest.join(', ') || 'nothing'}`));
      }, limitMs);
      const look = (): void => {
        const index = this.messages.findIndex((message, at) => at >= this.#seen && holds(message));
        if (index < 0) return;
        this.#seen = index + 1;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(this.messages[index]!);
      };
      this.#waiting.add(look);
      look();
    });
  }

  nextEvent(event: string): Promise<ProtocolMessage> {
    return this.next(`the event ${event}`, (message) => message.event === event);
  }

  /** When the first stop was reported, on the clock of `performance.now`. */
  async firstStop(): Promise<{ readonly time: number }> {
    await this.nextEvent('stopped');
    return { time: this.#firstStop! };
  }

  events(event: string): ProtocolMessage[] {
    return this.messages.filter((message) => message.event === event);
  }

  /** The program's output of one category, joined. */
  output(category: string): string {
    return this.events('output')
      .filter((message) => message.body?.['category'] === category)
      .map((message) => String(message.body?.['output']))
      .join('');
  }
}

const recordings: Recording[] = [];
const waitingForStart = new Set<(recording: Recording) => void>();

vscode.debug.registerDebugAdapterTrackerFactory('llmspell', {
  createDebugAdapterTracker(session) {
    const recording = new Recording(session);
    recordings.push(recording);
    for (const started of [...waitingForStart]) started(recording);
    return {
      onWillReceiveMessage: (message: ProtocolMessage) => recording.asked(message),
      onDidSendMessage: (message: ProtocolMessage) => recording.add(message),
      onWillStopSession: () => recording.ends(ADAPTER_GONE),
    };
  },
});
vscode.debug.onDidTerminateDebugSession(({ id }) => recordings.find(({ session }) => session.id === id)?.ends(END_TOLD));

export function allSessionsAreOver(): boolean {
  const { activeDebugSession: active } = vscode.debug;
  const isKnownToEnd = active === undefined || recordings.some(({ session, hasEnded }) => session.id === active.id && hasEnded);
  return isKnownToEnd && recordings.every(({ isOver }) => isOver);
}

/** Which sessions are not over for VS Code, or have the focus, and what was said last in each; also the newest one, for comparison. */
export function describeSessions(): string {
  const told = recordings.filter((recording, index) => !recording.isOver || recording.session.id === vscode.debug.activeDebugSession?.id || index === recordings.length - 1);
  const { activeDebugSession: active } = vscode.debug;
  const unknown = active !== undefined && !recordings.some(({ session }) => session.id === active.id) ? [`"${active.name}" (${active.type}, ${active.id}) has the focus, and was never recorded`] : [];
  return ['Debug sessions:', ...told.map(String), ...unknown].join('\n  ');
}

/** The recording of the session that starts next. */
export function nextRecording(): Promise<Recording> {
  return new Promise((resolve) => {
    const started = (recording: Recording): void => {
      waitingForStart.delete(started);
      resolve(recording);
    };
    waitingForStart.add(started);
  });
}
