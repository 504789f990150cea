/** What evaluating an expression can do besides giving a value: a debugger's hover runs only what does nothing. */
import type { Expression } from './ast.ts';
import { walk } from './walk.ts';

/**
 * `none`: reads variables and constants. `metamethods`: indexes, computes or compares, which runs code when a value has a metamethod
 * for it, and none otherwise (evaluate with raw access to be sure). `calls`: calls a function. Broken text counts as `calls`.
 */
export type Effect = 'none' | 'metamethods' | 'calls';

export function effectOf(expression: Expression): Effect {
  let effect: Effect = 'none';
  walk(expression, (node) => {
    switch (node.type) {
      case 'Call':
      case 'MethodCall':
      case 'MissingExpression':
        effect = 'calls';
        return false;
      case 'Function':
        return false; // makes a closure; its body does not run
      case 'Member':
      case 'Index':
        if (effect === 'none') effect = 'metamethods';
        return true;
      case 'Unary':
        if (effect === 'none' && node.operator !== 'not') effect = 'metamethods';
        return true;
      case 'Binary':
        if (effect === 'none' && node.operator !== 'and' && node.operator !== 'or') effect = 'metamethods';
        return true;
      default:
        return true;
    }
  });
  return effect;
}

/** Free of calls: the only code it could run is a metamethod's. */
export function isFreeOfCalls(expression: Expression): boolean {
  return effectOf(expression) !== 'calls';
}
