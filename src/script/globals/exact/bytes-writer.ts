/** Bytes that are written one after the other, in a buffer that grows. Numbers are big-endian, as MessagePack has them. */
export class BytesWriter {
  private bytes = new Uint8Array(256);
  private view = new DataView(this.bytes.buffer);
  private length = 0;

  byte(value: number): void {
    const at = this.room(1); // May replace `bytes`.
    this.bytes[at] = value;
  }

  uint16(value: number): void {
    const at = this.room(2);
    this.view.setUint16(at, value);
  }

  uint32(value: number): void {
    const at = this.room(4);
    this.view.setUint32(at, value);
  }

  int64(value: bigint): void {
    const at = this.room(8);
    this.view.setBigInt64(at, value);
  }

  float64(value: number): void {
    const at = this.room(8);
    this.view.setFloat64(at, value);
  }

  all(bytes: Uint8Array): void {
    const at = this.room(bytes.length);
    this.bytes.set(bytes, at);
  }

  get position(): number {
    return this.length;
  }

  /** What was written since `position`, taken back. */
  takeFrom(position: number): Uint8Array {
    const taken = this.bytes.slice(position, this.length);
    this.length = position;
    return taken;
  }

  private room(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.bytes.length) {
      const grown = new Uint8Array(Math.max(this.length, this.bytes.length * 2));
      grown.set(this.bytes.subarray(0, at));
      this.bytes = grown;
      this.view = new DataView(grown.buffer);
    }
    return at;
  }
}
