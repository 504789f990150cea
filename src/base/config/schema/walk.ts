/** Reads the schema: which keys there are, and what is known of each. `<name>` stands for names that the user chooses. */
import type { z } from 'zod';
import { configSchema } from './index.ts';
import type { KeyMeta } from './key.ts';

/** The part of a path that the user chooses. */
export const ANY_NAME = '<name>';

export interface KeyInfo {
  readonly path: readonly string[];
  readonly kind: 'table' | 'value';
  /** As people would say it: `integer`, `text`, `list of texts`, `tcp or ipc`. */
  readonly type: string;
  readonly description: string;
  readonly default: unknown;
  readonly aliasOf: string | undefined;
  /** false: nothing in this version reads it. */
  readonly effect: boolean;
  readonly instead: string | undefined;
  readonly secret: boolean;
  /** What a value is checked with. */
  readonly schema: z.ZodType;
}

interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly catchall?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
  readonly format?: string;
  readonly check?: string;
}

const definitionOf = (schema: z.ZodType): Definition => schema.def;

/** What `optional` wraps. */
function unwrap(schema: z.ZodType): z.ZodType {
  let current = schema;
  for (let inner = definitionOf(current).innerType; inner !== undefined; inner = definitionOf(current).innerType) current = inner;
  return current;
}

/** The tables and keys inside of `schema`, by name; ANY_NAME for the ones whose name is free. */
function entriesOf(schema: z.ZodType): readonly (readonly [string, z.ZodType])[] {
  const { type, shape, catchall, valueType } = definitionOf(schema);
  const fixed = type === 'object' ? Object.entries(shape ?? {}) : [];
  const free = type === 'object' ? catchall : type === 'record' ? valueType : undefined;
  // Free names of plain values (headers, levels) belong to the value of their table.
  const isFree = free !== undefined && isTable(unwrap(free));
  return isFree ? [...fixed, [ANY_NAME, free]] : fixed;
}

const isTable = (schema: z.ZodType): boolean => ['object', 'record'].includes(definitionOf(schema).type);

function typeName(schema: z.ZodType): string {
  const inner = unwrap(schema);
  const { type, element, options, entries, values, format } = definitionOf(inner);
  if (type === 'string') return 'text';
  if (type === 'boolean') return 'true or false';
  if (type === 'number') return format === 'safeint' || hasIntegerCheck(inner) ? 'integer' : 'number';
  if (type === 'array') return `list of ${element ? plural(typeName(element)) : 'values'}`;
  if (type === 'enum') return Object.values(entries ?? {}).join(' or ');
  if (type === 'literal') return (values ?? []).join(' or ');
  if (type === 'union') return [...new Set((options ?? []).map(typeName))].join(' or ');
  return isTable(inner) ? 'table' : 'any value';
}

const hasIntegerCheck = (schema: z.ZodType): boolean => (schema as { readonly isInt?: boolean }).isInt === true;

const plural = (name: string): string => (name === 'text' ? 'texts' : `${name}s`);

/** All of them, in the order of the schema, tables before their keys. */
export function allKeys(): readonly KeyInfo[] {
  const found: KeyInfo[] = [];
  const visit = (path: readonly string[], given: z.ZodType, outer: { readonly effect: boolean }): void => {
    const schema = unwrap(given);
    const meta = (schema.meta() ?? {}) as Partial<KeyMeta>;
    const effect = meta.effect ?? outer.effect;
    const children = entriesOf(schema);
    if (path.length > 0) {
      found.push({
        path,
        kind: children.length > 0 ? 'table' : 'value',
        type: typeName(schema),
        description: meta.description ?? '',
        default: meta.default,
        aliasOf: meta.aliasOf,
        effect,
        instead: meta.instead,
        secret: meta.secret ?? false,
        schema,
      });
    }
    for (const [name, child] of children) visit([...path, name], child, { effect });
  };
  visit([], configSchema, { effect: true });
  return found;
}

let index: ReadonlyMap<string, KeyInfo> | undefined;

/** What is known of the key at a path of a file; undefined for what lies in a table that is passed on as it is. */
export function keyAt(path: readonly string[]): KeyInfo | undefined {
  index ??= new Map(allKeys().map((info) => [info.path.join('\0'), info]));
  let known: string[] = [];
  for (const part of path) {
    const exact = [...known, part];
    known = index.has(exact.join('\0')) ? exact : [...known, ANY_NAME];
  }
  return index.get(known.join('\0'));
}

/** The keys that are known in the table at `path`, for "did you mean". */
export function knownKeys(path: readonly PropertyKey[]): string[] {
  let schema: z.ZodType = configSchema;
  for (const part of path) {
    const entries = new Map(entriesOf(unwrap(schema)));
    const next = entries.get(String(part)) ?? entries.get(ANY_NAME);
    if (next === undefined) return [];
    schema = next;
  }
  return entriesOf(unwrap(schema))
    .map(([name]) => name)
    .filter((name) => name !== ANY_NAME);
}
