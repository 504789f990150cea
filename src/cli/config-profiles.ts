/** `llmspell config list-profiles`: the user's own profiles and the built-in ones. */
import { readFileSync } from 'node:fs';
import { textLayer } from '../base/config/layers/text-layer.ts';
import { BUILTIN_PROFILES } from '../base/config/profiles/builtin.ts';
import { profileFolders, userProfiles } from '../base/config/profiles/user.ts';
import { write, writeJson, type CliContext } from './context.ts';
import { ExitCodes } from './errors.ts';

interface Listed {
  readonly name: string;
  readonly description: string;
  /** `built-in`, or the file. */
  readonly source: string;
  readonly text: string;
}

export async function listProfiles(context: CliContext, detailed: boolean): Promise<number> {
  const folders = profileFolders(context.environment);
  const own = userProfiles(folders).map(({ name, file }): Listed => fromFile(name, file));
  const builtin = Object.entries(BUILTIN_PROFILES)
    .filter(([name]) => !own.some((profile) => profile.name === name))
    .map(([name, { description, text }]): Listed => ({ name, description, source: 'built-in', text }));
  const profiles = [...own, ...builtin];
  if (context.options.output === 'json') {
    await writeJson(context, { status: 'success', profiles: profiles.map(({ text, ...profile }) => (detailed ? { ...profile, text } : profile)), folders });
    return ExitCodes.Ok;
  }
  const width = Math.max(...profiles.map(({ name }) => name.length));
  for (const { name, description, source, text } of profiles) {
    const where = source === 'built-in' ? '' : ` (${source})`;
    await write(context.stdout, `${name.padEnd(width)}  ${description}${where}\n`);
    if (detailed) await write(context.stdout, `${indented(text)}\n`);
  }
  await write(context.stdout, `\nYour own: a file NAME.toml in ${folders.join(' or ')}. Several: -p bases/cli,envs/dev\n`);
  return ExitCodes.Ok;
}

function fromFile(name: string, file: string): Listed {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return { name, description: 'cannot be read', source: file, text };
  }
  const { tree } = textLayer(text, (line) => ({ kind: 'file', file, line }));
  const { description = '' } = (tree['profile'] ?? {}) as { description?: string };
  return { name, description, source: file, text };
}

const indented = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
