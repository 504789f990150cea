/**
 * Lua values on their way between the script worker and the kernel's main thread. Plain data that structured clone carries.
 *
 * Integers are JS numbers while safe, BigInt beyond; floats with an integral value lose nothing but their `.0`.
 * Strings are text: bytes that are no UTF-8 arrive as U+FFFD. A Lua function becomes a FunctionRef the host may call back
 * while the host call that received it is running.
 */
export type HostValue =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | FunctionRef
  | ObjectRef
  | JsonText
  | ExactValue
  | readonly HostValue[]
  | { readonly [key: string]: HostValue };

/** A Lua function passed to a host call; valid until that call has answered. */
export interface FunctionRef {
  readonly $function: number;
}

/** A host object that Lua holds (an agent): the class of the API description and its id in the kernel. */
export interface ObjectRef {
  readonly $object: string;
  readonly id: string;
  /** Shown in Variables below the object, and by `tostring`. */
  readonly fields?: { readonly [name: string]: string | number | boolean | JsonText };
}

/** Tables nested deeper are not taken for JSON, in either direction. */
export const MAX_JSON_DEPTH = 1000;

/**
 * JSON from outside that the worker decodes itself: its integers keep 64 bits, its floats stay floats, and no key in it is ever taken for
 * one of the references above.
 */
export interface JsonText {
  readonly $json: string;
  /** Added to the decoded object. */
  readonly with?: { readonly [key: string]: HostValue };
}

/**
 * A Lua value with nothing lost: integers and floats apart, strings of any bytes, tables with keys of every kind. MessagePack that the worker
 * writes (for parameters that the description calls `exact`) and reads (wherever it stands in an answer); the kernel keeps it as it is.
 * Equal values have equal bytes, but for numbers that are equal as integer and float.
 */
export interface ExactValue {
  readonly $exact: Uint8Array;
}

export const isExactValue = (value: HostValue): value is ExactValue => typeof value === 'object' && value !== null && '$exact' in value && value.$exact instanceof Uint8Array;
/** The bytes of an exact value; undefined for nil. */
export const exactBytes = (value: HostValue): Uint8Array | undefined => (isExactValue(value) ? value.$exact : undefined);
export const isJsonText = (value: HostValue): value is JsonText => typeof value === 'object' && value !== null && '$json' in value;
export const isFunctionRef = (value: HostValue): value is FunctionRef =>
  typeof value === 'object' && value !== null && '$function' in value;
export const isObjectRef = (value: HostValue): value is ObjectRef =>
  typeof value === 'object' && value !== null && '$object' in value;
