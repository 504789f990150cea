/** `[kernel]`, `[daemon]`, `[logging]` and their kin: the process and its limits. */
import { z } from 'zod';
import { bytes, count, flag, key, named, port, seconds, table, text } from './key.ts';

const later = { effect: false } as const;

export const kernel = table('The kernel process, and the limits of the scripts in it.', {
  port: key(port, 'Base port of `kernel start`; 0: any free ports.', { default: 9555 }),
  ip: key(text, 'Address it listens on.', { default: '127.0.0.1' }),
  transport: key(z.enum(['tcp', 'ipc']), 'How clients reach it.', { ...later, default: 'tcp' }),
  connection_file: key(text, 'Where `kernel start` writes its connection file.'),
  kernel_id: key(text, 'Name of the kernel.', { ...later, instead: '`llmspell kernel start --id NAME`' }),
  hmac_key: key(text, 'Key that signs messages; one is made for each kernel.', { ...later, secret: true }),
  idle_timeout: key(seconds, 'Seconds after which an unused kernel ends; 0: never.', { ...later, default: 0 }),
  idle_timeout_secs: key(seconds, 'Other name of `idle_timeout`.', { ...later, aliasOf: 'kernel.idle_timeout' }),
  max_clients: key(count, 'Clients at one time.', { ...later, default: 100 }),
  enable_debugging: key(flag, 'Whether scripts may be debugged.', { ...later, default: true }),
  enable_jupyter: key(flag, 'Serve Jupyter.', { ...later, default: true }),
  enable_dap: key(flag, 'Serve the debug adapter over TCP.', { ...later, default: true }),
  enable_lsp: key(flag, 'Serve the language server.', { ...later, default: false }),
  enable_repl: key(flag, 'Serve the REPL line protocol.', { ...later, default: true }),
  max_execution_time_secs: key(seconds, 'Seconds a script may run; 0: no limit. Time at a breakpoint does not count.', { default: 0 }),
  memory_limit_mb: key(count, 'Other name of `kernel.limits.max_memory_mb`.', { aliasOf: 'kernel.limits.max_memory_mb' }),
  max_memory_mb: key(count, 'Other name of `kernel.limits.max_memory_mb`.', { aliasOf: 'kernel.limits.max_memory_mb' }),
  max_message_size_mb: key(count, 'Other name of `kernel.limits.max_message_size_mb`.', { ...later, aliasOf: 'kernel.limits.max_message_size_mb' }),
  limits: table('Limits of one script.', {
    max_memory_mb: key(count, 'Memory one script may keep alive, heap and bytes of strings, in MiB; 0: no limit.', { default: 512 }),
    max_output_mb: key(count, 'Output of one run of a script, stdout and stderr together, in MiB; 0: no limit.', { default: 0 }),
    max_message_size_mb: key(count, 'Largest message of a client, in MiB.', { ...later, default: 10 }),
  }),
  execution: table(
    'Records of executions.',
    {
      max_history: key(count, 'Executions that are remembered.', { default: 1000 }),
      execution_timeout_secs: key(seconds, 'Seconds a script may run.', { instead: 'kernel.max_execution_time_secs' }),
      monitor_agents: key(flag, 'Watch agents.', { default: true }),
      track_performance: key(flag, 'Measure executions.', { default: true }),
      enable_tracing: key(flag, 'Trace executions.', { default: false }),
    },
    later,
  ),
  health: table(
    'Checks of the kernel itself.',
    {
      interval: key(seconds, 'Seconds between two checks.', { default: 30 }),
      memory: key(bytes, 'Memory above which it is unwell.'),
      cpu: key(z.number(), 'Percent of a processor above which it is unwell.', { default: 80 }),
      restart_on_failure: key(flag, 'Start again after a failed check.', { default: true }),
    },
    later,
  ),
});

export const logging = table('The log.', {
  log_file: key(text, 'File the log is appended to, as JSON lines; without it the log is on stderr.'),
  log_level: key(text, '`off`, `error`, `warn`, `info`, `debug`, `trace`, or `target=level,…`. `LLMSPELL_LOG`, `RUST_LOG` and `--trace` come before it.', { default: 'warn' }),
  level: key(text, 'Other name of `log_level`.', { aliasOf: 'logging.log_level' }),
});

export const global = table('Settings without a section of their own.', {
  log_level: key(text, 'Other name of `logging.log_level`.', { aliasOf: 'logging.log_level' }),
});

export const daemon = table(
  'How a kernel goes into the background.',
  {
    daemonize: key(flag, 'Go into the background.', { default: false }),
    pid_file: key(text, 'Where the process id is written.'),
    working_dir: key(text, 'Working folder of the daemon.'),
    stdout_path: key(text, 'File that takes its stdout.'),
    stderr_path: key(text, 'File that takes its stderr.'),
    close_stdin: key(flag, 'Close its stdin.', { default: true }),
    umask: key(z.union([z.int(), z.string()]), 'Mode bits taken away from new files.'),
    log_file: key(text, 'Other name of `logging.log_file`.', { aliasOf: 'logging.log_file', effect: true }),
    logging: named(z.unknown(), 'Details of its log.'),
  },
  later,
);

export const resources = table('Limits by the names of the original system.', {
  profiles: named(
    z.strictObject({ memory_limit: key(bytes, 'Memory of one script: `"512MB"`, `"1GB"`. Only the profile `default` counts.', { aliasOf: 'kernel.limits.max_memory_mb' }) }).meta({ description: 'One set of limits.' }),
    'Sets of limits by name.',
  ),
});
