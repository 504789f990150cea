/** A kernel and its VM for the cases of one module: on temporary folders, with the module's files, configuration and server. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ExecutionEnd } from '../../src/common/execution.ts';
import type { Place, Scene } from './case.ts';
import type { Product } from './product.ts';

export interface CaseRun {
  readonly end: ExecutionEnd;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CaseVm {
  /** Runs Lua as a file; what names the folder or the server is masked. */
  run(lua: string, fresh?: boolean): Promise<CaseRun>;
  close(): Promise<void>;
}

type Session = Awaited<ReturnType<InstanceType<Product['Kernel']>['createSession']>>;

export async function openCaseVm(product: Product, scene: Scene): Promise<CaseVm> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'llmspell-case-')));
  const server = scene.serve && (await listen(scene.serve));
  const place: Place = { folder, server: server?.url ?? '' };
  const file = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [path, text] of Object.entries(scene.files ?? {})) file(path, text);
  file('home/.keep', '');
  file('tmp/.keep', '');
  if (scene.config !== undefined) file('llmspell.toml', scene.config(place));

  const environment = { ...product.readEnvironment(), cwd: folder, home: join(folder, 'home'), tmp: join(folder, 'tmp'), vars: { HOME: join(folder, 'home'), TMPDIR: join(folder, 'tmp'), ...scene.env } };
  const { config, warnings } = scene.config === undefined ? { config: product.defaultConfig, warnings: [] } : await product.loadConfig(environment, { file: join(folder, 'llmspell.toml') });
  if (warnings.length > 0) throw new Error(`the configuration of the cases: ${warnings.map(({ message }) => message).join('; ')}`);
  const kernel = new product.Kernel({ environment, config, logger: product.silentLogger, keepSpare: false });
  const script = join(folder, 'case.lua');
  // On which line of the cases' configuration a key stands is nothing that they are about.
  const CONFIG_LINE = /(<folder>\/llmspell\.toml):\d+/g;
  const mask = (text: string): string => (place.server === '' ? text : text.replaceAll(place.server, '<server>')).replaceAll(folder, '<folder>').replace(CONFIG_LINE, '$1');

  const execute = async (session: Session, lua: string): Promise<CaseRun> => {
    writeFileSync(script, lua);
    const written = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
    const stopReading = session.addOutputReader(({ category, data }) => void written[category].push(data));
    const end = await session.run({
      context: { executionId: randomUUID(), sessionId: session.id, correlationId: randomUUID(), cwd: folder, env: environment.vars, origin: 'run', scriptPath: script },
      program: { kind: 'file', path: script },
      args: ['--folder', folder, '--server', place.server],
    });
    stopReading();
    const text = (pieces: readonly Uint8Array[]): string => mask(Buffer.concat(pieces).toString('utf8'));
    return {
      end: { ...end, ...(end.result !== undefined && { result: mask(end.result) }), ...(end.error !== undefined && { error: mask(end.error) }) },
      stdout: text(written.stdout),
      stderr: text(written.stderr),
    };
  };

  let shared: Session | undefined;
  return {
    async run(lua, fresh = false) {
      // One that a case has ended, by `os.exit` or with its memory, is replaced.
      if (!fresh) return execute((shared = shared?.alive === true ? shared : await kernel.createSession()), lua);
      const session = await kernel.createSession();
      try {
        return await execute(session, lua);
      } finally {
        await session.terminate();
      }
    },
    async close() {
      await kernel.shutdown();
      await server?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function listen(listener: RequestListener): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
