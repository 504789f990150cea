/** MessagePack, as `encode` writes it, to the Lua value it was. Any other MessagePack of numbers, texts, bytes, arrays and maps is read too. */
import { MAX_JSON_DEPTH, type ExactValue } from '../../../common/values.ts';
import type { Engine, LuaValue } from '../../engine/engine.ts';
import { ConversionError } from '../conversion-error.ts';

export function fromExact({ $exact }: ExactValue, engine: Engine): LuaValue {
  const decoder = new Decoder($exact, engine);
  const value = decoder.value(0);
  if (!decoder.atEnd) throw unreadable();
  return value;
}

const unreadable = (): ConversionError => new ConversionError('a kept value cannot be read: it was damaged, or another version has written it');

class Decoder {
  private readonly view: DataView;
  private at = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly engine: Engine,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.at === this.bytes.length;
  }

  value(depth: number): LuaValue {
    if (depth > MAX_JSON_DEPTH) throw unreadable();
    const { engine, view } = this;
    const type = view.getUint8(this.skip(1));
    if (type <= 0x7f) return engine.number(type);
    if (type <= 0x8f) return this.map(type & 0x0f, depth);
    if (type <= 0x9f) return this.sequence(type & 0x0f, depth);
    if (type <= 0xbf) return this.string(type & 0x1f);
    if (type >= 0xe0) return engine.number(type - 0x100);
    switch (type) {
      case 0xc0:
        return engine.nil;
      case 0xc2:
        return engine.boolean(false);
      case 0xc3:
        return engine.boolean(true);
      case 0xc4:
      case 0xd9:
        return this.string(view.getUint8(this.skip(1)));
      case 0xc5:
      case 0xda:
        return this.string(view.getUint16(this.skip(2)));
      case 0xc6:
      case 0xdb:
        return this.string(view.getUint32(this.skip(4)));
      case 0xca:
        return engine.float(view.getFloat32(this.skip(4)));
      case 0xcb:
        return engine.float(view.getFloat64(this.skip(8)));
      case 0xcc:
        return engine.number(view.getUint8(this.skip(1)));
      case 0xcd:
        return engine.number(view.getUint16(this.skip(2)));
      case 0xce:
        return engine.number(view.getUint32(this.skip(4)));
      case 0xcf:
      case 0xd3:
        return this.int64();
      case 0xd0:
        return engine.number(view.getInt8(this.skip(1)));
      case 0xd1:
        return engine.number(view.getInt16(this.skip(2)));
      case 0xd2:
        return engine.number(view.getInt32(this.skip(4)));
      case 0xdc:
        return this.sequence(view.getUint16(this.skip(2)), depth);
      case 0xdd:
        return this.sequence(view.getUint32(this.skip(4)), depth);
      case 0xde:
        return this.map(view.getUint16(this.skip(2)), depth);
      case 0xdf:
        return this.map(view.getUint32(this.skip(4)), depth);
      default:
        throw unreadable();
    }
  }

  private int64(): LuaValue {
    const value = this.view.getBigInt64(this.skip(8));
    const isSafe = value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
    return this.engine.number(isSafe ? Number(value) : value);
  }

  private string(length: number): LuaValue {
    const start = this.skip(length);
    return this.engine.string(this.bytes.slice(start, start + length));
  }

  private sequence(count: number, depth: number): LuaValue {
    const { engine } = this;
    const table = engine.table();
    for (let i = 1; i <= count; i++) engine.rawSet(table, engine.number(i), this.value(depth + 1));
    return table;
  }

  private map(count: number, depth: number): LuaValue {
    const { engine } = this;
    const table = engine.table();
    for (let i = 0; i < count; i++) {
      const key = this.value(depth + 1);
      if (engine.type(key) === 'nil' || Number.isNaN(engine.toNumber(key))) throw unreadable();
      engine.rawSet(table, key, this.value(depth + 1));
    }
    return table;
  }

  /** Answers where the next `count` bytes begin. */
  private skip(count: number): number {
    const start = this.at;
    this.at += count;
    if (this.at > this.bytes.length) throw unreadable();
    return start;
  }
}
