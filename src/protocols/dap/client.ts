/** What a client said about itself in `initialize`: how it counts, what it understands. */
import { basename } from 'node:path';
import type { SourceRef } from '../../common/debug.ts';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { optionalBoolean, optionalInteger, optionalText, type Arguments } from './arguments.ts';
import { malformed, pathFormat } from './errors.ts';

export class Client {
  /** Its own ways with some events and answers are met. */
  readonly isVsCode: boolean;
  readonly supportsInvalidated: boolean;
  readonly supportsRunInTerminal: boolean;
  readonly #firstLine: number;
  readonly #firstColumn: number;

  /** Throws DapError for a client that speaks of paths in a way we do not. */
  constructor(args: Arguments) {
    if ((optionalText(args, 'pathFormat') ?? 'path') !== 'path') throw pathFormat();
    this.isVsCode = optionalText(args, 'clientID') === 'vscode';
    this.supportsInvalidated = optionalBoolean(args, 'supportsInvalidatedEvent') ?? false;
    this.supportsRunInTerminal = optionalBoolean(args, 'supportsRunInTerminalRequest') ?? false;
    this.#firstLine = (optionalBoolean(args, 'linesStartAt1') ?? true) ? 1 : 0;
    this.#firstColumn = (optionalBoolean(args, 'columnsStartAt1') ?? true) ? 1 : 0;
  }

  /** Our lines count from 1. */
  lineFrom(line: number): number {
    return line + 1 - this.#firstLine;
  }

  lineTo(line: number): number {
    return line - 1 + this.#firstLine;
  }

  columnFrom(column: number): number {
    return column + 1 - this.#firstColumn;
  }

  columnTo(column: number): number {
    return column - 1 + this.#firstColumn;
  }
}

/** A client's Source. A reference names a text of ours, whatever path stands beside it. */
export function sourceFrom(args: Arguments): SourceRef {
  const reference = optionalInteger(args, 'sourceReference') ?? 0;
  const path = optionalText(args, 'path');
  const name = optionalText(args, 'name') ?? (path === undefined ? '' : basename(path));
  if (reference > 0) return { sourceReference: reference, name };
  if (path === undefined) throw malformed('"source" needs a path or a sourceReference');
  return { path, name };
}

export function sourceTo(source: SourceRef): DebugProtocol.Source {
  const { name, path, sourceReference, origin } = source;
  return { name, ...(path !== undefined && { path }), ...(sourceReference !== undefined && { sourceReference }), ...(origin !== undefined && { origin }) };
}
