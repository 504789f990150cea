// The lint rules hold what they promise: each layer rule has code that passes and code that is caught.
import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import { afterAll, describe, it } from 'vitest';
import { environmentInOnePlace } from './environment-in-one-place.mjs';
import { importLayers } from './import-layers.mjs';

Object.assign(RuleTester, { afterAll, describe, it });
const tester = new RuleTester({ languageOptions: { parser: tseslint.parser } });

/** @param {string} path below src/ @param {string} code */
const file = (path, code) => ({ filename: `/checkout/src/${path}`, code });
/** @param {string} path @param {string} code @param {string} messageId */
const caught = (path, code, messageId) => ({ ...file(path, code), errors: [{ messageId }] });

tester.run('import-layers', importLayers, {
  valid: [
    file('extension/start.ts', "import { connect } from '../kernel/client/connect.ts'; import * as vscode from 'vscode';"),
    file('extension/start.ts', "import { connect } from '../kernel/client.ts';"),
    file('kernel/main.ts', "import { Dap } from '../protocols/dap/server.ts'; import { x } from '../script/services.ts';"),
    file('cli/main.ts', "const { startServer } = await import('../lsp/main.ts');"),
    file('runtime/agents/agent.ts', "import { log } from '../../base/logging.ts'; import { hooks } from '../hooks/hooks.ts';"),
    file('protocols/events/publisher.ts', "const zmq = await import('zeromq');"),
    file('script/engine/fengari.ts', "import { lua } from './generated/fengari.mjs';"),
    file('script/engine/adapter/values.ts', "import { lua } from '../generated/fengari.mjs';"),
    file('common/json.ts', "import type { Wire } from './wire.ts';"),
    file('lua/lexer.ts', "import { readFileSync } from 'node:fs';"),
    file('lua/lexer.test.ts', "import { agent } from '../runtime/agents/agent.ts'; import 'vscode';"),
    { filename: '/checkout/test/kernel/attach.test.ts', code: "import { Kernel } from '../../src/kernel/kernel.ts';" },
  ],
  invalid: [
    caught('extension/start.ts', "import { Kernel } from '../kernel/kernel.ts';", 'layer'),
    caught('extension/start.ts', "import { x } from '../kernel/clients.ts';", 'layer'),
    caught('kernel/main.ts', "import { run } from '../cli/run.ts';", 'layer'),
    caught('cli/run.ts', "import { Agent } from '../runtime/agents/agent.ts';", 'layer'),
    caught('runtime/agents/agent.ts', "import type { Frame } from '../../script/debug/frames.ts';", 'layer'),
    caught('script/worker.ts', "const { Agent } = await import('../runtime/agents/agent.ts');", 'layer'),
    caught('lsp/main.ts', "export * from '../runtime/host.ts';", 'layer'),
    caught('lua/parser.ts', "export { log } from '../base/logging.ts';", 'layer'),
    caught('api/types.ts', "type Host = import('../runtime/host.ts').Host;", 'layer'),
    caught('panel/main.ts', "import { paths } from '../base/paths.ts';", 'layer'),
    caught('common/json.ts', "import { paths } from '../base/paths.ts';", 'layer'),
    caught('base/env.ts', "import { lex } from '../lua/lexer.ts';", 'layer'),
    caught('kernel/main.ts', "import vscode from 'vscode';", 'owner'),
    caught('kernel/main.ts', "const zmq = await import('zeromq');", 'owner'),
    caught('protocols/dap/server.ts', "import { Publisher } from 'zeromq';", 'owner'),
    caught('kernel/main.ts', "import { lua } from 'fengari/src/lua.js';", 'owner'),
    caught('script/debug/frames.ts', "import { lua } from '../engine/generated/fengari.mjs';", 'owner'),
    caught('kernel/main.ts', "import { setup } from '../../scripts/lib/root.mjs';", 'outside'),
    caught('helpers/a.ts', "import { b } from '../common/json.ts';", 'unknown'),
  ],
});

tester.run('environment-in-one-place', environmentInOnePlace, {
  valid: [
    file('base/env.ts', 'export const home = process.env.HOME; export const cwd = () => process.cwd();'),
    file('kernel/main.ts', 'process.exit(process.exitCode); context.env.HOME; context.cwd();'),
    file('kernel/main.test.ts', 'process.env.HOME = folder;'),
    { filename: '/checkout/scripts/start.mjs', code: 'process.env.HOME;' },
  ],
  invalid: [
    caught('kernel/main.ts', 'const home = process.env.HOME;', 'ambient'),
    caught('kernel/main.ts', "const home = process['env'].HOME;", 'ambient'),
    caught('cli/run.ts', 'const folder = process.cwd();', 'ambient'),
    caught('cli/run.ts', 'process.chdir(folder);', 'ambient'),
    caught('cli/run.ts', 'const { env } = process;', 'ambient'),
    caught('cli/run.ts', 'globalThis.process.env.HOME;', 'ambient'),
    caught('cli/run.ts', "import { cwd } from 'node:process';", 'ambient'),
    caught('base/paths.ts', 'const home = process.env.HOME;', 'ambient'),
  ],
});
