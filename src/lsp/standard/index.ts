/** Lua 5.3's own libraries, described for the editor. What the API description says of the same name takes precedence. */
import type { ApiModule } from '../../api/types.ts';
import { basicLibrary, coroutineLibrary } from './basic.ts';
import { stringLibrary, utf8Library } from './string.ts';
import { debugLibrary, mathLibrary, tableLibrary } from './table.ts';

export const standardModules: readonly ApiModule[] = [
  basicLibrary, coroutineLibrary, stringLibrary, utf8Library, tableLibrary, mathLibrary, debugLibrary,
];
