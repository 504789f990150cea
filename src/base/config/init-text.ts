/** The text of `config init`: every key that has an effect, with its meaning. What is not decided for the user is a comment, so that later defaults hold. */
import { allKeys, ANY_NAME, type KeyInfo } from './schema/walk.ts';
import { tomlHeader, tomlKey, tomlValue } from './toml-text.ts';

const HEAD = `# Configuration of llmspell. What is commented out is the default.
# \`llmspell config validate\` checks it, \`llmspell config show\` tells what holds and why.
# Completion in editors that check TOML with a JSON schema: \`llmspell config schema -o llmspell.schema.json\`, then as the first line here: #:schema ./llmspell.schema.json
# Values come from: defaults, profiles (-p), your own file, the project's file, LLMSPELL_* variables; the later ones count.
`;

/** Examples of the tables whose names the user chooses. */
const PROVIDER_EXAMPLE = `
# [providers]
# default_provider = "openai"
#
# [providers.openai]
# provider_type = "openai"
# api_key_env = "OPENAI_API_KEY"
# default_model = "gpt-4o-mini"
#
# [providers.local]
# provider_type = "openai_compatible"
# base_url = "http://127.0.0.1:11434/v1"
`;

/** `profiles`: the file stands on them. It loads without findings. */
export function initText(profiles?: readonly string[]): string {
  const extended = profiles === undefined ? '' : `\n[profile]\nextends = ${tomlValue(profiles)}\n`;
  return [HEAD, extended, PROVIDER_EXAMPLE, ...tables().map(tableText)].join('');
}

interface Table {
  readonly path: readonly string[];
  readonly description: string;
  readonly keys: readonly KeyInfo[];
}

function tables(): readonly Table[] {
  const keys = allKeys();
  const isShown = (key: KeyInfo): boolean => key.kind === 'value' && key.effect && key.aliasOf === undefined && !key.path.includes(ANY_NAME);
  return keys
    .filter((key) => key.kind === 'table' && !['profile', 'providers'].includes(key.path[0]!))
    .map((table) => ({ path: table.path, description: table.description, keys: keys.filter((key) => isShown(key) && isChild(key.path, table.path)) }))
    .filter((table) => table.keys.length > 0);
}

const isChild = (path: readonly string[], table: readonly string[]): boolean => path.length === table.length + 1 && table.every((part, i) => path[i] === part);

const tableText = ({ path, description, keys }: Table): string => `\n# ${description}\n${tomlHeader(path)}\n${keys.map(keyText).join('')}`;

function keyText({ path, description, default: value, type }: KeyInfo): string {
  const name = tomlKey(path.at(-1)!);
  const example = value === undefined ? exampleOf(type) : tomlValue(value);
  return `# ${description}\n# ${name} = ${example}\n`;
}

const exampleOf = (type: string): string => (type.startsWith('list') ? '[]' : type.includes('integer') || type.includes('number') ? '0' : type.startsWith('true') ? 'true' : '"…"');
