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

export interface ModelServer {
  /** Lua that makes an agent `a` which asks this server. */
  readonly agent: string;
  /** The next request that nobody has waited for yet. */
  asked(): Promise<Answer>;
}

export async function modelServer(): Promise<ModelServer> {
  const waiting: Answer[] = [];
  const watchers: ((answer: Answer) => void)[] = [];
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
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
    agent: `local a = Agent.create("a", { model = "local/m", base_url = "http://127.0.0.1:${port}/v1", api_key = "k" })`,
    asked: () => {
      const answer = waiting.shift();
      return answer ? Promise.resolve(answer) : new Promise((resolve) => watchers.push(resolve));
    },
  };
}

/** The configuration that knows the server's provider. */
export const localProvider = '[providers.local]\nprovider_type = "openai_compatible"\nbase_url = "http://127.0.0.1:9/v1"\n';
