/**
 * What an expression evaluates to, as far as it can be told from the text: through locals, members of tables in the file, and calls of
 * functions that the library describes, so that `Agent.builder():model("x")` is known to be a builder.
 */
import type { Call, Expression, FunctionExpression, MethodCall, Variable } from '../lua/index.ts';
import { symbolAt } from '../lua/index.ts';
import type { LuaDocument } from './document.ts';
import type { Described, Library } from './library.ts';
import type { Holder, Member } from './members.ts';

export type ValueType =
  /** A value of a described type: a class or a basic type. */
  | { readonly kind: 'typed'; readonly name: string }
  /** A global table of the library, or a table in one (`Replay.schedules`). */
  | { readonly kind: 'namespace'; readonly name: string }
  | { readonly kind: 'described'; readonly described: Described }
  /** A table or function of the file itself. */
  | { readonly kind: 'table'; readonly holder: Holder }
  | { readonly kind: 'function'; readonly node: FunctionExpression };

/** Chains through locals and tables are followed this far: `local a = b; local b = a` has no end. */
const MAX_DEPTH = 50;

export class ValueTypes {
  readonly #document: LuaDocument;
  readonly #library: Library;

  constructor(document: LuaDocument, library: Library) {
    this.#document = document;
    this.#library = library;
  }

  typeOf(expression: Expression): ValueType | undefined {
    return this.#typeOf(expression, 0, 0);
  }

  ofVariable(variable: Variable): ValueType | undefined {
    return this.#ofVariable(variable, 0);
  }

  ofGlobal(name: string): ValueType | undefined {
    return this.#ofGlobal(name, 0);
  }

  #ofGlobal(name: string, depth: number): ValueType | undefined {
    const described = this.#library.globals.get(name);
    if (described) return described.kind === 'value' ? this.#ofTypeName(described.description.type, name) : { kind: 'described', described };
    if (this.#document.members.has(name)) return { kind: 'table', holder: name };
    return this.#ofAssigned(name, depth);
  }

  #ofAssigned(holder: Holder, depth: number): ValueType | undefined {
    const assigned = this.#document.scopes.assigned.get(holder);
    return assigned && this.#typeOf(assigned.value, assigned.result, depth + 1);
  }

  /** The member of that name, from the library or from the file. */
  member(type: ValueType | undefined, name: string): Described | Member | undefined {
    return this.members(type).get(name);
  }

  members(type: ValueType | undefined): ReadonlyMap<string, Described | Member> {
    switch (type?.kind) {
      case 'typed':
        return this.#library.members.get(type.name) ?? new Map();
      case 'namespace':
        return new Map<string, Described | Member>([...(this.#document.members.get(type.name) ?? []), ...(this.#library.members.get(type.name) ?? [])]);
      case 'table':
        return this.#document.members.get(type.holder) ?? new Map();
      default:
        return new Map();
    }
  }

  /** The type of what a member holds. */
  ofMember(member: Described | Member): ValueType | undefined {
    if (!('kind' in member)) return member.value && this.#typeOf(member.value, 0, 1);
    if (member.kind === 'function') return { kind: 'described', described: member };
    return this.#ofTypeName(member.description.type, member.kind === 'value' ? member.description.name : undefined);
  }

  /** What is called: a described function, or one of the file. */
  callee(call: Call | MethodCall): ValueType | undefined {
    return this.#callee(call, 0);
  }

  #callee(call: Call | MethodCall, depth: number): ValueType | undefined {
    if (call.type === 'Call') return this.#typeOf(call.callee, 0, depth + 1);
    const member = this.member(this.#typeOf(call.object, 0, depth + 1), call.name.name);
    return member && this.ofMember(member);
  }

  #typeOf(root: Expression, result: number, depth: number): ValueType | undefined {
    // A chain of calls is as deep as it is long; longer ones than this are not looked into.
    if (depth > MAX_DEPTH) return undefined;
    switch (root.type) {
      case 'String':
        return { kind: 'typed', name: 'string' };
      case 'Parenthesized':
        return this.#typeOf(root.expression, 0, depth + 1);
      case 'Name':
        return this.#ofName(root.start, root.name, depth);
      case 'Member': {
        const member = this.member(this.#typeOf(root.object, 0, depth + 1), root.name.name);
        if (!member) return undefined;
        return 'kind' in member ? this.ofMember(member) : member.value && this.#typeOf(member.value, 0, depth + 1);
      }
      case 'Call':
      case 'MethodCall': {
        const callee = this.#callee(root, depth);
        const passed = root.type === 'Call' && this.#passedOn(root, callee, result);
        if (passed) return this.#typeOf(passed.value, passed.result, depth + 1);
        return callee?.kind === 'described' && callee.described.kind === 'function' ? this.#ofResult(callee.described, result) : undefined;
      }
      case 'Binary':
        if (root.operator === '..') return { kind: 'typed', name: 'string' };
        return root.operator === 'or' || root.operator === 'and' ? this.#typeOf(root.right, 0, depth + 1) : undefined;
      case 'Function':
        return { kind: 'function', node: root };
      default:
        return undefined;
    }
  }

  /** `assert` answers its arguments as they were given: `assert(io.open(path))` is a file. */
  #passedOn(call: Call, callee: ValueType | undefined, result: number): { readonly value: Expression; readonly result: number } | undefined {
    const name = callee?.kind === 'described' && callee.described.kind === 'function' ? callee.described.description.name : undefined;
    if (name !== 'assert') return undefined;
    const { values } = call.arguments;
    const at = Math.min(result, values.length - 1);
    const value = values[at];
    return value && { value, result: result - at };
  }

  #ofName(offset: number, name: string, depth: number): ValueType | undefined {
    const symbol = symbolAt(this.#document.scopes, offset);
    const variable = symbol && 'access' in symbol ? symbol.variable : symbol;
    return variable ? this.#ofVariable(variable, depth) : this.#ofGlobal(name, depth);
  }

  #ofVariable(variable: Variable, depth: number): ValueType | undefined {
    const { initial } = variable;
    const type = initial && this.#typeOf(initial.value, initial.result, depth + 1);
    return type ?? (this.#document.members.has(variable) ? { kind: 'table', holder: variable } : this.#ofAssigned(variable, depth));
  }

  #ofResult(described: Extract<Described, { kind: 'function' }>, result: number): ValueType | undefined {
    const type = described.description.results[result]?.type;
    return type === undefined ? undefined : this.#ofTypeName(type);
  }

  /** The class of `Class?` or `Class|nil`; basic types by their name. */
  #ofTypeName(type: string, namespace?: string): ValueType | undefined {
    if (type === 'table' && namespace !== undefined) return { kind: 'namespace', name: namespace };
    const names = type.replace(/\?$/, '').split('|');
    const name = names.find((candidate) => this.#library.classes.has(candidate)) ?? names[0]!;
    return /^[A-Za-z]\w*$/.test(name) ? { kind: 'typed', name } : undefined;
  }
}
