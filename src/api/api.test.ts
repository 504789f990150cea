import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { apiClasses, apiFunctions, apiModules, apiValues, findFunction, functionsOf, parseName, type ApiParameter, type HostName, type VmName } from './index.ts';
import { parseLuaType, typeWords } from './lua-type.ts';
import { generatedFiles } from './render/files.ts';

const parametersOf = (parameters: readonly ApiParameter[]): ApiParameter[] => parameters.flatMap((parameter) => [parameter, ...parametersOf(parameter.fields ?? [])]);

describe('the description', () => {
  it('names everything once', () => {
    for (const names of [apiFunctions, apiClasses, apiValues].map((list) => list.map(({ name }) => name))) expect(new Set(names).size).toBe(names.length);
  });

  it('uses types that can be read, of classes that are described', () => {
    const classes = new Set(apiClasses.map(({ name }) => name));
    const parameters = [...apiFunctions.flatMap((description) => parametersOf(description.parameters)), ...apiClasses.flatMap(({ fields }) => fields), ...apiValues];
    for (const { type } of [...parameters, ...apiFunctions.flatMap(({ results }) => results)]) {
      for (const part of parseLuaType(type).parts) if (part.kind === 'class') expect(classes).toContain(part.name);
    }
  });

  it('owns each function by a described table or class, or by the globals', () => {
    const owners = new Set([...apiClasses, ...apiValues].map(({ name }) => name));
    for (const { name } of apiFunctions) {
      const { owner, isMethod } = parseName(name);
      if (owner !== undefined && owner !== 'package') expect(owners, name).toContain(owner);
      if (isMethod) expect(apiClasses.map((described) => described.name)).toContain(owner);
    }
  });

  it('explains everything in sentences', () => {
    for (const { name, doc, parameters, results } of apiFunctions) {
      for (const text of [doc, ...parametersOf(parameters).map((parameter) => parameter.doc), ...results.map((result) => result.doc)]) expect(text, name).toMatch(/[.!?)]$/);
    }
  });

  it('has aliases of functions that exist, with the same parameters by name', () => {
    for (const { name, aliasOf, parameters } of apiFunctions) {
      if (aliasOf === undefined) continue;
      expect(findFunction(aliasOf)?.parameters.map((parameter) => parameter.name), name).toEqual(parameters.map((parameter) => parameter.name));
    }
  });

  it('keeps every table of options closed, so that no misspelled option is silently without effect', () => {
    const open = apiFunctions.flatMap(({ name, parameters }) => parametersOf(parameters).filter(({ fields, closed, exactRest }) => fields !== undefined && !closed && exactRest === undefined).map((parameter) => `${name} ${parameter.name}`));
    expect(open).toEqual([
      // What finds an artifact again may be all that is known of it.
      'Artifact.get id',
      'Artifact.delete id',
      // These refuse what they do not know themselves, as their refusals also name the rule.
      'Config.setProvider config',
      'Config.setSecurity config',
      // Of Lua itself, which takes any table there.
      'os.time date',
    ]);
  });

  it('finds functions by name and by owner', () => {
    expect(findFunction('Agent.builder')?.results[0]?.type).toBe('AgentBuilder');
    expect(findFunction('nothing')).toBeUndefined();
    expect(functionsOf('JSON').map(({ name }) => name)).toEqual(['JSON.parse', 'JSON.stringify']);
  });
});

describe('the names as types', () => {
  it('are those of the description and no others: the compiler checks implementations by them', () => {
    const host: HostName[] = ['Agent.create', 'AgentBuilder:build'];
    const vm: VmName[] = ['AgentBuilder:name', 'File:read', 'print'];
    // @ts-expect-error a name nobody described
    host.push('Agent.nonsense');
    // @ts-expect-error implemented by the kernel, not in the VM
    vm.push('Agent.create');
    expect(host.slice(0, 2).map((name) => findFunction(name)?.thread)).toEqual(['host', 'host']);
    expect(vm.slice(0, 3).map((name) => findFunction(name)?.thread)).toEqual(['vm', 'vm', 'vm']);
  });
});

describe('types', () => {
  it.each([
    ['string', false, 'string'],
    ['string|table?', true, 'string or table'],
    ['"set"|"cur"|"end"?', true, '"set", "cur" or "end"'],
    ['fun(chunk: string|nil, n: integer)', false, 'function'],
    ['File[]|File', false, 'table or File'],
  ])('reads %s', (type, optional, words) => {
    const parsed = parseLuaType(type);
    expect(parsed.optional).toBe(optional);
    expect(typeWords(parsed)).toBe(words);
  });
  it('refuses what is none', () => {
    expect(() => parseLuaType('strnig')).toThrow('no type of the API description: strnig');
  });
});

describe('generated files', () => {
  const root = new URL('../../', import.meta.url);
  const advice = 'stale: run `node scripts/generate-api.mjs`';

  it.each([...generatedFiles()])('%s is up to date', (path, content) => {
    expect(readFileSync(new URL(path, root), 'utf8') === content, advice).toBe(true);
  });
  it('has no library file that nothing generates', () => {
    expect(readdirSync(new URL('library', root)).map((name) => `library/${name}`).sort()).toEqual([...generatedFiles().keys()].filter((path) => path.startsWith('library/')).sort());
  });
  it('gives each function its signature', () => {
    const library = generatedFiles().get('library/agent.lua')!;
    expect(library).toContain('---@param input AgentInstanceExecuteInput The question.\n---@param callback fun(chunk: string) Called with each piece of text, in order.\n---@return AgentStreamResult # What became of the stream.\nfunction AgentInstance:invokeStream(input, callback) end');
    expect(library).toContain('---@param input string|AgentInstanceExecuteInput The question.');
    expect(library.startsWith('---@meta\n')).toBe(true);
  });
  it('puts no standard library beside the one that editors have', () => {
    expect(apiModules.filter((module) => module.isStandard === true).map(({ id }) => id)).toEqual(['base', 'io', 'os']);
    expect([...generatedFiles().keys()]).not.toContain('library/io.lua');
  });
});
