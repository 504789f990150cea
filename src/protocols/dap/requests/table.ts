/** Every DAP request the adapter answers, by its command. */
import type { Handler } from '../session.ts';
import { breakpointRequests } from './breakpoints.ts';
import { dataBreakpointRequests } from './data-breakpoints.ts';
import { editRequests } from './edit.ts';
import { endingRequests } from './ending.ts';
import { evaluateRequests } from './evaluate.ts';
import { eventRequests } from './events.ts';
import { executionRequests } from './execution.ts';
import { formatRequests } from './format.ts';
import { initializeRequests } from './initialize.ts';
import { jumpRequests } from './jumps.ts';
import { sourceRequests } from './sources.ts';
import { stackRequests } from './stack.ts';
import { startRequests } from './start.ts';
import { variableRequests } from './variables.ts';

/** Without a prototype: a command named `constructor` is unknown like any other. */
export const handlers: Readonly<Record<string, Handler | undefined>> = Object.assign(Object.create(null) as object, {
  ...initializeRequests,
  ...startRequests,
  ...breakpointRequests,
  ...dataBreakpointRequests,
  ...executionRequests,
  ...jumpRequests,
  ...stackRequests,
  ...variableRequests,
  ...evaluateRequests,
  ...formatRequests,
  ...sourceRequests,
  ...editRequests,
  ...eventRequests,
  ...endingRequests,
});
