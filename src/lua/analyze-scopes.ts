/** Builds the scopes of a chunk: one walk in the order in which Lua's compiler sees the names. */
import type { Block, Expression, FunctionExpression, Identifier, Name, Node, Statement } from './ast.ts';
import type { SyntaxDiagnostic } from './diagnostics.ts';
import { report } from './diagnostics.ts';
import { checkJumps } from './jumps.ts';
import type { FieldDefinition, FunctionScope, Label, Reference, Scope, ScopeAnalysis, Variable } from './scopes.ts';
import { pushChildren } from './walk.ts';

/** Lua's own limits (MAXVARS, MAXUPVAL); a `for` has three locals that nobody sees. */
const MAX_LOCALS = 200;
const MAX_UPVALUES = 255;
const HIDDEN_LOOP_LOCALS = 3;

interface OpenFunction extends FunctionScope {
  readonly upvalues: Set<Variable>;
  activeLocals: number;
  usesGlobals: boolean;
  tooManyLocals: boolean;
}
interface OpenScope extends Scope {
  readonly function: OpenFunction;
  readonly parent: OpenScope | undefined;
  readonly variables: Variable[];
  readonly children: Scope[];
  /** Most blocks declare nothing. */
  byName: Map<string, Variable> | undefined;
}

export function analyzeScopes(body: Block): ScopeAnalysis {
  const analyzer = new ScopeAnalyzer(body);
  analyzer.block(body, analyzer.root);
  const labels: Label[] = [];
  for (const functionBody of analyzer.bodies) checkJumps(functionBody, labels, analyzer.diagnostics);
  labels.sort((a, b) => a.name.start - b.name.start);
  analyzer.diagnostics.sort((a, b) => a.start - b.start);
  return { ...analyzer.result(), labels };
}

class ScopeAnalyzer {
  readonly root: OpenScope;
  readonly diagnostics: SyntaxDiagnostic[] = [];
  /** Of the chunk and of every function. */
  readonly bodies: Block[];
  readonly #stack: Node[] = [];
  readonly #fields: FieldDefinition[] = [];
  readonly #assigned = new Map<Variable | string, NonNullable<Variable['initial']>>();
  /** Somewhere above, a local is named `_ENV`. */
  #hasEnvironments = false;
  readonly #variables: Variable[] = [];
  readonly #references: Reference[] = [];
  readonly #globals = new Map<string, Reference[]>();

  constructor(body: Block) {
    this.bodies = [body];
    this.root = this.#open(openFunction(undefined, undefined), undefined, body.start, body.end);
  }

  result(): Omit<ScopeAnalysis, 'labels'> {
    return { root: this.root, variables: this.#variables, references: this.#references, globals: this.#globals, fields: this.#fields, assigned: this.#assigned, diagnostics: this.diagnostics };
  }

  #open(fn: OpenFunction, parent: OpenScope | undefined, start: number, end: number): OpenScope {
    const scope: OpenScope = { start, end, parent, function: fn, variables: [], children: [], byName: undefined };
    parent?.children.push(scope);
    return scope;
  }

  // -- blocks and statements

  block(block: Block, scope: OpenScope): void {
    block.statements.forEach((statement, i) => this.#statement(statement, scope, block.statements[i + 1]?.start ?? block.end));
  }

  #inner(block: Block, parent: OpenScope, declare?: (scope: OpenScope) => void, hidden = 0): void {
    const scope = this.#open(parent.function, parent, block.start, block.end);
    parent.function.activeLocals += hidden;
    declare?.(scope);
    this.block(block, scope);
    parent.function.activeLocals -= hidden + scope.variables.length;
  }

  /** `next` is where the statement behind starts. */
  #statement(statement: Statement, scope: OpenScope, next: number): void {
    switch (statement.type) {
      case 'Local': {
        this.#expressions(statement.values, scope);
        // While the value is being written, the variable is not there yet.
        const visibleFrom = statement.values.at(-1)?.type === 'MissingExpression' ? next : statement.end;
        statement.names.forEach((name, i) => {
          const variable = this.#declare(scope, name, 'local', visibleFrom, initialOf(statement.values, i));
          this.#constructed(variable, statement.values[i]);
        });
        return;
      }
      case 'LocalFunction':
        this.#declare(scope, statement.name, 'function', statement.name.end, { value: statement.function, result: 0 });
        this.#function(statement.function, scope);
        return;
      case 'FunctionDeclaration':
        this.#target(statement.target, statement.function, scope);
        this.#function(statement.function, scope, statement.target.type === 'Member' ? statement.target.name : undefined);
        return;
      case 'Assignment':
        statement.targets.forEach((target, i) => {
          this.#target(target, statement.values[i], scope);
          this.#assign(target, initialOf(statement.values, i), scope);
        });
        this.#expressions(statement.values, scope);
        return;
      case 'Do':
        this.#inner(statement.body, scope);
        return;
      case 'While':
        this.#expression(statement.condition, scope);
        this.#inner(statement.body, scope);
        return;
      case 'Repeat': {
        // The condition sees the locals of the body.
        const inner = this.#open(scope.function, scope, statement.body.start, statement.end);
        this.block(statement.body, inner);
        this.#expression(statement.condition, inner);
        scope.function.activeLocals -= inner.variables.length;
        return;
      }
      case 'If':
        for (const clause of statement.clauses) {
          this.#expression(clause.condition, scope);
          this.#inner(clause.body, scope);
        }
        if (statement.orelse) this.#inner(statement.orelse, scope);
        return;
      case 'NumericFor':
        this.#expressions(statement.range, scope);
        this.#inner(statement.body, scope, (inner) => this.#declare(inner, statement.variable, 'loop', statement.body.start), HIDDEN_LOOP_LOCALS);
        return;
      case 'GenericFor':
        this.#expressions(statement.values, scope);
        this.#inner(statement.body, scope, (inner) => {
          for (const name of statement.names) this.#declare(inner, name, 'loop', statement.body.start);
        }, HIDDEN_LOOP_LOCALS);
        return;
      case 'CallStatement':
        this.#expression(statement.call, scope);
        return;
      case 'ExpressionStatement':
        this.#expression(statement.expression, scope);
        return;
      case 'Return':
        this.#expressions(statement.values, scope);
        return;
      case 'Break':
      case 'Empty':
      case 'Goto':
      case 'Label':
      case 'SkippedTokens':
    }
  }

  #function(node: FunctionExpression, outer: OpenScope, method?: Identifier): void {
    const fn = openFunction(node, outer.function);
    this.bodies.push(node.body);
    const scope = this.#open(fn, outer, node.parameters[0]?.start ?? node.body.start, node.body.end);
    if (node.hasSelf) this.#declare(scope, { ...(method ?? node.body), type: 'Identifier', name: 'self' }, 'self', scope.start - 1);
    for (const parameter of node.parameters) this.#declare(scope, parameter, 'parameter', parameter.end);
    this.block(node.body, scope);
    const upvalues = fn.upvalues.size + (fn.usesGlobals ? 1 : 0); // _ENV is one
    if (upvalues > MAX_UPVALUES) this.diagnostics.push(report.tooManyUpvalues(node.start, node.body.start, MAX_UPVALUES));
  }

  // -- names

  #declare(scope: OpenScope, identifier: Identifier, kind: Variable['kind'], visibleFrom: number, initial?: Variable['initial']): Variable {
    const fn = scope.function;
    if (++fn.activeLocals > MAX_LOCALS && !fn.tooManyLocals) {
      fn.tooManyLocals = true;
      this.diagnostics.push(report.tooManyLocals(identifier.start, identifier.end, MAX_LOCALS));
    }
    const variable: Variable = {
      name: identifier.name, kind, declaration: identifier, visibleFrom, visibleTo: scope.end, function: fn,
      shadows: lookup(scope, identifier.name), references: [], isUpvalue: false, initial, isReassigned: false,
    };
    scope.variables.push(variable);
    // A missing name is counted, so that the scope is left with the right count, but it cannot be found.
    if (variable.name === '') return variable;
    (scope.byName ??= new Map()).set(variable.name, variable);
    if (variable.name === '_ENV') this.#hasEnvironments = true;
    this.#variables.push(variable);
    return variable;
  }

  /** What stands left of `=` or behind `function`. */
  #target(target: Expression, value: Expression | undefined, scope: OpenScope): void {
    if (target.type === 'Name') {
      this.#reference(target, scope, 'write');
      this.#constructed(lookup(scope, target.name) ?? target.name, value);
      return;
    }
    this.#expression(target, scope);
    if (target.type !== 'Member' || target.object.type !== 'Name') return;
    const holder = lookup(scope, target.object.name) ?? target.object.name;
    this.#field({ holder, name: target.name, value, isMethod: target.separator === ':' });
  }

  /** Kept of the first assignment only, as declarations keep what a variable is first given. */
  #assign(target: Expression, value: Variable['initial'], scope: OpenScope): void {
    if (target.type !== 'Name' || !value) return;
    const holder = lookup(scope, target.name) ?? target.name;
    if (!this.#assigned.has(holder)) this.#assigned.set(holder, value);
  }

  /** The fields that a constructor gives to the table a variable gets. */
  #constructed(holder: Variable | string, value: Expression | undefined): void {
    if (value?.type !== 'Table') return;
    for (const field of value.fields) {
      if (field.key?.type === 'Identifier') this.#field({ holder, name: field.key, value: field.value, isMethod: false });
    }
  }

  #field(field: FieldDefinition): void {
    if (field.name.name !== '') this.#fields.push(field);
  }

  #reference(node: Name, scope: OpenScope, access: Reference['access']): void {
    if (node.name === '') return;
    const variable = lookup(scope, node.name);
    const environment = variable || !this.#hasEnvironments ? undefined : lookup(scope, '_ENV');
    const reference: Reference = { node, variable, access, function: scope.function, environment };
    this.#references.push(reference);
    for (const used of [variable, environment]) if (used) this.#capture(used, scope.function);
    if (variable) {
      variable.references.push(reference);
      if (access === 'write') variable.isReassigned = true;
      return;
    }
    if (!environment) usesGlobals(scope.function);
    if (node.name === '_ENV') return;
    const known = this.#globals.get(node.name);
    if (known) known.push(reference);
    else this.#globals.set(node.name, [reference]);
  }

  #capture(variable: Variable, user: OpenFunction): void {
    for (let fn: FunctionScope | undefined = user; fn && fn !== variable.function; fn = fn.parent) {
      (fn as OpenFunction).upvalues.add(variable);
      variable.isUpvalue = true;
    }
  }

  // -- expressions

  #expressions(expressions: readonly Expression[], scope: OpenScope): void {
    for (const expression of expressions) this.#expression(expression, scope);
  }

  #expression(root: Expression, scope: OpenScope): void {
    // One stack for all: a function inside works above what is left of the expression around it.
    const stack = this.#stack;
    const bottom = stack.length;
    stack.push(root);
    while (stack.length > bottom) {
      const node = stack.pop()!;
      if (node.type === 'Name') this.#reference(node, scope, 'read');
      else if (node.type === 'Function') this.#function(node, scope);
      else pushChildren(node, stack);
    }
  }
}

function openFunction(node: FunctionExpression | undefined, parent: OpenFunction | undefined): OpenFunction {
  return { node, parent, upvalues: new Set(), activeLocals: 0, usesGlobals: false, tooManyLocals: false };
}

/** A function has `_ENV` as an upvalue when a function inside of it has. */
function usesGlobals(user: OpenFunction): void {
  for (let fn: FunctionScope | undefined = user; fn; fn = fn.parent) {
    const open = fn as OpenFunction;
    if (open.usesGlobals) return;
    open.usesGlobals = true;
  }
}

function lookup(scope: OpenScope, name: string): Variable | undefined {
  for (let at: OpenScope | undefined = scope; at; at = at.parent) {
    const variable = at.byName?.get(name);
    if (variable) return variable;
  }
  return undefined;
}

/** Which expression gives the `index`th name its value: the last one gives all that are left. */
function initialOf(values: readonly Expression[], index: number): Variable['initial'] {
  const at = Math.min(index, values.length - 1);
  const value = values[at];
  return value && { value, result: index - at };
}
