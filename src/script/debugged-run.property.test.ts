// A debugged program does what it does alone: random programs, random debugging. The same programs each time; the soak tries others.
import { test } from 'vitest';
import { compareDebuggedRuns } from '../../test/support/debugged-runs.ts';

test('random programs do the same alone and debugged', { timeout: 180_000 }, () => compareDebuggedRuns(40, 5));
