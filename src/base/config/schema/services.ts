/** Sections of services that come with later versions: tasks, fleets, protocols, signals, monitoring, editors, the web. */
import { z } from 'zod';
import { bytes, count, flag, key, named, port, seconds, table, text, texts } from './key.ts';

const later = { effect: false } as const;

export const tasks = table(
  'Tasks.',
  {
    max_concurrent: key(count, 'Tasks at one time.', { default: 5 }),
    retry_delays_seconds: key(z.array(seconds), 'Waits before retries; the last one repeats.', { default: [30, 300, 900] }),
    queue: key(text, 'Name of the queue under our home folder.', { default: 'default' }),
    dispatch: key(flag, 'Dispatch also in kernels of editors and of `run`.', { default: false }),
  },
  later,
);

export const roles = named(
  z
    .strictObject({
      model: key(text, 'Model of the agent.'),
      system_prompt: key(text, 'Its system prompt.'),
      tools: key(texts, 'Tools it may use.'),
    })
    .meta({ description: 'The agent of one role.' }),
  'Which agent does the tasks of a role.',
  later,
);

export const fleet = table(
  'Several kernels.',
  {
    max_kernels: key(count, 'Kernels at most.', { default: 10 }),
    port_range_start: key(port, 'First port.', { default: 9555 }),
    port_range_end: key(port, 'Last port.', { default: 9655 }),
    auto_spawn: key(flag, 'Start kernels when they are needed.', { default: false }),
    load_balance: key(flag, 'Share work among them.', { default: false }),
    kernels: named(
      z.strictObject({ id: key(text, 'Its id.'), port: key(port, 'Its base port.'), priority: key(z.int(), 'Lower ones come first.') }).meta({ description: 'One kernel.' }),
      'Kernels by name.',
    ),
  },
  later,
);

export const signals = table(
  'What signals do.',
  {
    graceful_shutdown_timeout: key(seconds, 'Grace at SIGTERM.', { default: 30 }),
    force_on_second_signal: key(flag, 'A second signal ends at once.', { default: true }),
    save_state: key(flag, 'Write the state at the end.', { default: true }),
    notify_clients: key(flag, 'Tell clients of the end.', { default: true }),
  },
  later,
);

export const protocols = table(
  'Protocols of a kernel.',
  {
    jupyter: table('Jupyter.', {
      enabled: key(flag, 'Serve it.'),
      signature_scheme: key(text, 'How messages are signed.', { default: 'hmac-sha256' }),
      kernel_name: key(text, 'Name of the kernel.', { default: 'llmspell' }),
      language: key(text, 'Its language.', { default: 'lua' }),
      max_iopub_queue: key(count, 'Messages that wait.', { default: 100 }),
    }),
    dap: table('Debug adapter.', {
      enabled: key(flag, 'Serve it.'),
      port: key(port, 'Its port.', { default: 9556 }),
      wait_for_client: key(flag, 'Wait for a debugger.'),
      break_on_entry: key(flag, 'Stop at the first line.'),
      break_on_error: key(flag, 'Stop at errors.'),
    }),
    lsp: table('Language server.', {
      enabled: key(flag, 'Serve it.'),
      port: key(port, 'Its port.'),
      completion: key(flag, 'Completion.'),
      hover: key(flag, 'Hover.'),
      signature_help: key(flag, 'Signatures.'),
      definition: key(flag, 'Definitions.'),
      references: key(flag, 'References.'),
      document_symbol: key(flag, 'Symbols of a file.'),
      workspace_symbol: key(flag, 'Symbols of a folder.'),
      code_action: key(flag, 'Quick fixes.'),
    }),
    repl: table('REPL.', {
      enabled: key(flag, 'Serve it.'),
      port: key(port, 'Its port.'),
      history: key(text, 'File of its history.'),
      prompt: key(text, 'Its prompt.', { default: 'llmspell> ' }),
    }),
  },
  later,
);

export const monitoring = table(
  'Metrics.',
  { enabled: key(flag, 'Whether they are there.'), metrics_port: key(port, 'Their port.'), metrics_path: key(text, 'Their path.'), format: key(text, 'Their format.') },
  later,
);

export const ide = key(z.record(z.string(), z.unknown()), 'Settings of editors.', later);

export const web = table(
  'The web interface.',
  {
    enabled: key(flag, 'Serve it.'),
    port: key(port, 'Its port.', { default: 3000 }),
    host: key(text, 'Its address.', { default: '127.0.0.1' }),
    cors_origins: key(texts, 'Origins that may ask it.'),
    static_dir: key(text, 'Folder of its files.'),
    max_body_size: key(bytes, 'Largest body it takes.'),
  },
  later,
);
