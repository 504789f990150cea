/**
 * The TOML file's shape: every key that is understood, with its type, its meaning and its default. What has another spelling (aliases of the
 * seeds and of the original system) is listed in this folder and nowhere else. Tables are strict, so that a mistyped key is found.
 * Loaded only when there is something to check: zod takes longer to load than a short script to run.
 */
import { z } from 'zod';
import { key } from './key.ts';
import { daemon, global, kernel, logging, resources } from './kernel.ts';
import { debug, engines, events, hooks, runtime, storage } from './original.ts';
import { metadata, profile } from './profile.ts';
import { providers } from './providers.ts';
import { rag } from './rag.ts';
import { fleet, ide, monitoring, protocols, roles, signals, tasks, web } from './services.ts';
import { session, state } from './state.ts';
import { tools } from './tools.ts';

export const configSchema = z.strictObject({
  profile,
  metadata,
  default_engine: key(z.literal('lua'), 'The language of scripts: there is one.', { default: 'lua' }),
  providers,
  kernel,
  logging,
  global,
  tools,
  state,
  session,
  runtime,
  debug,
  resources,
  daemon,
  tasks,
  roles,
  fleet,
  hooks,
  events,
  engines,
  storage,
  rag,
  signals,
  protocols,
  monitoring,
  ide,
  web,
});
export type ConfigToml = z.infer<typeof configSchema>;
export type { ProviderToml } from './providers.ts';
