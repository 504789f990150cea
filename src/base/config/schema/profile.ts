/** `[profile]` and `[metadata]`: what a file is, and what it stands upon. */
import { anything, key, table, text, textList } from './key.ts';

export const profile = table('What this file is, and what it stands upon.', {
  name: key(text, 'Its name, for `config list-profiles`.'),
  description: key(text, 'What it is for.'),
  extends: key(textList, 'Profiles that lie below this file: one name, or a list of which the later ones are on top.'),
});

export const metadata = key(anything, "Notes of the file's author; not read.");
