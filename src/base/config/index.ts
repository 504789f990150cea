/** The configuration: find, read, check. */
export { configSecrets, defaultConfig, demoProvider, type Config, type ProviderConfig, type ProviderType } from './config.ts';
export { findConfigFile, loadConfig, parseConfig, type LoadedConfig } from './load.ts';
export { ConfigError, formatProblem, type ConfigProblem } from './problem.ts';
