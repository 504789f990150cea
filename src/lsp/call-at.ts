/** The call whose arguments a cursor is in, found in the tokens, so that it is found while the call is being written. */
import type { Call, MethodCall, ParsedChunk } from '../lua/index.ts';
import { pathAt } from '../lua/index.ts';

export interface CallAt {
  readonly call: Call | MethodCall;
  /** Which argument the cursor is in, from 0. */
  readonly argument: number;
}

export function callAt(parsed: ParsedChunk, offset: number): CallAt | undefined {
  const { tokens } = parsed;
  let commas = 0;
  let brackets = 0;
  let blocks = 0;
  for (let i = tokens.indexAt(offset - 1); i >= 0; i--) {
    switch (tokens.kinds[i]) {
      case ')':
      case ']':
      case '}':
        brackets++;
        break;
      case '(':
        if (brackets > 0) brackets--;
        else {
          const call = callOpenedAt(parsed, tokens.starts[i]!);
          if (call) return { call, argument: commas };
          commas = 0; // a parenthesis in an argument
        }
        break;
      case '[':
      case '{':
        if (brackets > 0) brackets--;
        else commas = 0; // inside of a table that is an argument
        break;
      case ',':
        if (brackets === 0 && blocks === 0) commas++;
        break;
      case 'end':
      case 'until':
        blocks++;
        break;
      case 'function':
      case 'if':
      case 'do':
      case 'repeat':
        // In the body of a function that is an argument, the call around it is no help.
        if (--blocks < 0) return undefined;
        break;
      case 'local':
      case 'return':
      case ';':
      case 'then':
      case 'else':
        if (brackets === 0 && blocks === 0) return undefined;
        break;
      default:
    }
  }
  return undefined;
}

function callOpenedAt(parsed: ParsedChunk, open: number): Call | MethodCall | undefined {
  for (const node of pathAt(parsed.body, open + 1).reverse()) {
    if ((node.type === 'Call' || node.type === 'MethodCall') && node.arguments?.start === open) return node;
  }
  return undefined;
}
