/**
 * The attributes of launch.json and the types of their values. VS Code underlines a wrong type and starts the session all the same; here it is
 * refused with a sentence. package.json describes the same attributes to the editor of launch.json (a test keeps the two together).
 */
import type { Configuration } from './launch-rules.ts';

interface Kind {
  /** Completes "must be …". */
  readonly words: string;
  readonly holds: (value: unknown) => boolean;
}

const isText = (value: unknown): boolean => typeof value === 'string';
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

const text: Kind = { words: 'a text', holds: isText };
const yesOrNo: Kind = { words: 'true or false', holds: (value) => typeof value === 'boolean' };
const texts: Kind = { words: 'a list of texts', holds: isTexts };
const words: Kind = { words: 'a list of texts, or one text that is split as in a shell', holds: (value) => isText(value) || isTexts(value) };
const variables: Kind = { words: 'an object of texts (null takes a variable away)', holds: (value) => isObject(value) && Object.values(value).every((each) => each === null || isText(each)) };
const port: Kind = { words: 'a port, 1 to 65535', holds: (value) => (typeof value === 'number' || isText(value)) && Number.isInteger(Number(value)) && Number(value) >= 1 && Number(value) <= 65_535 };
const oneOf = (...values: readonly string[]): Kind => ({ words: values.map((value) => `"${value}"`).join(' or '), holds: (value) => isText(value) && values.includes(value as string) });

export const ATTRIBUTES: Readonly<Record<'launch' | 'attach', Readonly<Record<string, Kind>>>> = {
  launch: {
    program: text,
    args: words,
    cwd: text,
    env: variables,
    stopOnEntry: yesOrNo,
    noDebug: yesOrNo,
    config: text,
    profile: text,
    console: oneOf('internalConsole', 'integratedTerminal'),
    skipFiles: texts,
  },
  attach: { host: text, port, token: text, connectionFile: text, session: text, skipFiles: texts },
};

/** What is wrong with the configuration's values, as a sentence; an attribute that is absent or null is not given. */
export function wrongAttribute(configuration: Configuration): string | undefined {
  const { request } = configuration;
  if (request !== 'launch' && request !== 'attach') return `\`request\` is ${shown(request)} in the debug configuration${named(configuration)}: it must be "launch" or "attach".`;
  for (const [name, kind] of Object.entries(ATTRIBUTES[request])) {
    const value = configuration[name];
    if (value === undefined || value === null || kind.holds(value)) continue;
    return `\`${name}\` is ${shown(value)} in the debug configuration${named(configuration)}: it must be ${kind.words}.`;
  }
  return undefined;
}

const named = ({ name }: Configuration): string => (typeof name === 'string' && name !== '' ? ` "${name}"` : '');

const MAX_SHOWN = 60;

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const written = JSON.stringify(value) ?? typeof value;
  return written.length > MAX_SHOWN ? `${written.slice(0, MAX_SHOWN)}…` : written;
}
