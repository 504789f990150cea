// Writes what is generated from the schema of the configuration (src/base/config/schema): the JSON schema and docs/configuration.md.
// A test fails when these files are stale.
import { writeGenerated } from './lib/generate.mjs';

await writeGenerated('src/base/config/render/files.ts');
