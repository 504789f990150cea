// Thousands of random programs, alone and debugged: they do the same.
import { test } from 'vitest';
import { compareDebuggedRuns } from '../support/debugged-runs.ts';

test('random programs do the same alone and debugged', () => compareDebuggedRuns(Number(process.env['LLMSPELL_PROPERTY_RUNS'] ?? 5000)));
