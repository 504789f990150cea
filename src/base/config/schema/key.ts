/**
 * How a key is described: its type together with what people are told about it. The checks, the JSON schema, `docs/configuration.md`,
 * `config init` and `config show` are all made from these descriptions.
 */
import { z } from 'zod';

/** What is known of a key or a table beyond its type. */
export interface KeyFacts {
  /** What holds when it is not set, as it would be written; absent: nothing. */
  readonly default?: unknown;
  /** The dotted key that says the same and is the one to write. */
  readonly aliasOf?: string;
  /**
   * false: the key is understood, so that files of other versions load, but nothing in this version reads it. Holds for all
   * keys of a table.
   */
  readonly effect?: boolean;
  /** For a key without effect: what to write to get what it asks for. */
  readonly instead?: string;
  /** It holds a secret: never shown. */
  readonly secret?: boolean;
}

export interface KeyMeta extends KeyFacts {
  readonly description: string;
}

/** A key that may be left out. */
export function key<T extends z.ZodType>(type: T, description: string, facts: KeyFacts = {}): z.ZodOptional<T> {
  return type.meta({ description, ...facts }).optional();
}

/** A table of known keys; what it does not know is a finding. */
export function table<Shape extends z.ZodRawShape>(description: string, shape: Shape, facts: KeyFacts = {}): z.ZodOptional<z.ZodObject<Shape, z.core.$strict>> {
  return z.strictObject(shape).meta({ description, ...facts }).optional();
}

/** A table whose keys are names that the user chooses. */
export function named<T extends z.ZodType>(type: T, description: string, facts: KeyFacts = {}): z.ZodOptional<z.ZodRecord<z.ZodString, T>> {
  return z.record(z.string(), type).meta({ description, ...facts }).optional();
}

export const text = z.string();
export const flag = z.boolean();
export const seconds = z.number().min(0);
export const count = z.int().min(0);
export const port = z.int().min(0).max(65535);
export const texts = z.array(z.string());
/** The original system writes a comma-separated list in one string. */
export const textList = z.union([z.string(), z.array(z.string())]);
/** Bytes, or a text with a unit. */
export const bytes = z.union([z.string(), z.number().min(0)]);
export const anything = z.record(z.string(), z.unknown());
