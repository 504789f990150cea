/** How tightly Lua 5.3's operators bind: [left, right]; right below left means right associative. */
import type { BinaryOperator, UnaryOperator } from './ast.ts';
import type { TokenKind } from './token.ts';

const binaryPriorities = new Map<TokenKind, readonly [left: number, right: number]>([
  ['or', [1, 1]],
  ['and', [2, 2]],
  ['<', [3, 3]], ['>', [3, 3]], ['<=', [3, 3]], ['>=', [3, 3]], ['~=', [3, 3]], ['==', [3, 3]],
  ['|', [4, 4]],
  ['~', [5, 5]],
  ['&', [6, 6]],
  ['<<', [7, 7]], ['>>', [7, 7]],
  ['..', [9, 8]],
  ['+', [10, 10]], ['-', [10, 10]],
  ['*', [11, 11]], ['/', [11, 11]], ['//', [11, 11]], ['%', [11, 11]],
  ['^', [14, 13]],
] satisfies [BinaryOperator, readonly [number, number]][]);

export const UNARY_PRIORITY = 12;

export function binaryPriority(kind: TokenKind): readonly [left: number, right: number] | undefined {
  return binaryPriorities.get(kind);
}

export function isUnaryOperator(kind: TokenKind): kind is UnaryOperator {
  return kind === 'not' || kind === '-' || kind === '#' || kind === '~';
}
