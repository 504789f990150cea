/** A chat server on 127.0.0.1 whose answers the test writes piece by piece. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export class Answer {
  readonly #response: ServerResponse;
  /** Resolves when the client has given up. */
  readonly abandoned: Promise<void>;

  constructor(response: ServerResponse) {
    this.#response = response;
    this.abandoned = new Promise((resolve) => response.on('close', () => resolve()));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
  }

  piece(content: string): void {
    this.#data({ id: 'c', model: 'm', choices: [{ index: 0, delta: { role: 'assistant', content } }] });
  }

  /** Resolves when all of it has left for the client. */
  async end(): Promise<void> {
    this.#data({ id: 'c', model: 'm', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    this.#response.write('data: [DONE]\n\n');
    await new Promise<void>((resolve) => this.#response.end(resolve));
  }

  #data(value: object): void {
    this.#response.write(`data: ${JSON.stringify(value)}\n\n`);
  }
}

/** What the server does with a request, in place of an answer of the test's own. */
export type Reaction =
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly message?: string }
  | { readonly kind: 'reset' };

/** A request as it arrived. */
export interface Asked {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly temperature?: number;
  readonly max_tokens?: number;
}

export interface ModelServer {
  /** Lua that makes an agent `a` which asks this server. */
  readonly agent: string;
  readonly baseUrl: string;
  /** All requests so far. */
  readonly requests: readonly Asked[];
  /** For the next requests, in order. */
  react(...reactions: Reaction[]): void;
  /** The next request that nobody has waited for yet. */
  asked(): Promise<Answer>;
}

export async function modelServer(): Promise<ModelServer> {
  const waiting: Answer[] = [];
  const watchers: ((answer: Answer) => void)[] = [];
  const requests: Asked[] = [];
  const reactions: Reaction[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      requests.push(JSON.parse(Buffer.concat(parts).toString('utf8')) as Asked);
      const reaction = reactions.shift();
      if (reaction !== undefined) return react(response, reaction);
      const answer = new Answer(response);
      const watcher = watchers.shift();
      if (watcher === undefined) waiting.push(answer);
      else watcher(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return {
    agent: `local a = Agent.create("a", { model = "local/m", base_url = "http://127.0.0.1:${port}/v1", api_key = "${KEY}" })`,
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    react: (...more) => void reactions.push(...more),
    asked: () => {
      const answer = waiting.shift();
      return answer ? Promise.resolve(answer) : new Promise((resolve) => watchers.push(resolve));
    },
  };
}

function react(response: ServerResponse, reaction: Reaction): void {
  if (reaction.kind === 'reset') {
    response.socket?.resetAndDestroy();
    return;
  }
  if (reaction.kind === 'status') {
    const { status, headers, message = `status ${status}` } = reaction;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ error: { message } }));
    return;
  }
  const answer = new Answer(response);
  answer.piece(reaction.text);
  void answer.end();
}

/** The key of the agent: to be seen nowhere. */
export const KEY = 'key-of-this-agent-0123456789';

/** The configuration that knows the server's provider. */
export const localProvider = '[providers.local]\nprovider_type = "openai_compatible"\nbase_url = "http://127.0.0.1:9/v1"\nmax_retries = 0\n';
