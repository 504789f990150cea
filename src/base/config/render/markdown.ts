/** `docs/configuration.md`: every key, its type, default and meaning, the profiles, and the environment variables. */
import { PROJECT_FILES, USER_FILES } from '../find.ts';
import { PROCESS_VARIABLES } from '../process-variables.ts';
import { ABSENT_PROFILES, BUILTIN_PROFILES } from '../profiles/builtin.ts';
import { allKeys, type KeyInfo } from '../schema/walk.ts';
import { tomlValue } from '../toml-text.ts';
import { otherNames, variableFor } from '../layers/variable-names.ts';
import { remark } from './remark.ts';

const code = (text: string): string => `\`${text}\``;

/** A `|` would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

const row = (...cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => [row(...head), row(...head.map(() => '---')), ...rows.map((cells) => row(...cells))].join('\n');

export function configurationMarkdown(): string {
  return `${[intro(), edits(), limits(), profiles(), variables(), keys()].join('\n\n')}\n`;
}

function intro(): string {
  return `# Configuration

<!-- Generated from the schema by \`npm run generate:config\`. Do not edit. -->

Everything works without a configuration: the provider \`demo\` answers. \`llmspell config init\` writes a file with every key as a comment, \`config show\` tells what
holds and where each value comes from, \`config validate\` checks, \`config list-profiles\` lists the profiles.

## Where values come from

Each line counts more than the ones above it; tables are merged key by key, lists and other values are replaced.

1. the defaults below
2. profiles: what a file extends, then \`-p NAME\` (or \`LLMSPELL_PROFILE\`)
3. your own file: the first of ${USER_FILES.map(code).join(', ')} (\`<config>\` is \`$XDG_CONFIG_HOME\`, else \`~/.config\`)
4. the project's file: the first of ${PROJECT_FILES.map(code).join(', ')} in the working folder
5. environment variables \`LLMSPELL_…\`
6. the command line

A file that is named with \`-c FILE\` or \`LLMSPELL_CONFIG\` stands in place of 3 and 4. With \`-c\` and \`-p\` together the profile lies below the file.

An unknown key or variable is a warning with its place and the nearest known one; a wrong type is an error. Findings read \`FILE:LINE: severity: message\`. Keys marked
"no effect" are understood, so that files of other versions load; \`validate\` and \`config show\` tell of them, other commands do not.

Editors that check TOML with a JSON schema (Even Better TOML, Tombi) take ours: \`llmspell config schema -o llmspell.schema.json\`, and \`#:schema ./llmspell.schema.json\` as the
first line of the file.`;
}

function edits(): string {
  return `## Edits while a kernel is up

The kernel of a VS Code window and \`llmspell kernel start\` notice an edit of any file that counts, profiles among them; \`kernel start\` also reads them again when it gets SIGHUP. What
runs is not disturbed: scripts keep their agents, open files and requests, and have the new providers, allowed paths, hosts and programs with their next call. A lower
time limit counts from the edit on, a higher one from the script's start. The log's level changes at once. The memory limit, \`[state]\`, \`[session]\` and \`[debug]\` count with
the next script; port, address and log file only in another kernel. The log says which of these an edit was (level \`info\`, \`warn\` where it takes a restart).

A file that is broken is told once, with \`FILE:LINE\`, and what runs keeps what it has. In VS Code the next script is refused with the same message; \`kernel start\` runs it
with what the file said before. A file that is gone changes nothing for scripts that run. A folder of \`allowed_paths\` is what it was when it was first looked up; if you put
something else in its place, start the kernel again.`;
}

function limits(): string {
  return `## Limits

Each ends the script that reaches it, and no other, with a message that names the key and its place. While a script stands in the debugger or waits for input, nothing counts.

| Limit | Key | The script |
| --- | --- | --- |
| time | \`kernel.max_execution_time_secs\` | ends, whatever it catches; one that is inside of a long call of a library function loses its VM half a second later |
| memory | \`kernel.limits.max_memory_mb\` | gets Lua's error "not enough memory", which it can catch |
| output | \`kernel.limits.max_output_mb\` | ends, whatever it catches; what fits was delivered |
| recursion | none: Lua's own limits, about 200 000 calls, 200 nested calls through C | gets the error "stack overflow" or "C stack overflow", which it can catch |`;
}

function profiles(): string {
  const rows = Object.entries(BUILTIN_PROFILES).map(([name, { description }]) => [code(name), description]);
  const absent = Object.entries(ABSENT_PROFILES).map(([name, what]) => `${code(name)} (${what})`);
  return `## Profiles

\`-p NAME\`, or several with commas, of which the later ones count more: \`-p bases/cli,features/llm,envs/dev,backends/memory\`. Your own are files \`NAME.toml\` in
\`.llmspell/profiles\` of the working folder, in \`~/.llmspell/profiles\` or in \`<config>/llmspell/profiles\`; they come before built-in ones of the same name. A path that ends in
\`.toml\` works too. A profile, or a configuration file, may stand on others:

\`\`\`toml
[profile]
description = "What it is for"
extends = ["bases/cli", "envs/dev"]
\`\`\`

${table(['Profile', 'For'], rows)}

Known, but for what this version does not have: ${absent.join(', ')}.`;
}

function variables(): string {
  const rows = Object.entries(PROCESS_VARIABLES).map(([name, meaning]) => [code(name), meaning]);
  const others = Object.entries(otherNames()).map(([name, ruled]) => `${code(name)} (${code(ruled)})`);
  return `## Environment variables

Every key whose value a text can say has one: \`LLMSPELL_\` and the key in capitals, its parts joined by \`_\`; the tables below name them. Lists are written with commas. An empty variable counts as not set. For a provider:
\`LLMSPELL_PROVIDERS_OPENAI_BASE_URL\`. Keys of providers are read from \`OPENAI_API_KEY\` and its kin, too (\`api_key_env\`).

Names of the original system work beside: ${others.join(', ')}, \`LLMSPELL_PROVIDER_…\` (\`LLMSPELL_PROVIDERS_…\`), \`LLMSPELL_MEMORY_…\` (\`LLMSPELL_RUNTIME_MEMORY_…\`).

${table(['No key, but read', 'Meaning'], rows)}`;
}

function keys(): string {
  const all = allKeys();
  const top = all.filter((key) => key.path.length === 1 && key.kind === 'value');
  const tables = all.filter((key) => key.kind === 'table');
  const sections = tables.map((info) => section(info, all.filter((key) => key.kind === 'value' && isChild(key.path, info.path)))).filter((text) => text !== '');
  return ['## Keys', keyTable(top), ...sections].join('\n\n');
}

const isChild = (path: readonly string[], above: readonly string[]): boolean => path.length === above.length + 1 && above.every((part, i) => path[i] === part);

function section(info: KeyInfo, children: readonly KeyInfo[]): string {
  if (children.length === 0) return '';
  const idle = !info.effect && children.every((key) => !key.effect) ? ' **No effect in this version.**' : '';
  return `### \`[${info.path.join('.')}]\`\n\n${info.description}${idle}\n\n${keyTable(children, idle !== '')}`;
}

function variableCell(key: KeyInfo): string {
  const variable = variableFor(key);
  return variable === undefined ? '' : code(variable);
}

function keyTable(children: readonly KeyInfo[], idle = false): string {
  return table(
    ['Key', 'Type', 'Default', 'Meaning', 'Variable'],
    children.map((key) => [
      code(key.path.at(-1)!),
      key.type,
      key.default === undefined ? '' : code(tomlValue(key.default)),
      [key.description, remark(idle ? { ...key, effect: true } : key)].filter((part) => part !== '').join(' '),
      variableCell(key),
    ]),
  );
}
