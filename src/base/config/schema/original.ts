/** Sections of the original system that say how scripts run: `[engines]`, `[runtime]`, `[hooks]`, `[events]`, `[debug]`, `[storage]`. */
import { z } from 'zod';
import { bytes, count, flag, key, named, seconds, table, text, texts } from './key.ts';
import { runtimeSessions, statePersistence } from './state.ts';

const later = { effect: false } as const;

export const engines = table(
  'Script engines.',
  {
    lua: table('The Lua engine.', {
      stdlib: key(text, 'Which of the standard libraries are there; all are.', { default: 'Standard' }),
      max_memory_bytes: key(bytes, 'Memory of a script.', { instead: 'kernel.limits.max_memory_mb' }),
      enable_debug: key(flag, 'The library `debug`; it is always there.'),
      timeout_ms: key(count, 'Time of a script.', { instead: 'kernel.max_execution_time_secs' }),
      security_level: key(text, 'What scripts may do.', { instead: 'the rules under [tools]' }),
    }),
    javascript: table('There is no JavaScript engine.', {
      strict_mode: key(flag, 'Strict mode.'),
      max_heap_size_bytes: key(bytes, 'Memory of a script.'),
      enable_console: key(flag, 'The object `console`.'),
      timeout_ms: key(count, 'Time of a script.'),
      security_level: key(text, 'What scripts may do.'),
    }),
  },
  later,
);

const security = table('What scripts may do, by the names of the original system.', {
  allow_file_access: key(flag, 'false: `tools.file_operations.allowed_paths` is empty where it is not set.', { aliasOf: 'tools.file_operations.allowed_paths' }),
  allow_network_access: key(flag, 'false: no tool may ask any host.', { default: true }),
  allow_process_spawn: key(flag, 'Grants nothing: processes are allowed by name.', { ...later, instead: 'tools.system.allow_process_execution and allowed_commands' }),
  max_memory_bytes: key(bytes, 'Memory of a script.', { ...later, instead: 'kernel.limits.max_memory_mb' }),
  max_execution_time_ms: key(count, 'Time of a script.', { ...later, instead: 'kernel.max_execution_time_secs' }),
});

const memory = table(
  'Memory of conversations.',
  {
    enabled: key(flag, 'Whether it is there.', { default: false }),
    consolidation: table('How memories are condensed.', {
      provider_name: key(text, 'Provider that condenses.'),
      batch_size: key(count, 'Entries at a time.', { default: 10 }),
      max_concurrent: key(count, 'Batches at one time.', { default: 3 }),
      active_session_threshold_secs: key(seconds, 'A session used within this time is left alone.', { default: 300 }),
    }),
    daemon: table('When memories are condensed.', {
      enabled: key(flag, 'In the background.', { default: true }),
      fast_interval_secs: key(seconds, 'Seconds between runs with a long queue.', { default: 30 }),
      normal_interval_secs: key(seconds, 'Seconds between runs.', { default: 300 }),
      slow_interval_secs: key(seconds, 'Seconds between runs with a short queue.', { default: 600 }),
      queue_threshold_fast: key(count, 'A longer queue is long.', { default: 10 }),
      queue_threshold_slow: key(count, 'A shorter queue is short.', { default: 3 }),
      shutdown_max_wait_secs: key(seconds, 'Grace at the end.', { default: 30 }),
      health_check_interval_secs: key(seconds, 'Seconds between checks.', { default: 60 }),
    }),
  },
  later,
);

export const runtime = table('How scripts run, by the names of the original system.', {
  log_level: key(text, 'The level of the log.', { ...later, instead: 'logging.log_level' }),
  max_concurrent_scripts: key(count, 'Scripts at one time.', { ...later, default: 10 }),
  script_timeout_seconds: key(seconds, 'Time of a script.', { ...later, instead: 'kernel.max_execution_time_secs' }),
  enable_streaming: key(flag, 'Output as it comes; it always does.', later),
  security,
  state_persistence: statePersistence,
  sessions: runtimeSessions,
  memory,
  hooks: table('Hooks, by an older name.', { enabled: key(flag, 'Whether they run.'), max_hooks: key(count, 'How many there may be.') }, later),
});

export const hooks = table(
  'Hooks.',
  {
    enabled: key(flag, 'Whether they run.', { default: true }),
    rate_limit_per_minute: key(count, 'Runs of one hook in a minute.', { default: 100 }),
    timeout_ms: key(count, 'Time of one run.', { default: 5000 }),
    circuit_breaker_threshold: key(z.number(), 'Share of failures after which a hook is left out.', { default: 0.01 }),
  },
  later,
);

export const events = table(
  'Events.',
  {
    enabled: key(flag, 'Whether they are made.', { default: true }),
    buffer_size: key(count, 'Events that are kept.', { default: 10_000 }),
    emit_timing_events: key(flag, 'Events with times.', { default: true }),
    emit_state_events: key(flag, 'Events of the state.', { default: false }),
    emit_debug_events: key(flag, 'Events of the debugger.', { default: false }),
    max_events_per_second: key(count, 'More are dropped.'),
    filtering: table('Which are kept.', {
      include_types: key(texts, 'Types.', { default: ['*'] }),
      exclude_types: key(texts, 'Types that are left out.', { default: [] }),
      include_components: key(texts, 'Components.', { default: ['*'] }),
      exclude_components: key(texts, 'Components that are left out.', { default: [] }),
    }),
    export: table('Where else they go.', {
      stdout: key(flag, 'To stdout.', { default: false }),
      file: key(text, 'To a file.'),
      webhook: key(text, 'To an address.'),
      pretty_json: key(flag, 'With line breaks.', { default: false }),
    }),
    correlation: table('How they belong together.', {
      enable_correlation: key(flag, 'Whether they do.', { default: true }),
      timeout: key(seconds, 'Seconds they are followed.', { default: 300 }),
      max_depth: key(count, 'How deep they are followed.', { default: 10 }),
      track_causation: key(flag, 'Name the cause of each.', { default: true }),
    }),
  },
  later,
);

export const debug = table('The log of scripts (`Debug.info` and its kin).', {
  enabled: key(flag, 'Whether `Debug.*` writes.', { default: true }),
  level: key(text, 'Level at which `Debug.*` writes: `off`, `error`, `warn`, `info`, `debug` or `trace`.', { default: 'info' }),
  enable_dap: key(flag, 'Open the debug adapter.', { ...later, instead: '`llmspell run --debug`' }),
  dap_port: key(count, 'Port of the debug adapter.', { ...later, instead: '`llmspell run --debug-port PORT`' }),
  wait_for_debugger: key(flag, 'Wait for a debugger.', { ...later, instead: '`llmspell run --debug`' }),
  break_on_error: key(flag, 'Stop at errors.', { ...later, instead: 'the exception breakpoints of the editor' }),
  break_on_entry: key(flag, 'Stop at the first line.', { ...later, instead: '`stopOnEntry` in launch.json' }),
  source_map: table('Where sources lie.', { source_root: key(text, 'Folder.'), strip_prefix: key(text, 'Taken away.'), add_prefix: key(text, 'Put in front.') }, later),
  output: table('Where it goes.', {
    stdout: key(flag, 'To the terminal.', { ...later, default: true }),
    colored: key(flag, 'In colours.', { ...later, default: true }),
    format: key(text, '`text` or `json`.', { ...later, default: 'text' }),
    file: table(
      'Also to a file.',
      {
        path: key(text, 'The file.'),
        append: key(flag, 'Keep what it has.', { default: true }),
        max_size: key(bytes, 'Size at which a new one is begun.'),
        max_files: key(count, 'Old ones that are kept.'),
      },
      later,
    ),
    buffer: table('What `Debug.getCapturedEntries` gives.', {
      enabled: key(flag, 'Whether entries are kept.', { default: true }),
      max_entries: key(count, 'How many.', { default: 10_000 }),
    }),
  }),
  module_filters: table(
    'Which modules write.',
    { enabled: key(texts, 'These do.', { default: [] }), disabled: key(texts, 'These do not.', { default: [] }), levels: named(z.string(), 'Levels of single modules.', { default: {} }) },
    later,
  ),
  performance: table(
    'Reports of timers.',
    {
      enabled: key(flag, 'Whether they are made.', { default: false }),
      auto_report_interval: key(seconds, 'Seconds between reports; 0: none.', { default: 0 }),
      include_children: key(flag, 'With inner timers.', { default: true }),
      min_duration_ms: key(z.number(), 'Shorter ones are left out.', { default: 1 }),
    },
    later,
  ),
  stack_trace: table(
    'Stacks in the log.',
    {
      enabled: key(flag, 'Whether they are added.', { default: false }),
      on_error: key(flag, 'To errors.', { default: true }),
      max_depth: key(count, 'Frames.', { default: 50 }),
      include_source: key(flag, 'With file and line.', { default: true }),
    },
    later,
  ),
});

export const storage = table(
  'Places on disk, by the names of the original system.',
  {
    base_dir: key(text, 'Folder of everything.'),
    database_path: key(text, 'Database.', { instead: 'state.path' }),
    sessions_dir: key(text, 'Sessions.', { instead: 'session.artifact_storage_path' }),
    sqlite: table('SQLite.', { database_path: key(text, 'Database.', { instead: 'state.path' }), journal_mode: key(text, 'Journal.', { default: 'WAL' }) }),
  },
  later,
);
