/**
 * Which files a script may touch. Places are judged by where a thing really lies (`..` and symlinks resolved by whoever holds it), so a rule
 * cannot be deceived by a name. Every refusal names the path and the key that would allow it.
 */
import { tmpdir } from 'node:os';
import { extname } from 'node:path';
import type { Config } from '../../base/config/index.ts';
import { modulePathFolders, scriptFolders } from '../../base/module-path.ts';
import { absolute, isInside, realPath } from '../../base/paths.ts';
import type { ExecutionContext } from '../../common/execution.ts';
import { listedPrograms } from './listed-programs.ts';
import { realRoot } from './roots.ts';
import { refusal, type Rule } from './refusal.ts';
import type { Reserved } from './reserved.ts';

export type FileUse =
  | 'read'
  /** What is in it, or that it is there at all. */
  | 'write'
  /** The name goes: removed, or renamed. */
  | 'remove'
  /** Lua source, by `require`, `dofile` and `loadfile`. */
  | 'source';

/** Of what is held, as far as rules ask for it. */
export interface Place {
  /** As the script wrote it. */
  readonly asked: string;
  /** Absolute, without symlinks. */
  readonly real: string;
}

export interface FilePolicy {
  /** Why it may not be; undefined: it may. */
  refuse(place: Place, use: FileUse): string | undefined;
  /** By the name's ending; asked for files only. */
  refuseExtension(place: Place): string | undefined;
  /** For what is neither file nor folder. */
  refuseSpecial(place: Place, kind: 'device' | 'special'): string | undefined;
  refuseSize(asked: string, bytes: number): string | undefined;
  refuseDepth(asked: string, depth: number): string | undefined;
  /** When the configuration has taken the file tools away. */
  refuseTools(tool: string): string | undefined;
  readonly maxFileBytes: number;
  readonly atomicWrites: boolean;
}

const SECTION = 'tools.file_operations';
const VERBS: Readonly<Record<FileUse, string>> = { read: 'read', source: 'read', write: 'written', remove: 'changed' };

/** A device is opened to who names it, never by a folder. */
const DEVICES = '/dev';
/** Harmless, and used everywhere. */
const ALWAYS = ['/dev/null'];

export function filePolicy(config: Config, context: ExecutionContext, reserved: Reserved): FilePolicy {
  const rules = config.tools.fileOperations;
  const refused = (what: string, why: string, rule: Omit<Rule, 'section'>): string => refusal(config, what, why, { section: SECTION, ...rule });
  const root = (folder: string): string => realRoot(config, absolute(folder, context.cwd));
  const allowed = (rules.allowedPaths ?? ['/tmp', tmpdir()]).map(root);
  /** A script's own folder may be read: where it lies, and where its user found it. */
  const own = context.scriptPath === undefined ? [] : scriptFolders(context.scriptPath).map((folder) => root(folder || '/'));
  const roots: Readonly<Record<FileUse, readonly string[]>> = { read: [...allowed, ...own], source: [...allowed, ...own, root('.')], write: allowed, remove: allowed };

  let isListedProgram: ReturnType<typeof listedPrograms> | undefined;

  return {
    refuse({ asked, real }, use) {
      if (use === 'source' && isInLibrary(asked, context, allowed)) return undefined;
      if (use !== 'remove' && ALWAYS.includes(real)) return undefined;
      const holding = roots[use].filter((folder) => isInside(real, folder) && !(use === 'remove' && isInside(folder, real)));
      const area = reserved.areaOf(real, use, holding);
      // What no key opens is told first: a folder more in the list would not help.
      if (area?.never === true) return `${asked}: may not be ${VERBS[use]}: ${area.why}`;
      if (use === 'write' || use === 'remove') {
        isListedProgram ??= listedPrograms(config, context);
        if (isListedProgram(real, use === 'remove')) return `${asked}: may not be ${VERBS[use]}: allowed_commands under [tools.system] lists it as a program that scripts may start`;
      }
      if (area !== undefined) return refused(asked, `may not be ${VERBS[use]}, as ${area.why}`, { change: isInside(real, DEVICES) ? 'add its whole path to' : 'add its own folder to', key: 'allowed_paths' });
      return holding.length > 0 ? undefined : refused(asked, `may not be ${VERBS[use]}`, { change: 'add its folder to', key: 'allowed_paths' });
    },
    refuseExtension({ asked, real }) {
      const extension = extensionOf(real);
      if (rules.blockedExtensions.includes(extension)) return refused(asked, `files that end in .${extension} may not be used`, { change: `take "${extension}" out of`, key: 'blocked_extensions' });
      if (rules.allowedExtensions.length === 0 || rules.allowedExtensions.includes(extension)) return undefined;
      return refused(asked, extension === '' ? 'files without an extension may not be used' : `files that end in .${extension} may not be used`, { change: `add "${extension}" to`, key: 'allowed_extensions' });
    },
    refuseSpecial({ asked, real }, kind) {
      if (kind === 'special') return `${asked}: is a pipe, a socket or a disk: scripts open files and folders only`;
      return ALWAYS.includes(real) || allowed.includes(real) ? undefined : refused(asked, 'is a device', { change: 'add its whole path to', key: 'allowed_paths' });
    },
    refuseSize: (asked, bytes) => (bytes > rules.maxFileBytes ? refused(asked, `would be ${bytes} bytes, at most ${rules.maxFileBytes} are allowed`, { change: 'raise', key: 'max_file_size' }) : undefined),
    refuseDepth: (asked, depth) => (depth > rules.maxDepth ? refused(asked, `lies more than ${rules.maxDepth} folders deep`, { change: 'raise', key: 'max_depth' }) : undefined),
    refuseTools: (tool) => (rules.enabled ? undefined : refused(tool, 'the file tools are switched off', { change: 'set', key: 'enabled', value: 'true' })),
    maxFileBytes: rules.maxFileBytes,
    atomicWrites: rules.atomicWrites,
  };
}

/** In lower case, without the dot. Windows takes `x.exe. ` for `x.exe`. */
const extensionOf = (path: string): string => extname(path.replace(/[. ]+$/, '')).slice(1).toLowerCase();

/**
 * Libraries are installed as links into other folders (Debian's are), so what lies below a folder of the module path by its name may be
 * loaded wherever a link leads. The script's own folder and the working directory are no such folders, nor are those that it may write, where a program
 * of its could put links. The name is one without `..`: whoever opens a source opens it by the same.
 */
function isInLibrary(asked: string, context: ExecutionContext, writable: readonly string[]): boolean {
  const own = [context.cwd, ...(context.scriptPath === undefined ? [] : scriptFolders(context.scriptPath))];
  const path = absolute(asked, context.cwd);
  return modulePathFolders(context)
    .filter((folder) => !own.includes(folder) && !writable.some((root) => isInside(realPath(folder), root)))
    .some((folder) => path.startsWith(folder.endsWith('/') ? folder : `${folder}/`));
}
