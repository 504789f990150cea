// Writes what is generated from the description of the Lua API (src/api): library/*.lua and docs/lua-api.md.
// A test fails when these files are stale.
import { writeGenerated } from './lib/generate.mjs';

await writeGenerated('src/api/render/files.ts');
