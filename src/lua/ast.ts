/**
 * The syntax tree of Lua 5.3. Every node has the offsets of its first character and of the one behind its last; children lie inside
 * their parents, in text order. White space and comments are in no node: they are the gaps between the tokens.
 *
 * Recovered text keeps its place: a missing expression is a `MissingExpression` of no width, a missing name has the empty name, skipped
 * tokens are a `SkippedTokens` statement.
 */
export interface NodeBase {
  readonly start: number;
  readonly end: number;
}

// -- names

/** The name of something: a declared local, a field, a method, a label. `''` when it is missing. */
export interface Identifier extends NodeBase {
  readonly type: 'Identifier';
  readonly name: string;
}

/** A variable in an expression. */
export interface Name extends NodeBase {
  readonly type: 'Name';
  readonly name: string;
}

// -- expressions

export interface Literal extends NodeBase {
  readonly type: 'Nil' | 'True' | 'False' | 'Vararg' | 'Number' | 'String';
}
export interface MissingExpression extends NodeBase {
  readonly type: 'MissingExpression';
}
export interface FunctionExpression extends NodeBase {
  readonly type: 'Function';
  readonly parameters: readonly Identifier[];
  readonly isVararg: boolean;
  /** A method (`function a:b()`): it has a first parameter `self` that is not written. */
  readonly hasSelf: boolean;
  readonly body: Block;
}
/** `object.name`. In the head of a method declaration `object:name`. */
export interface Member extends NodeBase {
  readonly type: 'Member';
  readonly object: Expression;
  readonly separator: '.' | ':';
  readonly name: Identifier;
}
export interface Index extends NodeBase {
  readonly type: 'Index';
  readonly object: Expression;
  readonly key: Expression;
}
export interface Arguments extends NodeBase {
  readonly type: 'Arguments';
  /** `f(…)`, or `f"…"` and `f{…}` with their one argument. */
  readonly form: 'parentheses' | 'string' | 'table';
  readonly values: readonly Expression[];
}
export interface Call extends NodeBase {
  readonly type: 'Call';
  readonly callee: Expression;
  readonly arguments: Arguments;
}
export interface MethodCall extends NodeBase {
  readonly type: 'MethodCall';
  readonly object: Expression;
  readonly name: Identifier;
  /** Undefined while it is being written. */
  readonly arguments: Arguments | undefined;
}
export interface Parenthesized extends NodeBase {
  readonly type: 'Parenthesized';
  readonly expression: Expression;
}
export type UnaryOperator = '-' | 'not' | '#' | '~';
export interface Unary extends NodeBase {
  readonly type: 'Unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}
export type BinaryOperator =
  | 'or' | 'and' | '<' | '>' | '<=' | '>=' | '~=' | '==' | '|' | '~' | '&' | '<<' | '>>' | '..' | '+' | '-' | '*' | '/' | '//' | '%' | '^';
export interface Binary extends NodeBase {
  readonly type: 'Binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
/** `value`, `name = value` or `[key] = value` in a table constructor. */
export interface TableField extends NodeBase {
  readonly type: 'TableField';
  readonly key: Identifier | Expression | undefined;
  readonly value: Expression;
}
export interface TableConstructor extends NodeBase {
  readonly type: 'Table';
  readonly fields: readonly TableField[];
}
export type Expression =
  | Literal | MissingExpression | Name | FunctionExpression | Member | Index | Call | MethodCall | Parenthesized | Unary | Binary | TableConstructor;

// -- statements

/** Reaches from behind the word that opens it to the word that closes it: a cursor in its white space is inside. */
export interface Block extends NodeBase {
  readonly type: 'Block';
  readonly statements: readonly Statement[];
}
export interface LocalStatement extends NodeBase {
  readonly type: 'Local';
  readonly names: readonly Identifier[];
  readonly values: readonly Expression[];
}
export interface LocalFunction extends NodeBase {
  readonly type: 'LocalFunction';
  readonly name: Identifier;
  readonly function: FunctionExpression;
}
export interface FunctionDeclaration extends NodeBase {
  readonly type: 'FunctionDeclaration';
  readonly target: Name | Member;
  readonly function: FunctionExpression;
}
export interface Assignment extends NodeBase {
  readonly type: 'Assignment';
  readonly targets: readonly Expression[];
  readonly values: readonly Expression[];
}
export interface CallStatement extends NodeBase {
  readonly type: 'CallStatement';
  readonly call: Call | MethodCall;
}
/** An expression where a statement should be: always an error, usually something being typed. */
export interface ExpressionStatement extends NodeBase {
  readonly type: 'ExpressionStatement';
  readonly expression: Expression;
}
export interface DoStatement extends NodeBase {
  readonly type: 'Do';
  readonly body: Block;
}
export interface WhileStatement extends NodeBase {
  readonly type: 'While';
  readonly condition: Expression;
  readonly body: Block;
}
export interface RepeatStatement extends NodeBase {
  readonly type: 'Repeat';
  readonly body: Block;
  readonly condition: Expression;
}
export interface IfClause extends NodeBase {
  readonly type: 'IfClause';
  readonly condition: Expression;
  readonly body: Block;
}
export interface IfStatement extends NodeBase {
  readonly type: 'If';
  readonly clauses: readonly IfClause[];
  readonly orelse: Block | undefined;
}
export interface NumericFor extends NodeBase {
  readonly type: 'NumericFor';
  readonly variable: Identifier;
  /** First, limit, step; the step may be left out. */
  readonly range: readonly Expression[];
  readonly body: Block;
}
export interface GenericFor extends NodeBase {
  readonly type: 'GenericFor';
  readonly names: readonly Identifier[];
  readonly values: readonly Expression[];
  readonly body: Block;
}
export interface ReturnStatement extends NodeBase {
  readonly type: 'Return';
  readonly values: readonly Expression[];
}
export interface GotoStatement extends NodeBase {
  readonly type: 'Goto';
  readonly label: Identifier;
}
export interface LabelStatement extends NodeBase {
  readonly type: 'Label';
  readonly name: Identifier;
}
export interface BareStatement extends NodeBase {
  readonly type: 'Break' | 'Empty' | 'SkippedTokens';
}
export type Statement =
  | LocalStatement | LocalFunction | FunctionDeclaration | Assignment | CallStatement | ExpressionStatement | DoStatement | WhileStatement
  | RepeatStatement | IfStatement | NumericFor | GenericFor | ReturnStatement | GotoStatement | LabelStatement | BareStatement;

export type Node = Expression | Statement | Block | Identifier | Arguments | TableField | IfClause;
export type NodeType = Node['type'];
