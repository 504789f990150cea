/** The configuration: find, read, check. */
export { configSecrets, defaultConfig, demoProvider, type Config, type ProviderConfig, type ProviderType } from './config.ts';
export { findConfigFile, findConfigFiles } from './find.ts';
export { loadConfig, parseConfig, type ConfigChoice, type LoadedConfig } from './load.ts';
export { rememberOrigins, settingAt, settingPlace, type SettingSource } from './origins.ts';
export { ConfigError, UnknownProfileError, formatProblem, type ConfigProblem } from './problem.ts';
