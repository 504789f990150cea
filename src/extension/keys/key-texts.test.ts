import { describe, expect, it } from 'vitest';
import { KNOWN_PROVIDERS, keyProblem, nameProblem, outcomeText, providerItems } from './key-texts.ts';

describe('what the key commands show', () => {
  it('offers providers of the configuration first, then those with a key, then known ones, then any', () => {
    const known = [{ name: 'local', type: 'openai_compatible', isConfigured: true }, ...KNOWN_PROVIDERS];
    expect(providerItems(known, ['openai', 'mine'])).toEqual([
      { label: 'local', description: 'openai_compatible, configured', provider: 'local' },
      { label: 'openai', description: 'has a key here: it is replaced', provider: 'openai' },
      { label: 'mine', description: 'has a key here: it is replaced', provider: 'mine' },
      { label: 'anthropic', description: '', provider: 'anthropic' },
      { label: 'gemini', description: '', provider: 'gemini' },
      { label: 'Another provider…', description: 'by its name in the configuration' },
    ]);
  });

  it.each([['', false], ['  ', false], ['two words', false], ['sk-ä', false], ['sk-1', true], [' sk-1\n', true]])('takes %j for a key: %s', (key, isOne) => {
    expect(keyProblem(key) === undefined).toBe(isOne);
  });

  it.each([['', false], ['a/b', false], ['a b', false], ['openai', true], ['my.own-1', true]])('takes %j for a name: %s', (name, isOne) => {
    expect(nameProblem(name) === undefined).toBe(isOne);
  });

  it('says when the kernel has it', () => {
    expect(outcomeText('set', 'openai', 'running')).toBe("The API key for openai is kept in VS Code's secret storage. The kernel has it.");
    expect(outcomeText('set', 'openai', 'later')).toContain('is given it when it starts');
    expect(outcomeText('set', 'openai', 'restricted')).toContain('This folder is not trusted, so no kernel runs here');
    expect(outcomeText('removed', 'openai', 'running')).toBe("The API key for openai is removed from VS Code's secret storage and from the kernel.");
    expect(outcomeText('removed', 'openai', 'restricted')).toBe("The API key for openai is removed from VS Code's secret storage.");
  });
});
