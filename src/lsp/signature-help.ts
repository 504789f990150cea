/** textDocument/signatureHelp. */
import type { ParameterInformation, SignatureHelp } from 'vscode-languageserver';
import { MarkupKind } from 'vscode-languageserver';
import type { ApiFunction } from '../api/types.ts';
import { callAt } from './call-at.ts';
import type { LuaDocument } from './document.ts';
import type { Library } from './library.ts';
import { commentAbove, signatureOfFunction } from './lua-functions.ts';
import type { Signature } from './markdown.ts';
import { luaBlock, parameterDoc, signatureOf } from './markdown.ts';
import { ValueTypes } from './value-types.ts';

export const signatureTriggers = ['(', ','];

export function signatureHelp(document: LuaDocument, offset: number, library: Library): SignatureHelp | undefined {
  const at = callAt(document.parsed, offset);
  if (!at) return undefined;
  const callee = new ValueTypes(document, library).callee(at.call);
  const { call } = at;
  if (callee?.kind === 'described' && callee.described.kind === 'function') {
    const { description, isMethod } = callee.described;
    // `("x"):rep(` gives the first parameter of `string.rep` before the colon.
    const given = call.type === 'MethodCall' && !isMethod ? 1 : 0;
    return help(signatureOf(description), at.argument + given, docOf(description), description.parameters.map(parameterDoc));
  }
  if (callee?.kind === 'function') {
    const end = call.type === 'Call' ? call.callee.end : call.name.end;
    const name = document.text.slice(call.start, end).split(/[.:\s]/).at(-1)!;
    return help(signatureOfFunction(name, callee.node), at.argument, commentAbove(document.parsed, callee.node.start), []);
  }
  return undefined;
}

function docOf({ doc, example }: ApiFunction): string {
  return example === undefined ? doc : `${doc}\n\n${luaBlock(example)}`;
}

function help({ label, parameters }: Signature, argument: number, doc: string, parameterDocs: readonly string[]): SignatureHelp {
  const information = parameters.map(([start, end], i): ParameterInformation => {
    const value = parameterDocs[i];
    return value ? { label: [start, end], documentation: { kind: MarkupKind.Markdown, value } } : { label: [start, end] };
  });
  const last = parameters.length - 1;
  const takesMore = last >= 0 && label.slice(...parameters[last]!).startsWith('...');
  return {
    signatures: [{ label, parameters: information, documentation: { kind: MarkupKind.Markdown, value: doc } }],
    activeSignature: 0,
    activeParameter: takesMore ? Math.min(argument, last) : argument,
  };
}
