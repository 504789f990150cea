/** What names mean: the scopes of a chunk, their local variables, and every reference with the variable it means. */
import type { Expression, FunctionExpression, Identifier, Name, Node } from './ast.ts';
import type { SyntaxDiagnostic } from './diagnostics.ts';

/** A local variable, parameter, loop variable or implicit `self`. */
export interface Variable {
  readonly name: string;
  readonly kind: 'local' | 'function' | 'parameter' | 'loop' | 'self';
  /** Where it is declared; for `self` the method's name. */
  readonly declaration: Node;
  /** Visible from here … */
  readonly visibleFrom: number;
  /** … to here, exclusive: the end of its block. */
  readonly visibleTo: number;
  readonly function: FunctionScope;
  /** The variable of the same name that it hides. */
  readonly shadows: Variable | undefined;
  readonly references: Reference[];
  /** Used by a function inside the one that declares it. */
  isUpvalue: boolean;
  /** What it is first given, where that is written: the value, and which of its results. */
  readonly initial: { readonly value: Expression; readonly result: number } | undefined;
  /** A constant after its declaration. */
  isReassigned: boolean;
}

export interface Reference {
  readonly node: Name;
  /** Undefined: a global, a field of `environment`. */
  readonly variable: Variable | undefined;
  readonly access: 'read' | 'write';
  readonly function: FunctionScope;
  /** For a global: a local `_ENV` it is looked up in, if there is one. */
  readonly environment: Variable | undefined;
}

/** One block's worth of variables. */
export interface Scope {
  readonly start: number;
  readonly end: number;
  readonly parent: Scope | undefined;
  readonly function: FunctionScope;
  /** In order of declaration. */
  readonly variables: readonly Variable[];
  readonly children: readonly Scope[];
}

/** One function's worth of scopes; the chunk is the outermost. */
export interface FunctionScope {
  /** Undefined for the chunk. */
  readonly node: FunctionExpression | undefined;
  readonly parent: FunctionScope | undefined;
  /** The variables of functions around it that it uses, itself or through functions inside of it. */
  readonly upvalues: ReadonlySet<Variable>;
}

/** A field that is given to a table by name: `t.name = …`, `function t:name()`, `t = { name = … }`. */
export interface FieldDefinition {
  /** The table: the local variable that holds it, or the global's name. */
  readonly holder: Variable | string;
  readonly name: Identifier;
  /** Undefined when the value is not written there (`a.x, a.y = f()`). */
  readonly value: Expression | undefined;
  readonly isMethod: boolean;
}

export interface Label {
  readonly name: Identifier;
  readonly gotos: readonly Identifier[];
}

export interface ScopeAnalysis {
  readonly root: Scope;
  readonly variables: readonly Variable[];
  readonly references: readonly Reference[];
  /** Global names with their references, without `_ENV`. */
  readonly globals: ReadonlyMap<string, readonly Reference[]>;
  readonly labels: readonly Label[];
  readonly fields: readonly FieldDefinition[];
  /** What is first assigned to a local variable after its declaration, or to a global. */
  readonly assigned: ReadonlyMap<Variable | string, NonNullable<Variable['initial']>>;
  /** Jumps to nowhere and too many variables: with the parser's diagnostics all that makes a chunk invalid. */
  readonly diagnostics: readonly SyntaxDiagnostic[];
}

/** The innermost scope around an offset. */
export function scopeAt(root: Scope, offset: number): Scope {
  let scope = root;
  for (;;) {
    const inner = findScope(scope.children, offset);
    if (!inner) return scope;
    scope = inner;
  }
}

function findScope(scopes: readonly Scope[], offset: number): Scope | undefined {
  let low = 0;
  let high = scopes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (scopes[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  const found = scopes[low];
  return found && found.start <= offset && offset <= found.end ? found : undefined;
}

/** The variables visible at an offset, innermost first, hidden ones left out. */
export function visibleVariables(root: Scope, offset: number): Variable[] {
  const visible = new Map<string, Variable>();
  for (let scope: Scope | undefined = scopeAt(root, offset); scope; scope = scope.parent) {
    for (let i = scope.variables.length - 1; i >= 0; i--) {
      const variable = scope.variables[i]!;
      if (variable.visibleFrom < offset && !visible.has(variable.name)) visible.set(variable.name, variable);
    }
  }
  return [...visible.values()];
}

/** The variable or reference whose name the offset is on. */
export function symbolAt(analysis: ScopeAnalysis, offset: number): Variable | Reference | undefined {
  const reference = analysis.references.find(({ node }) => node.start <= offset && offset <= node.end);
  if (reference) return reference;
  return analysis.variables.find(({ kind, declaration }) => kind !== 'self' && declaration.start <= offset && offset <= declaration.end);
}
