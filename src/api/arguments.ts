/** `ARGS`: the script's arguments with their names. */
import type { ApiModule } from './types.ts';

export const argumentsApi = {
  id: 'arguments',
  title: 'Arguments',
  doc: 'What was given to the script when it was started. `arg` and `...` have it as it came, `ARGS` has it sorted.',
  values: [
    {
      name: 'ARGS',
      type: 'table',
      doc: 'Positional arguments from 1, the script at 0, and named ones by name: `--key value` gives `ARGS.key`, a bare `--flag` gives `"true"`.',
    },
  ],
  classes: [],
  functions: [],
} as const satisfies ApiModule;
