/** What a `ref` of the Variables view stands for: something with children, some of which can be set. Here the lists of a frame. */
import type { LuaFrame, LuaValue } from '../../engine/engine.ts';
import { notSettable } from '../errors.ts';
import type { FrameName } from './frame-names.ts';
import type { Role } from './hints.ts';

export interface Child {
  readonly name: string;
  readonly value: LuaValue;
  readonly evaluateName: string | undefined;
  /** A variable if nothing else is said. */
  readonly role?: Role;
  /** Shown instead of the value's own text: what is no value yet, or could not be had. */
  readonly text?: string;
  /** Opens to these children instead of the value's own. */
  readonly container?: Container;
  /** In a table: the entry's key. */
  readonly key?: LuaValue;
  /** The variable of a frame behind it, for those who ask where it is declared. */
  readonly variable?: FrameName;
}

export interface Container {
  /** The frame in which new values are evaluated. */
  readonly frame: LuaFrame | undefined;
  readonly indexed: number;
  readonly named: number;
  /** The value whose children these are, if they are one value's. */
  readonly value?: LuaValue;
  /** Its children come from a metamethod, which runs when they are asked for. */
  readonly runsLua?: boolean;
  /** Both ends count within the kind; without `count` all of them. Very many come as chunks, which open to some of them each. */
  children(kind: 'indexed' | 'named', start: number, count: number | undefined): readonly Child[];
  /** The child of that name; without it the children are looked through. */
  find?(name: string): Child | undefined;
  /** Throws `not_settable`, or what Lua throws for the assignment. */
  set(name: string, value: LuaValue): void;
}

/** A page of a list that is there already. */
export const page = (children: readonly Child[], start: number, count: number | undefined): readonly Child[] =>
  children.slice(start, count === undefined ? undefined : start + count);

export function findChild(container: Container, name: string): Child | undefined {
  if (container.find !== undefined) return container.find(name);
  const isNamed = (child: Child): boolean => child.name === name;
  return container.children('named', 0, undefined).find(isNamed) ?? container.children('indexed', 0, undefined).find(isNamed);
}

/** A scope: variables of a frame. */
export function variablesContainer(frame: LuaFrame, names: readonly FrameName[]): Container {
  return {
    frame,
    indexed: 0,
    named: names.length,
    children(kind, start, count) {
      if (kind === 'indexed') return [];
      const end = count === undefined ? names.length : start + count;
      return names.slice(start, end).map((variable) => {
        return { name: variable.title, value: variable.variable.value, evaluateName: variable.evaluateName, role: 'variable', variable };
      });
    },
    set(name, value) {
      const found = names.find(({ title }) => title === name);
      if (found === undefined) throw notSettable(name, 'there is no such variable here');
      found.variable.set(value);
    },
  };
}

/** Several results of one evaluation. */
export function resultsContainer(frame: LuaFrame | undefined, values: readonly LuaValue[]): Container {
  return {
    frame,
    indexed: values.length,
    named: 0,
    children(kind, start, count) {
      if (kind === 'named') return [];
      const results = values.map((value, index): Child => ({ name: `[${index + 1}]`, value, evaluateName: undefined, role: 'result' }));
      return page(results, start, count);
    },
    set(name) {
      throw notSettable(name, 'it is a result; set what the expression reads');
    },
  };
}
