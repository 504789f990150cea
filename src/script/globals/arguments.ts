/**
 * Checks the arguments of a call against the description. An error names the function, the parameter, the wanted and the given type, in the
 * words of Lua's own libraries.
 */
import { parseLuaType, typeWords, type LuaType, type LuaTypePart } from '../../api/lua-type.ts';
import { isStandard, parseName, type ApiFunction, type ApiParameter } from '../../api/index.ts';
import { didYouMean } from '../../base/nearest.ts';
import type { LuaValue } from '../engine/engine.ts';
import { toNumber } from './numerals.ts';
import { scriptObjectIn } from './script-objects.ts';
import type { Vm } from './vm.ts';

/** Made once for each function: throws a Lua error when a call does not fit. */
export type ArgumentCheck = (args: readonly LuaValue[]) => void;

/** Answers the arguments to go on with: Lua's own functions take numbers for strings and numerals for numbers. */
export type ArgumentReader = (args: readonly LuaValue[]) => readonly LuaValue[];

export function argumentReader(vm: Vm, description: ApiFunction): ArgumentReader {
  const check = argumentCheck(vm, description);
  const types = isStandard(description.name) ? description.parameters.map((parameter) => parseLuaType(parameter.type)) : [];
  const first = parseName(description.name).isMethod ? 1 : 0;
  return (args) => {
    const fitting = types.length === 0 ? args : args.map((value, i) => asType(vm, value, i < first ? undefined : types[i - first]));
    check(fitting);
    return fitting;
  };
}

/** As Lua converts between numbers and strings; anything else stays as it is. */
function asType(vm: Vm, value: LuaValue, type: LuaType | undefined): LuaValue {
  if (type === undefined || fits(vm, value, type)) return value;
  const { engine } = vm;
  const wants = (name: string): boolean => type.parts.some((part) => part.kind === 'basic' && part.name === name);
  const given = engine.type(value);
  if ((given === 'integer' || given === 'float') && wants('string')) return engine.string(engine.toText(value));
  if (given === 'string' && (wants('integer') || wants('number'))) return toNumber(vm, value) ?? value;
  return value;
}

function argumentCheck(vm: Vm, description: ApiFunction): ArgumentCheck {
  const { owner, isMethod } = parseName(description.name);
  const checks = description.parameters.map((parameter, index) => parameterCheck(vm, description.name, parameter, index + (isMethod ? 1 : 0), index + 1));
  return (args) => {
    if (isMethod && !isObject(vm, args[0], owner!)) {
      throw vm.error(`bad self for '${description.name}' (${owner} expected, got ${givenType(vm, args[0])}): call it with a colon`);
    }
    for (const check of checks) check(args);
  };
}

function parameterCheck(vm: Vm, functionName: string, parameter: ApiParameter, position: number, shown: number): ArgumentCheck {
  const type = parseLuaType(parameter.type);
  const fail = (at: number, value: LuaValue | undefined): Error => {
    const name = parameter.name === '...' ? '' : ` '${parameter.name}'`;
    const hint = parameter.whenMissing !== undefined && (value === undefined || vm.engine.type(value) === 'nil') ? `: ${parameter.whenMissing}` : '';
    return vm.error(`bad argument #${at}${name} to '${functionName}' (${typeWords(type)} expected, got ${givenFor(vm, value, type)})${hint}`);
  };
  if (parameter.name === '...') {
    return (args) => {
      for (let i = position; i < args.length; i++) if (!fits(vm, args[i]!, type)) throw fail(i - position + shown, args[i]);
    };
  }
  const fields = (parameter.fields ?? []).map((field) => fieldCheck(vm, functionName, parameter, field, shown));
  if (parameter.closed) fields.push(closedCheck(vm, functionName, parameter, shown));
  const whole = (): string => `argument #${shown} '${parameter.name}' to '${functionName}'`;
  return (args) => {
    const value = args[position];
    if (value === undefined ? !type.optional : !fits(vm, value, type)) throw fail(shown, value);
    if (value !== undefined) checkInside(vm, value, parameter, type, whole);
    if (value !== undefined && fields.length > 0 && vm.engine.type(value) === 'table') for (const check of fields) check(value);
  };
}

function fieldCheck(vm: Vm, functionName: string, parameter: ApiParameter, field: ApiParameter, shown: number): (table: LuaValue) => void {
  const { engine } = vm;
  const key = engine.string(field.name);
  const type = parseLuaType(field.type);
  return (table) => {
    const value = engine.rawGet(table, key);
    // A required field that is missing is told by the function itself, which knows what else would do.
    if (engine.type(value) === 'nil') return;
    const whole = (): string => `field '${field.name}' of argument #${shown} '${parameter.name}' to '${functionName}'`;
    if (!fits(vm, value, type)) throw vm.error(`bad ${whole()} (${typeWords(type)} expected, got ${givenFor(vm, value, type)})`);
    checkInside(vm, value, field, type, whole);
  };
}

/** Refuses what is none of the fields. */
function closedCheck(vm: Vm, functionName: string, parameter: ApiParameter, shown: number): (table: LuaValue) => void {
  const { engine } = vm;
  const known = (parameter.fields ?? []).map(({ name }) => name);
  return (table) => {
    for (const [key] of engine.entries(table)) {
      const name = engine.toText(key);
      if (engine.type(key) === 'string' && known.includes(name)) continue;
      const written = engine.type(key) === 'string' ? `'${name}'` : `[${name}]`;
      throw vm.error(`unknown field ${written} of argument #${shown} '${parameter.name}' to '${functionName}'${didYouMean(name, known)}: known are ${known.join(', ')}`);
    }
  };
}

/** Of a value that has the right type: how large a number is, and what stands in an array. `whole` names the value for messages. */
function checkInside(vm: Vm, value: LuaValue, { min = -Infinity, max = Infinity }: ApiParameter, type: LuaType, whole: () => string): void {
  const { engine } = vm;
  const given = engine.type(value);
  if (given === 'integer' || given === 'float') {
    const number = Number(engine.toNumber(value));
    const range = max === Infinity ? `from ${min}` : min === -Infinity ? `up to ${max}` : `from ${min} to ${max}`;
    if (!(number >= min && number <= max) && (min !== -Infinity || max !== Infinity)) throw vm.error(`bad ${whole()} (${typeWords(type)} ${range} expected, got ${engine.toText(value)})`);
  }
  const elements = type.parts.find((part) => part.kind === 'array')?.element;
  if (elements === undefined || given !== 'table') return;
  const elementType: LuaType = { optional: false, parts: [elements] };
  for (let i = 1; i <= engine.rawLength(value); i++) {
    const element = engine.rawGet(value, engine.number(i));
    if (!fits(vm, element, elementType)) throw vm.error(`bad element [${i}] of ${whole()} (${typeWords(elementType)} expected, got ${givenFor(vm, element, elementType)})`);
  }
}

function fits(vm: Vm, value: LuaValue, type: LuaType): boolean {
  const luaType = vm.engine.type(value);
  if (luaType === 'nil' && type.optional) return true;
  return type.parts.some((part) => fitsPart(vm, value, luaType, part));
}

/** A float that is one of Lua's integers. */
const isInteger64 = (value: number): boolean => Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;

function fitsPart(vm: Vm, value: LuaValue, luaType: string, part: LuaTypePart): boolean {
  switch (part.kind) {
    case 'basic':
      if (part.name === 'any') return true;
      if (part.name === 'number') return luaType === 'integer' || luaType === 'float';
      if (part.name === 'integer') return luaType === 'integer' || (luaType === 'float' && isInteger64(Number(vm.engine.toNumber(value))));
      return luaType === part.name;
    case 'literal':
      return luaType === 'string' && vm.text(value) === part.value;
    case 'array':
      return luaType === 'table';
    case 'callback':
      return luaType === 'function';
    case 'class':
      return isObject(vm, value, part.name);
  }
}

const isObject = (vm: Vm, value: LuaValue | undefined, className: string): boolean => value !== undefined && scriptObjectIn(vm.engine, value)?.$object === className;

const MAX_SHOWN = 40;

/** The type, with the value where that is what does not fit: a string that is none of a few, a number with a fraction. */
function givenFor(vm: Vm, value: LuaValue | undefined, { parts }: LuaType): string {
  const given = givenType(vm, value);
  if (value === undefined) return given;
  const text = vm.engine.toText(value);
  if (given === 'string' && parts.some((part) => part.kind === 'literal')) return text.length > MAX_SHOWN ? given : `"${text}"`;
  return given === 'number' && parts.some((part) => part.kind === 'basic' && part.name === 'integer') ? `number ${text}` : given;
}

/** As Lua names types, with the class of our objects. */
function givenType(vm: Vm, value: LuaValue | undefined): string {
  if (value === undefined) return 'no value';
  const type = vm.engine.type(value);
  if (type === 'userdata') return scriptObjectIn(vm.engine, value)?.$object ?? type;
  return type === 'integer' || type === 'float' ? 'number' : type;
}
