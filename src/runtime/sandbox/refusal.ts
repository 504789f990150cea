/**
 * The one place that words what the sandbox refuses: what was asked for, why it may not be, and the key in the configuration that would
 * allow it, with its section and where it is set. Scripts see the same sentence whether `io`, a tool or `require` was refused.
 */
import { settingPlace, type SettingSource } from '../../base/config/index.ts';

/** What the user would change to allow it. */
export interface Rule {
  /** Of the TOML file, without brackets: `tools.file_operations`. */
  readonly section: string;
  readonly key: string;
  /** The words before the key: `add its folder to`, `raise`, `set`. */
  readonly change: string;
  /** For `set`: what to. */
  readonly value?: string;
}

/** `what: why: change key under [section] in file:line`; without the line where the key is not set yet. */
export function refusal(config: SettingSource, what: string, why: string, rule: Rule): string {
  const key = rule.value === undefined ? rule.key : `${rule.key} = ${rule.value}`;
  return `${what}: ${why}: ${rule.change} ${key} under [${rule.section}] in ${settingPlace(config, [...rule.section.split('.'), rule.key])}`;
}
