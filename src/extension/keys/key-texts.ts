/** What the key commands show and accept. Pure. */
import type { ProviderSummary } from '../../common/editor-rpc.ts';

/** Those whose name alone says which they are. */
export const KNOWN_PROVIDERS: readonly ProviderSummary[] = ['openai', 'anthropic', 'gemini'].map((name) => ({ name, type: name, isConfigured: false }));

export interface ProviderItem {
  readonly label: string;
  readonly description: string;
  /** Absent: another one, whose name is asked for. */
  readonly provider?: string;
}

/** First those of the configuration, then those that have a key already, then what is known. */
export function providerItems(known: readonly ProviderSummary[], stored: readonly string[]): ProviderItem[] {
  const names = new Map(known.map((provider) => [provider.name, provider]));
  const all = [...known.filter(({ isConfigured }) => isConfigured).map(({ name }) => name), ...stored, ...names.keys()];
  const items = [...new Set(all)].map((name): ProviderItem => {
    const provider = names.get(name);
    const facts = [provider?.isConfigured === true ? `${provider.type}, configured` : '', stored.includes(name) ? 'has a key here: it is replaced' : ''];
    return { label: name, description: facts.filter((fact) => fact !== '').join('; '), provider: name };
  });
  return [...items, { label: 'Another provider…', description: 'by its name in the configuration' }];
}

export const keyProblem = (key: string): string | undefined =>
  key.trim() === '' ? 'Type or paste the key.' : /^[\x21-\x7e]+$/.test(key.trim()) ? undefined : 'That is no key: it holds spaces, or characters that no key has.';

export const nameProblem = (name: string): string | undefined => (/^[^\s/\p{Cc}]+$/u.test(name) ? undefined : 'A name without spaces and slashes: what stands before the slash of a model, as in openai/gpt-4o.');

export type KernelState = 'running' | 'later' | 'restricted';

export function outcomeText(what: 'set' | 'removed', provider: string, kernel: KernelState): string {
  if (what === 'removed') return `The API key for ${provider} is removed from VS Code's secret storage${kernel === 'running' ? ' and from the kernel' : ''}.`;
  const then = { running: 'The kernel has it.', later: 'The kernel is given it when it starts.', restricted: 'This folder is not trusted, so no kernel runs here; one is given the key when you trust the folder.' }[kernel];
  return `The API key for ${provider} is kept in VS Code's secret storage. ${then}`;
}
