/**
 * Profile names → layers. A name is a profile of the user's (a file `NAME.toml` in one of the profile folders), a built-in one, or the path of a `.toml` file. A
 * profile may stand on others (`[profile] extends`); these lie below it.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { didYouMean } from '../../nearest.ts';
import { absolute } from '../../paths.ts';
import { isTree, type Layer, type Origin, type Tree } from '../layers/layer.ts';
import { textLayer } from '../layers/text-layer.ts';
import type { ConfigProblem } from '../problem.ts';
import { list } from '../resolve/units.ts';
import { ABSENT_PROFILES, BUILTIN_PROFILES } from './builtin.ts';
import { findUserProfile, userProfiles, type ProfileFolders } from './user.ts';

/** Who names the profile: findings about the name are told there, and relative paths start there. */
export interface Reference {
  readonly place: Pick<ConfigProblem, 'file' | 'line'>;
  readonly folder: string;
}

export interface ResolvedProfiles {
  /** The lowest first. */
  readonly layers: readonly Layer[];
  readonly problems: readonly ConfigProblem[];
  /** The files that were read. */
  readonly files: readonly string[];
}

export class ProfileResolver {
  readonly layers: Layer[] = [];
  readonly problems: ConfigProblem[] = [];
  readonly files: string[] = [];

  constructor(private readonly folders: ProfileFolders) {}

  /** `a,b` or a list; later ones lie above. `path`: the profiles that lead here. */
  add(names: string | readonly string[], from: Reference, path: readonly string[] = []): void {
    for (const name of list(names) ?? []) this.addOne(name, from, path);
  }

  /** What a layer extends goes below it; the layer itself is not added. */
  addExtended(layer: Layer, folder: string, path: readonly string[] = []): void {
    const { profile } = layer.tree;
    const names = isTree(profile) ? profile['extends'] : undefined;
    // Of another type: the check of the layer has told it.
    if (!isNames(names)) return;
    const origin = layer.originOf(['profile', 'extends']);
    const place = origin.kind === 'environment' ? { file: 'environment', line: undefined } : { file: origin.file ?? 'profile', line: origin.line };
    this.add(names, { place, folder }, path);
  }

  private addOne(name: string, from: Reference, path: readonly string[]): void {
    const file = name.endsWith('.toml') ? absolute(name, from.folder) : findUserProfile(this.folders, name);
    const identity = file ?? name;
    if (path.includes(identity)) return this.refuse(from, `profiles extend each other in a circle: ${[...path.slice(path.indexOf(identity)), identity].join(' > ')}`);
    const layer = file !== undefined ? this.read(file, name, from) : this.builtin(name, from);
    if (layer === undefined) return;
    this.addExtended(layer, file === undefined ? from.folder : dirname(file), [...path, identity]);
    this.layers.push(withoutProfile(layer));
  }

  private read(file: string, name: string, from: Reference): Layer | undefined {
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      this.refuse(from, `the profile ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
      return undefined;
    }
    this.files.push(file);
    return textLayer(text, (line): Origin => ({ kind: 'profile', name, file, ...(line !== undefined && { line }) }));
  }

  private builtin(name: string, from: Reference): Layer | undefined {
    if (Object.hasOwn(BUILTIN_PROFILES, name)) return withoutNotices(textLayer(BUILTIN_PROFILES[name]!.text, (line): Origin => ({ kind: 'profile', name, ...(line !== undefined && { line }) })));
    const known = [...Object.keys(BUILTIN_PROFILES), ...userProfiles(this.folders).map((profile) => profile.name)];
    const absent = Object.hasOwn(ABSENT_PROFILES, name) ? ABSENT_PROFILES[name] : undefined;
    this.refuse(
      from,
      absent === undefined
        ? `unknown profile "${name}"${didYouMean(name, known)}: \`llmspell config list-profiles\` lists them; your own is a file NAME.toml in ${join(this.folders[0] ?? '.llmspell/profiles', '')}`
        : `the profile "${name}" is for ${absent}, which this version does not have`,
    );
    return undefined;
  }

  private refuse(from: Reference, message: string): void {
    this.problems.push({ severity: 'error', ...from.place, message });
  }
}

const isNames = (value: unknown): value is string | readonly string[] => typeof value === 'string' || (Array.isArray(value) && value.every((name) => typeof name === 'string'));

/** What a built-in profile sets for later versions is nothing that its user could mend. */
const withoutNotices = (layer: Layer): Layer => ({ ...layer, problems: layer.problems.filter(({ severity }) => severity !== 'notice') });

/** What a profile says of itself is no setting of the file above it. */
function withoutProfile(layer: Layer): Layer {
  const { profile: _profile, metadata: _metadata, ...tree }: Tree = layer.tree;
  return { ...layer, tree };
}
