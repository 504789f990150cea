/**
 * `goto`, labels and `break` by the rules of Lua 5.3: a goto sees the labels of the blocks around it in its function, and may not
 * enter the scope of a local; labels at the end of a block count as behind its locals.
 */
import type { Block, Identifier, Statement } from './ast.ts';
import type { SyntaxDiagnostic } from './diagnostics.ts';
import { report } from './diagnostics.ts';
import type { Label } from './scopes.ts';

interface OpenLabel {
  readonly name: Identifier;
  readonly gotos: Identifier[];
  /** How many locals of its block are declared before it. */
  readonly locals: number;
}
interface OpenBlock {
  readonly parent: OpenBlock | undefined;
  readonly inLoop: boolean;
  readonly labels: Map<string, OpenLabel>;
  /** Names of the block's locals so far, with their declarations. */
  readonly locals: Identifier[];
  /** Gotos whose label may still come, with the locals declared before them. */
  readonly pending: { readonly label: Identifier; readonly locals: number }[];
}

/** Of one function's body (or the chunk), without the functions inside of it: no jump leaves its function. Found labels go to `labels`. */
export function checkJumps(body: Block, labels: Label[], diagnostics: SyntaxDiagnostic[]): void {
  checkBlock(body, undefined, false, false);

  function checkBlock(block: Block, parent: OpenBlock | undefined, inLoop: boolean, isRepeat: boolean): void {
    const open: OpenBlock = { parent, inLoop, labels: new Map(), locals: [], pending: [] };
    block.statements.forEach((statement, index) => checkStatement(statement, open, () => isLast(block.statements, index) && !isRepeat));
    for (const { label } of open.pending) leave(label, parent);
  }

  /** The block that a goto stands in has ended without its label: the label may be in the block around, before or behind. */
  function leave(label: Identifier, parent: OpenBlock | undefined): void {
    if (!parent) diagnostics.push(report.undefinedLabel(label.start, label.end, label.name));
    else if (!jump(label, parent)) parent.pending.push({ label, locals: parent.locals.length });
  }

  /** Backward jumps are always allowed. */
  function jump(goto: Identifier, block: OpenBlock): boolean {
    const label = block.labels.get(goto.name);
    label?.gotos.push(goto);
    return label !== undefined;
  }

  function checkStatement(statement: Statement, block: OpenBlock, isEnd: () => boolean): void {
    switch (statement.type) {
      case 'Local':
        block.locals.push(...statement.names);
        return;
      case 'LocalFunction':
        block.locals.push(statement.name);
        return;
      case 'Break':
        if (!block.inLoop) diagnostics.push(report.breakOutside(statement.start, statement.end));
        return;
      case 'Goto':
        if (statement.label.name !== '' && !jump(statement.label, block)) block.pending.push({ label: statement.label, locals: block.locals.length });
        return;
      case 'Label':
        if (statement.name.name !== '') define(statement.name, block, isEnd());
        return;
      case 'Do':
        checkBlock(statement.body, block, block.inLoop, false);
        return;
      case 'If':
        for (const clause of statement.clauses) checkBlock(clause.body, block, block.inLoop, false);
        if (statement.orelse) checkBlock(statement.orelse, block, block.inLoop, false);
        return;
      case 'While':
      case 'NumericFor':
      case 'GenericFor':
        checkBlock(statement.body, block, true, false);
        return;
      case 'Repeat':
        checkBlock(statement.body, block, true, true);
        return;
      default: // no jump, no block, no local
    }
  }

  function define(name: Identifier, block: OpenBlock, isEnd: boolean): void {
    const known = block.labels.get(name.name);
    if (known) {
      diagnostics.push(report.duplicateLabel(name.start, name.end, name.name, { ...known.name, message: `'${name.name}' is first here` }));
      return;
    }
    const label: OpenLabel = { name, gotos: [], locals: isEnd ? 0 : block.locals.length };
    block.labels.set(name.name, label);
    labels.push(label);
    for (let i = block.pending.length - 1; i >= 0; i--) {
      const { label: goto, locals } = block.pending[i]!;
      if (goto.name !== name.name) continue;
      block.pending.splice(i, 1);
      label.gotos.push(goto);
      const entered = label.locals > locals ? block.locals[locals]! : undefined;
      if (entered) {
        const related = { start: entered.start, end: entered.end, message: `'${entered.name}' is declared here` };
        diagnostics.push(report.gotoIntoLocal(goto.start, goto.end, goto.name, entered.name, related));
      }
    }
  }
}

/** Only labels and `;` follow: the locals of the block are over for Lua. Not so before `until`, whose condition still sees them. */
function isLast(statements: readonly Statement[], index: number): boolean {
  for (let i = index + 1; i < statements.length; i++) {
    const { type } = statements[i]!;
    if (type !== 'Label' && type !== 'Empty') return false;
  }
  return true;
}
