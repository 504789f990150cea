/**
 * A Lua value to MessagePack with nothing lost: integers as integers, floats as float64, strings that are UTF-8 as `str`, others as `bin`, sequences
 * as arrays, other tables as maps whose keys are of any kind. The keys of a map are in the order of their bytes, so that equal tables
 * have equal bytes. What cannot be kept is refused with its place.
 */
import { isUtf8 } from 'node:buffer';
import { MAX_JSON_DEPTH, type ExactValue } from '../../../common/values.ts';
import type { Engine, LuaValue } from '../../engine/engine.ts';
import { ConversionError } from '../conversion-error.ts';
import { NestedWalk } from '../nested-walk.ts';
import { scriptObjectIn } from '../script-objects.ts';
import { BytesWriter } from './bytes-writer.ts';

/** `place` is where the value stands, for messages: `argument 'value' of 'State.set'`. */
export function toExact(value: LuaValue, engine: Engine, place: string): ExactValue {
  const encoder = new Encoder(engine, place);
  encoder.value(value);
  return { $exact: encoder.out.takeFrom(0) };
}

class Encoder {
  readonly out = new BytesWriter();
  private readonly walk: NestedWalk;

  constructor(
    private readonly engine: Engine,
    place: string,
  ) {
    this.walk = new NestedWalk(place);
  }

  value(value: LuaValue): void {
    const { engine, out } = this;
    const type = engine.type(value);
    switch (type) {
      case 'nil':
        return out.byte(0xc0);
      case 'boolean':
        return out.byte(engine.toBoolean(value) ? 0xc3 : 0xc2);
      case 'integer':
        return this.integer(engine.toNumber(value)!);
      case 'float':
        out.byte(0xcb);
        return out.float64(Number(engine.toNumber(value)));
      case 'string':
        return this.string(engine.toBytes(value)!);
      case 'table':
        return this.table(value);
      default:
        throw new ConversionError(`a ${scriptObjectIn(engine, value)?.$object ?? type} cannot be kept: ${this.walk.place}`);
    }
  }

  private integer(value: number | bigint): void {
    const { out } = this;
    if (typeof value === 'bigint' || value < -0x80000000 || value > 0xffffffff) {
      out.byte(0xd3);
      out.int64(BigInt(value));
    } else if (value >= -32 && value <= 0x7f) {
      out.byte(value & 0xff);
    } else if (value >= 0) {
      if (value <= 0xff) {
        out.byte(0xcc);
        out.byte(value);
      } else if (value <= 0xffff) {
        out.byte(0xcd);
        out.uint16(value);
      } else {
        out.byte(0xce);
        out.uint32(value);
      }
    } else {
      out.byte(0xd2);
      out.uint32(value >>> 0);
    }
  }

  private string(bytes: Uint8Array): void {
    const { out } = this;
    const { length } = bytes;
    if (isUtf8(bytes)) {
      if (length < 32) out.byte(0xa0 | length);
      else this.head(length, 0xd9, 0xda, 0xdb);
    } else {
      this.head(length, 0xc4, 0xc5, 0xc6);
    }
    out.all(bytes);
  }

  private table(table: LuaValue): void {
    const { engine, walk } = this;
    const identity = engine.identity(table);
    const refusal = walk.enter(identity);
    if (refusal === 'circle') throw new ConversionError(`a table that contains itself cannot be kept: ${walk.place}`);
    if (refusal === 'depth') throw new ConversionError(`a table nested deeper than ${MAX_JSON_DEPTH} levels cannot be kept: ${walk.place}`);
    const count = engine.entryCount(table);
    if (engine.sequenceLength(table) === count) this.sequence(table, count);
    else this.map(table, count);
    walk.leave(identity);
  }

  private sequence(table: LuaValue, count: number): void {
    const { engine, out, walk } = this;
    if (count < 16) out.byte(0x90 | count);
    else this.head(count, undefined, 0xdc, 0xdd);
    for (let i = 1; i <= count; i++) walk.at(`[${i}]`, () => this.value(engine.rawGet(table, engine.number(i))));
  }

  private map(table: LuaValue, count: number): void {
    const { engine, out } = this;
    if (count < 16) out.byte(0x80 | count);
    else this.head(count, undefined, 0xde, 0xdf);
    const pairs = [...engine.entries(table)].map(([key, value]) => ({ key, value, bytes: this.key(key) }));
    pairs.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
    for (const { key, value, bytes } of pairs) {
      out.all(bytes);
      this.walk.at(this.step(key), () => this.value(value));
    }
  }

  private key(key: LuaValue): Uint8Array {
    const type = this.engine.type(key);
    if (type !== 'string' && type !== 'integer' && type !== 'float' && type !== 'boolean') throw new ConversionError(`a key that is a ${type} cannot be kept: ${this.walk.place}`);
    const start = this.out.position;
    this.value(key);
    return this.out.takeFrom(start);
  }

  /** As Lua writes the way to the entry. */
  private step(key: LuaValue): string {
    const text = this.engine.toText(key);
    if (this.engine.type(key) !== 'string') return `[${text}]`;
    return /^[A-Za-z_]\w*$/.test(text) ? `.${text}` : `[${JSON.stringify(text)}]`;
  }

  /** A length in the smallest form that holds it. */
  private head(length: number, small: number | undefined, medium: number, large: number): void {
    const { out } = this;
    if (small !== undefined && length <= 0xff) {
      out.byte(small);
      out.byte(length);
    } else if (length <= 0xffff) {
      out.byte(medium);
      out.uint16(length);
    } else {
      out.byte(large);
      out.uint32(length);
    }
  }
}
