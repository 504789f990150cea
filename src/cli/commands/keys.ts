/** `llmspell keys`: the API keys that llmspell keeps for its user. Keys are read and never shown. */
import { Command, Option } from 'commander';
import type { KeyStore } from '../../base/keys/key-store.ts';
import { KEY_PLACES, type KeyPlace, type WantedPlace } from '../../base/keys/places.ts';
import { write, writeJson, type CliContext } from '../context.ts';
import { CliError, ExitCodes } from '../errors.ts';
import { oneOf, type CommandTools } from '../program.ts';

interface AddOptions {
  readonly store: WantedPlace;
}

export const keysCommand = (tools: CommandTools): Command => {
  const keys = new Command('keys').description('keep API keys of providers').addHelpText('after', '\nExample:\n  llmspell keys add openai\n  llmspell keys list\n  llmspell keys remove openai');
  keys
    .command('add')
    .description('keep a key; it is asked for, or read from standard input')
    .argument('<provider>', 'the X of [providers.X], or openai, anthropic, …')
    .argument('[key]', 'the key; it stays in the history of your shell')
    .addOption(new Option('--store <place>', `where it is kept: ${KEY_PLACES.join(', ')} (auto: the keychain where one works)`).argParser(oneOf(KEY_PLACES)).default('auto'))
    .action(tools.handle<AddOptions>((context, [provider, key], options) => add(context, provider!, key, options.store)));
  keys.command('list').description('list the keys that are kept, masked').action(tools.handle(list));
  keys
    .command('remove')
    .description('forget a key')
    .argument('<provider>', 'whose key')
    .action(tools.handle((context, [provider]) => remove(context, provider!)));
  return keys;
};

async function openStore({ environment, stderr }: CliContext): Promise<KeyStore> {
  const { KeyStore } = await import('../../base/keys/key-store.ts');
  return new KeyStore(environment, { notice: (message) => void stderr.write(`note: ${message}\n`) });
}

/** A name that models can begin with. */
const PROVIDER_NAME = /^[^\s/\p{Cc}]+$/u;
/** What an HTTP header may hold. */
const KEY_TEXT = /^[\x21-\x7e]+$/;

async function add(context: CliContext, provider: string, given: string | undefined, wanted: WantedPlace): Promise<number> {
  if (!PROVIDER_NAME.test(provider)) throw new CliError(`"${provider}" is no name of a provider: it is what stands before the slash of a model, as in openai/gpt-4o`, ExitCodes.Usage);
  if (given !== undefined) context.stderr.write('note: the key is now in the history of your shell. Next time leave it out, and it is asked for without being shown\n');
  const { readSecret } = await import('../read-secret.ts');
  const key = (given ?? (await readSecret(`API key for ${provider}: `, context.stderr))).trim();
  if (key === '') throw new CliError('no key was given: type it when asked, or pipe it in');
  if (!KEY_TEXT.test(key)) throw new CliError('that is no key: it holds spaces, line ends, or characters that no key has');
  const store = await openStore(context);
  const place = await store.add(provider, key, wanted);
  if (context.options.output === 'json') await writeJson(context, { status: 'success', provider, store: place });
  else await write(context.stdout, `the key for ${provider} is kept in ${placeText(place, store)}\n`);
  return ExitCodes.Ok;
}

async function list(context: CliContext): Promise<number> {
  const store = await openStore(context);
  const keys = await store.list();
  if (context.options.output === 'json') {
    await writeJson(context, { status: 'success', keys: keys.map(({ provider, place, masked }) => ({ provider, store: place, masked: masked ?? null })) });
  } else if (keys.length === 0) {
    await write(context.stdout, 'no keys are kept: `llmspell keys add PROVIDER` adds one\n');
  } else {
    const width = Math.max(...keys.map(({ provider }) => provider.length));
    for (const { provider, place, masked } of keys) await write(context.stdout, `${provider.padEnd(width)}  ${masked ?? '…'}  ${placeText(place, store)}\n`);
  }
  return ExitCodes.Ok;
}

async function remove(context: CliContext, provider: string): Promise<number> {
  const store = await openStore(context);
  if (!(await store.remove(provider))) {
    const { didYouMean } = await import('../../base/nearest.ts');
    const kept = (await store.list()).map((key) => key.provider);
    throw new CliError(`no key for "${provider}" is kept${didYouMean(provider, kept)}: ${kept.length === 0 ? 'there are none' : `there are ${kept.join(', ')}`}`);
  }
  if (context.options.output === 'json') await writeJson(context, { status: 'success', provider });
  else await write(context.stdout, `the key for ${provider} is forgotten\n`);
  return ExitCodes.Ok;
}

const placeText = (place: KeyPlace, store: KeyStore): string => (place === 'keychain' ? "the system's keychain" : store.path);
