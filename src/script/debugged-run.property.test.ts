// A debugged program does what it does alone: random programs, random debugging. The long count is in test/soak.
import { test } from 'vitest';
import { compareDebuggedRuns } from '../../test/support/debugged-runs.ts';

test('random programs do the same alone and debugged', { timeout: 180_000 }, () => compareDebuggedRuns(40));
