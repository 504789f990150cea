/** How a stopped program goes on. */
import type { Engine, StepKind } from '../../engine/engine.ts';
import type { StepTarget } from './step-targets.ts';

export type Resume = 'continue' | StepKind | { readonly into: StepTarget };

/** Arms what ends the step, if it is one. */
export function armResume(engine: Engine, how: Resume): void {
  if (typeof how === 'object') engine.armStepInto(how.into.frame, how.into.place);
  else if (how !== 'continue') engine.armStep(how);
}
